import type { ProjectView } from '../../../core/contracts/project.ts';
import type { DateWish, SessionContext } from '../../../core/contracts/session.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { closeQuestion, type Draft, isQuestion, locations, newTask, refOf } from './draft.ts';
import type { Eligible } from './eligible.ts';

/** Whether it was asked which project this request is about; another request in between is not the answer. */
export const isAsked = ({ session: { expecting, task } }: Draft, intent: Intent): boolean =>
  expecting === 'project' && (task === null || task.intent === intent);

/** Asks which project is meant; ordinals then refer to this list. */
export function askWhich(
  draft: Draft,
  options: readonly ProjectView[],
  total: number,
  { for: intent }: Pick<Eligible, 'for'>,
  why: { words: string | null; unmatched: boolean; none_on?: DateWish },
  filter: Omit<SessionContext['list_filter'], 'said'> = {},
): void {
  const shown = options.slice(0, OPTIONS);
  if (shown.length === 0) {
    draft.acts.push({ act: 'no_projects', filter: why.words, any: false, instead: [] });
    return;
  }
  closeQuestion(draft);
  const running = draft.session.task;
  if (running?.intent !== intent || running.project !== null) {
    const isWorkedOn = running !== null && (running.project !== null || !isQuestion(running.intent));
    if (isWorkedOn && running.intent !== intent) draft.session.interrupted = running;
    draft.session.task = newTask(intent, null);
  }
  draft.acts.push({ act: 'ask_project', for: intent, options: shown, more: Math.max(0, total - shown.length), ...why });
  draft.session.expecting = 'project';
  remember(draft, shown);
  // "More" goes on with the same projects where they stopped; over several locations it begins again with all of them.
  draft.session.list_filter = { ...filter, said: why.unmatched ? null : why.words };
  draft.session.list_offset = locations(draft).length > 1 ? 0 : shown.length;
}

/** Most projects that a question puts before the customer. */
const OPTIONS = 8;

/** The list in front of the customer is what ordinals mean from now on; `first` is the number of its first row. */
export function remember(draft: Draft, shown: readonly ProjectView[], first = 1): void {
  draft.session.last_list = shown.slice(0, 20).map(refOf);
  draft.session.list_first = first;
}
