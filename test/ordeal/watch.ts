import type { Temporal } from 'temporal-polyfill';
import type { ActOf } from '../../core/contracts/act.ts';
import type { Answer } from '../../core/contracts/answer.ts';
import type { LoggedRequest } from '../../sandbox/request-log.ts';
import type { Project } from '../../sandbox/seed.ts';
import { holdsAppointment, standingOf } from '../../sandbox/status.ts';
import { indecencies } from '../conversations/decency.ts';
import { isWrite, type Standing } from '../conversations/stage.ts';
import { untrueDeeds } from './deeds.ts';
import { visitOf } from './own.ts';
import { untrueWidgets } from './widgets.ts';
import { untrueWords } from './words.ts';

export type Pending = NonNullable<Answer['metadata']['pending_action']>;
export type WriteResult = ActOf<'write_result'>;

/** What was said in one turn, and what the customer had in front when saying it. */
export type Said = {
  message: string;
  /** The speaker means yes. */
  isYes: boolean;
  channel: string;
  customer: string;
  session: string;
  /** The write that the answer before asked a yes for. */
  pending: Pending | null;
  /** All that this session's answers have asked a yes for so far, that one included. */
  shown: readonly Pending[];
  /** What was said yes to before. */
  affirmed: readonly Pending[];
};

/** What one turn did, seen from outside: its answer, PF360's log of it, and PF360 after it. */
export type Done = {
  /** The assistant's clock. */
  at: Temporal.Instant;
  said: Said;
  /** What else was said at the same moment in the same session. */
  besides: readonly Said[];
  answer: Answer;
  /** Requests that arrived since the answer before, those of an unfinished move's recovery left out. */
  requests: readonly LoggedRequest[];
  before: Standing;
  after: Standing;
  /** Outcomes that the reply spoke of, from the execution's record. */
  results: readonly WriteResult[];
  /** Numbers of projects whose unfinished move was picked up while the turn ran: they may change at any moment. */
  recovered: ReadonlySet<string>;
  /** What a list may have shown of a project: what is so now and, where it lags, what was so before it lagged. */
  listed(number: string): readonly Standing[];
  /** Bytes of the largest state of the execution. */
  largestState: number;
};

/** Bytes of a turn state that Express may not exceed by far. */
export const STATE_LIMIT = 64 * 1024;

/** The state machine's own sentence for a turn that broke. */
const FELL_BACK = /something went wrong on my side/i;

/** Everything that must hold after a turn (contract, part 7). One line for each thing that does not. */
export function violations(done: Done, privacy: Privacy, offered: Offered): string[] {
  return [
    ...(FELL_BACK.test(done.answer.response) ? ['an error that nobody handled: the reply is the last resort'] : []),
    ...indecencies(done.answer, done.said.channel, done.said.session),
    ...unconfirmedWrites(done),
    ...untrueOutcomes(done),
    ...untrueDeeds(done),
    ...untrueFacts(done, offered),
    ...untrueWidgets(done),
    ...untrueWords(done, offered),
    ...privacy.strangersIn(done),
    ...(done.largestState >= STATE_LIMIT ? [`a turn state of ${done.largestState} bytes`] : []),
  ];
}

/** Each write of the turn must be in what the customer said yes to, once. */
function unconfirmedWrites({ said, besides, requests, before }: Done): string[] {
  const allowed = [said, ...besides].flatMap((each) => allowedBy(each, before));
  return requests.filter(isWrite).flatMap((request) => {
    const at = allowed.findIndex((one) => one.covers(request));
    if (at === -1) {
      const yes = said.pending === null ? 'nothing pending' : `pending ${JSON.stringify(said.pending)}`;
      const body = JSON.stringify(request.body);
      return [`a write without its yes: ${request.method} ${request.path} ${body}, said "${said.message}", ${yes}`];
    }
    allowed.splice(at, 1);
    return [];
  });
}

type Allowed = { covers(request: LoggedRequest): boolean };

