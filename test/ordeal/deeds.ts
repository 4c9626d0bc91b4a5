import { standingOf } from '../../sandbox/status.ts';
import type { Standing } from '../conversations/stage.ts';
import { projectsOf, stateOf, visitOf } from './own.ts';
import type { Done, Pending, Said } from './watch.ts';

/**
 * What the answer's `write_outcome` says against what PF360 holds, told from the outside alone: by the writes that the
 * answers before had shown, by what was said, and by PF360 before and after. Nothing of the assistant's own record is
 * read.
 */
export function untrueDeeds({ said, besides, answer, before, after, recovered }: Done): string[] {
  const outcome = answer.metadata.write_outcome;
  const status = outcome?.status ?? 'none';
  if (outcome !== null && (status === 'confirmed' || status === 'requested')) {
    const candidates = [said, ...besides].flatMap((each) => candidatesFor(outcome.tool, each));
    if (candidates.some(({ project }) => recovered.has(project.number))) return [];
    const took = candidates.filter((one) => stands(one, after));
    if (took.length === 0) return [`${outcome.tool} ${status}, but PF360 holds none of what was asked for`];
    if (outcome.tool === 'confirm_appointment' && status === 'confirmed' && !took.some((one) => isFirm(one, after)))
      return [`${outcome.tool} confirmed, but PF360 has not agreed to it`];
    return [];
  }
  if (status === 'unknown' || besides.length > 0) return [];
  // Whatever the turn did not tell of must not have happened.
  return projectsOf(said.customer, after)
    .filter(({ number }) => !recovered.has(number))
    .filter((project) => stateOf(project, before) !== stateOf(project, after))
    .map(
      (project) =>
        `${outcome === null ? 'no write is told' : `${outcome.tool} ${status}`}, but ${project.number} was ` +
        `"${stateOf(project, before)}" and is "${stateOf(project, after)}"`,
    );
}

/** What a write may have been about: anything of its kind that was shown for a yes, or a note in the message itself. */
function candidatesFor(tool: string, { message, pending, shown }: Said): (Pending & { message?: string })[] {
  const asked = [...shown, ...(pending === null ? [] : [pending])].filter((one) => one.tool === tool);
  const nowhere = { number: '', category: '', type: '' };
  return tool === 'add_note' ? [...asked, { tool, project: nowhere, expires_at: '', message }] : asked;
}

function stands(one: Pending & { message?: string }, after: Standing): boolean {
  if (one.message !== undefined) {
    const said = plain(one.message);
    return after.state.notes.some(({ text }) => said.includes(plain(text)));
  }
  const project = after.project(one.project.number);
  const visit = visitOf(project, after);
  const isAt = (date: string | null | undefined, time: string | null | undefined) =>
    visit !== null && visit.date === date && (time == null || visit.time === time);
  const noted = (part: string | null | undefined) =>
    after.state.notes.some(({ project_id, text }) => project_id === project.id && text.includes(part ?? ''));
  switch (one.tool) {
    case 'confirm_appointment':
      return isAt(one.date, one.time);
    case 'reschedule_appointment':
      return one.new_date === undefined
        ? !isAt(one.date, one.time)
        : isAt(one.new_date, one.new_time) || visit === null;
    case 'cancel_appointment':
      return !isAt(one.date, one.time);
    case 'add_note':
      return noted(one.note_text);
    default:
      return noted(one.address);
  }
}

const isFirm = ({ project }: Pending, after: Standing): boolean =>
  standingOf(after.progress(after.project(project.number)).status) === 'scheduled';

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
