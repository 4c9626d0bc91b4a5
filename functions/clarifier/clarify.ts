import type { ActOf } from '../../core/contracts/act.ts';
import type { PendingAction } from '../../core/contracts/action.ts';
import type { ProjectRef } from '../../core/contracts/project.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import type { Intent, Suggestion } from '../../core/contracts/understanding.ts';
import { nextExpectedIntent } from '../responder/data.ts';
import { type Speech, speechOf } from '../responder/speech.ts';
import { sayDate, sayDateTime, sayTime } from '../responder/wording/calendar.ts';
import { INTENT_WORDS, WRITE_WORDS, wordsOf } from '../responder/wording/intents.ts';
import { join } from '../responder/wording/list.ts';
import { kindOf } from '../responder/wording/project.ts';

/** What the assistant is for: asked about when nothing in the message says what is meant. */
const COMMON: readonly Intent[] = ['book_appointment', 'appointment_status', 'reschedule_appointment', 'list_projects'];

/** From which probability on a reading is worth naming. */
const WORTH_NAMING = 0.08;

/** From which attempt on a person is offered. */
const PERSON_FROM = 3;

/** How many choices a question names aloud. */
const NAMED = 3;

type Clarify = ActOf<'clarify'>;

/** A question, with the quick replies that answer it, and what it is about: no two in a row are about the same. */
interface Question extends Pick<Clarify, 'question' | 'options'> {
  readonly topic: string;
}

/**
 * The one question that separates the likely readings of a message. Each further question differs from those before it;
 * the third offers a person. What was being asked stays asked: its quick replies come with the question, and a pending
 * action stays pending.
 */
export function clarify(turn: TurnState): Partial<TurnState> {
  const { session_context: session, settings } = turn;
  const attempt = turn.clarification_count + 1;
  const offer_person = attempt >= Math.min(PERSON_FROM, Math.max(1, settings.max_clarification_attempts));
  const { topic, question, options } = nextQuestion(turn);
  const isFree = offer_person && session.pending_action === null && session.expecting === null;
  return {
    acts: [{ act: 'clarify', question, options, attempt, offer_person }],
    needs_clarification: true,
    clarifying_question: question,
    clarification_count: attempt,
    next_expected_intent: nextExpectedIntent(turn),
    session_context: {
      ...session,
      clarified: [...session.clarified, topic].slice(-4),
      proposed: isFree ? { intent: 'talk_to_human', project: null } : session.proposed,
    },
  };
}

/** The first question that has not been put yet: what is still open, the likely readings, then what there is at all. */
function nextQuestion(turn: TurnState): Question {
  const { project, clarified } = turn.session_context;
  const kind = project === null ? null : kindOf(project, { channel: 'voice' });
  const readings = likely(turn);
  const questions = [
    openQuestion(turn),
    readings.length > 0 ? between(readings, kind) : null,
    between(COMMON, kind, 'Which of these is closest: '),
    IN_OTHER_WORDS,
  ].filter((question) => question !== null);
  return questions.find(({ topic }) => !clarified.includes(topic)) ?? IN_OTHER_WORDS;
}

const IN_OTHER_WORDS: Question = {
  topic: 'words',
  question: 'Could you put it in other words? For example "book a visit", "move my visit" or "show my projects".',
  options: (['book_appointment', 'reschedule_appointment', 'list_projects'] as const).map((intent) => ({
    label: INTENT_WORDS[intent].label,
    intent,
  })),
};

/** The readings that are likely enough and that somebody can be asked about, best first. */
const likely = ({ alternatives }: TurnState): Intent[] =>
  alternatives
    .filter(({ intent, probability }) => probability >= WORTH_NAMING && INTENT_WORDS[intent] !== null)
    .map(({ intent }) => intent);