function allowedBy({ message, isYes, pending, affirmed }: Said, standing: Standing): Allowed[] {
  const ownNote: Allowed = { covers: (request) => isNote(request) && statesIn(message, textOf(request)) };
  const late = affirmed.flatMap((one) => lateNote(one, standing));
  if (!isYes || pending === null) return [ownNote, ...late];
  const project = standing.project(pending.project.number);
  const of = (pattern: RegExp, fits: (body: Record<string, unknown>) => boolean = () => true): Allowed => ({
    covers: (request) => pattern.test(`${request.method} ${request.path}`) && fits(bodyOf(request)),
  });
  const scheduled = (date: string | null | undefined, time: string | null | undefined) =>
    of(new RegExp(`^POST /scheduler/client/${project.tenant.clientId}/project/${project.id}/schedule$`), (body) => {
      return body.date === date && body.time === `${time}:00`;
    });
  const noteOn = (path: string, part: string) =>
    of(new RegExp(`^POST ${path}$`), (body) => body.project_id === project.id && String(body.note_text).includes(part));
  const address = noteOn('/project-notes/update-address-note', pending.address ?? '');
  const { clientId } = project.tenant;
  switch (pending.tool) {
    case 'confirm_appointment':
      return [scheduled(pending.date, pending.time), ...(pending.address_change === true ? [address] : [])];
    case 'reschedule_appointment':
      return [
        of(new RegExp(`^GET /scheduler/client/${clientId}/project/${project.id}/cancel-reschedule$`)),
        // A move in one goes back to the old time when the new one cannot be had.
        ...(pending.new_date === undefined
          ? []
          : [scheduled(pending.new_date, pending.new_time), scheduled(pending.date, pending.time)]),
      ];
    case 'cancel_appointment':
      return [
        of(new RegExp(`^GET /scheduler/${clientId}/${project.id}/cancel-appointment$`)),
        noteOn('/project-notes/add-note', pending.reason ?? ''),
      ];
    case 'add_note':
      return [
        of(new RegExp(`^POST /communication/client/${clientId}/project/${project.id}/note$`), (body) =>
          String(body.note_text).includes(pending.note_text ?? ''),
        ),
      ];
    case 'request_address_change':
      return [address];
    default:
      return [];
  }
}

/** The reason of a cancel, or the address of a booking, whose outcome was not known at the yes: saved once it is, once. */
function lateNote({ tool, project, reason, address, address_change }: Pending, standing: Standing): Allowed[] {
  const { id } = standing.project(project.number);
  const part = tool === 'cancel_appointment' ? reason : address_change === true ? address : undefined;
  if (part == null || noteCount(standing.project(project.number), standing, part) > 0) return [];
  const path = tool === 'cancel_appointment' ? '/project-notes/add-note' : '/project-notes/update-address-note';
  return [
    {
      covers: (request) => request.path === path && bodyOf(request).project_id === id && textOf(request).includes(part),
    },
  ];
}

const bodyOf = ({ body }: LoggedRequest): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
const textOf = (request: LoggedRequest): string => String(bodyOf(request).note_text);
const isNote = ({ method, path }: LoggedRequest): boolean =>
  method === 'POST' && /^\/communication\/.*\/note$/.test(path);

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const statesIn = (message: string, note: string): boolean => plain(message).includes(plain(note));

