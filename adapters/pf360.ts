import { Temporal } from 'temporal-polyfill';
import type { Outcome } from '../core/contracts/outcome.ts';
import type { Pf360, Pf360Access, WriteReply } from '../core/ports.ts';
import {
  createCircuitBreaker,
  type HttpReply,
  type HttpRequest,
  isFault,
  type Send,
  send as sendByFetch,
  sendWithRetries,
} from './http.ts';
import { readOpenDates, readOpenTimes, readRelease } from './pf360/availability.ts';
import { readDashboard } from './pf360/dashboard.ts';
import { type Envelope, isEmpty, isRecord, isText, readEnvelope, saysNothing, soundsFailed } from './pf360/envelope.ts';
import { readNotes } from './pf360/notes.ts';
import { refusalIn, saysAskedBefore } from './pf360/refusals.ts';
import { readWorkWeek } from './pf360/work-week.ts';

/** One call as it may be logged: which endpoint and how it went. No ids, no texts, no token. */
export type CallLog = (entry: {
  endpoint: Endpoint;
  /** HTTP status, or why there was none. */
  status: number | 'not_sent' | 'timeout' | 'cut' | 'circuit_open' | 'no_time' | 'unreadable';
  duration_ms: number;
}) => void;

export type Endpoint =
  | 'dashboard'
  /** Not a call: some rows of a dashboard, or their dates, are in a form that nobody has met yet. */
  | 'dashboard_row'
  | 'business_hours'
  | 'dates'
  | 'slots'
  | 'notes'
  | 'schedule'
  | 'release'
  | 'cancel'
  | 'note'
  | 'office_note'
  | 'address_note';

export type Pf360Options = {
  baseUrl: string;
  /** Epoch milliseconds on the real clock. */
  clock: () => number;
  log: CallLog;
  /** PF360's id of the user that the assistant's notes count as seen by: without one they stay out of the portal. */
  serviceUser?: string;
  /** How long one call is waited for, retries of a read included. */
  timeoutMs?: number;
  /** The longest wait before the first retry of a read. */
  retryWaitMs?: number;
  send?: Send;
};

/** PF360 asks for a user's id in that place, whoever it is. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
const TIMEOUT_MS = 60_000;
const READ_RETRIES = 2;
const RETRY_WAIT_MS = 400;
const FAILURES_TO_OPEN = 5;
const OPEN_MS = 10_000;

/**
 * PF360 over HTTP. Reads are tried again when PF360 stumbles, and left alone for a while when it has fallen; writes go
 * out once, whatever their verb. Answers are read liberally: every form of them that has been met is understood.
 */
