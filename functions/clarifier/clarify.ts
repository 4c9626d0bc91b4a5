import type { ActOf } from '../../core/contracts/act.ts';
import type { PendingAction } from '../../core/contracts/action.ts';
import type { ProjectRef } from '../../core/contracts/project.ts';
import type { SessionContext } from '../../core/contracts/session.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import type { Intent, Suggestion } from '../../core/contracts/understanding.ts';
import type { Entities } from '../../core/understanding/entities/entities.ts';
import { readEntities } from '../../core/understanding/entities/read-entities.ts';
import { matchProjects } from '../../core/understanding/projects.ts';
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

/** From which probability on a reading is asked about before an offer that stands. */
const WORTH_ASKING_FIRST = 0.3;

type Clarify = ActOf<'clarify'>;

/** A question, with the quick replies that answer it, and what it is about: no two in a row are about the same. */
interface Question extends Pick<Clarify, 'question' | 'options'> {
  readonly topic: string;
  /** What a plain yes to it means, where no write is pending. */
  readonly proposes: SessionContext['proposed'];
}

/**
 * The one question that separates the likely readings of a message. Each further question differs from those before it;
 * the third offers a person. What was being asked stays asked: its quick replies come with the question. While a write
 * waits for its yes every question is about that write, so that a yes can mean nothing else.
 */
export function clarify(turn: TurnState): Partial<TurnState> {
  const { session_context: session, settings } = turn;
  const attempt = turn.clarification_count + 1;
  const offer_person = attempt >= Math.min(PERSON_FROM, Math.max(1, settings.max_clarification_attempts));
  // While a write waits its own question is all that is asked, and nothing else is kept.
  const read = session.pending_action === null ? readLikeliest(turn) : null;
  const asked = nextQuestion(turn, read);
  const { question, options, proposes } = offer_person ? withPerson(asked, session) : asked;
  return {
    acts: [{ act: 'clarify', question, options, attempt, offer_person }],
    needs_clarification: true,
    clarifying_question: question,
    clarification_count: attempt,
    next_expected_intent: nextExpectedIntent(turn),
    session_context: {
      ...session,
      clarified: [...session.clarified, asked.topic].slice(-4),
      unclear: read === null ? null : unclearIn(turn, read),
      proposed: proposes,
    },
  };
}

/** What the message says all the same, read as what it is likeliest to be, with what the ones before it said. */
function unclearIn(turn: TurnState, read: Entities): SessionContext['unclear'] {
  const { session_context: session, user_message } = turn;
  const { unclear } = session;
  const { note_text: _, reason: __, address: ___, ordinal: ____, ...kept } = { ...read, ...turn.entities };
  const said = unclear === null ? user_message : `${unclear.said} ${user_message}`;
  return { said: said.slice(0, 400), entities: { ...unclear?.entities, ...kept } };
}

function readLikeliest(turn: TurnState): Entities {
  const { session_context: session, user_message, now } = turn;
  const [intent = 'book_appointment'] = likely(turn);
  const { expecting } = session;
  return readEntities(user_message, { today: now.slice(0, 10), time: now.slice(11, 16), expecting, intent });
}

/** The project that the talk is about, unless the message names another. */
function projectMeant(turn: TurnState, read: Entities): ProjectRef | null {
  const { project } = turn.session_context;
  const words = turn.entities.project ?? read.project;
  if (project === null || words === undefined) return project;
  return matchProjects(words, [{ ...project, status: '' }]).length > 0 ? project : null;
}

/** The first question that has not been put yet: what is still open, the likely readings, then what there is at all. */
function nextQuestion(turn: TurnState, read: Entities | null): Question {
  const { clarified } = turn.session_context;
  const questions = questionsFor(turn, read);
  return questions.find(({ topic }) => !clarified.includes(topic)) ?? questions.at(-1) ?? IN_OTHER_WORDS;
}

