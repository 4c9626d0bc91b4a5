import type { WriteTool } from '../../../core/contracts/action.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';

interface IntentWords {
  /** After "Do you want to …"; `{visit}`, `{project}` and `{about}` stand for the visit or project the talk is about. */
  readonly ask: string;
  /** After "Back to …". */
  readonly doing: string;
  /** As a quick reply that says it all by itself. */
  readonly label: string;
}

/** What each intent is called in front of the customer; null for those that nobody is asked about. */
export const INTENT_WORDS = {
  list_projects: { ask: 'see your projects', doing: 'your projects', label: 'See my projects' },
  select_project: { ask: 'pick a project', doing: 'picking a project', label: 'Pick a project' },
  check_availability: { ask: 'see the open dates', doing: 'the open dates{about}', label: 'Show open dates' },
  select_date: { ask: 'pick a day', doing: 'picking a day', label: 'Pick a day' },
  select_time: { ask: 'pick a time of day', doing: 'picking a time', label: 'Pick a time' },
  book_appointment: { ask: 'book {visit}', doing: 'booking {visit}', label: 'Book a visit' },
  reschedule_appointment: { ask: 'move {visit}', doing: 'moving {visit}', label: 'Move my visit' },
  cancel_appointment: { ask: 'cancel {visit}', doing: 'canceling {visit}', label: 'Cancel my visit' },
  project_details: {
    ask: 'hear the details of {project}',
    doing: 'the details of {project}',
    label: 'Project details',
  },
  appointment_status: { ask: 'check when {visit} is', doing: 'when {visit} is', label: 'When is my visit?' },
  business_hours: { ask: 'know when the office is open', doing: 'the office hours', label: 'Office hours' },
  weather: { ask: 'see the weather', doing: 'the weather', label: 'Weather' },
  installation_address: {
    ask: 'check the address on file',
    doing: 'the address on file',
    label: 'What address is on file?',
  },
  add_note: { ask: 'leave a note', doing: 'your note{about}', label: 'Leave a note' },
  list_notes: { ask: 'read the notes on {project}', doing: 'the notes', label: 'Read the notes' },
  change_address: { ask: 'correct the address', doing: 'the address correction{about}', label: 'Correct the address' },
  talk_to_human: { ask: 'talk to a person', doing: 'talking to a person', label: 'Talk to a person' },
  help: { ask: 'hear what I can do', doing: 'what I can do', label: 'What can you do?' },
  affirm: null,
  deny: null,
  greeting: null,
  thanks: null,
  goodbye: null,
  out_of_scope: null,
} as const satisfies Record<Intent, IntentWords | null>;

/**
 * The words of an intent with the project's name filled in; null for an intent that has none.
 * @param areMany whether the name is one of several projects together
 */
export function wordsOf(intent: Intent, kind: string | null, areMany = false): IntentWords | null {
  const words = INTENT_WORDS[intent];
  if (words === null) return null;
  const s = areMany ? 's' : '';
  const fill = (text: string): string =>
    text
      .replace('{about}', kind === null ? '' : ` for the ${kind} project${s}`)
      .replace('{visit}', kind === null ? 'a visit' : `the ${kind} visit${s}`)
      .replace('{project}', kind === null ? 'a project' : `the ${kind} project${s}`);
  return { ask: fill(words.ask), doing: fill(words.doing), label: words.label };
}

/** Verbs of a write: "I can book it", "it was booked", "the booking", and the yes that names it. */
export const WRITE_WORDS = {
  confirm_appointment: { todo: 'book it', done: 'booked', noun: 'booking', yes: 'Yes, book it' },
  reschedule_appointment: { todo: 'move it', done: 'moved', noun: 'move', yes: 'Yes, move it' },
  cancel_appointment: { todo: 'cancel it', done: 'canceled', noun: 'cancellation', yes: 'Yes, cancel it' },
  add_note: { todo: 'save it', done: 'saved', noun: 'note', yes: 'Yes, save it' },
  request_address_change: { todo: 'send it', done: 'sent', noun: 'address correction', yes: 'Yes, send it' },
} as const satisfies Record<WriteTool, Record<'todo' | 'done' | 'noun' | 'yes', string>>;
