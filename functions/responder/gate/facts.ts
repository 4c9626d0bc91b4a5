import { inWindow, WEEKDAYS, type Window, weekdayOf } from '../../../core/calendar.ts';
import type { Act, OfficeHours } from '../../../core/contracts/act.ts';
import type { PendingAction } from '../../../core/contracts/action.ts';
import type { Appointment, ProjectDetail, ProjectRef, ProjectView, Unshown } from '../../../core/contracts/project.ts';
import type { DateWish } from '../../../core/contracts/session.ts';
import type { TurnState } from '../../../core/contracts/turn.ts';
import { repeat, UNREADABLE } from '../speech.ts';
import type { LIMITS } from '../wording/plain.ts';
import { kindOf } from '../wording/project.ts';
import { addressForms } from './addresses.ts';
import type { Facts, Phrase, ProjectFact, Role, WriteFact } from './backing.ts';
import { normalise } from './text.ts';

type Source = Pick<TurnState, 'channel' | 'client_name' | 'identity' | 'session_context'>;

/** Facts while they are gathered, with the channel whose wording they have to be recognised in. */
type Gathering = Facts & Pick<TurnState, 'channel'>;

/** The facts of acts, and what of session and tenant may be named beside them. */
export function factsOfActs(acts: readonly Act[], { channel, client_name, identity, session_context }: Source): Facts {
  const facts: Gathering = { ...NO_FACTS(), channel };
  for (const act of acts) addAct(facts, act);
  const { project, task, interrupted, last_list, pending_action, constraints, offers } = session_context;
  for (const known of [project, task?.project, interrupted?.project, ...last_list]) if (known) addProject(facts, known);
  if (pending_action !== null) addProposal(facts, pending_action);
  if (acts.some(({ act }) => act === 'clarify'))
    for (const { entities } of offers) {
      if (typeof entities.date === 'string') addDay(facts, entities.date, 'offered', null);
      if (entities.time !== undefined) facts.times.push(entities.time);
    }
  const names = [client_name, identity.client_name, ...identity.locations.map((location) => location.client_name)];
  for (const name of names) addPhrase(facts, name, 'name', 'name');
  addCounts(facts, identity.locations.length);
  if (identity.support_number !== null) facts.phones.push(identity.support_number);
  facts.windows.push(...constraints.windows);
  facts.weekdays.push(...constraints.weekdays);
  for (const { weekday, time_window, time } of constraints.excluded) {
    if (weekday !== undefined) facts.weekdays.push(weekday);
    if (time_window !== undefined) facts.windows.push(time_window);
    if (time !== undefined) facts.times.push(time);
  }
  facts.times.push(...[constraints.after, constraints.before].filter((time) => time !== null));
  return facts;
}

const NO_FACTS = (): Facts => ({
  phrases: [],
  quotes: [],
  days: [],
  times: [],
  missedTimes: [],
  windows: [],
  weekdays: [],
  hours: null,
  counts: new Set(),
  weather: [],
  durations: [],
  phones: [],
  projects: [],
  writes: [],
  proposals: [],
  mayNotBook: false,
  failed: false,
  handsOver: false,
  hasNotes: false,
  noteCounts: [],
});

export const keyOf = ({ client_id, project_id }: Pick<ProjectRef, 'client_id' | 'project_id'>): string =>
  `${client_id}/${project_id}`;

/** The write by which each deed of the conversation was done. */
const DEEDS: Record<Unshown['did'], Pick<WriteFact, 'tool' | 'status'>> = {
  booked: { tool: 'confirm_appointment', status: 'confirmed' },
  requested: { tool: 'confirm_appointment', status: 'requested' },
  canceled: { tool: 'cancel_appointment', status: 'confirmed' },
  cancel_requested: { tool: 'cancel_appointment', status: 'requested' },
  released: { tool: 'reschedule_appointment', status: 'confirmed' },
};

type Gather<Name extends Act['act']> = (facts: Gathering, act: Extract<Act, { act: Name }>) => void;

