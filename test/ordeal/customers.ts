import { WriteTool } from '../../core/contracts/action.ts';
import type { Standing } from '../conversations/stage.ts';
import type { Step, Talk, Utterance, View } from './episode.ts';
import { randomFault, randomLag } from './faults.ts';
import { type Labelled, type Naming, nextPhrase, type Seen } from './phrases.ts';
import type { Random } from './random.ts';

export type Habits = {
  /** Steps of an episode, those that are no turns included. */
  steps: number;
  faults: boolean;
  /** Longer than the assistant waits for one call of PF360. */
  silenceMs: number;
  labelled: readonly Labelled[];
};

const CUSTOMERS = ['7001001', '7001002', '7001003', '7001004', '7001005'] as const;
const MOST_AT_ONCE = 3;

/**
 * Customers who come in, ask for this and that, change their minds, repeat themselves, talk at the same moment, while
 * PF360 fails them: one step at a time, each from what they see.
 */
export function randomCustomers(random: Random, habits: Habits): (view: View) => Step | null {
  let sessions = 0;
  let utterances = 0;
  const begin = (view: View): Step => {
    const busy = [...view.talks.values()].map(({ customer }) => customer);
    const customer = random.weighted(
      CUSTOMERS.map((each) => [busy.includes(each) ? 0.3 : WEIGHTS[each], each] as const),
    );
    const channel = random.weighted([
      [6, 'chat'],
      [2, 'sms'],
      [2, 'voice'],
    ]);
    sessions += 1;
    return {
      do: 'begin',
      session: sessions,
      customer,
      channel,
      secret: `zeta${1000 + random.whole(9000)}q${sessions}`,
    };
  };
  const utter = (session: number, talk: Talk, standing: Standing): Utterance => {
    utterances += 1;
    const means = { naming: namesFor(talk.customer, standing), secret: talk.secret };
    const { text, isYes } = nextPhrase(random, seenBy(talk), means, habits.labelled);
    return { session, message_id: `utterance-${utterances}`, text, isYes };
  };

  return (view) => {
    if (view.steps >= habits.steps) return null;
    if (view.talks.size === 0) return begin(view);
    // The latest sessions go on; those before have walked away.
    const open = [...view.talks].slice(-MOST_AT_ONCE);
    const [session, talk] = random.pick(open);
    const step = random.weighted<() => Step>([
      [100, () => ({ do: 'say', say: utter(session, talk, view.standing) })],
      [open.length < MOST_AT_ONCE ? 6 : 1.5, () => begin(view)],
      [talk.last === null ? 0 : 4, () => ({ do: 'repeat', session })],
      [3, () => atOnce(session, talk, view)],
      [talk.last === null ? 0 : 2, () => sameTwice(session, talk, view)],
      [habits.faults && view.isCalm ? 14 : 3, () => fault()],
      [talk.pending !== null && view.isCalm && habits.faults ? 40 : 0, () => faultOfPending(talk)],
      // Beside another fault as well, for a write that fails while the dashboard lags.
      [habits.faults ? (talk.pending === null ? 3 : 12) : 0, () => ({ do: 'fault', fault: randomLag(random) })],
      [view.isCalm ? 0 : 15, () => ({ do: 'calm' })],
      [3, () => ({ do: 'pass time', seconds: random.pick([60, 240, 240, 960, 1860]) })],
      [1.5, () => ({ do: 'approve', number: '52001_1' })],
      [talk.pending?.tool === 'confirm_appointment' ? 6 : 0, () => taken(talk)],
    ]);
    return step();
  };

  function fault(): Step {
    return habits.faults ? { do: 'fault', fault: randomFault(random, habits.silenceMs) } : { do: 'calm' };
  }

  /** Just before the yes, perhaps: the write itself fails. */
  function faultOfPending({ pending }: Talk): Step {
    const tool = WriteTool.safeParse(pending?.tool);
    return { do: 'fault', fault: randomFault(random, habits.silenceMs, tool.data) };
  }

  function atOnce(session: number, talk: Talk, { talks, standing }: View): Step {
    const others = [...talks].slice(-MOST_AT_ONCE).filter(([, other]) => other.customer !== talk.customer);
    const first = utter(session, talk, standing);
    if (others.length === 0) return { do: 'at once', say: [first, utter(session, talk, standing)] };
    const [other, theirs] = random.pick(others);
    return { do: 'at once', say: [first, utter(other, theirs, standing)] };
  }

  function sameTwice(session: number, talk: Talk, { standing }: View): Step {
    const say = utter(session, talk, standing);
    return { do: 'at once', say: [say, say] };
  }

  function taken({ pending }: Talk): Step {
    const { project, date, time } = pending ?? {};
    return { do: 'take', number: project?.number ?? '', date: date ?? '', time: time ?? '' };
  }
}

const WEIGHTS: Record<(typeof CUSTOMERS)[number], number> = {
  '7001001': 5,
  '7001002': 2,
  '7001003': 0.5,
  '7001004': 3,
  '7001005': 2,
};

function seenBy({ answer, pending }: Talk): Seen {
  const data = answer?.data ?? null;
  return {
    suggestions: answer?.suggestions ?? [],
    expects: answer?.metadata.next_expected_intent ?? null,
    isPending: pending !== null,
    dates: data?.kind === 'dates' ? data.items.map(({ date }) => date) : [],
    times: data?.kind === 'time_slots' ? data.items.map(({ time }) => time) : [],
  };
}

/** Categories as people say them, full names, and order numbers: of one's own projects, and now and then of none. */
function namesFor(customer: string, standing: Standing): Naming {
  const own = [...standing.seed.projects.values()].filter((project) => String(project.customer.id) === customer);
  const some = own.slice(0, 24);
  return [
    ...some.map(({ category }) => `the ${category.toLowerCase()}`),
    ...some.map(({ category, type }) => `${category} ${type}`.toLowerCase()),
    ...some.map(({ number }) => `order ${number}`),
    'it',
    'that one',
    'my roof',
    'order 41001_1',
  ];
}
