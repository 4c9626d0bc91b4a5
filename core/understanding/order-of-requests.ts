import { readEntities } from './entities/read-entities.ts';

const LEAD =
  "(?:(?:no|wait|actually|ok(?:ay)?|so|well|hmm+|um+|sorry|but|and|please|let'?s|can (?:we|you|i)|could (?:we|you|i)|i(?:'d| would)? (?:rather|like to|want to|prefer to)|rather|just)[ ,]+)*";
const VERB = '(?:(?:do|book|schedule|start with|begin with|take|handle|get|make|set up) )?';
/** The name of a project, in a few words none of which begins something else. */
const WORDS = "(?:(?!(?:but|and|or|me|us|you|them|him|her|it|call|text|one)\\b)[a-z][\\w'-]* ?){1,3}?";
const NAME = `(?:the |my |our )?(?<first>${WORDS})`;
const AFTERWARDS = `(?:[ ,.;]+(?:and )?(?:then|after that|afterwards|next|followed by)[ ,]+(?:(?:do|book|schedule) )?(?:the |my |our )?(?<next>${WORDS})(?: (?:after(?: that)?|next|second|later))?)?`;
const FIRST = new RegExp(`^\\W*${LEAD}${VERB}${NAME} first${AFTERWARDS}(?: please| pls)?[.!?\\s]*$`, 'i');
const BEFORE = new RegExp(
  `^\\W*${LEAD}${VERB}${NAME} before (?:the |my |our )?(?<next>${WORDS})(?: please| pls)?[.!?\\s]*$`,
  'i',
);

/** Which project comes first and which next: "do the bathroom first, then the flooring". Null where no such order is said. */
export function orderSaid(message: string): { first: string; next: string | null } | null {
  const said = message.replaceAll('\u2019', "'");
  const { first, next = null } = (FIRST.exec(said) ?? BEFORE.exec(said))?.groups ?? {};
  if (first === undefined || !isProject(first) || (next !== null && !isProject(next))) return null;
  return { first, next };
}

const isProject = (words: string): boolean => {
  const context = { today: '2026-01-05', time: '09:00', expecting: null, intent: 'select_project' };
  const { project, date } = readEntities(`the ${words}`, context);
  return project !== undefined && date === undefined;
};
