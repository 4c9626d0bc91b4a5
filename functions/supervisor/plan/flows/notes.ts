import type { Note } from '../../../../core/contracts/act.ts';
import type { PendingActionOf } from '../../../../core/contracts/action.ts';
import type { Outcome } from '../../../../core/contracts/outcome.ts';
import type { ProjectRef } from '../../../../core/contracts/project.ts';
import { asksSomething } from '../../../../core/understanding/asks.ts';
import {
  asksForNoteAnew,
  readNoteCorrection,
  withWordCorrected,
} from '../../../../core/understanding/entities/notes.ts';
import { matchProjects, type NoteDestination, noteDestination } from '../../../../core/understanding/projects.ts';
import { addNote } from '../../../../tools/add-note.ts';
import { listNotes } from '../../../../tools/list-notes.ts';
import type { WriteValue } from '../../../../tools/write-value.ts';
import { type Addressees, several } from '../addressees.ts';
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
import { find } from '../read-projects.ts';
import { read } from '../requests.ts';
import { sayOthersFollow } from '../to-do.ts';
import { whichProject } from '../which-project.ts';
import { report, resumeInterrupted } from './confirmation.ts';

/**
 * Writes a note. A message that states the text, with the project clear, is its own yes; when the project had to be asked
 * for, the text is repeated and waits for a yes.
 */
export function* note(draft: Draft): Flow<void> {
  const { session, entities, turn } = draft;
  // A whole request in place of the text that was asked for says itself what its note is for.
  if (session.expecting === 'note_text' && asksForNoteAnew(turn.user_message)) session.expecting = null;
  const other = nameBeforeText(draft);
  if (other !== null) {
    session.expecting = null;
    return yield* note({ ...draft, intent: 'add_note', entities: other });
  }
  const asked = session.expecting === 'note_text';
  const running = session.task?.intent === 'add_note' ? session.task : null;
  const said = (entities.note_text ?? (asked ? turn.user_message : undefined))?.trim().slice(0, 2000);
  const waiting = session.pending_action?.tool === 'add_note' ? session.pending_action : null;
  const before = session.task?.project ?? session.project;

  const to_all = asked || entities.ordinal !== undefined ? null : yield* several(draft, said);
  if (to_all !== null) {
    const text = to_all.text ?? running?.note_text ?? waiting?.note_text ?? null;
    const mayWrite = to_all.text !== null && to_all.sure && turn.classified_by !== 'bedrock';
    return yield* noteOnEach(draft, to_all, text, mayWrite);
  }
  const [first, ...more] = asked ? [running?.project, ...(running?.others ?? [])] : [];
  if (first != null && more.length > 0 && said !== undefined && said.length > 0)
    return yield* noteOnEach(
      draft,
      { projects: [first, ...more], missing: [] },
      said,
      turn.classified_by !== 'bedrock',
    );

  const to = asked || said === undefined ? null : yield* destination(draft, said);
  const named = to === null ? draft : { ...draft, entities: { ...entities, project: to.words } };
  // What comes while a note waits for its yes is added to it: neither text is lost.
  const added =
    waiting !== null &&
    said !== undefined &&
    to === null &&
    entities.project === undefined &&
    !REPLACES.test(turn.user_message) &&
    readNoteCorrection(turn.user_message) === null &&
    withWordCorrected(waiting.note_text, turn.user_message) === null;
  const text = added
    ? joined(waiting.note_text, said)
    : (to?.rest ??
      (said !== undefined && said.length > 0
        ? said
        : (running?.note_text ?? waiting?.note_text ?? textBesideName(draft) ?? offeredText(draft) ?? null)));
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
  // A note that only a language model found in the message is repeated first: its reading is nobody's yes. So is a message
  // that is all text and does not ask for a note.
  const isAllText = !asked && said !== undefined && lettersOf(said) === lettersOf(turn.user_message);
  // So is a question: whoever asks for a call may be asking us.
  const isQuestion = said !== undefined && (/\?\s*$/.test(said) || asksSomething(said));
  // So is a text that the message means and does not say: "leave that as a note". Two letters may be said of anything.
  const isStated =
    said !== undefined &&
    lettersOf(turn.user_message).includes(lettersOf(said)) &&
    (asked || lettersOf(said).length >= SHORTEST_UNASKED);
  if (!isStated || waiting !== null || isAllText || isQuestion || turn.classified_by === 'bedrock')
    return askToConfirm(draft, action);
  yield* save(draft, action);
}

/**
 * Saves a note whose message is its yes. Its id is the message's own, so that one that is sent again after its turn was
 * lost is not written twice.
 */
