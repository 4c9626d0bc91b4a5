import type { ProjectRef } from '../../../core/contracts/project.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import type { Entities } from '../../../core/understanding/entities/entities.ts';
import { readEntities } from '../../../core/understanding/entities/read-entities.ts';
import { bestNamed } from '../../../core/understanding/projects.ts';
import { cuts } from '../../../core/understanding/two-requests.ts';
import { selectProject } from '../../../tools/select-project.ts';
import { type Draft, isSameProject, locationName, locations, refOf } from './draft.ts';
import { call, type Flow, together } from './flow.ts';

/** Two requests of one message, each with what its own part of the message says. */
export type TwoRequests = { first: Entities; second: Entities };

/** Words by which a part of a message shows what it asks for. */
const SHOWS: Partial<Record<Intent, RegExp>> = {
  list_projects: /\b(?:projects?|jobs?|orders?|list|show)\b/i,
  check_availability: /\b(?:open\w*|available|availability|when|dates?|times?|days?|slots?)\b/i,
  book_appointment: /\b(?:book\w*|schedul\w*|set up|set|arrange|appointment|get|do|come)\b/i,
  reschedule_appointment: /\b(?:mov\w+|re-?schedul\w*|push\w*|chang\w+|postpon\w*|shift\w*|switch\w*|swap\w*)\b/i,
  cancel_appointment: /\b(?:cancel\w*|call(?:ing)? .*off|drop|scrap|remove|don'?t (?:want|need|come))\b/i,
  project_details: /\b(?:who|technician|installer|store|details?|about|long|number|crew)\b/i,
  appointment_status: /\b(?:when|still on|appointment|visit|scheduled|coming|status|date)\b/i,
  business_hours: /\b(?:open|close\w*|hours|weekends?|office)\b/i,
  weather: /\b(?:weather|rain\w*|forecast|sunny|storm\w*|snow\w*|hot|cold|temperature)\b/i,
  installation_address: /\baddress\b/i,
  add_note: /\b(?:note|tell|let .*know|remind|mention|write)\b/i,
  list_notes: /\bnotes?\b/i,
  change_address: /\b(?:address|moved|live)\b/i,
  talk_to_human: /\b(?:person|human|someone|somebody|agent|call|talk|speak)\b/i,
};

/**
 * What each of two requests says by itself: "cancel the windows and book the flooring for June 12" names two projects
 * and one day, and the day belongs to the second. Null where no joint of the message has them on its two sides.
 */
export function readApart({ turn }: Draft, first: Intent, second: Intent): TwoRequests | null {
  const shows = (intent: Intent, part: string) => SHOWS[intent]?.test(part) ?? false;
  const cut = cuts(turn.user_message, false).find(
    (one) => (shows(first, one.first) || SHOWS[first] === undefined) && shows(second, one.second),
  );
  return cut === undefined ? null : { first: read(turn, cut.first, first), second: read(turn, cut.second, second) };
}

/** The same request for a second project: "book the flooring for the 12th and the bathroom for the 15th". */
export function* readTwice(draft: Draft): Flow<(TwoRequests & { project: ProjectRef }) | null> {
  const { turn, intent } = draft;
  for (const cut of cuts(turn.user_message, false)) {
    const [first, second] = [read(turn, cut.first, intent), read(turn, cut.second, intent)];
    if (first.project === undefined || second.project === undefined || first.project === second.project) continue;
    if (NEGATES.test(cut.second) || CORRECTS.test(cut.first)) continue;
    const [one, other] = yield* together([onlyOne(draft, first.project), onlyOne(draft, second.project)]);
    if (one != null && other != null && !isSameProject(one, other))
      return { first: shared(first, second, cut.second), second, project: other };
  }
  return null;
}

/** "The flooring and the bathroom for the 12th": a day at the end, with no verb of its own, is said of both. */
function shared(first: Entities, { date, time, time_window, time_bound }: Entities, part: string): Entities {
  const says = [
    first.date,
    first.time,
    first.time_window,
    first.time_bound,
    first.relative_order,
    first.weekday_filter,
  ];
  if (says.some((each) => each !== undefined) || SHOWS.book_appointment?.test(part)) return first;
  return {
    ...first,
    ...(date === undefined ? {} : { date }),
    ...(time === undefined ? {} : { time }),
    ...(time_window === undefined ? {} : { time_window }),
    ...(time_bound === undefined ? {} : { time_bound }),
  };
}

/** "…, no wait," or "…, actually": what follows is meant instead, not besides. */
const CORRECTS = /\b(?:no|wait|i mean|i meant|actually|sorry|scratch that|oops|rather)\W*$/i;

/** "…, the bathroom is not ready" asks for nothing. */
const NEGATES = /\b(?:not|no|never)\b|n't\b/i;

/** What a part of the message says when it stands alone. */
export function read({ now }: Draft['turn'], part: string, intent: Intent): Entities {
  return readEntities(part, { today: now.slice(0, 10), time: now.slice(11, 16), expecting: null, intent });
}

/** The one project that words name; null when they name none or several, or when that cannot be told now. */
export function* onlyOne(draft: Draft, words: string): Flow<ProjectRef | null> {
  const found = yield* together(
    locations(draft).map(({ client_id }) =>
      call(selectProject, { client_id, location: locationName(draft, client_id), words }),
    ),
  );
  const matches = bestNamed(
    words,
    found.flatMap((outcome) => (outcome.status === 'ok' ? outcome.value.matches : [])),
  );
  const [only] = matches;
  return matches.length === 1 && only !== undefined ? refOf(only) : null;
}
