import { addDays } from '../../../core/calendar.ts';
import type { ProjectDetail, ProjectView } from '../../../core/contracts/project.ts';
import type { DateWish } from '../../../core/contracts/session.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { isEnded } from '../../../core/rules/status.ts';
import { quote, repeat, type Speech } from '../speech.ts';
import { MONTHS, sayAppointment, sayWish } from '../wording/calendar.ts';
import { capital, count, join, numbered } from '../wording/list.ts';
import { nameOf, namesOf } from '../wording/project.ts';
import { lines, type Said, sentences, type Templates, tell } from './said.ts';

/** How many rows of a list a channel carries. */
const ROWS = { chat: 20, sms: 8, voice: 3 } as const;

export const PROJECTS: Templates<'show_projects' | 'no_projects' | 'show_project' | 'ask_project'> = {
  show_projects: ({ items, total, offset, filter, visits, at = [] }, speech) => {
    const shown = items.slice(0, ROWS[speech.channel]);
    const wanted = wordsSaid(filter, speech);
    const matching = wanted === null ? '' : ` matching ${wanted}`;
    const then = visits === undefined ? '' : `${matching === '' ? '' : ','} with a visit ${sayThen(visits, speech)}`;
    const rest = total - offset - shown.length;
    const all = rest <= 0 && offset === 0;
    const names = at.map((name) => repeat(name, 'name', speech));
    const there = names.length === 0 ? '' : ` at ${join(names, 'and')}`;
    const intro = all
      ? `You have ${count(total, 'project')}${there}${matching}${then}:`
      : `Here are ${offset + 1} to ${offset + shown.length} of your ${count(total, 'project')}${there}${matching}${then}:`;
    const more = rest > 0 ? `${restOf(rest)} Ask me to show more for the next ones.` : null;
    return tell(lines(speech, intro, listOf(shown, speech, describe, offset + 1), more), ASK_WHICH);
  },

  no_projects: ({ filter, any, instead, more, visits }, speech) => {
    if (!any && instead.length === 0)
      return tell("I don't see any projects for you here.", 'Would you like to talk to a person about it?');
    const wanted = wordsSaid(filter, speech);
    const none =
      visits !== undefined
        ? `I don't see a visit ${sayThen(visits, speech)}${wanted === null ? '' : ` for projects matching ${wanted}`}.`
        : wanted === null
          ? "I don't see a project like that."
          : `I don't see a project matching ${wanted}.`;
    if (instead.length === 0) return tell(none, 'Would you like to see all your projects?');
    const shown = instead.slice(0, ROWS[speech.channel]);
    const hidden = (more ?? 0) + instead.length - shown.length;
    const there = `${hidden > 0 ? 'Some of what there is' : 'Here is what there is'}:`;
    const areEnded = instead.every(({ group }) => isEnded(group));
    const intro = areEnded ? 'These are over:' : visits === undefined ? there : 'These have a visit at another time:';
    const rest = hidden > 0 ? restOf(hidden) : null;
    const unasked = filter === null && visits === undefined;
    const head = areEnded && unasked ? "You don't have an open project right now." : none;
    return tell(lines(speech, head, intro, listOf(shown, speech, describe), rest), ASK_WHICH);
  },

  show_project: ({ project, asked }, speech) => {
    const answer = ANSWERS[asked](project, speech);
    return asked === 'all' ? answer : tell(sentences(answer.tell), answer.ask);
  },

  ask_project: ({ for: intent, options, more, words, unmatched, none_on }, speech) => {
    const shown = options.slice(0, ROWS[speech.channel]);
    const hidden = more + options.length - shown.length;
    const said = wordsSaid(words, speech);
    const intro = unmatched
      ? `${unmatchedBy(words, speech)} ${hidden > 0 ? 'Some of what there is' : 'Here is what there is'}:`
      : none_on !== undefined
        ? `I don't see a visit ${sayThen(none_on, speech)}. It could be about one of these:`
        : said === null
          ? 'It could be about one of these:'
          : `More than one project matches ${said}:`;
    const rest = hidden > 0 ? restOf(hidden) : null;
    return tell(lines(speech, intro, listOf(shown, speech, describe), rest), WHICH[intent] ?? 'Which one do you mean?');
  },
};

/** How many a list leaves out: no list is cut silently. */
const restOf = (hidden: number): string => `There ${hidden === 1 ? 'is' : 'are'} ${hidden} more.`;

/** "on Tuesday, March 10", "in March", "between … and …". */
function sayThen(visits: DateWish, speech: Speech): string {
  if (typeof visits === 'string' || visits.start === visits.end) return `on ${sayWish(visits, speech)}`;
  const [year, month] = visits.start.split('-');
  const isWholeMonth =
    visits.start.endsWith('-01') && addDays(visits.end, 1).endsWith('-01') && visits.end.startsWith(`${year}-${month}`);
  if (!isWholeMonth) return sayWish(visits, speech);
  const name = MONTHS[Number(month) - 1] ?? '';
  return `in ${name}${year === speech.today.slice(0, 4) ? '' : ` ${year}`}`;
}

