import * as z from 'zod';

const at = z.number();
/** The state's name in the definition; `item` is the place in the Map that it ran for, or null outside of one. */
const place = { state: z.string(), item: z.int().min(0).nullable() };
const failure = { error: z.string(), cause: z.unknown() };

export const TurnOutcome = z.enum(['succeeded', 'failed', 'timed_out', 'aborted']);
export type TurnOutcome = z.infer<typeof TurnOutcome>;

/**
 * One line of an execution's record: what the local runtime writes, the inspector draws, tests assert on, and the log
 * events of an Express state machine are read into. `at` is epoch milliseconds on the real clock. Inputs and outputs are
 * those of the states, whole; tokens are in none of them, since no execution ever holds one.
 */
export const TurnEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TurnStarted'), at, execution_id: z.string(), input: z.unknown() }),
  /** Second in the record of a replay: which execution was run again, from where, and where its tools' calls went. */
  z.object({
    type: z.literal('TurnReplayed'),
    at,
    replay_of: z.string(),
    /** Visit of a state, `Plan#2`; null: the whole turn. */
    from: z.string().nullable(),
    edited: z.boolean(),
    tools: z.string(),
    note: z.string(),
    /** Visits of states before `from`, by name: the replay's own go on counting from there. */
    visits_before: z.record(z.string(), z.int().min(0)),
  }),
  z.object({ type: z.literal('StateEntered'), at, ...place, input: z.unknown() }),
  z.object({ type: z.literal('StateExited'), at, ...place, output: z.unknown(), took_ms: z.number() }),
  /** One attempt failed; what followed is the next event of the same state: retried, caught, or the turn's end. */
  z.object({ type: z.literal('StateFailed'), at, ...place, ...failure }),
  /** `attempt`: 1 for the first repetition. */
  z.object({ type: z.literal('StateRetried'), at, ...place, error: z.string(), attempt: z.int().min(1) }),
  z.object({ type: z.literal('StateCaught'), at, ...place, error: z.string(), next: z.string() }),
  /** A language model was asked. `question` is a hash of all that makes the question; `answer` is null where it gave none. */
  z.object({
    type: z.literal('ModelAsked'),
    at,
    ...place,
    question: z.string(),
    prompt: z.object({
      instructions: z.string(),
      data: z.array(z.object({ text: z.string(), untrusted: z.boolean() })),
      answer: z.string(),
    }),
    answer: z.unknown(),
    error: z.string().nullable(),
    /** Why it was not even asked, where that is the error. */
    because: z.string().optional(),
    usage: z.object({ model_calls: z.int(), input_tokens: z.int(), output_tokens: z.int() }),
  }),
  /** `state` is the Map. */
  z.object({ type: z.literal('MapItemStarted'), at, ...place, input: z.unknown() }),
  z.object({ type: z.literal('MapItemEnded'), at, ...place, output: z.unknown(), error: z.string().nullable() }),
  z.object({
    type: z.literal('TurnEnded'),
    at,
    outcome: TurnOutcome,
    output: z.unknown(),
    error: z.string().nullable(),
    took_ms: z.number(),
  }),
]);
export type TurnEvent = z.infer<typeof TurnEvent>;
