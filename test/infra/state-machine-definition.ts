import { readFileSync } from 'node:fs';

/** The state machine's file, as far as time and retries go. */
export type State = {
  Type: 'Task' | 'Choice' | 'Pass' | 'Map' | 'Succeed' | 'Fail';
  Resource?: string;
  TimeoutSeconds?: number;
  Retry?: { ErrorEquals: string[]; IntervalSeconds: number; MaxAttempts: number; BackoffRate: number }[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
  Next?: string;
  Default?: string;
  Choices?: { Next: string }[];
  End?: boolean;
  ItemProcessor?: Machine;
};
export type Machine = { StartAt: string; States: Record<string, State>; TimeoutSeconds?: number };

export const TURN: Machine = JSON.parse(readFileSync('statemachines/turn.asl.json', 'utf8'));

/** Every state, those inside of a Map too. */
export function states(machine: Machine = TURN): [name: string, state: State][] {
  return Object.entries(machine.States).flatMap(([name, state]) => [
    [name, state] as [string, State],
    ...(state.ItemProcessor === undefined ? [] : states(state.ItemProcessor)),
  ]);
}

export const tasks = (): [name: string, state: State][] => states().filter(([, { Type }]) => Type === 'Task');

/** The longest that the waits between a state's attempts can add up to, in seconds. */
export const waits = ({ Retry = [] }: State): number =>
  Math.max(
    0,
    ...Retry.map(({ IntervalSeconds, MaxAttempts, BackoffRate }) =>
      Array.from({ length: MaxAttempts }, (_, attempt) => IntervalSeconds * BackoffRate ** attempt).reduce(
        (total, wait) => total + wait,
        0,
      ),
    ),
  );

/** What comes after a state, whichever way it ends. */
const next = ({ Next, Default, Choices = [], Catch = [] }: State): string[] =>
  [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((caught) => caught.Next)].filter(
    (name) => name !== undefined,
  );

export type Path = { seconds: number; states: string[] };

/**
 * The path through a machine that may take longest: each state at its time-out, after all its retries' waits.
 *
 * @param visits  How often at most a state may be passed: what bounds the loop of plan and tools.
 */
export function longestPath(machine: Machine, visits: (state: string) => number): Path {
  const from = (name: string, passed: readonly string[]): Path => {
    const state = machine.States[name];
    if (state === undefined) throw new Error(`there is no state ${name}`);
    const walked = [...passed, name];
    const inside = state.ItemProcessor === undefined ? 0 : longestPath(state.ItemProcessor, visits).seconds;
    const own = (state.TimeoutSeconds ?? 0) + waits(state) + inside;
    const ways = next(state)
      .filter((following) => walked.filter((one) => one === following).length < visits(following))
      .map((following) => from(following, walked));
    const longest = ways.reduce((best, way) => (way.seconds > best.seconds ? way : best), { seconds: 0, states: [] });
    return { seconds: own + longest.seconds, states: [name, ...longest.states] };
  };
  return from(machine.StartAt, []);
}