/** What the reply says became of a write must be what PF360 holds. */
function untrueOutcomes({ said, answer, results, before, after, recovered }: Done): string[] {
  const wrong: string[] = [];
  for (const { action, status, released_only } of results) {
    const project = after.project(action.project.number);
    if (recovered.has(project.number)) continue;
    const took = tookEffect(action, project, after);
    const what = `${action.tool} ${status} for ${project.number}`;
    if (status === 'confirmed' || status === 'requested') {
      if (!took) wrong.push(`${what}, but PF360 shows ${describe(project, after)}`);
      if (status === 'confirmed' && action.tool === 'confirm_appointment' && !isFirm(project, after))
        wrong.push(`${what}, but PF360 shows ${describe(project, after)}`);
      if (action.tool === 'reschedule_appointment' && released_only && holds(project, after))
        wrong.push(`${what}: "no new appointment", but PF360 shows ${describe(project, after)}`);
    }
    if (
      completesMove(action) &&
      !took &&
      status !== 'unknown' &&
      holds(project, after) &&
      NO_VISIT.test(answer.response)
    )
      wrong.push(`"no appointment", but PF360 shows ${describe(project, after)}`);
    if (status === 'rehearsed' && JSON.stringify(before.state) !== JSON.stringify(after.state))
      wrong.push(`${what}, but PF360 has changed`);
    if ((status === 'refused' || status === 'not_done') && took && changed(action, project, before, after))
      wrong.push(`${what}, but it took effect: ${describe(project, after)}`);
  }
  const outcome = answer.metadata.write_outcome;
  const last = results.at(-1);
  if ((outcome?.status ?? null) !== (last?.status ?? null) || (outcome?.tool ?? null) !== (last?.action.tool ?? null))
    wrong.push(`write_outcome is ${JSON.stringify(outcome)}, the reply speaks of ${JSON.stringify(last?.status)}`);
  const isDone = results.some(({ status }) => status === 'confirmed' || status === 'requested');
  const claim = CLAIM.exec(answer.response)?.[0];
  if (claim !== undefined && !isDone && !said.message.includes(claim)) wrong.push(`"${claim}" without a write`);
  return wrong;
}

const completesMove = (action: WriteResult['action']): boolean =>
  action.tool === 'confirm_appointment' && action.completes_reschedule;
const NO_VISIT = /there is no appointment|don't have an? (?:new )?appointment/i;

