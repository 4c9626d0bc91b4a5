import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { TurnState } from '../../core/contracts/turn.ts';
import { type Book, openBook } from '../../sandbox/book.ts';
import type { LoggedRequest } from '../../sandbox/request-log.ts';
import { offeredSlots } from '../../sandbox/slots.ts';
import type { SandboxState } from '../../sandbox/state.ts';
import { type Stage, type Standing, standingIn } from '../conversations/stage.ts';
import type { Offered, WriteResult } from './watch.ts';

/** What the execution's record tells beside the answer: the outcomes that were spoken of, and the size of its states. */
export async function inRecord(
  stage: Stage,
  executionId: string,
): Promise<{ results: WriteResult[]; largest: number }> {
  const events = (await stage.assistant.records.read(executionId)) ?? [];
  const largest = Math.max(0, ...events.map(sizeOf));
  const saved = events.find((event) => event.type === 'StateEntered' && event.state === 'SaveTurn');
  const turn = saved?.type === 'StateEntered' ? TurnState.safeParse(turnIn(saved.input)) : null;
  const acts = turn?.data?.error === null ? turn.data.acts : [];
  return { results: acts.flatMap((act) => (act.act === 'write_result' ? [act] : [])), largest };
}

/** The state's own input is the turn, or what a step is given: the turn under `input`. */
const turnIn = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && 'input' in input ? input.input : input;

function sizeOf(event: TurnEvent): number {
  if (event.type === 'StateEntered') return Buffer.byteLength(JSON.stringify(turnIn(event.input)) ?? '');
  return event.type === 'StateExited' ? Buffer.byteLength(JSON.stringify(event.output) ?? '') : 0;
}

/** PF360 as it has been in an episode: the requests so far, and every state that it was seen in. */
export type World = Offered & {
  /** Looks again. Returns what is new in the log, and what stands now. */
  look(): Promise<{ requests: LoggedRequest[]; standing: Standing }>;
  /** How many states of its bookings it was seen in: the last of them is the one before that number. */
  seen(): number;
  /** The states from that one on, the present one among them. */
  since(index: number): Standing[];
};

export function openWorld(stage: Stage): World {
  let seenRequests = 0;
  const snapshots: Snapshot[] = [];

  const across = (number: string): Map<string, Set<string>> => {
    const open = new Map<string, Set<string>>();
    for (const snapshot of snapshots)
      for (const [date, times] of snapshot.offered(number)) {
        const all = open.get(date) ?? new Set();
        for (const time of times) all.add(time);
        open.set(date, all);
      }
    return open;
  };

  return {
    async look() {
      const { requests, state } = await stillness(stage);
      const now = stage.clock.now().epochMilliseconds;
      const last = snapshots.at(-1);
      if (last === undefined || last.now !== now || !sameBookings(last.state, state))
        snapshots.push(snapshot(now, state));
      const fresh = requests.slice(seenRequests);
      seenRequests = requests.length;
      return { requests: fresh, standing: standingIn(state) };
    },
    seen: () => snapshots.length,
    since: (index) => snapshots.slice(Math.min(index, snapshots.length - 1)).map(({ state }) => standingIn(state)),
    dates: (number) => new Set(across(number).keys()),
    times: (number, date) => across(number).get(date) ?? new Set(),
  };
}

/** What was asked of PF360 and what came of it, of one moment: a recovery may be at work between two looks. */
async function stillness(stage: Stage): Promise<{ requests: LoggedRequest[]; state: SandboxState }> {
  for (;;) {
    const [requests, state, again] = [await stage.requests(), await stage.state(), await stage.requests()];
    if (again.length === requests.length) return { requests, state };
  }
}

const sameBookings = (a: SandboxState, b: SandboxState): boolean =>
  JSON.stringify([a.progress, a.released]) === JSON.stringify([b.progress, b.released]);

type Snapshot = { now: number; state: SandboxState; offered(number: string): Map<string, string[]> };

function snapshot(now: number, state: SandboxState): Snapshot {
  let book: Book | null = null;
  const known = new Map<string, Map<string, string[]>>();
  return {
    now,
    state,
    offered(number) {
      const before = known.get(number);
      if (before !== undefined) return before;
      if (book === null) {
        book = openBook(() => now, undefined);
        book.restore(state);
      }
      const offered = offeredSlots(book, standingIn(state).project(number));
      known.set(number, offered);
      return offered;
    },
  };
}
