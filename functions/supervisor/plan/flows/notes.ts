import { matchProjects, type NoteDestination, noteDestination } from '../../../../core/understanding/projects.ts';
import { addNote } from '../../../../tools/add-note.ts';
import { listNotes } from '../../../../tools/list-notes.ts';
import {
  askToConfirm,
  closeQuestion,
  type Draft,
  isSameProject,
  newTask,
  pendingBase,
  refOf,
  sayFailure,
} from '../draft.ts';
import { call, type Flow } from '../flow.ts';
import { find, whichProject } from '../which-project.ts';
import { report } from './confirmation.ts';

/**
 * Writes a note. A message that states the text, with the project clear, is its own yes; when the project had to be asked
 * for, the text is repeated and waits for a yes.
 */
export function* note(draft: Draft): Flow<void> {
  const { session, entities, turn } = draft;
  const asked = session.expecting === 'note_text';
  const running = session.task?.intent === 'add_note' ? session.task : null;
  const said = (entities.note_text ?? (asked ? turn.user_message : undefined))?.trim().slice(0, 2000);
  const waiting = session.pending_action?.tool === 'add_note' ? session.pending_action : null;
  const before = session.task?.project ?? session.project;

  const to = asked || said === undefined ? null : yield* destination(draft, said);
  const named = to === null ? draft : { ...draft, entities: { ...entities, project: to.words } };
  // What comes while a note waits for its yes is added to it: neither text is lost.
  const added = waiting !== null && said !== undefined && to === null && entities.project === undefined;
  const text = added
    ? joined(waiting.note_text, said)
    : (to?.rest ?? (said !== undefined && said.length > 0 ? said : (running?.note_text ?? waiting?.note_text ?? null)));
  const view = yield* whichProject(named, { for: 'add_note', group: null });
  if (view === null) {
    if (session.expecting === 'project') session.task = { ...newTask('add_note', null), note_text: text };
    return;
  }
  const project = refOf(view);
  closeQuestion(draft);
  session.project = project;
  if (text === null) {
    session.task = newTask('add_note', project);
    session.expecting = 'note_text';
    draft.acts.push({ act: 'ask_note_text', project });
    return;
  }
  // Kept, so that it can be meant for another project.
  session.task = { ...newTask('add_note', project), note_text: text };
  const write = (note_text: string) => ({ ...pendingBase(draft, project), tool: 'add_note' as const, note_text });
  // Whose the note is may be read in two ways: saved at once is only what both of them come to.
  const isOpen = to !== null && !to.sure;
  if (isOpen && !isSameProject(project, before)) return askToConfirm(draft, write(text));
  const action = write(isOpen && said !== undefined ? said : text);
  // A note that only a language model found in the message is repeated first: its reading is nobody's yes.
  if (said === undefined || added || turn.classified_by === 'bedrock') return askToConfirm(draft, action);
  session.task = null;
  yield* report(draft, action, yield* call(addNote, action));
}

/** The project that the words of a note end with, if it is one of the customer's: a note about "the garage" has none. */
function* destination(draft: Draft, said: string): Flow<NoteDestination | null> {
  const { project, ordinal } = draft.entities;
  const to = project === undefined && ordinal === undefined ? noteDestination(said) : null;
  if (to === null) return null;
  const found = yield* find(draft, to.words, { for: 'add_note', group: null });
  const kinds = (found?.matches ?? []).map(({ number, category }) => ({ number, category, type: '', status: '' }));
  return matchProjects(to.words, kinds).some(({ score }) => score >= NAMES_IT) ? to : null;
}

/** From which fit on words name a project, rather than something near it. */
const NAMES_IT = 0.6;

/** One note of two texts; "also" only joins them. */
const joined = (first: string, second: string): string =>
  `${first.replace(/[\s.;,]+$/, '')}; ${second.replace(/^(?:and |also |plus |oh )+/i, '')}`.slice(0, 2000);

/** Reads the notes of a project. */
export function* notes(draft: Draft): Flow<void> {
  const view = yield* whichProject(draft, { for: 'list_notes', group: null });
  if (view === null) return;
  const project = refOf(view);
  draft.session.project = project;
  const found = yield* call(listNotes, { client_id: project.client_id, project_id: project.project_id });
  if (found.status === 'ok') draft.acts.push({ act: 'show_notes', project, ...found.value });
  else sayFailure(draft, found, 'notes');
}