function questionsFor(turn: TurnState, read: Entities | null): Question[] {
  const { pending_action } = turn.session_context;
  const speech = speechOf(turn);
  if (pending_action !== null) return yesTo(pending_action, speech);
  const readings = likely(turn);
  const named = readings.length > 0 ? between(readings, projectMeant(turn, read ?? {}), 'Do you want to ') : null;
  const open = openQuestion(turn, speech);
  const { expecting, proposed } = turn.session_context;
  // A message that says something else is no answer to what was merely offered.
  const isOfOffer = proposed !== null && readings.includes(proposed.intent);
  const isOfItsOwn = expecting === null && !isOfOffer && firstOf(turn) >= WORTH_ASKING_FIRST;
  const common = COMMON.slice(0, speech.channel === 'voice' ? NAMED : COMMON.length);
  return [
    ...(isOfItsOwn ? [named, open] : [open, named]),
    between(common, null, 'Which of these is closest: '),
    IN_OTHER_WORDS,
  ].filter((question) => question !== null);
}

/** A yes means the person only where nothing else could be meant by it. Who is one of the choices is not offered twice. */
function withPerson(asked: Question, { pending_action, expecting }: SessionContext): Question {
  if (asked.proposes?.intent === 'talk_to_human') return asked;
  if (asked.options.some(({ intent }) => intent === 'talk_to_human')) return asked;
  if (pending_action !== null || expecting !== null || asked.proposes !== null)
    return { ...asked, question: `You can also talk to a person. ${asked.question}` };
  return {
    ...asked,
    question: `${asked.question} Or would you like to talk to a person?`,
    proposes: { intent: 'talk_to_human', project: null },
  };
}

const IN_OTHER_WORDS: Question = {
  topic: 'words',
  question: "Could you put it in other words? For example 'book a visit', 'move my visit' or 'show my projects'.",
  options: (['book_appointment', 'reschedule_appointment', 'list_projects'] as const).map((intent) => ({
    label: INTENT_WORDS[intent].label,
    intent,
  })),
  proposes: null,
};

/** The readings that are likely enough and that somebody can be asked about, best first. */
const likely = ({ alternatives, session_context }: TurnState): Intent[] =>
  alternatives
    .filter(({ intent, probability }) => probability >= WORTH_NAMING && INTENT_WORDS[intent] !== null)
    .filter(({ intent }) => isThereToPick(intent, session_context))
    .map(({ intent }) => intent);

/** How likely the likeliest of them is, as against a bare yes or no to what was offered. */
function firstOf({ alternatives }: TurnState): number {
  const [first] = alternatives.filter(({ intent }) => INTENT_WORDS[intent] !== null);
  const isAnswer = alternatives[0]?.intent === 'affirm' || alternatives[0]?.intent === 'deny';
  return isAnswer ? 0 : (first?.probability ?? 0);
}

/** A day or time is picked for something, a project from a list. */
function isThereToPick(intent: Intent, { task, last_list }: SessionContext): boolean {
  if (intent === 'select_date' || intent === 'select_time') return task !== null;
  return intent !== 'select_project' || last_list.length > 0;
}

/** "Do you want to move the windows visit, or cancel it?" */
function between(intents: readonly Intent[], project: ProjectRef | null, opening: string): Question {
  const kind = project === null ? null : nameIn(project);
  const named = intents.flatMap((intent) => {
    const words = wordsOf(intent, kind);
    return words === null ? [] : [{ intent, ...words }];
  });
  const asks = named.map(({ ask }, index) => (index === 0 ? ask : shortened(ask, kind, named[0]?.ask ?? '')));
  const last = asks.at(-1) ?? '';
  const [only] = named;
  const isOne = named.length === 1;
  return {
    topic: `between:${intents.join('|')}`,
    question: `${opening}${isOne ? last : `${asks.slice(0, -1).join(', ')}, or ${last}`}?`,
    options: [
      ...named.slice(0, 4).map(({ label, intent }) => ({ label, intent })),
      ...(isOne ? [{ label: 'No', intent: 'deny' as const }] : []),
    ],
    proposes: isOne && only !== undefined ? { intent: only.intent, project } : null,
  };
}

/** The visit or project that the first choice has named is "it" in the next, and "one" where it has no name. */
function shortened(ask: string, kind: string | null, first: string): string {
  const things = kind === null ? ['a visit', 'a project'] : [`the ${kind} visit`, `the ${kind} project`];
  const shared = things.find((thing) => first.includes(thing) && ask.endsWith(thing));
  return shared === undefined ? ask : `${ask.slice(0, -shared.length)}${kind === null ? 'one' : 'it'}`;
}

