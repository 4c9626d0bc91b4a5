import type * as z from 'zod';
import type { Outcome } from '../core/contracts/outcome.ts';
import { outcomeOf } from '../core/contracts/outcome.ts';
import type { ActionRecord, ActionRecords, WriteReply } from '../core/ports.ts';

/** How long PF360 may still commit a write that it has not answered: three times the longest call that is waited for. */
export const SETTLED_AFTER_MS = 180_000;

/** What reading PF360 back says of a step: it took effect, it did not, or that cannot be told. */
export type ReadBack<Value> = { took: 'yes'; value: Value } | { took: 'no' } | { took: 'unclear' };

export type Step<Value> = {
  /** Sends the one request. */
  send(): Promise<WriteReply<Value>>;
  /** Looks whether it took effect. `startedAt`: ISO instant on the assistant's clock. */
  readBack(startedAt: string): Promise<ReadBack<Value>>;
};

export type WriteRun = {
  /** The first run of this action: it may send. A later one only finds out what became of the first. */
  fresh: boolean;
  /** One request to PF360 that is never sent twice, whatever happens to this process. */
  step<Value>(name: string, value: z.ZodType<Value>, step: Step<Value>): Promise<Outcome<Value>>;
};

type Journal = { actions: ActionRecords; now: string; clock: () => number };

/**
 * Runs a write once. The action's record is begun before anything else; a second run of the same id answers what the
 * first one found, or, when that one never said, reads PF360 back. A run in which nothing was sent leaves no record
 * behind (unless it was refused), so that the same yes can be tried again.
 *
 * @throws whatever `work` throws once a step was begun: the record then says `started`.
 */
export async function runOnce<Value>(
  id: string,
  value: z.ZodType<Value>,
  journal: Journal,
  work: (run: WriteRun) => Promise<Outcome<Value>>,
): Promise<Outcome<Value>> {
  const { actions } = journal;
  const earlier = await actions.begin(id, started(journal));
  const known = earlier === null ? null : storedOutcome(earlier, value);
  if (known !== null) return known;

  const steps = openSteps(id, earlier, journal);
  let outcome: Outcome<Value>;
  try {
    outcome = await work(steps.run);
  } catch (error) {
    if (earlier !== null || steps.begun()) throw error;
    outcome = { status: 'unavailable' };
  }
  // A run that only looked and found nothing out leaves the record to the one that may still be at it.
  if (earlier !== null && outcome.status === 'unknown') return outcome;
  const state = endState(outcome, steps.notDone());
  if (state === null) await actions.forget(id);
  else await actions.finish(id, { state, outcome, answered: true });
  return outcome;
}

/** The state to record, or null when the record can go. */
function endState<Value>(outcome: Outcome<Value>, notDone: boolean): ActionRecord['state'] | null {
  if (outcome.status === 'ok') return 'done';
  if (outcome.status === 'refused' || outcome.status === 'unknown') return outcome.status;
  return notDone ? 'not_done' : null;
}

function openSteps(id: string, earlier: ActionRecord | null, journal: Journal) {
  const { actions, clock } = journal;
  const fresh = earlier === null;
  let begun = false;
  let notDone = !fresh;

  async function step<Value>(name: string, value: z.ZodType<Value>, { send, readBack }: Step<Value>) {
    const key = `${id}/${name}`;
    const before = fresh ? await actions.begin(key, started(journal)) : await actions.read(key);
    if (before !== null) return storedOutcome(before, value) ?? settle(key, before, readBack);
    // The run that may have been about to send this could still be at it.
    if (!fresh) return earlier.state === 'unknown' || isSettled(earlier) ? UNAVAILABLE : UNKNOWN;

    const begunBefore = begun;
    begun = true;
    const reply = await send().catch((): WriteReply<Value> => ({ status: 'unknown', answered: false }));
    if (reply.status === 'ok' || reply.status === 'refused') {
      await actions.finish(key, { state: reply.status === 'ok' ? 'done' : 'refused', outcome: reply, answered: true });
      return reply;
    }
    if (reply.status === 'unknown') {
      const { answered, refusal } = reply;
      const seen = await settle(key, { ...started(journal), answered }, readBack);
      if (seen.status !== 'unavailable' || refusal === undefined) return seen;
      const refused = { status: 'refused', reason: refusal } as const;
      await actions.finish(key, { state: 'refused', outcome: refused, answered });
      return refused;
    }
    begun = begunBefore;
    await actions.forget(key);
    return reply;
  }

  async function settle<Value>(
    key: string,
    record: Pick<ActionRecord, 'started_at' | 'started_ms' | 'answered'>,
    readBack: Step<Value>['readBack'],
  ): Promise<Outcome<Value>> {
    const { answered } = record;
    const seen = await readBack(record.started_at).catch((): ReadBack<Value> => ({ took: 'unclear' }));
    if (seen.took === 'yes') {
      const outcome = { status: 'ok', value: seen.value } as const;
      await actions.finish(key, { state: 'done', outcome, answered });
      return outcome;
    }
    if (seen.took === 'no' && (answered || isSettled(record))) {
      notDone = true;
      await actions.finish(key, { state: 'not_done', outcome: UNAVAILABLE, answered });
      return UNAVAILABLE;
    }
    await actions.finish(key, { state: 'unknown', outcome: null, answered });
    return UNKNOWN;
  }

  const isSettled = (record: Pick<ActionRecord, 'started_ms'>) => clock() - record.started_ms > SETTLED_AFTER_MS;

  return { run: { fresh, step }, begun: () => begun, notDone: () => notDone };
}

const UNAVAILABLE = { status: 'unavailable' } as const;
const UNKNOWN = { status: 'unknown' } as const;

const started = ({ now, clock }: Journal) => ({ started_at: now, started_ms: clock() });

/** The outcome of a record that is at its end; null while it is open. */
function storedOutcome<Value>(record: ActionRecord, value: z.ZodType<Value>): Outcome<Value> | null {
  if (record.state === 'started' || record.state === 'unknown') return null;
  return outcomeOf(value).parse(record.outcome) as Outcome<Value>;
}