const nothing = (): void => {};

/** What each act lets a reply speak of. */
const GATHER: { readonly [Name in Act['act']]: Gather<Name> } = {
  greet: (facts, { client_name }) => addPhrase(facts, client_name, 'name', 'name'),
  help: nothing,
  thanks: nothing,
  okay: nothing,
  wait: nothing,
  ask_what_to_end: (facts, { support_number }) => {
    if (support_number !== null) facts.phones.push(support_number);
  },
  opt_out: (facts, { support_number }) => {
    if (support_number !== null) facts.phones.push(support_number);
  },
  goodbye: nothing,
  out_of_scope: nothing,
  not_known: (facts, { support_number }) => {
    if (support_number !== null) facts.phones.push(support_number);
  },
  not_yet: nothing,
  tied_yes: (facts, { words }) => addQuote(facts, words, 'words'),

  show_projects: (facts, { items, total, offset, filter }) => {
    for (const item of items) addProject(facts, item);
    addQuote(facts, filter, 'words');
    addPhrase(facts, filter, 'words', 'name');
    addCounts(facts, total, offset + 1, offset + items.length);
    addRows(facts, items.length, total - offset, offset);
    addProjectCounts(facts, items);
  },
  no_projects: (facts, { filter, instead }) => {
    for (const item of instead) addProject(facts, item);
    addQuote(facts, filter, 'words');
    addRows(facts, instead.length, instead.length);
    addProjectCounts(facts, instead);
  },
  show_project: (facts, { project }) => addProject(facts, project),
  ask_project: (facts, { options, more, words, none_on = null }) => {
    for (const item of options) addProject(facts, item);
    addQuote(facts, words, 'words');
    addWish(facts, none_on);
    addCounts(facts, more);
    addRows(facts, options.length, options.length + more);
    addProjectCounts(facts, options);
  },

  offer_dates: (facts, { project, dates, total, asked, weather, time = null }) => {
    addProject(facts, project);
    addDays(facts, dates, 'offered', project);
    addWish(facts, asked);
    addTimeWish(facts, time);
    facts.weather.push(...weather);
    addRows(facts, dates.length, total);
  },
  no_dates: (facts, { project, asked, weekdays = [], instead }) => {
    addProject(facts, project);
    facts.weekdays.push(...weekdays);
    addDays(facts, instead, 'offered', project);
    addWish(facts, asked);
    addRows(facts, instead.length, instead.length);
  },
  date_problem: (facts, { words, date }) => {
    addQuote(facts, words, 'words');
    addWish(facts, date);
  },
  offer_times: (facts, { project, date, times, others, asked }) => {
    addProject(facts, project);
    const all = [...times, ...others];
    addDay(facts, date, 'offered', project, all);
    addTimeWish(facts, asked);
    for (const part of PARTS) addCounts(facts, all.filter((time) => inWindow(time, part)).length);
    addRows(facts, times.length, times.length);
    addRows(facts, all.length, all.length);
    addCounts(facts, others.length);
  },
  no_times: (facts, { project, date, instead }) => {
    addProject(facts, project);
    addDay(facts, date, 'asked', project);
    addDays(facts, instead, 'offered', project);
    addRows(facts, instead.length, instead.length);
  },

  ask_confirmation: (facts, { action, breaks }) => {
    addPhrase(facts, breaks, 'words', 'name');
    addProposal(facts, action);
  },
  confirm_clearly: (facts, { action }) => addProposal(facts, action),
  ask_reason: (facts, { project, appointment }) => addStanding(facts, project, appointment),
  ask_cancel_or_move: (facts, { project, appointment }) => addStanding(facts, project, appointment),
  other_day: (facts, { project, appointment, asked }) => {
    addStanding(facts, project, appointment);
    addWish(facts, asked);
  },
  already_scheduled: (facts, { project, appointment }) => addStanding(facts, project, appointment),
  not_shown_yet: (facts, { project, status, did, date, time }) => {
    addState(facts, { project, status, group: null }, null);
    const stands = did === 'booked' || did === 'cancel_requested';
    const role = stands ? 'appointment' : did === 'requested' ? 'requested' : 'given_up';
    if (date !== null) addDay(facts, date, role, project, time === null ? [] : [time]);
    facts.writes.push({
      ...DEEDS[did],
      project: keyOf(project),
      releasedOnly: did === 'released',
      reasonSaved: false,
      addressFiled: false,
      completesReschedule: false,
    });
  },
  ask_note_text: (facts, { project, others = [] }) => {
    for (const each of [project, ...others]) addProject(facts, each);
  },
  note_stays: (facts, { project }) => {
    if (project !== null) addProject(facts, project);
  },
  ask_address: (facts, { project, on_file }) => addAddressOnFile(facts, project, on_file),
  write_result: (facts, act) => addResult(facts, act),
  declined: nothing,
  nothing_pending: nothing,
  pending_expired: nothing,

  show_appointment: (facts, act) => {
    addState(facts, act, act.appointment === null ? null : 'some');
    addVisit(facts, act.project, act.appointment, act.group === 'scheduled' ? 'appointment' : 'missed');
    addPerson(facts, act.technician, act.project);
    addWish(facts, act.asked);
  },
  no_appointment: (facts, act) => {
    addState(facts, act, 'none');
  },
  no_appointments: nothing,
  move_unfinished: (facts, { project, date, time }) => {
    addProject(facts, project);
    addDay(facts, date, 'given_up', project, time === null ? [] : [time]);
    facts.writes.push({
      tool: 'reschedule_appointment',
      status: 'confirmed',
      project: keyOf(project),
      releasedOnly: true,
      reasonSaved: false,
      addressFiled: false,
      completesReschedule: false,
    });
  },
  not_allowed: (facts, act) => {
    addState(facts, act, null);
    facts.mayNotBook = true;
  },
  not_schedulable: (facts, { project }) => {
    addProject(facts, project);
    facts.mayNotBook = true;
  },
  ended_project: (facts, act) => addState(facts, act, null),

  show_hours: (facts, { hours }) => addHours(facts, hours),
  show_weather: (facts, { place, days, project, appointment }) => {
    addPhrase(facts, place, 'name', 'name');
    if (project !== null) addStanding(facts, project, appointment);
    facts.weather.push(...days);
    for (const { date, summary } of days) {
      addDay(facts, date, 'weather', null);
      addPhrase(facts, summary, 'name', 'sky', [date]);
    }
    addRows(facts, days.length, days.length);
  },
  no_weather: (facts, { why, place, date }) => {
    addQuote(facts, place, 'words');
    if (why !== 'unknown_place') addPhrase(facts, place, 'words', 'name');
    if (date !== null) addDay(facts, date, 'asked', null);
    if (why === 'too_far') facts.durations.push('16 days');
    facts.failed ||= why === 'unavailable';
  },
  show_address: (facts, { project, address }) => addAddressOnFile(facts, project, address),
  show_notes: (facts, { project, notes, total, unshown = null }) => {
    addProject(facts, project);
    addQuote(facts, unshown, 'note');
    for (const { text, author } of notes) {
      addQuote(facts, text, 'shown_note');
      addQuote(facts, text, 'note');
      addPhrase(facts, author, 'name', 'person');
    }
    facts.hasNotes ||= notes.length > 0;
    facts.noteCounts.push(notes.length, total);
    addRows(facts, notes.length, total);
  },

  handoff: (facts, { reason, hours, support_number }) => {
    facts.handsOver = true;
    if (support_number !== null) facts.phones.push(support_number);
    facts.failed ||= reason === 'repeated_faults' || reason === 'reschedule_stuck';
    if (hours !== null) addHours(facts, hours);
  },
  failure: (facts) => {
    facts.failed = true;
  },
  clarify: (facts, { question, options }) => {
    addPhrase(facts, question, 'question', 'name');
    for (const { label } of options) addPhrase(facts, label, 'name', 'name');
  },
  resume: (facts, { project }) => {
    if (project !== null) addProject(facts, project);
  },
  // biome-ignore lint/suspicious/noThenProperty: an act's name; the table is never awaited.
  then: (facts, { requests }) => {
    for (const { project } of requests) if (project !== undefined) addProject(facts, project);
  },
  unread: nothing,
};

