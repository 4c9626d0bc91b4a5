import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { ConfigurationError } from '../core/errors.ts';

/** A state machine definition as far as this runtime looks into it. */
const State = z.looseObject({
  Type: z.string(),
  Resource: z.string().optional(),
  TimeoutSeconds: z.number().optional(),
  get ItemProcessor() {
    return Definition.optional();
  },
});
export type State = z.infer<typeof State>;

export const Definition = z.looseObject({
  StartAt: z.string(),
  TimeoutSeconds: z.number().optional(),
  get States() {
    return z.record(z.string(), State);
  },
});
export type Definition = z.infer<typeof Definition>;

const DEFINITION = new URL('../statemachines/turn.asl.json', import.meta.url);

/** The definition as it is deployed, with its placeholders: `${SupervisorArn}` and so on. */
export const readDefinition = (): string => readFileSync(DEFINITION, 'utf8');

/** The ARN of a function of this machine: what a deployment puts into the definition's placeholders. */
export const localArn = (functionName: string): string =>
  `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`;

/**
 * Fills the placeholders in and checks that the local engine runs the definition as Step Functions would.
 *
 * @param functionNames The functions there are: `Supervisor` stands for `${SupervisorArn}`.
 * @throws {ConfigurationError} a placeholder or a `Resource` of no such function, or a feature that the engine passes over
 *   in silence or runs differently.
 */
export function prepareDefinition(text: string, functionNames: readonly string[]): Definition {
  const filled = functionNames.reduce((done, name) => done.replaceAll(`\${${name}Arn}`, localArn(name)), text);
  const definition = Definition.parse(JSON.parse(filled));
  const problems = [
    ...[...filled.matchAll(/\$\{(\w+)\}/g)].map(([placeholder]) => `${placeholder} stands for no function`),
    ...unfaithful(JSON.parse(filled), ''),
    ...allStates(definition).flatMap(([name, state]) => problemsOf(name, state, functionNames)),
  ];
  if (problems.length > 0) throw new ConfigurationError(`the state machine cannot run here: ${problems.join('; ')}`);
  return definition;
}

/** All states with their names, those inside a Map included. */
export function allStates(definition: Definition): [string, State][] {
  return Object.entries(definition.States).flatMap(([name, state]): [string, State][] => [
    [name, state],
    ...(state.ItemProcessor === undefined ? [] : allStates(state.ItemProcessor)),
  ]);
}

const TYPES = new Set(['Task', 'Choice', 'Map', 'Pass', 'Succeed', 'Fail']);
/** Fields that the engine does not know, or takes otherwise than Step Functions does. */
const UNFAITHFUL_FIELDS = new Set([
  'QueryLanguage',
  'Assign',
  'Arguments',
  'Output',
  'HeartbeatSeconds',
  'Credentials',
]);

function problemsOf(name: string, state: State, functionNames: readonly string[]): string[] {
  if (!TYPES.has(state.Type)) return [`${name} is a ${state.Type}`];
  if (state.Type !== 'Task') return [];
  const known = functionNames.some((functionName) => state.Resource === localArn(functionName));
  return [
    ...(known ? [] : [`${name} calls ${state.Resource}, which is no function of this machine`]),
    // Without one, Step Functions waits for ever and the engine for 60 s.
    ...(state.TimeoutSeconds === undefined ? [`${name} has no TimeoutSeconds`] : []),
  ];
}

function unfaithful(value: unknown, path: string): string[] {
  if (typeof value === 'string') {
    if (value.includes('$$.Map')) return [`${path} reads $$.Map`];
    if (/^\$.*\[(\*|\?|@|.*:)/.test(value)) return [`${path} selects with ${value}`];
    return [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(UNFAITHFUL_FIELDS.has(key) ? [`${path}.${key} is not supported`] : []),
    ...unfaithful(inner, `${path}.${key}`),
  ]);
}
