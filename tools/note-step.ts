import { Temporal } from 'temporal-polyfill';
import type { Outcome, Saved } from '../core/contracts/outcome.ts';
import type { Pf360, WriteReply } from '../core/ports.ts';
import type { ReadBack, Step } from './write-run.ts';

/** How far PF360's clock may be behind ours: a note is ours if it is not older than the run, give or take this. */
const CLOCK_SKEW_MINUTES = 2;

/**
 * One note as a step: notes can be neither edited nor deleted, so one that may have been saved is looked for among the
 * project's notes, by its exact text and not older than the run. The customer may have left the same words before.
 */
export function noteStep(
  pf360: Pf360,
  projectId: string,
  text: string,
  send: () => Promise<WriteReply<null>>,
): Step<null> {
  return { send, readBack: (startedAt) => lookForNote(pf360, projectId, text, startedAt) };
}

/** Whether a note that went with another write is saved: it is told beside that write's outcome. */
export const savedIn = ({ status }: Outcome<null>): Saved =>
  status === 'ok' || (status === 'unknown' ? 'unknown' : false);

export async function lookForNote(
  pf360: Pf360,
  projectId: string,
  text: string,
  startedAt: string,
): Promise<ReadBack<null>> {
  const notes = await pf360.notes(projectId);
  if (notes.status !== 'ok') return { took: 'unclear' };
  const earliest = Temporal.Instant.from(startedAt).subtract({ minutes: CLOCK_SKEW_MINUTES });
  const same = notes.value.filter((note) => note.text.trim() === text.trim());
  if (same.some(({ created_at }) => created_at !== null && isNotBefore(created_at, earliest))) {
    return { took: 'yes', value: null };
  }
  return same.some(({ created_at }) => created_at === null) ? { took: 'unclear' } : { took: 'no' };
}

function isNotBefore(createdAt: string, earliest: Temporal.Instant): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(createdAt), earliest) >= 0;
}