function addAct<Name extends Act['act']>(facts: Gathering, act: Extract<Act, { act: Name }>): void {
  // The table is typed by the name of the act; TypeScript does not carry that through the index.
  const gather = GATHER[act.act] as unknown as Gather<Name>;
  gather(facts, act);
}

const PARTS: readonly Window[] = ['morning', 'afternoon', 'evening'];

// --- words that may stand as they are ---

/** The forms that other people's words take in this channel, and in full. */
function formsOf(facts: Gathering, text: string, kind: keyof typeof LIMITS): string[] {
  const forms = [repeat(text, kind, facts), repeat(text, kind, { channel: 'chat' })].map(normalise);
  return [...new Set(forms)].filter((form) => form !== '');
}

function addPhrase(
  facts: Gathering,
  text: string | null | undefined,
  kind: keyof typeof LIMITS,
  mark: Phrase['mark'],
  means: readonly string[] = [],
  where: Phrase['where'] = 'any',
): void {
  for (const form of text ? formsOf(facts, text, kind) : []) facts.phrases.push({ text: form, mark, means, where });
}

function addQuote(facts: Gathering, text: string | null, kind: keyof typeof LIMITS): void {
  if (text !== null) facts.quotes.push(...formsOf(facts, text, kind), UNREADABLE);
}