/** What was being asked when the message came, once more, with what there is to choose from. */
function openQuestion({ session_context }: TurnState, speech: Speech): Question | null {
  const { expecting, offers, project, proposed } = session_context;
  const options = offers.slice(0, 4).map(({ text, intent }) => ({ label: text, intent }));
  const ask = (question: string): Question => ({ topic: `open:${expecting}`, question, options, proposes: null });
  const about = project === null ? '' : ` for the ${nameIn(project)}`;
  switch (expecting) {
    case 'project':
      return ask(choose('Which project is it about', offers, speech));
    case 'date':
      return ask(choose(`Which day would you like${about}`, offers, speech));
    case 'time':
      return ask(choose(`Which time would you like${about}`, offers, speech));
    case 'reason':
      return ask('What is your reason for canceling? A few words are enough.');
    case 'note_text':
      return ask('What should the note say?');
    case 'address':
      return ask('What is the right address, with street and city?');
    case 'confirmation':
    case null: {
      const words = proposed === null ? null : wordsOf(proposed.intent, proposed.project && nameIn(proposed.project));
      if (words === null) return null;
      const question = `Would you like to ${words.ask}, yes or no?`;
      return { topic: 'open:proposed', question, options: YES_OR_NO, proposes: proposed };
    }
  }
}

const YES_OR_NO: Question['options'] = [
  { label: 'Yes', intent: 'affirm' },
  { label: 'No', intent: 'deny' },
];

/** The question with the choices that were offered, as far as they can be said in one breath. */
function choose(question: string, offers: readonly Suggestion[], speech: Speech): string {
  const named = offers.flatMap((offer) => nameOf(offer, speech)).slice(0, NAMED);
  // Two of a kind that are told apart by their numbers, on the phone, are no choice by name.
  const isChoice = named.length > 0 && new Set(named).size === named.length;
  return !isChoice ? `${question}?` : `${question}: ${join(named, 'or')}?`;
}

function nameOf({ text, intent, entities }: Suggestion, speech: Speech): string[] {
  if (intent === 'select_date' && typeof entities.date === 'string') return [sayDate(entities.date, speech)];
  if (intent === 'select_time' && entities.time !== undefined) return [sayTime(entities.time, speech)];
  if (intent !== 'select_project') return [];
  return [speech.channel === 'voice' ? text.replace(/ \([^)]*\)$/, '').toLowerCase() : text];
}

/** Two ways to ask for the yes to a pending write by its name, so that a yes after either is a yes to it. */
function yesTo(action: PendingAction, speech: Speech): Question[] {
  const { todo, yes } = WRITE_WORDS[action.tool];
  const about = WHAT[action.tool](nameIn(action.project));
  const options: Question['options'] = [
    { label: yes, intent: 'affirm' },
    { label: 'No', intent: 'deny' },
  ];
  const asked = { options, proposes: null };
  const when = 'date' in action ? ` ${fromOrOn(action)} ${sayDateTime(action.date, action.time, speech)}` : '';
  return [
    {
      topic: 'open:yes',
      question: `Do you want me to ${about}${when}, or would you like to change something?`,
      ...asked,
    },
    {
      topic: 'open:yes_or_no',
      question: `Please answer with '${yes.toLowerCase()}' or 'no': shall I ${about}${when}?`,
      ...asked,
    },
    {
      topic: 'open:again',
      question: `I only ${todo} after a clear yes. Shall I ${about}${when}, yes or no?`,
      ...asked,
    },
  ];
}

const fromOrOn = ({ tool }: PendingAction): string => (tool === 'reschedule_appointment' ? 'from' : 'on');

const WHAT: Record<PendingAction['tool'], (name: string) => string> = {
  confirm_appointment: (name) => `book the ${name} visit`,
  reschedule_appointment: (name) => `move the ${name} visit`,
  cancel_appointment: (name) => `cancel the ${name} visit`,
  add_note: (name) => `save the note on the ${name} project`,
  request_address_change: (name) => `send the office the address correction for the ${name} project`,
};

const nameIn = (project: ProjectRef): string => kindOf(project, { channel: 'voice' });
