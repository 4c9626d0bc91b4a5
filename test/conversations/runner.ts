import { Temporal } from 'temporal-polyfill';
import { VISIT_TIMES } from '../../sandbox/state.ts';
import { indecencies } from './decency.ts';
import { factAt, holds, inWords } from './facts.ts';
import { type Line, readTerms, type Script } from './script.ts';
import { isWrite, type Reply, type Stage, standingIn, tokenFor } from './stage.ts';

/** A conversation that did not go as its script says. */
export class TalkError extends Error {
  override name = 'TalkError';
}

type Play = {
  stage: Stage;
  script: Script;
  customer: string;
  claims: Record<string, string>;
  channel: string;
  /** The session as the script calls it, and ids by customer and that name. */
  session: string;
  client_id: string | undefined;
  last: { message: string; message_id: string; session_id: string } | null;
  reply: Reply | null;
  /** Of all messages of the last `at once`. */
  replies: Reply[];
  variables: Map<string, string>;
  dialogue: string[];
  /** A line after this one says which status it expects. */
  expectsStatus: boolean;
};

/** Half a minute. */
const SANDBOX_TRIES = 150;

let talks = 0;

/**
 * Plays a script against a stage whose sandbox is reset first.
 *
 * @throws {TalkError} the first expectation that is not met, with the line and the conversation so far.
 */
export async function play(stage: Stage, script: Script, show?: (line: string) => void): Promise<void> {
  stage.clock.set(script.now);
  await stage.reset();
  talks += 1;
  const { customer, claims, channel } = script;
  const state: Play = {
    stage,
    script,
    customer,
    claims,
    channel,
    session: `talk${String(talks).padStart(4, '0')}${process.pid}`,
    client_id: undefined,
    last: null,
    reply: null,
    replies: [],
    variables: new Map(),
    dialogue: [],
    expectsStatus: false,
  };
  for (const [index, line] of script.lines.entries()) {
    const what = WHAT[line.keyword];
    const before = state.dialogue.length;
    try {
      if (what === undefined) throw new TalkError(`there is no "${line.keyword}:"`);
      state.expectsStatus = statusFollows(script.lines, index);
      await what(state, filled(line.rest, state.variables));
    } catch (error) {
      const talk = state.dialogue.join('\n');
      const why = error instanceof Error ? error.message : String(error);
      throw new TalkError(`${script.file}:${line.number}: ${line.keyword} ${line.rest}\n  ${why}\n\n${talk}\n`, {
        cause: error,
      });
    } finally {
      for (const said of state.dialogue.slice(before)) show?.(said);
    }
  }
}

type Doing = (play: Play, rest: string) => Promise<void> | void;