function addAddress(facts: Gathering, address: string, project: ProjectRef): void {
  for (const form of formsOf(facts, address, 'address').flatMap(addressForms))
    facts.phrases.push({ text: form, mark: 'address', means: [keyOf(project)], where: 'any' });
}

function addPerson(facts: Gathering, name: string | null, project: ProjectRef): void {
  for (const form of name === null ? [] : formsOf(facts, name, 'name')) {
    const parts = [form, ...form.split(' ').filter((part) => /^\p{Lu}\p{L}+$/u.test(part))];
    for (const text of parts)
      facts.phrases.push({ text, mark: 'person', means: [keyOf(project)], where: text === form ? 'any' : 'exact' });
  }
}

function addStatus(facts: Gathering, status: string, project: ProjectRef): void {
  const where = status.trim().includes(' ') ? 'any' : 'slot';
  addPhrase(facts, status, 'status', 'status', [keyOf(project)], where);
}

function addAddressOnFile(facts: Gathering, project: ProjectRef, address: string | null): void {
  addProject(facts, project);
  if (address !== null) addAddress(facts, address, project);
}

// --- figures ---

const addCounts = (facts: Gathering, ...counts: readonly number[]): void => {
  for (const count of counts) if (count > 0) facts.counts.add(count);
};

const ROWS_SHOWN: Readonly<Record<TurnState['channel'], readonly number[]>> = { chat: [], sms: [8], voice: [3] };

/** The figures of a list: how many it has, are shown and are left; some channels show fewer rows. */
function addRows(facts: Gathering, items: number, total: number, offset = 0): void {
  for (const shown of [items, ...ROWS_SHOWN[facts.channel].map((most) => Math.min(items, most))])
    addCounts(facts, shown, total, total - shown, offset + shown);
}

/** "Two of them are scheduled": how many of a list are alike. */
function addProjectCounts(facts: Gathering, items: readonly ProjectView[]): void {
  const likenesses: ((item: ProjectView) => string)[] = [
    ({ group }) => group,
    ({ status }) => status,
    ({ category }) => category,
    ({ type }) => type,
    ({ location }) => location ?? '',
    ({ scheduled }) => String(scheduled === null),
  ];
  for (const likeness of likenesses)
    for (const alike of Object.values(Object.groupBy(items, likeness))) addCounts(facts, alike?.length ?? 0);
}