/** That no project has the number, or that none fits the words. */
function unmatchedBy(words: string | null, speech: Speech): string {
  const number = /^(?:order )?([\w/#.-]*\d[\w/#.-]*)$/i.exec(words ?? '')?.[1];
  if (number !== undefined && speech.channel !== 'voice')
    return `I don't see an order ${repeat(number, 'words', speech)} among your projects.`;
  const said = wordsSaid(words, speech);
  return `I don't see a project ${said === null ? 'like that' : `matching ${said}`}.`;
}

/** The customer's words for a project, quoted; null where an order number would be read out. */
const wordsSaid = (words: string | null, speech: Speech): string | null =>
  words === null || (speech.channel === 'voice' && /\d{4}/.test(words)) ? null : quote(words, 'words', speech);

/** Which of these, for what the customer wants done. */
const WHICH: Partial<Record<Intent, string>> = {
  book_appointment: 'Which one would you like to book?',
  check_availability: 'Which one would you like to see the open dates for?',
  reschedule_appointment: 'Which visit would you like to move?',
  cancel_appointment: 'Which visit would you like to cancel?',
  project_details: 'Which one would you like to hear about?',
  appointment_status: 'Which one would you like the status of?',
  add_note: 'Which one is the note for?',
  list_notes: 'Which one would you like to read the notes of?',
  change_address: 'Which one has the wrong address?',
};

const ASK_WHICH = 'Which one can I help you with?';

type Describe = (project: ProjectView, speech: Speech) => string;

function listOf(items: readonly ProjectView[], speech: Speech, describe: Describe, first = 1): string {
  const names = namesOf(items, speech);
  if (speech.channel === 'voice') {
    return `${capital(
      join(
        items.map((item, index) => `${names[index]}, ${describe(item, speech)}`),
        'and',
      ),
    )}.`;
  }
  return numbered(
    items.map((item, index) => `${names[index]} - ${describe(item, speech)}`),
    first,
  );
}

/** The status as PF360 has it, and the appointment when there is one. */
function describe({ status, scheduled }: ProjectView, speech: Speech): string {
  const state = repeat(status, 'status', speech) || 'no status';
  return scheduled === null ? state : `${state}, ${sayAppointment(scheduled, speech)}`;
}

const ANSWERS: Record<
  'all' | 'technician' | 'store' | 'duration' | 'number' | 'status',
  (project: ProjectDetail, speech: Speech) => Said
> = {
  all: (project, speech) => {
    const { channel } = speech;
    const visit = project.scheduled === null ? noneYet(project, 'none yet') : sayAppointment(project.scheduled, speech);
    if (channel === 'voice') {
      const text = `Your ${nameOf(project, speech)} has the status "${stateOf(project, speech)}".`;
      return tell(sentences(text, `The visit: ${visit}.`, technicianOf(project, speech)));
    }
    const rows: [string, string][] = [
      ['Status', stateOf(project, speech)],
      ['Visit', visit],
      [
        'Technician',
        project.technician === null
          ? noneYet(project, 'none assigned yet')
          : repeat(project.technician, 'name', speech),
      ],
      ['Address', project.address === null ? 'none on file' : repeat(project.address, 'address', speech)],
      ['Store', project.store === null ? 'none on file' : repeat(project.store, 'name', speech)],
      ['Duration', project.duration === null ? 'not known' : repeat(project.duration, 'name', speech)],
    ];
    return tell(lines(speech, `${nameOf(project, speech)}:`, ...rows.map(([label, value]) => `${label}: ${value}`)));
  },
  technician: (project, speech) => tell(technicianOf(project, speech)),
  store: (project, speech) =>
    tell(
      project.store === null
        ? `There is no store on file for your ${nameOf(project, speech)}.`
        : `The store for your ${nameOf(project, speech)} is ${repeat(project.store, 'name', speech)}.`,
    ),
  duration: (project, speech) =>
    tell(
      project.duration === null
        ? `I don't have a duration for your ${nameOf(project, speech)}.`
        : `The visit for your ${nameOf(project, speech)} is planned for ${repeat(project.duration, 'name', speech)}.`,
    ),
  number: (project, speech) =>
    tell(
      speech.channel === 'voice'
        ? `I can't read out order numbers on the phone. You can see the one of your ${nameOf(project, speech)} in the chat.`
        : `The order number of your ${nameOf({ ...project, number: '' }, speech)} is ${repeat(project.number, 'name', speech)}.`,
    ),
  status: (project, speech) => {
    const visit = project.scheduled === null ? null : `The visit: ${sayAppointment(project.scheduled, speech)}.`;
    return tell(sentences(`Your ${nameOf(project, speech)} has the status "${stateOf(project, speech)}".`, visit));
  },
};

/** Of what is over nothing is still to come. */
const noneYet = ({ group }: ProjectView, words: string): string => (isEnded(group) ? 'none on file' : words);

const stateOf = ({ status }: ProjectView, speech: Speech): string => repeat(status, 'status', speech) || 'no status';

const technicianOf = (project: ProjectDetail, speech: Speech): string =>
  project.technician === null
    ? isEnded(project.group)
      ? `There is no technician on file for your ${nameOf(project, speech)}.`
      : `No technician is assigned to your ${nameOf(project, speech)} yet.`
    : `The technician for your ${nameOf(project, speech)} is ${repeat(project.technician, 'name', speech)}.`;
