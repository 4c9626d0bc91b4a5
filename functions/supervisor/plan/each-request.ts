import type { ProjectRef } from '../../../core/contracts/project.ts';
import type { Intent } from '../../../core/contracts/understanding.ts';
import { saysYes } from '../../../core/rules/plain-yes.ts';
import type { Entities } from '../../../core/understanding/entities/entities.ts';
import { matchProjects } from '../../../core/understanding/projects.ts';
import { cuts } from '../../../core/understanding/two-requests.ts';
import { byNumber, pickedTogether } from './addressees.ts';
import type { Draft } from './draft.ts';
import type { Flow } from './flow.ts';
import { nameIn, onlyOne, type Request, read, readApart, withDayBefore, withFurther } from './requests.ts';

/** The requests of a message in its order, the same for further projects included. */
export function* eachRequest(draft: Draft, others: readonly Intent[]): Flow<Request[]> {
  const { intent, entities, turn } = draft;
  const whole = { intent, said: turn.user_message, entities, project: null };
  const apart = others.length === 0 ? null : readApart(draft, [intent, ...others]);
  if (intent === 'affirm' && apart?.some((request) => mayTakeBack(draft, request))) return [whole];
  if (apart === null) {
    const besides = others.map((other) => ({ ...whole, intent: other }));
    return besides.length > 0 ? [whole, ...besides] : yield* forEachProject(draft, whole);
  }
  const requests: Request[] = [];
  for (const request of apart) {
    const entitiesThen = withDayBefore(request, requests.at(-1)?.entities);
    const said = { ...request, entities: entitiesThen };
    requests.push(...(GOES_FURTHER.has(request.intent) ? yield* withFurther(draft, said) : [said]));
  }
  return requests;
}

/** "The weather in Tampa and Orlando": one question of each place. */
function ofPlaces({ turn }: Draft, whole: Request): Request[] {
  for (const { first, second } of cuts(whole.said, true, true)) {
    const [here, there] = [read(turn, first, 'weather'), read(turn, `weather in ${second}`, 'weather')];
    if (here.city === undefined || there.city === undefined || here.city === there.city) continue;
    const when = there.date ?? whole.entities.date;
    const on = when === undefined ? {} : { date: when };
    return [
      { ...whole, said: first, entities: { ...on, ...here } },
      { ...whole, said: second, entities: { ...there, ...on } },
    ];
  }
  return [whole];
}

/** "Yes, and cancel it" may take back what the yes was to: it is asked about as a whole. */
function mayTakeBack({ session }: Draft, { intent, entities: { project } }: Request): boolean {
  if (intent !== 'cancel_appointment' && intent !== 'reschedule_appointment') return false;
  const pending = session.pending_action?.project;
  return (
    project === undefined || pending === undefined || matchProjects(project, [{ ...pending, status: '' }]).length > 0
  );
}

/** One request for all the projects that are named, counted, or picked from a list: "the flooring and the bathroom", "both". */
function* forEachProject(draft: Draft, whole: Request): Flow<Request[]> {
  const { session, intent } = draft;
  const isAnswer = intent === 'select_project' && (session.expecting === 'project' || session.task === null);
  const asked = isAnswer ? (session.task?.intent ?? 'project_details') : intent;
  if (!mayGoFurther({ ...draft, intent: asked })) return [whole];
  const picked = (isAnswer ? pickedTogether(draft) : null) ?? (yield* byNumber(draft, asked));
  // All that there are were left out ("cancel everything but the windows"): how things stand is told, and nothing begun.
  if (picked?.length === 0)
    return [{ ...whole, entities: {}, intent: asked === 'book_appointment' ? 'list_projects' : 'appointment_status' }];
  const { heard } = draft;
  const requests =
    picked === null
      ? yield* withFurther(draft, { ...whole, intent: asked, ...(heard === undefined ? {} : { said: heard }) })
      : picked.map((project) => ({
          ...whole,
          intent: asked,
          entities: { ...whole.entities, project: project.number },
          project,
        }));
  const [first, ...further] = asked === 'weather' && requests.length === 1 ? ofPlaces(draft, whole) : requests;
  const isWhole = further.length === 0 && picked === null && first?.said === (heard ?? whole.said);
  if (first === undefined || isWhole) return [whole];
  // What was asked back about said which projects; this message answers what else was asked.
  if (heard !== undefined) return [{ ...whole, entities: { ...first.entities, ...whole.entities } }, ...further];
  return [isAnswer ? { ...first, intent } : first, ...further];
}

/** Where the message does not come apart, a further task has nothing but the text of its note. */
export const ownEntities = ({ turn }: Draft, { said, entities, project }: Request): Entities => {
  if (said !== turn.user_message || project !== null) return entities;
  return entities.note_text === undefined ? {} : { note_text: entities.note_text };
};

/** A request by itself. A yes stays with its whole message unless its part of it is one. */
export function ofRequest(draft: Draft, { intent, said, entities }: Request): Draft {
  const isLess = intent === 'affirm' && !saysYes(said);
  return { ...draft, intent, entities, turn: isLess ? draft.turn : { ...draft.turn, user_message: said } };
}

/** The one project that a waiting request names. */
export function* projectOf(draft: Draft, { project, entities }: Request): Flow<ProjectRef | null> {
  const named = nameIn(entities);
  return project ?? (named === undefined ? null : yield* onlyOne(draft, named));
}

/** What a further question leaves unsaid is what the first part says: the project, and the day where the weather is asked. */
export function beside({ entities: first }: Request, { entities: second, intent }: Request): Entities {
  const { project, ordinal, date } = first;
  const names = second.project !== undefined || second.ordinal !== undefined || second.city !== undefined;
  return {
    ...(project === undefined || names ? {} : { project }),
    ...(ordinal === undefined || names ? {} : { ordinal }),
    ...(date === undefined || intent !== 'weather' ? {} : { date }),
    ...second,
  };
}

/** Requests that more than one project can be named for, one after the other. */
const GOES_FURTHER: ReadonlySet<Intent> = new Set([
  'book_appointment',
  'check_availability',
  'reschedule_appointment',
  'cancel_appointment',
  'add_note',
  'change_address',
  'project_details',
  'appointment_status',
  'installation_address',
  'list_notes',
  'weather',
]);

/** A text that was asked for is one thing, whatever it names. */
const mayGoFurther = ({ intent, session: { expecting } }: Draft): boolean =>
  GOES_FURTHER.has(intent) && expecting !== 'reason' && expecting !== 'note_text' && expecting !== 'address';
