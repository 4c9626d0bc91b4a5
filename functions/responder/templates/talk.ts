import type { ActOf, HandoffReason } from '../../../core/contracts/act.ts';
import type { Expecting } from '../../../core/contracts/understanding.ts';
import { repeat, type Speech } from '../speech.ts';
import { sayPhone } from '../wording/calendar.ts';
import { wordsOf } from '../wording/intents.ts';
import { join } from '../wording/list.ts';
import { kindOf, nameOf } from '../wording/project.ts';
import { nowOf } from './information.ts';
import { sentences, type Templates, tell } from './said.ts';

export const TALK: Templates<'handoff' | 'failure' | 'clarify' | 'resume' | 'then' | 'unread'> = {
  handoff: ({ reason, hours, support_number, note_offered }, speech) => {
    const when = hours === null ? null : nowOf(hours, speech).replace('It is', 'The office is');
    const call = support_number === null ? null : `You can call the office at ${sayPhone(support_number, speech)}.`;
    const direct = support_number === null && !note_offered ? 'Please get in touch with the office directly.' : null;
    const ask = note_offered ? 'Shall I leave a note asking the office to call you back?' : null;
    return tell(sentences(HANDOFFS[reason], when, call, direct), ask);
  },

  failure: ({ kind, of, locations = [] }, speech) => {
    const where = locations.map((name) => repeat(name, 'name', speech));
    return tell(FAILURES[kind](where.length === 0 ? WHAT[of] : `${WHAT[of]} at ${join(where, 'and')}`, of));
  },

  clarify: ({ question, attempt }, speech) =>
    tell(attempt > 1 ? 'Let me ask that differently.' : '', repeat(question, 'question', speech)),

  resume: ({ intent, project, expecting }, speech) => {
    const kind = project === null ? null : kindOf(project, speech);
    const doing = wordsOf(intent, kind)?.doing ?? 'what we were doing';
    if (expecting === null) return tell('', `Shall we go on with ${doing}?`);
    return tell('', `Back to ${doing}: ${questionOf(expecting, project, speech)}`);
  },

  // biome-ignore lint/suspicious/noThenProperty: an act's name; the table is never awaited.
  then: ({ requests }, speech) => {
    const intents = [...new Set(requests.map(({ intent }) => intent))];
    const things = intents.map((each) => {
      const projects = requests.flatMap(({ intent, project }) => (intent === each ? (project ?? []) : []));
      const kinds = projects.map((project) => kindOf(project, speech));
      const kind = kinds.length === 0 ? null : join(kinds, 'and');
      return wordsOf(each, kind, kinds.length > 1)?.doing ?? 'the rest';
    });
    return tell(`After that we can get to ${join(things, 'and')}.`);
  },

  unread: ({ of }) => tell(UNREAD[of]),
};

const UNREAD: Record<ActOf<'unread'>['of'], string> = {
  date: "I couldn't tell which day you mean.",
  time: "I couldn't tell which time you mean.",
  change: "I couldn't tell what to change.",
};

const HANDOFFS: Record<HandoffReason, string> = {
  asked: 'Of course, a person at the office can help you.',
  clarifications_exhausted: "I'm not getting this right, so a person should take over.",
  not_schedulable: 'The office has to help with this one.',
  blocked: 'The office has to help with this one.',
  complaint: "I'm sorry about that. A person at the office should look at it.",
  repeated_faults: 'Sorry for the trouble: this keeps failing on my side, so a person should take over.',
  out_of_scope: 'That is a question for the office.',
  reschedule_stuck: "I can't finish the move on my side, so the office should sort it out with you.",
};

type Failure = ActOf<'failure'>;

const WHAT: Record<Failure['of'], string> = {
  projects: 'your projects',
  dates: 'the open dates',
  times: 'the open times',
  hours: 'the office hours',
  weather: 'the weather',
  notes: 'the notes',
  project: 'that project',
  write: 'that',
  turn: 'that',
};

const FAILURES: Record<Failure['kind'], (what: string, of: Failure['of']) => string> = {
  unavailable: (what, of) =>
    of === 'write' || of === 'turn'
      ? "I couldn't do that: the scheduling system isn't answering right now. Please try again in a little while."
      : `I couldn't get ${what}: the scheduling system isn't answering right now. Please try again in a little while.`,
  expired: () => 'Your sign-in has run out. Please sign in again, and we can go on from here.',
  not_found: (what) => `I couldn't find ${what} in the scheduling system.`,
  unknown: () =>
    "I couldn't tell whether that went through. I'm checking; please don't ask for it again until we know.",
};

const questionOf = (expecting: Expecting, project: ActOf<'resume'>['project'], speech: Speech): string => {
  const name = project === null ? 'it' : `your ${nameOf(project, speech)}`;
  const questions: Record<Expecting, string> = {
    project: 'which project is it about?',
    date: `which day works for ${name}?`,
    time: `which time works for ${name}?`,
    confirmation: 'shall I go ahead, yes or no?',
    reason: 'what is the reason for the cancellation?',
    note_text: 'what should the note say?',
    address: 'what is the right address?',
  };
  return questions[expecting];
};
