import type { Intent } from '../contracts/understanding.ts';

const VISIT = '(?:visits?|appointments?|jobs?|projects?|installs?|installations?)';
const PLANNED = '(?:scheduled|booked|planned|coming up|lined up|set up|on the (?:calendar|schedule|books))';
/** What may come too, by post or from the office. */
const PAPER =
  '(?:bill|invoice|refund|money|payment|check|quote|estimate|receipt|contract|permit|paperwork|products?|materials?|parts?|packages?|orders?)\\b';
const OPENING = '^(?:(?:so|and|ok|okay|hi|hello|hey|please|tell me|can you tell me)[, ]+)*';

/** How things stand with a project, or what visits there are: each can mean but one thing. */
const QUESTIONS: readonly RegExp[] = [
  new RegExp(
    `${OPENING}(?:(?:what(?:'?s| is)|check|give me|show me|i want|i need) )?(?:the |an? )?(?:status|update|progress) (?:of|on|for|update on) `,
  ),
  new RegExp(`${OPENING}(?:what(?:'?s| is) (?:the |my )?|any |the )?(?:current |latest )?status(?: now| update)?$`),
  new RegExp(
    `${OPENING}(?:what|which)(?:'s|s| is| are| do i have| do we have| have i got| all is)?(?: else)?(?: ${VISIT})?(?: (?:is|are|do i have|do we have))?(?: all)? ${PLANNED}\\b`,
  ),
  new RegExp(`${OPENING}(?:what|which)(?: of)?(?: my| the)?(?: [a-z]+){1,2} (?:is|are)(?: all)? ${PLANNED}\\b`),
  new RegExp(
    `${OPENING}(?:is|are)(?: there)? any(?:thing| ?${VISIT}| other ${VISIT})(?: of mine)?(?: else)? ${PLANNED}\\b`,
  ),
  new RegExp(
    `${OPENING}(?:do|have) (?:i|we)(?: have| got)? (?:any(?:thing| other)?|some)?(?: ?${VISIT})?(?: ${PLANNED})?(?: (?:on|for|in|this|next|today|tomorrow)\\b.*)?$`,
  ),
  // Whoever it is that comes to a house, the visit is asked about: "when does the electrician come".
  new RegExp(
    `${OPENING}(?:when|what time|what day|which day)(?:'?s| is| are| does| do| will| should)? (?:the|my|our|that|those)(?: (?!${PAPER})[a-z]+){1,3} (?:be )?(?:coming|come|comes|arriving|arrive|arrives|here|get here|getting here|show up|showing up|due)(?: (?:out|by|over|here|again|today|tomorrow))?$`,
  ),
];
/** "Did it go through?", "am I all set?", "so I'm booked?": whether what was asked for has been done. */
const WHETHER_DONE = new RegExp(
  `${OPENING}(?:wait[, ]+|hey[, ]+)*(?:` +
    'did (?:it|that|this|everything|my \\w+|the \\w+)(?: all)? (?:go|get|went) through|did (?:it|that|this) (?:work|take|book|save|cancel)|did you (?:book|schedule|cancel|move|do|save|send|add|note) (?:it|that|this)|' +
    "(?:am i|are we|i'm|im|we're|is (?:it|that|this|everything|my (?:visit|appointment))|it's)(?: all| now| already| officially)? (?:set|good to go|booked(?: in)?|scheduled|confirmed|official|done|cancell?ed)|" +
    'is (?:it|that) (?:a done deal|all good)|am i good)(?: then| now| already| yet| right)?$',
);

const OF_OPEN_TIMES = /\b(?:available|availability|open|openings?|free|slots?|spots?)\b/;
const SHORT = 12;

/** Whether a message asks if what was asked for has been done. */
export const asksWhetherDone = (text: string): boolean => WHETHER_DONE.test(asked(text));

const asked = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll('\u2019', "'")
    .replace(/\s+/g, ' ')
    .replace(/[?!. ]+$/, '');

/** The intent of a short question about visits or a state that needs no model to be read, or null. */
export function plainQuestion(text: string): Intent | null {
  const said = asked(text);
  if (said.split(' ').length > SHORT || OF_OPEN_TIMES.test(said)) return null;
  if (WHETHER_DONE.test(said) && (QUESTION_FORM.test(said) || /\?\s*$/.test(text))) return 'appointment_status';
  return QUESTIONS.some((question) => question.test(said)) && !BARE.test(said) ? 'appointment_status' : null;
}

/** "I'm all set" takes leave; with a mark it asks. */
const QUESTION_FORM = /\b(?:did|am i|are we|is (?:it|that|this|everything|my))\b/;

/** "Do I have", which asks nothing. */
const BARE = /^(?:do|have) (?:i|we)(?: have| got)?$/;
