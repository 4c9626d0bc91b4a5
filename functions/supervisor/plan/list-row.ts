import type { ProjectRef, ProjectView } from '../../../core/contracts/project.ts';
import { readEntities } from '../../../core/understanding/entities/read-entities.ts';
import { matchProjects } from '../../../core/understanding/projects.ts';
import { listProjects } from '../../../tools/list-projects.ts';
import { type Draft, locationName, locations } from './draft.ts';
import type { Eligible } from './eligible.ts';
import { call, type Flow } from './flow.ts';
import { amongAll } from './one-of-several.ts';

/** A row called by the number it was shown with, rather than by its place: "number 12", "#12", "12". */
const ROW_NUMBER = /(?:\b(?:number|option|row|line|item|no|nr)\.?|#) *\d|^\W*\d{1,3}\W*$/i;

/** "The second one" means the list that was shown last, unless dates or times are being chosen. */
export function byOrdinal(draft: Draft): ProjectRef | null {
  const { ordinal, project } = draft.entities;
  const { last_list, list_first } = draft.session;
  if (isChoosingSlot(draft)) return null;
  if (project !== undefined) return ofAKind(draft, project);
  if (ordinal === undefined) return null;
  if (ordinal < 0) return last_list.at(ordinal) ?? null;
  const shownAs = last_list[ordinal - list_first];
  if (shownAs !== undefined) return shownAs;
  return ROW_NUMBER.test(draft.turn.user_message) ? null : (last_list[ordinal - 1] ?? null);
}

/** "The second flooring": the second of that kind in the list that was shown last. */
function ofAKind({ turn, intent, session: { last_list } }: Draft, words: string): ProjectRef | null {
  const message = turn.user_message.replace(words, 'one');
  const { ordinal } = readEntities(message, {
    today: turn.now.slice(0, 10),
    time: turn.now.slice(11, 16),
    expecting: null,
    intent,
  });
  if (ordinal === undefined) return null;
  const kind = matchProjects(
    words,
    last_list.map((project) => ({ ...project, status: '' })),
  ).flatMap(({ index }) => last_list[index] ?? []);
  return kind.length < 2 ? null : (kind.at(ordinal < 0 ? ordinal : ordinal - 1) ?? null);
}

/** Dates or times are being chosen: an ordinal or "the other one" then means one of those. */
export const isChoosingSlot = ({ session: { expecting } }: Draft): boolean =>
  expecting === 'date' || expecting === 'time';

/** Whether a row is meant that is not among those in front of the customer. */
export const namesRow = (draft: Draft): boolean =>
  (draft.entities.ordinal ?? 0) > 0 &&
  draft.session.last_list.length > 0 &&
  !isChoosingSlot(draft) &&
  draft.entities.project === undefined &&
  ROW_NUMBER.test(draft.turn.user_message);

/** A row of the list that was shown last, on another page of it; asks when there is no such row. */
export function* byRow(draft: Draft, eligible: Eligible): Flow<ProjectView | null> {
  const places = locations(draft);
  const [place] = places;
  const row = draft.entities.ordinal ?? 0;
  if (place !== undefined && places.length === 1 && draft.session.list_offset > 0) {
    const { client_id } = place;
    const { said: _, ...filter } = draft.session.list_filter;
    const found = yield* call(listProjects, {
      client_id,
      location: locationName(draft, client_id),
      ...filter,
      offset: row - 1,
      limit: 1,
    });
    if (found.status === 'ok' && found.value.projects[0] !== undefined) return found.value.projects[0];
  }
  return yield* amongAll(draft, eligible);
}
