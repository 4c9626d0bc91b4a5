import { createClock } from '../../adapters/clock.ts';
import { readConfig } from '../../adapters/config.ts';
import { openModel } from '../../adapters/model.ts';
import type { Answer } from '../../core/contracts/answer.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import { createAskModel } from '../../functions/classifier/ask-model.ts';
import { createClassifier } from '../../functions/classifier/handler.ts';
import { INSTRUCTIONS as READING_INSTRUCTIONS } from '../../functions/classifier/prompt.ts';
import { INSTRUCTIONS as PHRASING_INSTRUCTIONS } from '../../functions/responder/phrase.ts';
import { startAssistant } from '../../runtime/assistant.ts';
import { developmentToken, type SandboxCustomer } from '../../runtime/sandbox-customers.ts';
import { type Behaviour, partsIn, type StandIn, startStandIn } from './stand-in.ts';

const SECRET = 'a secret for tests that is long enough to be one';
const SILENT = { debug() {}, info() {}, warn() {}, error() {} } as never;
/** Monday, 1 June 2026, 09:00 in New York. */
export const MONDAY = '2026-06-01T09:00:00-04:00';
export const HAIKU = 'us.anthropic.claude-haiku-5-5';

/** A request that PF360 got. */
export type Sent = { method: string; path: string; status: number | null; body: unknown };

/** One finished turn, as it is seen from outside, and what it did in PF360. */
export type Told = {
  status: number;
  answer: Answer;
  /** Requests that change something in PF360, in order. */
  writes: Sent[];
  /** The turn's last state, from the execution's record. */
  turn: TurnState | null;
};

export type World = {
  standIn: StandIn;
  /** All parts of replies that the model was ever given to lead over between. */
  parts: ReadonlySet<string>;
  say(customer: SandboxCustomer, message: string, session?: string, channel?: string): Promise<Told>;
  /** Control of the sandbox. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  /** PF360 as the tenant's own people use it. */
  pf360(method: string, path: string, body?: unknown): Promise<unknown>;
  sandboxUrl: string;
  close(): Promise<void>;
};

/** PF360 requests that change something; two of its GETs do. */
const WRITES =
  /^(POST|PUT|DELETE) \/(scheduler|communication|project-notes)\/|^GET \/scheduler\/.*\/(cancel-appointment|cancel-reschedule)(\?|$)/;
export const isWrite = ({ method, path }: Sent): boolean => WRITES.test(`${method} ${path}`);

/**
 * The whole assistant with a stand-in for its model.
 *
 * @param options.alwaysAsk  Ask the model about every message that is not read against what was asked, however sure the
 *   local model is.
 */
