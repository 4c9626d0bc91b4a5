import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { STAGES } from '../lib/stages.ts';
import { type StackTemplate, templatesOf } from './synthesis.ts';

/**
 * `npm run permissions`: writes docs/permissions.md, what each function and service role may do, out of the template
 * itself. `-- --check` writes nothing and fails when the file says otherwise.
 */

const FILE = resolve(import.meta.dirname, '../docs/permissions.md');

type Statement = {
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
};

type InlinePolicy = { PolicyDocument: { Statement: Statement[] } };

/** docs/permissions.md for the production stage. */
export function permissionsDocument(template: StackTemplate): string {
  const functions = roleNames(template, 'AWS::Lambda::Function', 'Role');
  const statements = statementsByRole(template);
  const sections = [...statements]
    .map(([role, list]) => ({ title: functions.get(role) ?? readable(role), list, isFunction: functions.has(role) }))
    .sort((a, b) => Number(b.isFunction) - Number(a.isFunction) || a.title.localeCompare(b.title));
  return [
    '# Permissions',
    '',
    'What each role may do, generated from the template of the stage `prod` by `npm run permissions`; a test keeps it',
    'true. Everything that is not listed is refused. `Data:` names a resource of the data stack.',
    '',
    '## Functions',
    '',
    ...sections.filter(({ isFunction }) => isFunction).flatMap(section),
    '## Other roles',
    '',
    ...sections.filter(({ isFunction }) => !isFunction).flatMap(section),
  ].join('\n');
}

function section({ title, list }: { title: string; list: Statement[] }): string[] {
  const rows = list
    .map(({ Action, Resource, Condition }) => [
      [Action].flat().sort().map(code).join('<br>'),
      [Resource].flat().map(render).sort().map(code).join('<br>'),
      conditionText(Condition),
    ])
    .map((cells) => `| ${cells.join(' | ')} |`)
    .sort();
  return [`### ${title}`, '', '| may | on | only when |', '|---|---|---|', ...rows, ''];
}

/** Role's logical id → the id of the resource that wears it. */
function roleNames({ Resources }: StackTemplate, type: string, property: string): Map<string, string> {
  const pairs = Object.entries(Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties }]) => [attributeOwner(Properties?.[property]), readable(id)] as const);
  return new Map(pairs.filter((pair): pair is [string, string] => pair[0] !== null));
}

function statementsByRole({ Resources }: StackTemplate): Map<string, Statement[]> {
  const byRole = new Map<string, Statement[]>();
  for (const { Type, Properties = {} } of Object.values(Resources)) {
    if (Type !== 'AWS::IAM::Policy') continue;
    const { Statement: list } = Properties.PolicyDocument as { Statement: Statement[] };
    for (const role of Properties.Roles as { Ref: string }[]) {
      byRole.set(role.Ref, [...(byRole.get(role.Ref) ?? []), ...list]);
    }
  }
  for (const [id, { Type, Properties = {} }] of Object.entries(Resources)) {
    const inline = Type === 'AWS::IAM::Role' ? ((Properties.Policies ?? []) as InlinePolicy[]) : [];
    for (const { PolicyDocument } of inline) {
      byRole.set(id, [...(byRole.get(id) ?? []), ...PolicyDocument.Statement]);
    }
    const managed = Type === 'AWS::IAM::Role' ? ((Properties.ManagedPolicyArns ?? []) as unknown[]) : [];
    for (const arn of managed) {
      byRole.set(id, [...(byRole.get(id) ?? []), { Action: 'managed policy', Resource: render(arn) }]);
    }
  }
  return byRole;
}

const attributeOwner = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'Fn::GetAtt' in value
    ? String((value['Fn::GetAtt'] as unknown[])[0])
    : null;

/** A logical id without the hash that CDK puts behind it. */
const readable = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

/** An ARN as it can be read: pseudo parameters by name, other resources by theirs. */
function render(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const [[name, inner] = ['', null]] = Object.entries(value);
  if (name === 'Ref')
    return String(inner).startsWith('AWS::') ? `<${String(inner).slice(5)}>` : readable(String(inner));
  if (name === 'Fn::GetAtt') return readable(String((inner as unknown[])[0]));
  if (name === 'Fn::Join') return ((inner as [string, unknown[]])[1] ?? []).map(render).join('');
  if (name === 'Fn::Sub') return String(inner).replaceAll(/\$\{AWS::(\w+)\}/g, '<$1>');
  if (name === 'Fn::ImportValue') return imported(String(inner));
  return JSON.stringify(value);
}

/** `…:ExportsOutputFnGetAttSessions1234ABCDArn5678…` → `Data:Sessions`. */
function imported(exportName: string): string {
  const [, id = exportName] = /:ExportsOutput(?:FnGetAtt|Ref)(\w+?)[0-9A-F]{8}/.exec(exportName) ?? [];
  const stream = /StreamArn/.test(exportName) ? ' stream' : '';
  return `Data:${id}${stream}`;
}

const conditionText = (condition: Statement['Condition']): string =>
  Object.entries(condition ?? {})
    .flatMap(([operator, tests]) =>
      Object.entries(tests).map(
        ([key, value]) => `${code(key)} ${operator} ${[value].flat().map(render).map(code).join(', ')}`,
      ),
    )
    .join('<br>');

/** A document without the padding of its tables, which says nothing. */
export const unpadded = (document: string): string =>
  document.replaceAll(/^\|.*\|$/gm, (row) =>
    row
      .split('|')
      .map((cell) => cell.trim().replace(/^-+$/, '---'))
      .join('|'),
  );

const code = (text: string): string => `\`${text}\``;

if (import.meta.main) {
  const document = permissionsDocument(templatesOf(STAGES.prod).service);
  if (!process.argv.includes('--check')) writeFileSync(FILE, document);
  else if (unpadded(readFileSync(FILE, 'utf8')) !== unpadded(document)) {
    console.error('docs/permissions.md is not what the template says: npm run permissions');
    process.exitCode = 1;
  }
}
