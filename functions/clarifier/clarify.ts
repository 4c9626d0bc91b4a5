import type { ActOf } from '../../core/contracts/act.ts';
import type { TurnState } from '../../core/contracts/turn.ts';
import type { Intent } from '../../core/contracts/understanding.ts';
import { INTENT_WORDS, wordsOf } from '../responder/wording/intents.ts';

/** What the assistant is for: asked about when nothing in the message says what is meant. */
const COMMON: readonly Intent[] = ['book_appointment', 'appointment_status', 'reschedule_appointment', 'list_projects'];

/** From which probability on a reading is worth naming. */
const WORTH_NAMING = 0.08;

/** From which attempt on a person is offered. */
const PERSON_FROM = 3;

type Clarify = ActOf<'clarify'>;

/**
 * The one question that separates the likely readings of a message. Each further question differs from those before it;
 * the third offers a person. What was being asked stays asked: its quick replies come with the question, and a pending
 * action stays pending.
 */
export function clarify(turn: TurnState): Partial<TurnState> {
  const { session_context: session, settings } = turn;
  const attempt = turn.clarification_count + 1;
  const last = attempt >= Math.min(PERSON_FROM, Math.max(1, settings.max_clarification_attempts));
  const act = question(turn, attempt, last);
  return {
    acts: [act],
    needs_clarification: true,
    clarifying_question: act.question,
    clarification_count: attempt,
    session_context: {
      ...session,
      clarified: [...session.clarified, act.question].slice(-4),
      proposed:
        last && session.pending_action === null && session.expecting === null
          ? { intent: 'talk_to_human', project: null }
          : session.proposed,
    },
  };
}

function question(turn: TurnState, attempt: number, offer_person: boolean): Clarify {
  const open = stillOpen(turn);
  if (open !== null && !turn.session_context.clarified.includes(open.question))
    return { act: 'clarify', ...open, attempt, offer_person };
  const readings = likely(turn);
  const kind = turn.session_context.project === null ? null : kindOf(turn.session_context.project);
  const asked = choices(readings.length > 0 ? readings : COMMON, kind, attempt);
  const again = turn.session_context.clarified.includes(asked.question);
  return { act: 'clarify', ...(again ? choices([...COMMON], kind, attempt + 1) : asked), attempt, offer_person };
}

const kindOf = ({ category, type }: { category: string; type: string }): string =>
  `${category} ${type}`.trim().toLowerCase();

/** The readings that are likely enough and that somebody can be asked about, best first. */
const likely = ({ alternatives }: TurnState): Intent[] =>
  alternatives
    .filter(({ intent, probability }) => probability >= WORTH_NAMING && INTENT_WORDS[intent] !== null)
    .map(({ intent }) => intent);

function choices(
  intents: readonly Intent[],
  kind: string | null,
  attempt: number,
): Pick<Clarify, 'question' | 'options'> {
  const named = intents.flatMap((intent) => {
    const words = wordsOf(intent, kind);
    return words === null ? [] : [{ intent, words }];
  });
  const [first, ...others] = named.map(({ words }) => words.ask);
  const options = named.map(({ intent, words }) => ({ label: words.label, intent })).slice(0, 4);
  if (first === undefined) return { question: 'What would you like to do?', options: [] };
  if (others.length === 0)
    return {
      question: attempt > 1 ? `Is it that you want to ${first}, or something else?` : `Do you want to ${first}?`,
      options,
    };
  const list = `${[first, ...others.slice(0, -1)].join(', ')}, or ${others.at(-1)}`;
  return { question: attempt > 1 ? `Which of these is closest: ${list}?` : `Do you want to ${list}?`, options };
}

/** What was being asked when the message came, with the quick replies that answer it. */
function stillOpen({ session_context: session }: TurnState): Pick<Clarify, 'question' | 'options'> | null {
  const { expecting, pending_action, offers } = session;
  const options = offers.slice(0, 4).map(({ text, intent }) => ({ label: text, intent }));
  if (pending_action !== null) return { question: `Shall I go ahead with what I showed you, yes or no?`, options };
  switch (expecting) {
    case 'project':
      return { question: 'Which project is this about?', options };
    case 'date':
      return { question: 'Which of the open days would you like?', options };
    case 'time':
      return { question: 'Which of the open times would you like?', options };
    case 'reason':
      return { question: 'What is the reason for canceling?', options };
    case 'note_text':
      return { question: 'What should the note say?', options };
    case 'address':
      return { question: 'What is the right address?', options };
    default:
      return null;
  }
}