function* save(draft: Draft, note: PendingActionOf<'add_note'>): Flow<Outcome<WriteValue>> {
  const { message_id, session_begun_by: session } = draft.turn;
  const isNamed = message_id !== null && session !== undefined;
  const action = isNamed ? { ...note, id: `${session}-${message_id}-${note.project.project_id}` } : note;
  const outcome = yield* call(addNote, action);
  draft.session.task = null;
  yield* report(draft, action, outcome);
  return outcome;
}

/** The words that were just offered to be left as a note: "add that as a note" need not repeat them. */
const offeredText = ({ session }: Draft): string | undefined =>
  session.offers.find(({ intent, entities }) => intent === 'add_note' && entities.note_text !== undefined)?.entities
    .note_text;

/** Another project than the one whose text was asked for, named before it: "the roof one. the ladder is in the garage". */
function nameBeforeText({ session, turn }: Draft): Draft['entities'] | null {
  if (session.expecting !== 'note_text') return null;
  const [, name, note_text] =
    /^\W*((?:[\p{L}'’]+ ){1,5}(?:one|job|project|visit))[.:;,]\s+(.*\S)\s*$/isu.exec(turn.user_message) ?? [];
  if (name === undefined || note_text === undefined) return null;
  const { project } = read(turn, name, 'select_project');
  return project === undefined ? null : { project, note_text };
}

/** What follows the name of the project that was asked for: "the roof one. the ladder is in the garage". */
function textBesideName({ session, turn }: Draft): string | undefined {
  if (session.expecting !== 'project' || turn.intent !== 'select_project') return undefined;
  const text = /^[^.!?:;\n]{2,60}(?:[.!:;]\s+|\s+[-–—]+\s+|\n+)(.*\S)\s*$/s.exec(turn.user_message)?.[1];
  return text !== undefined && /\S\s+\S/.test(text) ? text.slice(0, 2000) : undefined;
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

/** "No, it should say …": in the place of the text that waits, and not besides. */
const REPLACES = /^\W*(?:no\b|nope|nah|actually|instead|(?:yes |yeah )?(?:but )?(?:change it|make it say|it should))/i;

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
  if (found.status !== 'ok') return sayFailure(draft, found, 'notes');
  const unshown = noteMissing(draft, project, found.value);
  draft.acts.push({ act: 'show_notes', project, ...found.value, ...(unshown === null ? {} : { unshown }) });
}

/** The note left last in this conversation, where the list, which lags, is without it. Nobody can take a note away. */
function noteMissing(
  { session: { noted } }: Draft,
  project: ProjectRef,
  { notes, total }: { notes: readonly Note[]; total: number },
): string | null {
  const isWhole = notes.length === total;
  if (noted === null || !isWhole || !isSameProject(noted.project, project)) return null;
  const text = noted.note_text.trim();
  return notes.some((note) => note.text.trim() === text) ? null : text;
}

/**
 * The same note for several projects: written to one after the other where the message stated it, else each with a yes of
 * its own. What cannot be written now, and what comes after it, is asked for again.
 */
function* noteOnEach(
  draft: Draft,
  { projects, missing }: Addressees,
  text: string | null,
  mayWrite: boolean,
): Flow<void> {
  const { session } = draft;
  const [first, ...rest] = projects;
  if (first === undefined) return;
  closeQuestion(draft);
  session.project = first;
  if (text === null) {
    session.task = { ...newTask('add_note', first), others: rest };
    session.expecting = 'note_text';
    draft.acts.push({ act: 'ask_note_text', project: first, others: rest });
    return;
  }
  const write = (project: ProjectRef) => ({
    ...pendingBase(draft, project),
    tool: 'add_note' as const,
    note_text: text,
  });
  if (!mayWrite) {
    session.task = { ...newTask('add_note', first), note_text: text, others: rest };
    askToConfirm(draft, write(first));
    return sayOthersFollow(draft, session.task);
  }
  // What was put aside is gone back to after the last of them.
  const { interrupted } = session;
  session.interrupted = null;
  for (const [at, project] of projects.entries()) {
    const outcome = yield* save(draft, write(project));
    if (outcome.status === 'ok' || outcome.status === 'unknown' || outcome.status === 'refused') continue;
    session.interrupted = interrupted;
    session.task = { ...newTask('add_note', project), note_text: text, others: projects.slice(at + 1) };
    return;
  }
  session.interrupted = interrupted;
  const [unclear] = missing;
  if (unclear === undefined) return yield* resumeInterrupted(draft);
  const view = yield* whichProject({ ...draft, entities: { project: unclear } }, { for: 'add_note', group: null });
  if (view === null) {
    if (session.expecting === 'project') session.task = { ...newTask('add_note', null), note_text: text };
    return;
  }
  session.task = { ...newTask('add_note', refOf(view)), note_text: text };
  askToConfirm(draft, write(refOf(view)));
}

const SHORTEST_UNASKED = 3;

const lettersOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