// --- projects ---

function addProject(
  facts: Gathering,
  project: ProjectRef | ProjectView | ProjectDetail,
  visit: 'some' | 'none' | null = null,
): void {
  const key = keyOf(project);
  const means = [key];
  const { category, type, number, location } = project;
  for (const channel of [facts.channel, 'chat'] as const)
    facts.phrases.push({ text: normalise(kindOf(project, { channel })), mark: 'project', means, where: 'any' });
  for (const text of [category, number]) addPhrase(facts, text, 'name', 'project', means);
  addPhrase(facts, number.split('_')[0], 'name', 'project', means);
  addPhrase(facts, location, 'name', 'name', means);
  for (const word of location?.match(/\p{Lu}\p{L}{3,}/gu) ?? [])
    facts.phrases.push({ text: word, mark: 'name', means, where: 'exact' });
  if ('status' in project) {
    addStatus(facts, project.status, project);
    for (const place of [project.city, project.street, project.state, project.zip])
      if (place !== null) addAddress(facts, place, project);
    addVisit(facts, project, project.scheduled, project.group === 'scheduled' ? 'appointment' : 'missed');
  }
  if ('technician' in project) addDetail(facts, project);
  const known = 'status' in project ? project : null;
  mergeProject(facts, {
    key,
    words: `${category} ${type}`.toLowerCase().match(/\p{L}{3,}/gu) ?? [],
    group: known?.group ?? null,
    status: known?.status ?? null,
    visit: known === null ? visit : known.scheduled === null ? 'none' : 'some',
  });
}

function addDetail(facts: Gathering, project: ProjectDetail): void {
  addPerson(facts, project.technician, project);
  if (project.address !== null) addAddress(facts, project.address, project);
  addPhrase(facts, project.store, 'name', 'name', [keyOf(project)]);
  if (project.duration === null) return;
  facts.durations.push(project.duration);
  addPhrase(facts, project.duration, 'name', 'span', [keyOf(project)]);
}

function addState(
  facts: Gathering,
  { project, status, group }: { project: ProjectRef; status: string; group: ProjectFact['group'] },
  visit: 'some' | 'none' | null,
): void {
  addProject(facts, project);
  addStatus(facts, status, project);
  mergeProject(facts, { key: keyOf(project), words: [], group, status, visit });
}

/** What one act leaves open another may tell. */
function mergeProject(facts: Gathering, fact: ProjectFact): void {
  const at = facts.projects.findIndex(({ key }) => key === fact.key);
  const known = facts.projects[at];
  if (known === undefined) {
    facts.projects.push(fact);
    return;
  }
  facts.projects[at] = {
    key: known.key,
    words: [...new Set([...known.words, ...fact.words])],
    group: fact.group ?? known.group,
    status: fact.status ?? known.status,
    visit: fact.visit ?? known.visit,
  };
}

// --- dates and times ---

function addDay(
  facts: Gathering,
  date: string,
  role: Role,
  project: ProjectRef | null,
  times: readonly string[] = [],
  ends: string | null = null,
): void {
  facts.days.push({ date, role, project: project === null ? null : keyOf(project), times, ends });
}

function addDays(facts: Gathering, dates: readonly string[], role: Role, project: ProjectRef): void {
  for (const date of dates) addDay(facts, date, role, project);
  const alike = [(date: string) => String(weekdayOf(date)), (date: string) => date.slice(0, 7)];
  for (const likeness of alike)
    for (const same of Object.values(Object.groupBy(dates, likeness))) addCounts(facts, same?.length ?? 0);
}

function addVisit(facts: Gathering, project: ProjectRef, visit: Appointment | null, role: Role): void {
  if (visit === null) return;
  addDay(
    facts,
    visit.date,
    role,
    project,
    [visit.time, visit.end_time].filter((time) => time !== null),
    visit.end_time,
  );
}

/** An appointment that stands. */
function addStanding(facts: Gathering, project: ProjectRef, visit: Appointment | null): void {
  addProject(facts, project, visit === null ? null : 'some');
  addVisit(facts, project, visit, 'appointment');
}

