/** Said before or between without saying anything. */
const FILLER =
  "(?:h+m+|u+h*m+|u+h+|e+r+m*|a+h+|well|ok|okay|so|oh|yeah|sorry|actually|please|pls|plz|(?:no |oh )?wait|(?:no )?hold on|(?:no )?hang on|one|just|i'm|im|i am|give me|gimme|maybe|honestly)";

/** Who or what is asked before an answer: somebody at home, or one's own calendar. */
const ASKED_FIRST =
  '(?:my|the|our) (?:\\w+ )?(?:wife|husband|spouse|partner|boyfriend|girlfriend|fiancee?|mom|mother|dad|father|son|daughter|sister|brother|roommate|landlord|tenants?|boss|work|family|kids|calendar|schedule|planner|diary|agenda)|him|her|them|it|that|this';

const CORE = [
  'h+m+|u+h*m+|u+h+|e+r+m*',
  '(?:a |another )?(?:sec(?:ond)?|moment|minute|min|bit)',
  '(?:no )?(?:wait(?: up| a (?:sec(?:ond)?|minute|min|moment|bit))?|(?:hold|hang) on)|bear with me|brb|be right back',
  "(?:let me|i'll|ill|i will|we'll) (?:get back to|let) you(?: know)?|(?:can|could) (?:i|we) (?:have a minute|get back to you|(?:think|sleep)(?: about| on)?(?: it| that)?)|hold (?:it|that)(?: for me)?",
  'not (?:really |100% |too |so )?sure(?: yet| about (?:it|that|this))?|undecided|torn|maybe|not yet|(?:still )?thinking(?: about it)?',
  `(?:let me|lemme|let us|(?:i|we)(?: just)? (?:need|have|want|got) to|(?:i|we)(?:'ll|'d| will| would|'ve)(?: have| got| better| like)?(?: to)?|i should|i gotta|gotta|need to|have to)(?: just)? (?:think|check|see|look|ask|talk|speak|find|grab|get|consult|confirm|discuss|run|verify|double check)(?: (?:with|to|for|at|about|over|by|on|up))*(?: (?:${ASKED_FIRST}))?(?: (?:over|by|with|about|up|through|past|that|this|it))*(?: (?:${ASKED_FIRST}))?`,
];

const AFTER =
  '(?:please|pls|first|real quick|quick|quickly|for a (?:sec(?:ond)?|bit|moment|minute)|though|thanks|again|then)';

const WHOLE = new RegExp(`^(?:${FILLER} )*(?:${CORE.join('|')})(?: ${AFTER})*$`);

/** "Yes but I need to ask my wife". */
const YES_BUT = /^(?:(?:yes|yeah|yep|sure|ok|okay|sounds good|great|thanks|no) )*(?:but|and) /;

/** Who says more than this says something besides. */
const LONGEST = 80;

/** Whether a message does nothing but take its time: no answer yet, so that what was asked stays asked. */
export function hesitates(message: string): boolean {
  const said = message
    .toLowerCase()
    .replaceAll('\u2019', "'")
    .replace(/[^\p{L}\p{N}'%]+/gu, ' ')
    .trim();
  return said.length <= LONGEST && WHOLE.test(said.replace(YES_BUT, ''));
}