export function createPf360({
  baseUrl,
  clock,
  log,
  serviceUser = NOBODY,
  timeoutMs = TIMEOUT_MS,
  retryWaitMs = RETRY_WAIT_MS,
  send = sendByFetch,
}: Pf360Options): Pf360Access {
  const breaker = createCircuitBreaker(FAILURES_TO_OPEN, OPEN_MS, clock);
  const base = baseUrl.replace(/\/+$/, '');

  function bind({ token, customer_id, client_id }: Parameters<Pf360Access['bind']>[0], until: number): Pf360 {
    const client = encodeURIComponent(client_id);
    const customer = encodeURIComponent(customer_id);
    const project = (id: string) => `${client}/project/${encodeURIComponent(id)}`;
    const slotsPath = (id: string, start: string, end: string) =>
      `/scheduler/client/${project(id)}/startDate/${start}/endDate/${end}/slotsChatbot`;

    function request(method: 'GET' | 'POST', path: string, bearer: string, body?: unknown): HttpRequest {
      return {
        method,
        url: base + path,
        headers: {
          authorization: `Bearer ${bearer.replace(/^Bearer\s+/i, '')}`,
          client_id,
          'content-type': 'application/json',
          accept: 'application/json, text/plain, */*',
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      };
    }

    async function read<Value>(
      endpoint: Endpoint,
      path: string,
      parse: (json: unknown) => Value | null,
    ): Promise<Outcome<Value>> {
      if (token === null) return { status: 'expired' };
      const begun = clock();
      const key = `${client_id} ${endpoint}`;
      const note = (status: Parameters<CallLog>[0]['status']) =>
        log({ endpoint, status, duration_ms: clock() - begun });
      const patience = Math.min(timeoutMs, until - begun);
      if (patience <= 0) {
        note('no_time');
        return { status: 'unavailable' };
      }
      if (!breaker.allows(key)) {
        note('circuit_open');
        return { status: 'unavailable' };
      }
      const policy = { retries: READ_RETRIES, waitMs: retryWaitMs, clock };
      const reply = await sendWithRetries(request('GET', path, token), patience, policy, send);
      breaker.record(key, isFault(reply));
      const outcome = readReply(reply, parse, endpoint);
      note(reply.kind !== 'answer' ? reply.kind : outcome === null ? 'unreadable' : reply.status);
      return outcome ?? { status: 'unavailable' };
    }

    async function write<Value>(
      endpoint: Endpoint,
      method: 'GET' | 'POST',
      path: string,
      body: unknown,
      parse: (json: unknown) => Value | null,
    ): Promise<WriteReply<Value>> {
      if (token === null) return { status: 'expired' };
      const begun = clock();
      // A write that nobody has the time to wait for is better not begun.
      if (until - begun < timeoutMs) {
        log({ endpoint, status: 'no_time', duration_ms: 0 });
        return { status: 'unavailable' };
      }
      const reply = await send(request(method, path, token, body), timeoutMs);
      log({ endpoint, status: reply.kind === 'answer' ? reply.status : reply.kind, duration_ms: clock() - begun });
      return writeReply(reply, parse, endpoint);
    }

    const addNote = (endpoint: Endpoint, path: string, body: object) =>
      write(endpoint, 'POST', path, body, (json) => (isRecord(json) || Array.isArray(json) ? DONE : null));
    const reread = () =>
      read('dashboard', `/dashboard/get/${client}/${customer}`, (json) => {
        const dashboard = readDashboard(json, client_id);
        if (dashboard === null) return null;
        if (dashboard.unreadable > 0) log({ endpoint: 'dashboard_row', status: 'unreadable', duration_ms: 0 });
        return dashboard.projects;
      });
    let projects: ReturnType<typeof reread> | null = null;

    return {
      projects() {
        projects ??= reread();
        return projects;
      },
      reread,
      workWeek: () => read('business_hours', `/scheduler/client/${client}/business-hours`, readWorkWeek),
      openDates: (id, { start, end }) => read('dates', slotsPath(id, start, end), readOpenDates),
      openTimes: (id, date, ticket) =>
        read('slots', `${slotsPath(id, date, date)}?request_id=${encodeURIComponent(ticket)}`, readOpenTimes),
      notes: (id) =>
        read(
          'notes',
          `/communication/client/${client}/customer/${customer}/project/${encodeURIComponent(id)}/notes`,
          readNotes,
        ),

      async schedule(id, { date, time, request_id, at }) {
        const body = {
          created_at: writeCreatedAt(at),
          date,
          time: `${time}:00`,
          request_id,
          is_chatbot: 'true',
          aIBot: true,
        };
        return write('schedule', 'POST', `/scheduler/client/${project(id)}/schedule`, body, readReceipt);
      },
      release: (id) =>
        write('release', 'GET', `/scheduler/client/${project(id)}/cancel-reschedule`, undefined, readRelease),
      async cancel(id) {
        const path = `/scheduler/${client}/${encodeURIComponent(id)}/cancel-appointment`;
        const reply = await write('cancel', 'GET', path, undefined, (json) =>
          isRecord(json) && !saysNothing(json) ? DONE : null,
        );
        return reply.status === 'ok' ? NOTHING : reply;
      },
      async addNote(id, text, at) {
        const seen = Temporal.Instant.from(at).toString({ smallestUnit: 'second' });
        const body = {
          note_text: text,
          viewed_by: serviceUser,
          reviewed_by: serviceUser,
          viewed_at: seen,
          reviewed_at: seen,
        };
        const reply = await addNote('note', `/communication/client/${project(id)}/note`, body);
        return reply.status === 'ok' ? NOTHING : reply;
      },
      async addOfficeNote(id, text) {
        const body = { client_id, project_id: numeric(id), note_text: text };
        const reply = await addNote('office_note', '/project-notes/add-note', body);
        return reply.status === 'ok' ? NOTHING : reply;
      },
      async addAddressNote(id, text) {
        const body = { client_id, project_id: numeric(id), note_text: text };
        const reply = await addNote('address_note', '/project-notes/update-address-note', body);
        return reply.status === 'ok' ? NOTHING : reply;
      },
    };
  }

  return { bind };
}

const DONE = 'done';
const NOTHING = { status: 'ok', value: null } as const;

/** A read's answer; null when it was answered with something that cannot be read. */
function readReply<Value>(
  reply: HttpReply,
  parse: (json: unknown) => Value | null,
  endpoint: Endpoint,
): Outcome<Value> | null {
  if (reply.kind !== 'answer') return { status: 'unavailable' };
  const envelope = readEnvelope(reply.body);
  const status = statusOf(reply.status, envelope);
  if (status === 200 && !envelope.error) {
    const value = parse(envelope.json);
    return value === null ? null : { status: 'ok', value };
  }
  const no = denial(status, envelope, endpoint);
  // A good status with an error that nobody knows is a read that failed, and no word on what was asked for.
  return no === null || (status < 300 && refusalIn(envelope) === null) ? { status: 'unavailable' } : no;
}

/**
 * What became of a write. Only a yes is taken at its word: PF360 says no to what it has done as well ("taken", "invalid
 * process step"), so every other answer leaves open whether the write took effect.
 */
function writeReply<Value>(
  reply: HttpReply,
  parse: (json: unknown) => Value | null,
  endpoint: Endpoint,
): WriteReply<Value> {
  if (reply.kind === 'not_sent') return { status: 'unavailable' };
  if (reply.kind !== 'answer') return { status: 'unknown', answered: false };
  const envelope = readEnvelope(reply.body);
  const status = statusOf(reply.status, envelope);
  if (saysAskedBefore(envelope)) return { status: 'unknown', answered: true };
  if (status >= 200 && status < 300 && !envelope.error && refusalIn(envelope) === null) {
    const value = soundsFailed(envelope) ? null : parse(envelope.json);
    return value === null ? { status: 'unknown', answered: true } : { status: 'ok', value };
  }
  const no = denial(status, envelope, endpoint);
  if (no?.status === 'expired') return { status: 'unknown', answered: true, denial: 'expired' };
  return { status: 'unknown', answered: true, ...(no?.status === 'refused' && { denial: no.reason }) };
}

/** A good status is only as good as the one that its body names. */
const statusOf = (status: number, { failed_with }: Envelope): number =>
  status < 300 ? (failed_with ?? status) : status;

type No = Exclude<Outcome<never>, { status: 'ok' } | { status: 'unknown' }>;

/** A definite no, by status first and by text second; null when the answer is not one. */
function denial(status: number, envelope: Envelope, endpoint: Endpoint): No | null {
  if (status === 401 || status === 403) return { status: 'expired' };
  const reason = refusalIn(envelope);
  // A server in trouble is believed only where its words are known to come with any status.
  if (reason !== null && (status < 500 || reason === 'wrong_status')) return { status: 'refused', reason };
  if (status >= 500) return null;
  if (status === 404) return { status: 'not_found' };
  if (status === 409) return { status: 'refused', reason: endpoint === 'schedule' ? 'slot_taken' : 'other' };
  if (status === 400) {
    const usesTicket = endpoint === 'slots' || endpoint === 'schedule';
    return { status: 'refused', reason: usesTicket ? 'stale_request' : 'other' };
  }
  if (status >= 400) return { status: 'unavailable' };
  return envelope.error ? { status: 'refused', reason: 'other' } : null;
}

/** The receipt of a booking, null when nothing in it says that it was taken. It often comes without a number. */
function readReceipt(json: unknown): { confirmation_number: string | null } | null {
  if (!isRecord(json)) return null;
  const { data, message } = json;
  const parts = [json, isRecord(data) ? data : {}];
  const number = parts
    .flatMap((part) => [part.confirmation_number, part.confirmationNumber])
    .find((value) => isText(value) || typeof value === 'number');
  const saysSo = number !== undefined || data === true || isText(message) || (isRecord(data) && !isEmpty(data));
  return saysSo ? { confirmation_number: number === undefined ? null : String(number) } : null;
}

/** The office's notes take the project as a number. */
function numeric(id: string): number | string {
  return /^\d+$/.test(id) ? Number(id) : id;
}

/** `MM/DD/YYYY HH:MM:SS`, UTC. */
function writeCreatedAt(at: string): string {
  const utc = Temporal.Instant.from(at).toZonedDateTimeISO('UTC');
  const two = (value: number) => String(value).padStart(2, '0');
  const time = [utc.hour, utc.minute, utc.second].map(two).join(':');
  return `${two(utc.month)}/${two(utc.day)}/${utc.year} ${time}`;
}
