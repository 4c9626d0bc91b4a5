import type { WriteTool } from '../../core/contracts/action.ts';
import { Answer } from '../../core/contracts/answer.ts';
import type { LoggedRequest } from '../../sandbox/request-log.ts';
import { isWrite, type Reply, type Stage, type Standing, tokenFor } from '../conversations/stage.ts';
import type { GivenFault } from './faults.ts';
import { createPrivacy, type Pending, type Privacy, type Said, violations } from './watch.ts';
import { inRecord, openWorld, type World } from './world.ts';

/** One utterance, as a client sends it. */
export type Utterance = { session: number; message_id: string; text: string; isYes: boolean };

/** One thing that happens. An episode is a list of them, and the same list can be played again. */
export type Step =
  | { do: 'begin'; session: number; customer: string; channel: string; secret: string }
  | { do: 'say'; say: Utterance }
  /** The same message once more: the first answer, and nothing done. */
  | { do: 'repeat'; session: number }
  /** Two messages at the same moment, of one session or of two customers. */
  | { do: 'at once'; say: [Utterance, Utterance] }
  | { do: 'fault'; fault: GivenFault }
  | { do: 'calm' }
  | { do: 'pass time'; seconds: number }
  | { do: 'approve'; number: string }
  /** Another customer of the same crew gets a slot. */
  | { do: 'take'; number: string; date: string; time: string };

/** A session as its customer sees it. */
export type Talk = {
  customer: string;
  channel: string;
  secret: string;
  id: string;
  answer: Answer | null;
  pending: Pending | null;
  /** All that was ever asked a yes for. */
  shown: Pending[];
  /** All that was said yes to. */
  affirmed: Pending[];
  last: { say: Utterance; body: string; at: number } | null;
  /** From which state of PF360 on this session has to know a project, by number: it has brought that state about. */
  wrote: Map<string, number>;
};

export type View = { talks: ReadonlyMap<number, Talk>; standing: Standing; isCalm: boolean; steps: number };

export type Episode = {
  steps: Step[];
  turns: number;
  /** Empty when all went well; otherwise the last step is the one that did not. */
  violations: string[];
  /** What was said, for whoever looks into it. */
  transcript: string[];
  outcomes: Record<string, number>;
};

const OF_VISITS = new Set<WriteTool>(['confirm_appointment', 'reschedule_appointment', 'cancel_appointment']);

const SESSION_MS = 1_800_000;
/** Longer than this no dashboard lags: the assistant believes it again after ten minutes. */
const LONGEST_LAG_MS = 500_000;

let episodes = 0;

/** How long an answer is asked for again, in tries. */
const MOST_TRIES = 600;
const BETWEEN_TRIES_MS = 100;

/**
 * Plays steps against a stage until there are no more or something happened that must not. `next` is asked for one step
 * at a time and sees what the customers see.
 */