/** "Do you want to move the windows visit, or cancel it?" */
function between(intents: readonly Intent[], kind: string | null, opening = 'Do you want to '): Question {
  const named = intents.flatMap((intent) => {
    const words = wordsOf(intent, kind);
    return words === null ? [] : [{ intent, ...words }];
  });
  const asks = named.map(({ ask }, index) => (index === 0 ? ask : shortened(ask, kind, named[0]?.ask ?? '')));
  const last = asks.at(-1) ?? '';
  const choice = asks.length === 1 ? `${last}, or is it something else` : `${asks.slice(0, -1).join(', ')}, or ${last}`;
  const options = named.slice(0, 4).map(({ label, intent }) => ({ label, intent }));
  return { topic: `between:${intents.join('|')}`, question: `${opening}${choice}?`, options };
}

/** The visit or project that the first choice has named is "it" in the next. */
function shortened(ask: string, kind: string | null, first: string): string {
  const things = kind === null ? ['a visit', 'a project'] : [`the ${kind} visit`, `the ${kind} project`];
  const shared = things.find((thing) => first.includes(thing) && ask.endsWith(thing));
  return shared === undefined || kind === null ? ask : `${ask.slice(0, -shared.length)}it`;
}

/** What was being asked when the message came, once more, with what there is to choose from. */
function openQuestion(turn: TurnState): Question | null {
  const { expecting, pending_action, offers, project } = turn.session_context;
  const speech = speechOf(turn);
  const options = offers.slice(0, 4).map(({ text, intent }) => ({ label: text, intent }));
  if (pending_action !== null) return { topic: 'open:yes', question: yesTo(pending_action, speech), options };
  const about = project === null ? '' : ` for the ${kindOf(project, { channel: 'voice' })}`;
  switch (expecting) {
    case 'project':
      return { topic: 'open:project', question: choose('Which project is it about', offers, speech), options };
    case 'date':
      return { topic: 'open:date', question: choose(`Which day would you like${about}`, offers, speech), options };
    case 'time':
      return { topic: 'open:time', question: choose(`Which time would you like${about}`, offers, speech), options };
    case 'reason':
      return { topic: 'open:reason', question: 'What is your reason for canceling? A few words are enough.', options };
    case 'note_text':
      return { topic: 'open:note_text', question: 'What should the note say?', options };
    case 'address':
      return { topic: 'open:address', question: 'What is the right address, with street and city?', options };
    default:
      return null;
  }
}

/** The question with the choices that were offered, as far as they can be said in one breath. */
function choose(question: string, offers: readonly Suggestion[], speech: Speech): string {
  const named = offers.flatMap((offer) => nameOf(offer, speech)).slice(0, NAMED);
  return named.length === 0 ? `${question}?` : `${question}: ${join(named, 'or')}?`;
}

function nameOf({ text, intent, entities }: Suggestion, speech: Speech): string[] {
  if (intent === 'select_date' && typeof entities.date === 'string') return [sayDate(entities.date, speech)];
  if (intent === 'select_time' && entities.time !== undefined) return [sayTime(entities.time, speech)];
  if (intent !== 'select_project') return [];
  return [speech.channel === 'voice' ? text.replace(/ \([^)]*\)$/, '').toLowerCase() : text];
}

/** Asks for the yes to a pending write by its name, so that a yes after this question is still a yes to it. */
function yesTo(action: PendingAction, speech: Speech): string {
  const { todo } = WRITE_WORDS[action.tool];
  const what: Record<PendingAction['tool'], (name: string) => string> = {
    confirm_appointment: (name) => `book the ${name} visit`,
    reschedule_appointment: (name) => `move the ${name} visit`,
    cancel_appointment: (name) => `cancel the ${name} visit`,
    add_note: (name) => `save the note on the ${name} project`,
    request_address_change: (name) => `send the office the address correction for the ${name} project`,
  };
  const about = what[action.tool](nameIn(action.project));
  const when =
    'date' in action
      ? ` ${action.tool === 'reschedule_appointment' ? 'from' : 'on'} ${sayDateTime(action.date, action.time, speech)}`
      : '';
  return `I can ${about}${when} when you say yes. Shall I ${todo}, or would you like to change something?`;
}

const nameIn = (project: ProjectRef): string => kindOf(project, { channel: 'voice' });
