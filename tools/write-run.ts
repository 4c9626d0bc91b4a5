import * as z from 'zod';
import { Denial, type Outcome, outcomeOf } from '../core/contracts/outcome.ts';
import type { ActionRecord, ActionRecords, WriteReply } from '../core/ports.ts';

/** How long PF360 may still commit a write that it has not answered: three times the longest call that is waited for. */
export const SETTLED_AFTER_MS = 180_000;

/** What reading PF360 back says of a step: it took effect, it did not, or that cannot be told. */
export type ReadBack<Value> = { took: 'yes'; value: Value } | { took: 'no' } | { took: 'unclear' };

export type Step<Value> = {
  /** Sends the one request. */
  send(): Promise<WriteReply<Value>>;
  /**
   * Looks whether it took effect. `startedAt`: ISO instant on the assistant's clock. `isDenied`: PF360 said no, which
   * only what it shows outweighs, and nothing that is merely likely.
   */
  readBack(startedAt: string, isDenied: boolean): Promise<ReadBack<Value>>;
  /** It belongs to the step before it and keeps: a later run sends it where the first one never came to it. */
  keeps?: boolean;
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

  async function step<Value>(
    name: string,
    value: z.ZodType<Value>,
    { send, readBack, keeps = false }: Step<Value>,
  ): Promise<Outcome<Value>> {
    const key = `${id}/${name}`;
    const maySend = fresh || keeps;
    const before = maySend ? await actions.begin(key, started(journal)) : await actions.read(key);
    if (before !== null) return storedOutcome(before, value) ?? settle(key, before, readBack);
    // The run that may have been about to send this could still be at it.
    if (!maySend) return earlier.state === 'unknown' || isSettled(earlier) ? UNAVAILABLE : UNKNOWN;

    const begunBefore = begun;
    begun = true;
    const reply = await send().catch((): WriteReply<Value> => ({ status: 'unknown', answered: false }));
    if (reply.status === 'ok') {
      await actions.finish(key, { state: 'done', outcome: reply, answered: true });
      return reply;
    }
    if (reply.status === 'unknown') {
      const { answered, denial } = reply;
      const outcome = denial === undefined ? null : { status: 'unknown', denial };
      const seen = await settle(key, { ...started(journal), answered, outcome }, readBack);
      if (denial !== 'expired' || seen.status !== 'unavailable') return seen;
    }
    // Nothing was sent, or it was not looked at for want of a token: the same yes may be tried again.
    begun = begunBefore;
    notDone = false;
    await actions.forget(key);
    return reply.status === 'unknown' ? { status: 'expired' } : reply;
  }

  async function settle<Value>(
    key: string,
    record: Pick<ActionRecord, 'started_at' | 'started_ms' | 'answered' | 'outcome'>,
    readBack: Step<Value>['readBack'],
  ): Promise<Outcome<Value>> {
    const { answered } = record;
    const denial = denialIn(record);
    const isDenied = denial !== undefined;
    const seen = await readBack(record.started_at, isDenied).catch((): ReadBack<Value> => ({ took: 'unclear' }));
    if (seen.took === 'yes') {
      const outcome = { status: 'ok', value: seen.value } as const;
      await actions.finish(key, { state: 'done', outcome, answered });
      return outcome;
    }
    if (seen.took === 'no' && isDenied && denial !== 'expired') {
      const refused = { status: 'refused', reason: denial } as const;
      await actions.finish(key, { state: 'refused', outcome: refused, answered });
      return refused;
    }
    if (seen.took === 'no' && (answered || isSettled(record))) {
      notDone = true;
      await actions.finish(key, { state: 'not_done', outcome: UNAVAILABLE, answered });
      return UNAVAILABLE;
    }
    const unknown: Outcome<Value> = isDenied ? { status: 'unknown', denial } : UNKNOWN;
    await actions.finish(key, { state: 'unknown', outcome: unknown, answered });
    return unknown;
  }

  const isSettled = (record: Pick<ActionRecord, 'started_ms'>) => clock() - record.started_ms > SETTLED_AFTER_MS;

  return { run: { fresh, step }, begun: () => begun, notDone: () => notDone };
}

const UNAVAILABLE = { status: 'unavailable' } as const;
const UNKNOWN: Outcome<never> = { status: 'unknown' };

const started = ({ now, clock }: Journal) => ({ started_at: now, started_ms: clock() });

/** What PF360 answered to a write whose outcome is still open, where that was a no. */
function denialIn({ outcome }: Pick<ActionRecord, 'outcome'>): Denial | undefined {
  const open = OpenOutcome.safeParse(outcome);
  return open.success ? open.data.denial : undefined;
}

const OpenOutcome = z.object({ status: z.literal('unknown'), denial: Denial });

/** The outcome of a record that is at its end; null while it is open. */
function storedOutcome<Value>(record: ActionRecord, value: z.ZodType<Value>): Outcome<Value> | null {
  if (record.state === 'started' || record.state === 'unknown') return null;
  return outcomeOf(value).parse(record.outcome) as Outcome<Value>;
}
