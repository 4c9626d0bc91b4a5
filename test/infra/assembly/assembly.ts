import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FUNCTIONS, type FunctionName } from '../../../lib/functions.ts';
import type { StackTemplate } from '../../../scripts/synthesis.ts';
import type { Properties } from '../synthesized.ts';

/** What is read out of a cloud assembly: what would be deployed, and nothing that this checkout says beside it. */
export type Assembly = {
  /** Folder of each function's package. */
  directories: Record<FunctionName, string>;
  /** What each function is told; ARNs that only a deploy knows are `<NAME>`. */
  environments: Record<FunctionName, Record<string, string>>;
  /** The state machine's definition, with the placeholders that its substitutions fill. */
  definition: string;
  templates: { request: string; response: string; notStarted: string };
  /** Filters of the history's event source mapping. */
  filters: string[];
};

export function readAssembly(folder: string, stage: string): Assembly {
  const template: StackTemplate = JSON.parse(readFileSync(join(folder, `${stage}-service.template.json`), 'utf8'));
  const all = Object.entries(template.Resources) as [
    string,
    { Type: string; Properties: Properties; Metadata: Properties },
  ][];
  const only = (type: string, which: (id: string, properties: Properties) => boolean = () => true) => {
    const found = all.filter(([id, { Type, Properties }]) => Type === type && which(id, Properties));
    if (found.length !== 1) throw new Error(`${found.length} of ${type}`);
    return (found[0] as (typeof all)[number])[1];
  };
  const names = Object.keys(FUNCTIONS) as FunctionName[];
  const lambda = (name: FunctionName) =>
    only('AWS::Lambda::Function', (id) => new RegExp(`^${name}[0-9A-F]{8}$`).test(id));
  const chat = only('AWS::ApiGateway::Method', (_, { Integration }) =>
    JSON.stringify(Integration?.Uri ?? '').includes('StartSyncExecution'),
  ).Properties.Integration;
  const mapped = (statusCode: string) =>
    chat.IntegrationResponses.find(({ StatusCode }: Properties) => StatusCode === statusCode).ResponseTemplates;

  return {
    directories: byName(names, (name) => join(folder, lambda(name).Metadata['aws:asset:path'])),
    environments: byName(names, (name) => resolved(lambda(name).Properties.Environment.Variables)),
    definition: only('AWS::StepFunctions::StateMachine').Properties.DefinitionString,
    templates: {
      request: text(chat.RequestTemplates['application/json']),
      response: text(mapped('200')['application/json']),
      notStarted: text(mapped('502')['application/json']),
    },
    filters: only('AWS::Lambda::EventSourceMapping').Properties.FilterCriteria.Filters.map(
      ({ Pattern }: { Pattern: string }) => Pattern,
    ),
  };
}

const byName = <Value>(names: FunctionName[], make: (name: FunctionName) => Value) =>
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<FunctionName, Value>;

const resolved = (variables: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : `<${name}>`]),
  );

/** A text of a template, with what CloudFormation would put into it left out. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  const parts = (value as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
  return parts.map((part) => (typeof part === 'string' ? part : 'deployed')).join('');
}
