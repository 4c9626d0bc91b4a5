import type { Draft } from '../draft.ts';
import type { Flow } from '../flow.ts';
import { viewOf } from '../read-projects.ts';

/** Takes back or changes what was just agreed, rather than beginning something new. */
const AMENDS =
  /\b(?:no|wait|actually|instead|oops|whoops|sorry|i meant?|rather|make (?:it|that)|(?:that|same) day|wrong (?:day|date|time))\b/i;

/** "Oh no wait, the 15th", "any later that day?", with nothing under way: of the visit that the talk is about, if there is one. */
export function* amendsVisit(draft: Draft): Flow<boolean> {
  const { session, entities, turn } = draft;
  const { task, project } = session;
  if (task !== null || project === null || entities.project !== undefined || !AMENDS.test(turn.user_message))
    return false;
  const view = yield* viewOf(draft, project);
  return view !== null && view.group === 'scheduled' && view.scheduled !== null;
}