const WHAT: Record<string, Doing> = {
  // What happens.
  '>': (play, rest) => say(play, rest),
  choose: async (play, rest) => say(play, chosen(play, rest)),
  repeat: async (play) => {
    const { last, reply } = play;
    if (last === null || reply === null) throw new TalkError('nothing was said yet');
    const again = await deliver(play, last);
    keep(play, last.message, again);
    check(JSON.stringify(again.body) === JSON.stringify(reply.body), 'the answer is another one');
  },
  'until answered': async (play) => {
    const { last } = play;
    if (last === null) throw new TalkError('nothing was said yet');
    for (let tries = 0; tries < 150; tries += 1) {
      const again = await deliver(play, last);
      if (again.status !== 409 && again.status !== 504) return keep(play, last.message, again);
      check(again.retryAfter !== null, `${again.status} without Retry-After`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new TalkError('it was never answered');
  },
  'at once': async (play, rest) => atOnce(play, rest, false),
  'twice at once': async (play, rest) => atOnce(play, `${rest} // ${rest}`, true),
  wait: async (_, rest) => {
    await new Promise((resolve) => setTimeout(resolve, secondsIn(rest) * 1000));
  },
  clock: ({ stage }, rest) => {
    if (rest.startsWith('+')) stage.clock.move(secondsIn(rest.slice(1)));
    else stage.clock.set(rest);
  },
  customer: (play, rest) => {
    play.customer = rest;
    play.claims = {};
  },
  claims: (play, rest) => {
    play.claims = Object.fromEntries(readTerms(rest).map(({ name, value }) => [name, value]));
  },
  channel: (play, rest) => {
    play.channel = rest;
  },
  session: (play, rest) => {
    play.session = `${play.session.split('-')[0]}-${rest}`;
    play.last = null;
  },
  location: (play, rest) => {
    play.client_id = rest === 'any' ? undefined : rest;
  },
  fault: ({ stage }, rest) => stage.fault(readFault(rest)),
  'faults over': ({ stage }) => stage.clearFaults(),
  'office approves': async ({ stage }, rest) => {
    const standing = standingIn(await stage.state());
    await stage.approve(standing.project(rest).id);
  },
  'somebody takes': ({ stage }, rest) => takeSlots(stage, rest),
  'sandbox state': async ({ stage }, rest) => stage.restore(JSON.parse(rest)),
  'office sets': async ({ stage }, rest) => {
    const [, number = '', status = ''] = /^(\S+) to (.+)$/.exec(rest) ?? [];
    const state = await stage.state();
    const standing = standingIn(state);
    const project = standing.project(number);
    await stage.restore({
      ...state,
      progress: { ...state.progress, [project.id]: { ...standing.progress(project), status } },
    });
  },
  let: (play, rest) => {
    const [, name = '', path = ''] = /^(\w+) = (.+)$/.exec(rest) ?? [];
    const value = factAt(answered(play), path);
    check(value !== undefined && value !== null, `there is no ${path}`);
    play.variables.set(name, inWords(value));
  },

  // What is expected.
  status: ({ reply, replies }, rest) => {
    const seen = (replies.length > 0 ? replies : reply === null ? [] : [reply]).map(({ status }) => status);
    const expected = rest.split(',').map(Number);
    check(same(seen.toSorted(), expected.toSorted()), `it was ${seen.join(', ')}`);
  },
  intent: (play, rest) => condition(play, 'intent', `= ${rest}`),
  'also asks': (play, rest) => condition(play, 'metadata.secondary_intents', `~ ${rest}`),
  'asks for': (play, rest) => condition(play, 'metadata.next_expected_intent', `= ${rest}`),
  tools: (play, rest) => {
    const ran = listAt(play, 'metadata.tools_executed');
    for (const tool of rest.split(',').map((name) => name.trim())) {
      if (tool.startsWith('not ')) check(!ran.includes(tool.slice(4)), `${tool.slice(4)} ran`);
      else check(tool === 'none' ? ran.length === 0 : ran.includes(tool), `only ${ran.join(', ') || 'none'} ran`);
    }
  },
  data: (play, rest) => {
    const [kind = '', count] = rest.split(/\s+/);
    condition(play, kind === 'none' ? 'data' : 'data.kind', `= ${kind}`);
    if (count !== undefined) condition(play, 'data.items.length', `= ${count}`);
  },
  fact: (play, rest) => {
    const [, path = '', terms = ''] = /^(\S+)\s+(.+)$/.exec(rest) ?? [];
    condition(play, path, terms);
  },
  every: (play, rest) => {
    const [, list = '', field = '', terms = ''] = /^(\S+) (\S+)\s+(.+)$/.exec(rest) ?? [];
    const items = factAt(answered(play), list);
    check(Array.isArray(items) && items.length > 0, `there are no ${list}`);
    for (const item of items) {
      const value = field === 'it' ? item : factAt(item, field);
      check(holds(value, terms), `one is ${inWords(value)}`);
    }
  },
  pending: (play, rest) => {
    const [tool = '', ...terms] = rest.split(/\s+/);
    if (tool === 'none') return condition(play, 'metadata.pending_action', '= none');
    condition(play, 'metadata.pending_action.tool', `= ${tool}`);
    for (const { name, sign, value } of readTerms(terms.join(' '))) {
      const path = ['number', 'category', 'type'].includes(name) ? `project.${name}` : name;
      condition(play, `metadata.pending_action.${path}`, `${sign} ${value}`);
    }
  },
  outcome: (play, rest) => {
    const [tool = '', status = ''] = rest.split(/\s+/);
    if (tool === 'none') return condition(play, 'metadata.write_outcome', '= none');
    condition(play, 'metadata.write_outcome.tool', `= ${tool}`);
    condition(play, 'metadata.write_outcome.status', `= ${status}`);
  },
  handoff: (play, rest) => condition(play, 'metadata.handoff', `= ${rest === 'yes'}`),
  clarifies: (play, rest) => condition(play, 'metadata.clarification_needed', `= ${rest === 'yes'}`),
  says: (play, rest) => {
    const text = textOf(play);
    check(
      rest.split('|').some((part) => text.includes(part.trim().toLowerCase())),
      'it does not say so',
    );
  },
  'never says': (play, rest) => {
    const text = textOf(play);
    for (const part of rest.split('|')) check(!text.includes(part.trim().toLowerCase()), `it says "${part.trim()}"`);
  },
  suggests: (play, rest) => {
    const offered = listAt(play, 'suggestions');
    if (rest === 'nothing') return check(offered.length === 0, `it suggests ${offered.join(', ')}`);
    check(
      rest.split('|').some((part) => offered.some((text) => text.toLowerCase().includes(part.trim().toLowerCase()))),
      `it suggests ${offered.join(', ') || 'nothing'}`,
    );
  },
  sandbox: ({ stage }, rest) => checkSandbox(stage, rest),
  'sandbox, in time': async ({ stage }, rest) => {
    for (let tries = 0; tries < SANDBOX_TRIES; tries += 1) {
      const found = await checkSandbox(stage, rest).then(
        () => true,
        () => false,
      );
      if (found) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await checkSandbox(stage, rest);
  },
};

async function say(play: Play, message: string): Promise<void> {
  const sent = { message, message_id: idOf(play), session_id: sessionOf(play) };
  play.last = sent;
  play.replies = [];
  keep(play, message, await deliver(play, sent));
}

async function atOnce(play: Play, rest: string, isSameId: boolean): Promise<void> {
  const id = idOf(play);
  const sent = rest.split(' // ').map((message, index) => ({
    message: message.trim(),
    message_id: isSameId ? id : `${id}-${index}`,
    session_id: sessionOf(play),
  }));
  play.replies = await Promise.all(sent.map((one) => deliver(play, one)));
  const at = play.replies.findIndex(({ status }) => status === 200);
  play.expectsStatus = true;
  for (const [index, one] of sent.entries()) {
    const reply = play.replies[index];
    if (reply !== undefined && index !== at) keep(play, one.message, reply);
  }
  play.last = sent[Math.max(at, 0)] ?? null;
  const [first, reply] = [sent[at], play.replies[at]];
  if (first !== undefined && reply !== undefined) keep(play, first.message, reply);
}

async function deliver(play: Play, sent: { message: string; message_id: string; session_id: string }): Promise<Reply> {
  const { stage, channel, client_id } = play;
  const token = await tokenFor(play.customer, play.claims);
  return stage.chat(token, { ...sent, channel, ...(client_id === undefined ? {} : { client_id }) });
}

/** Puts an exchange on record, and looks whether it is decent. */
function keep(play: Play, message: string, reply: Reply): void {
  play.reply = reply;
  play.dialogue.push(`> ${message}`, describe(reply));
  if (!play.expectsStatus) check(reply.status === 200, `the status is ${reply.status}`);
  if (reply.status !== 200) return;
  const [worst] = indecencies(reply.body, play.channel, sessionOf(play));
  check(worst === undefined, worst ?? '');
}

function describe({ status, body }: Reply): string {
  if (status !== 200) return `  ${status} ${JSON.stringify(body)}`;
  const { intent, confidence, data, suggestions } = body;
  const { tools_executed, pending_action, write_outcome, secondary_intents, handoff } = body.metadata as never;
  const text = String(body.response).replaceAll('\n', '\n  | ');
  const facts = { intent, confidence, secondary_intents, tools_executed, pending_action, write_outcome, handoff };
  return `  | ${text}\n  ${JSON.stringify(facts)}\n  ${JSON.stringify(suggestions)} ${JSON.stringify(data)?.slice(0, 600)}`;
}

const sessionOf = ({ session, customer }: Play): string => `${session}-${customer}`;
const idOf = (play: Play): string => `message-${String(play.dialogue.length).padStart(4, '0')}`;

function statusFollows(lines: readonly Line[], index: number): boolean {
  for (const { keyword } of lines.slice(index + 1)) {
    if (keyword === 'status') return true;
    if (['>', 'choose', 'repeat', 'at once', 'twice at once', 'until answered'].includes(keyword)) return false;
  }
  return false;
}

function chosen(play: Play, rest: string): string {
  const offered = listAt(play, 'suggestions');
  const text = /^\d+$/.test(rest)
    ? offered[Number(rest) - 1]
    : offered.find((each) => each.toLowerCase().includes(rest.toLowerCase()));
  if (text === undefined) throw new TalkError(`it suggests ${offered.join(', ') || 'nothing'}`);
  return text;
}

function answered({ reply }: Play): Record<string, unknown> {
  if (reply === null) throw new TalkError('nothing was said yet');
  if (reply.status !== 200) throw new TalkError(`the status is ${reply.status}`);
  return reply.body;
}

const textOf = (play: Play): string =>
  String(answered(play).response).toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ');

const listAt = (play: Play, path: string): string[] => (factAt(answered(play), path) ?? []) as string[];

function condition(play: Play, path: string, terms: string): void {
  const fact = factAt(answered(play), path);
  check(holds(fact, terms), `${path} is ${inWords(fact)}`);
}

function check(condition: boolean, why: string): asserts condition {
  if (!condition) throw new TalkError(why);
}

const same = (a: readonly unknown[], b: readonly unknown[]) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Puts variables into a line: `{date1}`, or in words: `{date1 long}`, `{date1 weekday}`, `{date1 us}`, `{time1 clock}`.
 * `\{` is a brace, `\n` the end of a line, `\\` a backslash.
 */
function filled(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(/\\([{n\\])|\{(\w+)(?: (\w+))?\}/g, (_, sign: string | undefined, name: string, form: string) => {
    if (sign !== undefined) return sign === 'n' ? '\n' : sign;
    const value = variables.get(name);
    if (value === undefined) throw new TalkError(`there is no {${name}}`);
    const write = form === undefined ? (plain: string) => plain : FORMS[form];
    if (write === undefined) throw new TalkError(`there is no form "${form}"`);
    return write(value);
  });
}

const inEnglish = (date: string, options: Intl.DateTimeFormatOptions) =>
  Temporal.PlainDate.from(date).toLocaleString('en-US', options);

const FORMS: Record<string, (value: string) => string> = {
  long: (date) => inEnglish(date, { weekday: 'long', month: 'long', day: 'numeric' }),
  day: (date) => inEnglish(date, { month: 'long', day: 'numeric' }),
  weekday: (date) => inEnglish(date, { weekday: 'long' }),
  us: (date) => inEnglish(date, { month: '2-digit', day: '2-digit', year: 'numeric' }),
  clock: (time) => Temporal.PlainTime.from(time).toLocaleString('en-US', { hour: 'numeric', minute: '2-digit' }),
  hour: (time) => String(Temporal.PlainTime.from(time).hour % 12 || 12),
};

const SECONDS: Record<string, number> = { ms: 0.001, second: 1, minute: 60, hour: 3600, day: 86_400 };

function secondsIn(text: string): number {
  const [, amount = '', unit = ''] = /^(\d+) ?([a-z]+?)s?$/.exec(text.trim()) ?? [];
  const seconds = SECONDS[unit] ?? SECONDS[`${unit}s`];
  if (seconds === undefined) throw new TalkError(`"${text}" is no length of time`);
  return Number(amount) * seconds;
}

// `METHOD /path: status 503, times 2, after commit, delay 3 seconds, drop, body "text"`
function readFault(text: string): Parameters<Stage['fault']>[0] {
  const [, match = '', effects = ''] = /^(\S+ \S+): (.+)$/.exec(text) ?? [];
  const fault: Parameters<Stage['fault']>[0] = { match };
  for (const effect of effects.split(', ')) {
    const [, name = '', value = ''] =
      /^(status|times|delay|body|drop|stale|after commit)(?: (.*))?$/.exec(effect.trim()) ?? [];
    if (name === 'status') fault.status = Number(value);
    else if (name === 'times') fault.times = Number(value);
    else if (name === 'delay') fault.delay_ms = secondsIn(value) * 1000;
    else if (name === 'body') fault.body = value.startsWith('"') ? value.slice(1, -1) : JSON.parse(value);
    else if (name === 'drop') fault.drop = true;
    else if (name === 'stale') fault.stale = true;
    else if (name === 'after commit') fault.after_commit = true;
    else throw new TalkError(`"${effect}" is no effect of a fault`);
  }
  return fault;
}

/** `2026-06-04 10:00 from 41001_1`, or a whole day: other projects of the same crew get those slots. */
async function takeSlots(stage: Stage, text: string): Promise<void> {
  const [, date = '', time, number = ''] = /^(\S+)(?: (\d\d:\d\d))? from (\S+)$/.exec(text) ?? [];
  const state = await stage.state();
  const standing = standingIn(state);
  const project = standing.project(number);
  const rivals = [...standing.seed.projects.values()].filter(
    (other) =>
      other.tenant === project.tenant && other.category === project.category && other.customer !== project.customer,
  );
  const progress = { ...state.progress };
  for (const [index, taken] of VISIT_TIMES.filter((each) => time === undefined || each === time).entries()) {
    const rival = rivals[index];
    check(rival !== undefined, `no other project of that crew is left for ${taken}`);
    const appointment = { date, time: taken, form: 'us' as const };
    progress[rival.id] = { status: 'Scheduled', appointment, crew_assigned: true, request_ids: [] };
  }
  await stage.restore({ ...state, progress });
}

type Seen = Pick<Stage, 'state' | 'requests'>;

const IN_SANDBOX: readonly (readonly [RegExp, (sandbox: Seen, parts: string[]) => Promise<void>])[] = [
  [
    /^(\S+) is (.+?)(?: on (\S+)(?: at (\S+))?)?$/,
    async (sandbox, [number = '', status = '', date, time]) => {
      const standing = standingIn(await sandbox.state());
      const { appointment, ...seen } = standing.progress(standing.project(number));
      check(seen.status.toLowerCase() === status.toLowerCase(), `it is ${seen.status}`);
      if (date !== undefined) check(appointment?.date === date, `its date is ${appointment?.date ?? 'none'}`);
      if (time !== undefined) check(appointment?.time === time, `its time is ${appointment?.time ?? 'none'}`);
    },
  ],
  [
    /^(\S+) has (no|\d+) (?:new )?notes?(?: with "(.*)")?$/,
    async (sandbox, [number = '', count = '', part = '']) => {
      const { state, project } = standingIn(await sandbox.state());
      const { id } = project(number);
      const notes = state.notes.filter((note) => note.project_id === id).map(({ text }) => text);
      const fitting = notes.filter((text) => text.toLowerCase().includes(part.toLowerCase()));
      check(fitting.length === (count === 'no' ? 0 : Number(count)), `its notes are ${JSON.stringify(notes)}`);
    },
  ],
  [
    /^([A-Z]+ \S+) came (never|\d+) times?$/,
    async (sandbox, [match = '', count = '']) => {
      const pattern = new RegExp(`^${match.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
      const came = (await sandbox.requests()).filter(({ method, path }) =>
        pattern.test(`${method} ${path.split('?')[0] ?? ''}`),
      );
      check(came.length === (count === 'never' ? 0 : Number(count)), `it came ${came.length} times`);
    },
  ],
  [
    /^(no|\d+) writes?$/,
    async (sandbox, [count = '']) => {
      const writes = (await sandbox.requests()).filter(isWrite).map(({ method, path }) => `${method} ${path}`);
      check(writes.length === (count === 'no' ? 0 : Number(count)), `there were ${JSON.stringify(writes)}`);
    },
  ],
];

/**
 * Looks whether the sandbox is as a script's line says: `41001_1 is Scheduled on 2026-06-12`.
 *
 * @throws {TalkError} it is not; says how it is.
 */
export async function checkSandbox(sandbox: Seen, rest: string): Promise<void> {
  for (const [pattern, look] of IN_SANDBOX) {
    const found = pattern.exec(rest);
    if (found !== null) return look(sandbox, found.slice(1));
  }
  throw new TalkError('nobody knows how to look for that in the sandbox');
}