/** Words of a deed that only the outcome of a write may use. */
const CLAIM =
  /\b(?:you're booked|is now booked|has been (?:booked|canceled|cancelled|moved|saved|sent)|appointment on [^.]* is canceled\b|is moved:|I (?:saved|sent|booked|canceled|moved) )/i;

function describe(project: Project, standing: Standing): string {
  const { status, appointment } = standing.progress(project);
  return `${status}${appointment === null ? '' : ` ${appointment.date} ${appointment.time}`}`;
}

function holds(project: Project, standing: Standing): boolean {
  const { status, appointment } = standing.progress(project);
  return appointment !== null && holdsAppointment(status);
}

const isFirm = (project: Project, standing: Standing): boolean =>
  standingOf(standing.progress(project).status) === 'scheduled';

const isAt = (project: Project, standing: Standing, date: string, time: string | null): boolean => {
  const { appointment } = standing.progress(project);
  return holds(project, standing) && appointment?.date === date && (time === null || appointment.time === time);
};

const noteCount = (project: Project, { state }: Standing, part: string): number =>
  state.notes.filter(({ project_id, text }) => project_id === project.id && text.includes(part)).length;

function tookEffect(action: WriteResult['action'], project: Project, after: Standing): boolean {
  switch (action.tool) {
    case 'confirm_appointment':
      return isAt(project, after, action.date, action.time);
    case 'reschedule_appointment':
      return action.new_date !== null && action.new_time !== null
        ? isAt(project, after, action.new_date, action.new_time) || !isAt(project, after, action.date, action.time)
        : !isAt(project, after, action.date, action.time);
    case 'cancel_appointment':
      return !isAt(project, after, action.date, action.time);
    case 'add_note':
      return noteCount(project, after, action.note_text) > 0;
    case 'request_address_change':
      return noteCount(project, after, action.address) > 0;
  }
}

/** Whether this very turn brought the effect about: what stood there before it was not its doing. */
function changed(action: WriteResult['action'], project: Project, before: Standing, after: Standing): boolean {
  if (action.tool === 'add_note')
    return noteCount(project, after, action.note_text) > noteCount(project, before, action.note_text);
  if (action.tool === 'request_address_change')
    return noteCount(project, after, action.address) > noteCount(project, before, action.address);
  return describe(project, before) !== describe(project, after);
}

/** Dates and times that a project was ever open on, by number: what may be shown or asked a yes for. */
export type Offered = {
  dates(number: string): ReadonlySet<string>;
  times(number: string, date: string): ReadonlySet<string>;
};

/** The widgets and the pending action must show what PF360 has. */
function untrueFacts({ answer, after, results, recovered, listed }: Done, offered: Offered): string[] {
  const { data, metadata } = answer;
  const wrong: string[] = [];
  if (data?.kind === 'dates') {
    const open = offered.dates(data.project.number);
    for (const { date } of data.items) if (!open.has(date)) wrong.push(`${date} was never open`);
  }
  if (data?.kind === 'time_slots') {
    const open = offered.times(data.project.number, data.date);
    for (const { time } of data.items) if (!open.has(time)) wrong.push(`${data.date} ${time} was never open`);
  }
  const rows =
    data?.kind === 'projects'
      ? data.items
      : data?.kind === 'project'
        ? [data.item]
        : data?.kind === 'appointment' && results.length === 0
          ? [{ ...data.project, scheduled: data.date === null ? null : { date: data.date, time: data.time } }]
          : [];
  for (const { number, scheduled } of rows) {
    if (recovered.has(number)) continue;
    const project = after.project(number);
    const visits = listed(number).map((standing) => visitOf(project, standing));
    const onThatDay = visits.filter((visit) => (visit?.date ?? null) === (scheduled?.date ?? null));
    if (onThatDay.length === 0)
      wrong.push(`${number} is shown on ${scheduled?.date ?? 'no date'}, PF360 has ${describe(project, after)}`);
    else if (scheduled?.time != null && onThatDay.every((visit) => visit?.time !== scheduled.time))
      wrong.push(`${number} is shown at ${scheduled.time}, PF360 has ${describe(project, after)}`);
  }
  const pending = metadata.pending_action;
  if (pending?.tool === 'confirm_appointment') {
    const { date = '', time = '' } = pending;
    if (!offered.times(pending.project.number, date ?? '').has(time ?? ''))
      wrong.push(`a yes is asked for ${date} ${time}, which was never open`);
  }
  return wrong;
}

export type Privacy = {
  /** From now on only this customer may be shown it. */
  own(what: string, customer: string): void;
  strangersIn(done: Pick<Done, 'said' | 'answer'>): string[];
};

const MESSAGES_KEPT = 10;

/** Numbers, addresses, names and mail addresses that only their customers may be shown. */
export function createPrivacy(standing: Standing): Privacy {
  const ownedBy = new Map<string, Set<string>>();
  const own = (what: string, customer: string) => {
    if (what.trim().length < 5) return;
    const owners = ownedBy.get(what) ?? new Set();
    ownedBy.set(what, owners.add(customer));
  };
  for (const { number, address, customer, poNumber } of standing.seed.projects.values()) {
    const id = String(customer.id);
    for (const what of [number, address?.line1 ?? '', customer.email, customer.phone, customer.lastName, poNumber])
      own(what, id);
  }
  /** The customer's own words may come back for as long as a request that they made waits for its turn. */
  const before = new Map<string, string[]>();
  return {
    own,
    strangersIn({ said, answer }) {
      const lately = [...(before.get(said.customer) ?? []), said.message].slice(-MESSAGES_KEPT);
      before.set(said.customer, lately);
      const words = lately.join(' ');
      const text = JSON.stringify([answer.response, answer.suggestions, answer.data, answer.metadata.pending_action]);
      const wrong: string[] = [];
      for (const [what, owners] of ownedBy)
        if (!owners.has(said.customer) && text.includes(what) && !words.includes(what))
          wrong.push(`${what} of customer ${[...owners].join()} is shown to ${said.customer}`);
      return wrong;
    },
  };
}