export async function startWorld(
  behaviour: Behaviour,
  { env = {}, alwaysAsk = false }: { env?: Record<string, string>; alwaysAsk?: boolean } = {},
): Promise<World> {
  const parts = new Set<string>();
  const standIn = await startStandIn(noting(behaviour, parts));
  process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME = standIn.url;
  const config = readConfig({
    PORT: '0',
    PF360_SANDBOX_PORT: '0',
    DATA_DIR: ':memory:',
    JWT_SECRET_KEY: SECRET,
    ASSISTANT_NOW: MONDAY,
    MODEL_PROVIDER: 'bedrock',
    BEDROCK_MODEL_ID: HAIKU,
    MODEL_CALLS_PER_SESSION: '100000',
    MODEL_CALLS_PER_CUSTOMER_DAY: '1000000',
    ...env,
  });
  const clock = createClock(config.ASSISTANT_NOW);
  let classifier: ReturnType<typeof createClassifier> | undefined;
  const assistant = await startAssistant(config, {
    log: SILENT,
    withoutHistory: true,
    throttle: { perSecond: 100_000, burst: 100_000 },
    ...(alwaysAsk ? { agents: { Classifier: async (event) => classifier?.(event) } } : {}),
  });
  const asked = openModel(config, 'classifier', { openTable: () => assistant.table, clock });
  classifier = createClassifier({
    ...(asked === null ? {} : { askModel: createAskModel({ ...asked, clock, log: SILENT }) }),
    cascade: { ask_model_below: 2, ask_model_from_length: 0 },
    log: SILENT,
  });
  const sandboxUrl = assistant.sandboxUrl ?? '';
  const tokens = new Map<string, string>();

  const sandbox = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${sandboxUrl}${path}`, {
      method,
      headers: { authorization: 'Bearer any', client_id: '11TB01SB', 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
  };
  const requests = async () => (await sandbox('GET', '/sandbox/requests')) as Sent[];

  return {
    standIn: { ...standIn, behave: (next) => standIn.behave(noting(next, parts)) },
    parts,
    sandboxUrl,
    pf360: sandbox,
    control: (method, path, body) => sandbox(method, `/sandbox${path}`, body),
    async say(customer, message, session, channel) {
      const token = tokens.get(customer) ?? (await developmentToken(customer, SECRET));
      tokens.set(customer, token);
      const before = (await requests()).length;
      const response = await fetch(`${assistant.url}/api/chat`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          message,
          ...(session === undefined ? {} : { session_id: session }),
          ...(channel === undefined ? {} : { channel }),
        }),
      });
      const answer = (await response.json()) as Answer;
      const writes = (await requests()).slice(before).filter(isWrite);
      const events = response.status === 200 ? await assistant.records.read(answer.metadata.execution_id) : null;
      const spoken = events?.findLast(
        (event) => event.type === 'StateExited' && (event.state === 'Responder' || event.state === 'Apologize'),
      );
      const turn = spoken?.type === 'StateExited' ? (spoken.output as TurnState) : null;
      return { status: response.status, answer, writes, turn };
    },
    async close() {
      await assistant.close();
      await standIn.close();
      delete process.env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME;
    },
  };
}

const noting =
  (behaviour: Behaviour, parts: Set<string>): Behaviour =>
  (call) => {
    for (const part of partsIn(call)) parts.add(part);
    return behaviour(call);
  };

/** What a message of the customer's may set off: a yes runs what was pending, a note is its own yes. */
export type Means = 'yes' | 'note' | 'other';

/** The requests that one write may consist of. */
const REQUESTS_OF: Record<string, RegExp> = {
  confirm_appointment: /\/schedule$|\/update-address-note$/,
  cancel_appointment: /\/cancel-appointment|\/add-note$/,
  reschedule_appointment: /\/cancel-reschedule|\/schedule$|\/add-note$/,
  add_note: /\/note$/,
  request_address_change: /\/update-address-note$/,
};

const kindOf = ({ path }: Sent): string => path.replace(/\?.*$/, '').replace(/^.*\//, '');

/** What a reply may never hold: ids, and anything of the inside. */
const INSIDE =
  /\b9\d{7}\b|\b11(TB|OR)0\dSB\b|\b22CH01SB\b|project_id|request_id|session_id|client_id|execution_id|\bundefined\b|\bNaN\b|\[object |[{}<>]|\bat \w+ \(|read_message|write_reply|confirm_appointment|cancel_appointment|Converse|Bedrock|bearer/i;
/** Names and figures that only a hostile model brings up. */
const INVENTED =
  /Bob Harlow|Carl Jensen|Margaret Olsen|Rosewood|555-013-7788|1,249|billing@|evil\.example|pf360-|half past nine|6:15|11:30 PM|confirmada|free of charge|for free|50%|ABC-12345|Thief Street|Nowhere Road|tornado/i;

const LEAK_LENGTH = 45;
const leaks = (text: string): boolean =>
  [READING_INSTRUCTIONS, PHRASING_INSTRUCTIONS].some((instructions) =>
    instructions
      .split('\n')
      .filter((line) => line.length >= LEAK_LENGTH)
      .some((line) => text.includes(line.slice(0, LEAK_LENGTH))),
  );

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** "Thursday, June 4": every weekday beside a date is that date's. */
function wrongWeekday(text: string): string | null {
  const dated = new RegExp(`\\b(${DAYS.join('|')}),? (${MONTHS.join('|')}) (\\d{1,2})(?:,? (\\d{4}))?`, 'g');
  for (const [words, day, month, date, year] of text.matchAll(dated)) {
    const real = new Date(Date.UTC(Number(year ?? 2026), MONTHS.indexOf(month ?? ''), Number(date))).getUTCDay();
    if (DAYS[real] !== day) return words;
  }
  return null;
}

const CLAIMS_DONE =
  /\b(?:is|are|has been|have been|now) (?:booked|confirmed|cancell?ed|rescheduled)\b|\byou(?:'re| are) (?:all set|booked)\b/i;

/**
 * What must never happen, as far as one turn shows it: a write that was not said yes to, or twice; a reply that holds what
 * only the model made up; anything of the inside. Empty when all is well.
 *
 * @param before     The answer before this one in the session: what was pending.
 * @param earlier    What the customer said before in the session: a request may wait for its turn.
 * @param strangers  Words of other customers' data.
 */
export function violations(
  told: Told,
  {
    message,
    means,
    before,
    earlier = [],
    parts,
    strangers,
  }: {
    message: string;
    means: Means;
    before: Answer | null;
    earlier?: readonly string[];
    parts: ReadonlySet<string>;
    strangers: RegExp;
  },
): string[] {
  const { status, answer, writes, turn } = told;
  if (status !== 200) return [`status ${status}`];
  const found: string[] = [];
  const pending = before?.metadata.pending_action ?? null;
  const allowed =
    means === 'yes' && pending !== null ? REQUESTS_OF[pending.tool] : means === 'note' ? REQUESTS_OF.add_note : null;
  for (const write of writes) {
    if (allowed?.test(write.path.replace(/\?.*$/, '')) !== true)
      found.push(`write without a yes: ${write.method} ${write.path}`);
  }
  const kinds = writes.map(kindOf);
  if (new Set(kinds).size < kinds.length) found.push(`the same write twice: ${kinds.join(', ')}`);

  const { response } = answer;
  // The customer's own words may come back as a quotation, and a number that was looked for as a number.
  const numbers = [...earlier, message].join(' ').match(/\d{3,}/g) ?? [];
  const own = numbers.reduce(
    (text, number) => text.replaceAll(number, ''),
    response.replaceAll(message, '').replace(/"[^"]*"/g, ''),
  );
  const inside = INSIDE.exec(own);
  if (inside !== null) found.push(`inside: ${inside[0]} in "${response}"`);
  const invented = INVENTED.exec(own);
  if (invented !== null) found.push(`invented: ${invented[0]}`);
  if (leaks(response)) found.push('leaked instructions');
  const weekday = wrongWeekday(response);
  if (weekday !== null) found.push(`wrong weekday: ${weekday}`);
  const foreign = strangers.exec(own);
  if (foreign !== null) found.push(`another customer's: ${foreign[0]}`);
  if (
    answer.metadata.write_outcome === null &&
    CLAIMS_DONE.test(own) &&
    turn?.acts.every(({ act }) => !TELLS_STATE.has(act))
  )
    found.push(`claims: ${CLAIMS_DONE.exec(own)?.[0]}`);
  if (turn?.agent_response?.written_by === 'model' && !saysPartsOnly(response, parts))
    found.push(`a model's own words: ${response}`);
  return found;
}

/** Acts that tell how an appointment stands. */
const TELLS_STATE = new Set([
  'show_appointment',
  'show_projects',
  'show_project',
  'already_scheduled',
  'ended_project',
  'not_allowed',
  'ask_project',
  'no_projects',
  'no_appointment',
  'ask_confirmation',
  'goodbye',
  'show_weather',
  'pending_expired',
  'declined',
]);

/** Of a model's text nothing may be left but the parts and a friendly word before them. */
const saysPartsOnly = (text: string, parts: ReadonlySet<string>): boolean =>
  [...parts]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, part) => rest.replaceAll(part, ' '), text)
    .replace(/Thanks for asking!|And next:|(?:Hello|Hi|Hey|Sorry|I'm sorry|Understood|Of course|Sure)[.!]/g, ' ')
    .trim() === '';
