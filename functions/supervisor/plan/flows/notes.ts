import { addNote } from '../../../../tools/add-note.ts';
import { listNotes } from '../../../../tools/list-notes.ts';
import { askToConfirm, closeQuestion, type Draft, newTask, pendingBase, refOf, sayFailure } from '../draft.ts';
import { call, type Flow } from '../flow.ts';
import { whichProject } from '../which-project.ts';
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
  const text = said !== undefined && said.length > 0 ? said : (running?.note_text ?? null);

  const view = yield* whichProject(draft, { for: 'add_note', group: null });
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
  const action = { ...pendingBase(draft, project), tool: 'add_note' as const, note_text: text };
  session.task = null;
  // A note that only a language model found in the message is repeated first: its reading is nobody's yes.
  if (said === undefined || turn.classified_by === 'bedrock') return askToConfirm(draft, action);
  yield* report(draft, action, yield* call(addNote, action));
}

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