function addWish(facts: Gathering, wish: DateWish | null): void {
  if (wish === null) return;
  for (const date of typeof wish === 'string' ? [wish] : [wish.start, wish.end]) addDay(facts, date, 'asked', null);
}

function addTimeWish(facts: Gathering, asked: string | null): void {
  if (asked === null) return;
  const part = PARTS.find((each) => each === asked);
  if (part !== undefined) facts.windows.push(part);
  else if (/^(?:(?:after|before) )?\d\d:\d\d$/.test(asked)) facts.missedTimes.push(asked.slice(-5));
  else addQuote(facts, asked, 'words');
}

function addHours(facts: Gathering, hours: OfficeHours): void {
  facts.hours = hours;
  for (const { open, close } of hours.days) facts.times.push(...[open, close].filter((time) => time !== null));
  for (const { day } of hours.days) facts.weekdays.push(WEEKDAYS.indexOf(day as (typeof WEEKDAYS)[number]) + 1);
  const next = hours.next_open;
  if (next === null) return;
  addDay(facts, next.date, 'opening', null, [next.time]);
  facts.durations.push(`${next.days_ahead} days`);
}

// --- writes ---

function addProposal(facts: Gathering, action: PendingAction): void {
  facts.proposals.push(action);
  addArguments(facts, action, { now: 'appointment', next: 'proposed' });
}

/** The dates of an action in the roles that they have by now, and the texts it would write. */
function addArguments(facts: Gathering, action: PendingAction, roles: { now: Role; next: Role }): void {
  const { project } = action;
  const standing = action.tool === 'cancel_appointment' || action.tool === 'reschedule_appointment';
  addProject(facts, project, standing && roles.now === 'appointment' ? 'some' : null);
  switch (action.tool) {
    case 'confirm_appointment':
      addDay(facts, action.date, roles.next, project, [action.time]);
      if (action.address !== null)
        if (action.address_change) addQuote(facts, action.address, 'address');
        else addAddress(facts, action.address, project);
      if (action.address_change && action.old_address !== null) addAddress(facts, action.old_address, project);
      return;
    case 'reschedule_appointment':
      addDay(facts, action.date, roles.now, project, action.time === null ? [] : [action.time]);
      if (action.new_date !== null)
        addDay(facts, action.new_date, roles.next, project, action.new_time === null ? [] : [action.new_time]);
      return;
    case 'cancel_appointment':
      addDay(facts, action.date, roles.now, project, action.time === null ? [] : [action.time]);
      addQuote(facts, action.reason, 'reason');
      return;
    case 'add_note':
      addQuote(facts, action.note_text, 'note');
      return;
    case 'request_address_change':
      addQuote(facts, action.address, 'address');
      if (action.old_address !== null) addAddress(facts, action.old_address, project);
  }
}

function addResult(facts: Gathering, act: Extract<Act, { act: 'write_result' }>): void {
  const { action, status, released_only: releasedOnly } = act;
  const booked = status === 'confirmed' ? 'appointment' : status === 'requested' ? 'requested' : 'missed';
  const moved = action.tool === 'reschedule_appointment' && (status === 'confirmed' || status === 'requested');
  const gone = moved || (action.tool === 'cancel_appointment' && status === 'confirmed');
  addArguments(facts, action, {
    now: status === 'unknown' ? 'missed' : gone ? 'given_up' : 'appointment',
    next: releasedOnly ? 'missed' : booked,
  });
  facts.writes.push({
    tool: action.tool,
    status,
    project: keyOf(action.project),
    releasedOnly,
    reasonSaved: act.reason_saved === true,
    addressFiled: act.address_filed === true,
    completesReschedule: action.tool === 'confirm_appointment' && action.completes_reschedule,
  });
  addPhrase(facts, act.confirmation_number, 'name', 'name');
  facts.failed ||= status === 'refused' || status === 'not_done' || status === 'unknown';
}
