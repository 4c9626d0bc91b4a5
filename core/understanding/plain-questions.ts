import type { Intent } from '../contracts/understanding.ts';

const VISIT = '(?:visits?|appointments?|jobs?|projects?|installs?|installations?)';
const PLANNED = '(?:scheduled|booked|planned|coming up|lined up|set up|on the (?:calendar|schedule|books))';
/** What may come too, by post or from the office. */
const PAPER =
  '(?:bill|invoice|refund|money|payment|check|quote|estimate|receipt|contract|permit|paperwork|products?|materials?|parts?|packages?|orders?)\\b';
/** A project by any name, or who works on it. */
const OWN = `(?:my|our|the|that|those) (?!(?:${PAPER}|office|store|weather|old|new)\\b)(?:(?!${PAPER})[a-z'-]+ ){0,3}?(?!${PAPER})[a-z'-]+`;
const FAR =
  '(?:ready|done|finished|complete|completed|on track|delayed|on time|late|in progress|under ?way|shipped|in|here|back ?ordered|booked(?: in)?|scheduled|rescheduled|moved|confirmed|cancell?ed)';
const SO_FAR = '(?: yet| now| already| or what| or not| today)?';
const DAY = '(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?\\b';
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
  // How far a project of theirs is: "are my kitchen cabinets ready", "was the attic done", "did my fence get booked".
  new RegExp(
    `${OPENING}(?:is|are|was|were) ${OWN} (?:(?:still|already|all|now|finally) )*(?:${FAR}|working|coming)${SO_FAR}$`,
  ),
  new RegExp(
    `${OPENING}(?:did|has|have) ${OWN} (?:ever |already |finally )?(?:gets? |got |been )?(?:${FAR}|arrived?|ship|come in|came in|show up)${SO_FAR}$`,
  ),
  new RegExp(
    `${OPENING}(?:did|has|have) (?:any(?:one|body)|some(?:one|body)|they|you(?: guys)?) (?:ever |already )?(?:schedul|book|mov|reschedul|confirm|cancel|finish)(?:e|ed|led)? ${OWN}${SO_FAR}$`,
  ),
  new RegExp(`${OPENING}what(?:'?s| is) (?:going on|happening|up|the (?:deal|hold ?up|story)) with ${OWN}${SO_FAR}$`),
  new RegExp(
    `${OPENING}what (?:do|have) (?:i|we)(?: have)?(?: got)?(?: (?:on|coming up|coming|planned))? (?:(?:for |on |in )?(?:next|this|tomorrow|today|later|${DAY}|the \\d)).*$`,
  ),
  new RegExp(
    `${OPENING}(?:what|when)(?:'?s| is| are)(?: the)? (?:my|our) (?:soonest|next|earliest|nearest|first|upcoming) ${VISIT}$`,
  ),
];
/** "Did it go through?", "am I all set?", "so I'm booked?": whether what was asked for has been done. */
const WHETHER_DONE = new RegExp(
  `${OPENING}(?:wait[, ]+|hey[, ]+)*(?:` +
    `did (?:it|that|this|everything|(?:my|the) (?!${PAPER})\\w+)(?: all)? (?:go|get|went) through|` +
    'did (?:it|that|this) (?:work|take|book|save|cancel)|did you (?:book|schedule|cancel|move|do|save|send|add|note) (?:it|that|this)|' +
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

const HOW_ARE_YOU = new RegExp(
  `${OPENING}how(?:'s it going|s it going| are (?:you|u|ya|things))(?: doing)?(?: today)?$`,
);
const WHO_ARE_YOU = new RegExp(
  `${OPENING}(?:(?:who|what) are (?:you|u)|are (?:you|u) (?:an? )?(?:real )?(?:bot|robot|machine|computer|ai|automated)|(?:is|am i talking to) (?:this |that )?an? (?:bot|robot|machine|computer|ai))$`,
);

/** What a few words between people want: a greeting, or to hear who answers. */
export function smallTalk(text: string): Intent | null {
  const said = asked(text);
  if (HOW_ARE_YOU.test(said)) return 'greeting';
  return WHO_ARE_YOU.test(said) ? 'help' : null;
}

const SENDS = new RegExp(
  `${OPENING}(?:can|could|would|will) (?:you|u|they) (?:please )?send (?:someone|somebody|a \\w+|the \\w+)(?: out| over)?(?: for| to| about)\\b`,
);
const A_VISIT =
  /\b(?:deliver(?:y|ies)|install(?:ation)?s?|measure(?:ment)?s?|repairs?|visits?|appointments?|inspections?)\b/;
const ON_A_DAY = new RegExp(`\\bon (?:an? )?(?:week ?days?|week ?ends?|${DAY})`);

/** Whether somebody is to come, said without a word for booking: "garage door delivery on a weekday please". */
export function wantsVisit(text: string): boolean {
  const said = asked(text);
  return SENDS.test(said) || (A_VISIT.test(said) && ON_A_DAY.test(said) && /\b(?:please|pls)\b/.test(said));
}