export async function playEpisode(
  stage: Stage,
  next: (view: View) => Step | null,
  { mayRecover }: { mayRecover: boolean },
): Promise<Episode> {
  stage.clock.set('2026-06-01T09:00:00-04:00');
  await stage.reset();
  episodes += 1;
  const prefix = `ordeal${process.pid}-${episodes}`;
  const world = openWorld(stage);
  const talks = new Map<number, Talk>();
  const episode: Episode = { steps: [], turns: 0, violations: [], transcript: [], outcomes: {} };
  let { standing } = await world.look();
  const privacy = createPrivacy(standing);
  const play: Play = { stage, world, talks, episode, prefix, privacy, mayRecover, released: new Map(), lag: null };
  let isCalm = true;

  while (episode.violations.length === 0) {
    const step = next({ talks, standing, isCalm, steps: episode.steps.length });
    if (step === null) break;
    episode.steps.push(step);
    if (step.do === 'fault') isCalm = false;
    if (step.do === 'calm') isCalm = true;
    try {
      episode.violations.push(...(await take(play, step, standing)));
    } catch (error) {
      episode.violations.push(`the ordeal itself failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
    const looked = await world.look();
    standing = looked.standing;
    // Between turns only a recovery may write.
    const { others } = withoutRecovery(play, looked.requests);
    for (const { method, path } of others.filter(isWrite))
      episode.violations.push(`a write that no turn made: ${method} ${path}`);
  }
  await stage.clearFaults();
  return episode;
}

type Play = {
  /** Since when the dashboard may lag, and which state of PF360 was the last one then. */
  lag: { at: number; from: number } | null;
  stage: Stage;
  world: World;
  talks: Map<number, Talk>;
  episode: Episode;
  prefix: string;
  privacy: Privacy;
  /** Whether an unfinished move is picked up so soon that it happens in an episode. */
  mayRecover: boolean;
  /** Appointments given up for a move, by project id: what a recovery may book again. */
  released: Map<number, { number: string; date: string; time: string | null }>;
};

async function take(play: Play, step: Step, before: Standing): Promise<string[]> {
  const { stage, talks, prefix, privacy, episode } = play;
  switch (step.do) {
    case 'begin': {
      const { session, customer, channel, secret } = step;
      privacy.own(secret, customer);
      const id = `${prefix}-${session}`;
      talks.set(session, {
        customer,
        channel,
        secret,
        id,
        answer: null,
        pending: null,
        shown: [],
        affirmed: [],
        last: null,
        wrote: new Map(),
      });
      return [];
    }
    case 'say':
      return talks.has(step.say.session) ? sayOne(play, step.say, before) : [];
    case 'at once': {
      const [first, second] = step.say;
      if (!talks.has(first.session) || !talks.has(second.session)) return [];
      return first.session === second.session ? sayTwice(play, step.say, before) : sayBoth(play, step.say, before);
    }
    case 'repeat':
      return repeatLast(play, step.session, before);
    case 'fault':
      episode.transcript.push(`-- fault ${JSON.stringify(step.fault)}`);
      if (step.fault.stale === true) play.lag ??= { at: nowOf(play), from: play.world.seen() - 1 };
      await stage.fault(step.fault);
      return [];
    case 'calm':
      await calm(play);
      return [];
    case 'pass time':
      if (play.lag !== null && nowOf(play) + step.seconds * 1000 - play.lag.at > LONGEST_LAG_MS) await calm(play);
      episode.transcript.push(`-- ${step.seconds} s later`);
      stage.clock.move(step.seconds);
      return [];
    case 'approve': {
      const project = before.project(step.number);
      if (before.progress(project).status === 'Pending Confirmation') await stage.approve(project.id);
      return [];
    }
    case 'take':
      await takeSlot(play, step, before);
      return [];
  }
}

const nowOf = ({ stage }: Play): number => stage.clock.now().epochMilliseconds;

async function calm(play: Play): Promise<void> {
  play.episode.transcript.push('-- no more faults');
  play.lag = null;
  await play.stage.clearFaults();
}

async function takeSlot(
  { stage, episode }: Play,
  { number, date, time }: Extract<Step, { do: 'take' }>,
  before: Standing,
): Promise<void> {
  const project = before.project(number);
  const rival = [...before.seed.projects.values()].find(
    (other) =>
      other.tenant === project.tenant &&
      other.category === project.category &&
      other.customer !== project.customer &&
      before.state.progress[other.id] === undefined,
  );
  if (rival === undefined) return;
  episode.transcript.push(`-- somebody takes ${date} ${time} from ${number}`);
  const appointment = { date, time: time as '08:00', form: 'us' as const };
  const taken = { status: 'Scheduled', appointment, crew_assigned: true, request_ids: [] };
  await stage.restore({ ...before.state, progress: { ...before.state.progress, [rival.id]: taken } });
}

/** Sends a message and asks again until it is answered, as a client does after a 504. */
async function send(play: Play, say: Utterance): Promise<{ first: Reply; reply: Reply }> {
  const talk = talkOf(play, say.session);
  const token = await tokenFor(talk.customer);
  const body = { message: say.text, session_id: talk.id, message_id: say.message_id, channel: talk.channel };
  const first = await play.stage.chat(token, body);
  let reply = first;
  for (let tries = 0; tries < MOST_TRIES && isRunning(reply) && first.status === 504; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS));
    reply = await play.stage.chat(token, body);
  }
  return { first, reply };
}

const isRunning = ({ status }: Reply): boolean => status === 504 || status === 409;

const talkOf = ({ talks }: Play, session: number): Talk => {
  const talk = talks.get(session);
  if (talk === undefined) throw new RangeError(`no session ${session}`);
  return talk;
};

async function sayOne(play: Play, say: Utterance, before: Standing): Promise<string[]> {
  const { reply } = await send(play, say);
  const { requests, standing } = await play.world.look();
  return finishTurn(play, say, reply, requests, before, standing);
}

/** Two messages of one session: one turn runs, the other is told to wait and then runs or is refused likewise. */
async function sayTwice(play: Play, says: [Utterance, Utterance], before: Standing): Promise<string[]> {
  const replies = await Promise.all(says.map((say) => send(play, say)));
  const served = says.filter((_, index) => replies[index]?.reply.status === 200);
  const { requests, standing } = await play.world.look();
  if (says[0].message_id === says[1].message_id) {
    const bodies = new Set(replies.flatMap(({ reply }) => (reply.status === 200 ? [JSON.stringify(reply.body)] : [])));
    if (bodies.size > 1) return ['the same message had two answers'];
  } else if (served.length === 2) {
    // One after the other: PF360's log does not show which of them it was asked in, so both answer for it.
    return finishPair(
      play,
      says,
      replies.map(({ reply }) => reply),
      requests,
      before,
      standing,
    );
  }
  const at = replies.findIndex(({ reply }) => reply.status === 200);
  const refused = replies.find(({ reply }) => reply.status !== 200 && reply.status !== 409);
  if (refused !== undefined) return [`status ${refused.reply.status} for one of two messages at once`];
  const [say, reply] = [says[at], replies[at]?.reply];
  if (say === undefined || reply === undefined) return ['neither of two messages at once was served'];
  return finishTurn(play, say, reply, requests, before, standing);
}

/** Two customers at once: what PF360 was asked is told apart by whose project it is. */
async function sayBoth(play: Play, says: [Utterance, Utterance], before: Standing): Promise<string[]> {
  const replies = await Promise.all(says.map((say) => send(play, say)));
  const { requests, standing } = await play.world.look();
  return finishPair(
    play,
    says,
    replies.map(({ reply }) => reply),
    requests,
    before,
    standing,
  );
}

async function finishPair(
  play: Play,
  says: readonly Utterance[],
  replies: readonly Reply[],
  requests: readonly LoggedRequest[],
  before: Standing,
  after: Standing,
): Promise<string[]> {
  const isOneSession = new Set(says.map(({ session }) => session)).size === 1;
  const inOrder = says
    .flatMap((say, index) => {
      const reply = replies[index];
      return reply === undefined ? [] : [{ say, reply }];
    })
    .sort((a, b) => Number(a.reply.body.turn) - Number(b.reply.body.turn));
  const wrong: string[] = [];
  const earlier: Said[] = [];
  for (const [index, { say, reply }] of inOrder.entries()) {
    const isLast = index === inOrder.length - 1;
    const own = requests.filter((request) =>
      isOneSession ? isLast : customerOf(request, before) === talkOf(play, say.session).customer,
    );
    const said = saidOf(play, say);
    wrong.push(...(await finishTurn(play, say, reply, own, before, after, isOneSession ? earlier : [])));
    earlier.push(said);
  }
  return wrong;
}

/** Whose project a write is about. */
function customerOf({ path, body }: LoggedRequest, standing: Standing): string | null {
  const inBody = typeof body === 'object' && body !== null && 'project_id' in body ? String(body.project_id) : null;
  const id = inBody ?? /\/(9\d{7})(?:\/|$)/.exec(path.split('?')[0] ?? '')?.[1];
  const project = standing.seed.projects.get(Number(id));
  return project === undefined ? null : String(project.customer.id);
}

function saidOf(play: Play, { session, text, isYes }: Utterance): Said {
  const { channel, customer, id, pending, shown, affirmed } = talkOf(play, session);
  const asked = { pending, shown: [...shown], affirmed: [...affirmed] };
  return { message: text, isYes, channel, customer, session: id, ...asked };
}

async function finishTurn(
  play: Play,
  say: Utterance,
  reply: Reply,
  requests: readonly LoggedRequest[],
  before: Standing,
  after: Standing,
  besides: readonly Said[] = [],
): Promise<string[]> {
  const { episode, stage, privacy, world } = play;
  const talk = talkOf(play, say.session);
  episode.transcript.push(`${talk.customer}/${say.session} ${talk.channel}> ${say.text}`);
  if (reply.status !== 200) {
    episode.transcript.push(`  ${reply.status} ${JSON.stringify(reply.body)}`);
    return [`status ${reply.status}`];
  }
  const parsed = Answer.safeParse(reply.body);
  if (!parsed.success) return [`no answer: ${parsed.error.message}`];
  const answer = parsed.data;
  episode.turns += 1;
  const { write_outcome, pending_action } = answer.metadata;
  const outcome = write_outcome === null ? 'none' : `${write_outcome.tool} ${write_outcome.status}`;
  episode.outcomes[outcome] = (episode.outcomes[outcome] ?? 0) + 1;
  episode.transcript.push(
    `  | ${answer.response.replaceAll('\n', '\n  | ')}`,
    `  ${answer.intent} ${outcome} pending ${JSON.stringify(pending_action)} ${answer.metadata.execution_id}`,
    ...requests.filter(isWrite).map(({ method, path, status }) => `  ${method} ${path} ${status}`),
  );

  const { others, recovered } = withoutRecovery(play, requests);
  const said = saidOf(play, say);
  const { results, largest } = await inRecord(stage, answer.metadata.execution_id);
  const wrong = violations(
    {
      at: stage.clock.now(),
      said,
      besides,
      answer,
      requests: others,
      before,
      after,
      results,
      recovered,
      largestState: largest,
      listed: (number) =>
        world.since(Math.max(play.lag?.from ?? Number.POSITIVE_INFINITY, talk.wrote.get(number) ?? 0)),
    },
    privacy,
    world,
  );
  for (const { action, status } of results)
    if ((status === 'confirmed' || status === 'requested') && OF_VISITS.has(action.tool))
      talk.wrote.set(action.project.number, world.seen() - 1);
  for (const { action, status } of results)
    if (action.tool === 'reschedule_appointment' && (status === 'confirmed' || status === 'requested'))
      remember(play, action.project.number, action, after);
  if (said.isYes && said.pending?.tool === 'reschedule_appointment') {
    const { date = '', time = null } = said.pending;
    remember(play, said.pending.project.number, { date: date ?? '', time: time ?? null }, after);
  }
  if (said.isYes && said.pending !== null) talk.affirmed.push(said.pending);
  talk.answer = answer;
  talk.pending = pending_action;
  if (pending_action !== null) talk.shown.push(pending_action);
  talk.last = { say, body: JSON.stringify(reply.body), at: stage.clock.now().epochMilliseconds };
  return wrong;
}

function remember(
  { released }: Play,
  number: string,
  { date, time }: { date: string; time: string | null },
  standing: Standing,
): void {
  released.set(standing.project(number).id, { number, date, time });
}

/** The recovery of an unfinished move books the old time again or leaves the office a note; nobody says yes to it anew. */
function withoutRecovery({ released, mayRecover }: Play, requests: readonly LoggedRequest[]) {
  const recovered = new Set<string>();
  if (!mayRecover) return { others: requests, recovered };
  const others = requests.filter(({ method, path, body }) => {
    const given = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    for (const [id, { number, date, time }] of released) {
      const rebooks = method === 'POST' && path.endsWith(`/project/${id}/schedule`);
      const isOld = given.date === date && (time === null || given.time === `${time}:00`);
      const tells = path === '/project-notes/add-note' && given.project_id === id;
      if ((rebooks && isOld) || (tells && String(given.note_text).includes(date))) {
        recovered.add(number);
        return false;
      }
    }
    return true;
  });
  return { others, recovered };
}

async function repeatLast(play: Play, session: number, before: Standing): Promise<string[]> {
  const talk = play.talks.get(session);
  if (talk?.last == null) return [];
  const { say, body, at } = talk.last;
  // When the session is over, the old message begins a new one.
  if (play.stage.clock.now().epochMilliseconds - at >= SESSION_MS) {
    talk.pending = null;
    return sayOne(play, say, before);
  }
  const { reply } = await send(play, say);
  const { requests } = await play.world.look();
  const writes = withoutRecovery(play, requests).others.filter(isWrite);
  play.episode.transcript.push(`${talk.customer}/${session} again> ${say.text}`, `  ${reply.status}`);
  return [
    ...(reply.status === 200 && JSON.stringify(reply.body) === body ? [] : [`a repeated message got ${reply.status}`]),
    ...writes.map(({ method, path }) => `a repeated message wrote: ${method} ${path}`),
  ];
}
