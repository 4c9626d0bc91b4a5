import { type Passage, passage, wholePassage } from './free-text.ts';
import { familyOf, isTypeWord } from './project-vocabulary.ts';

const WORKER =
  '(?:crew|installers?|techs?|technicians?|guys?|team|office|workers?|drivers?|measurer|fitters?|contractors?|people|men|gentlem[ae]n|fellas?|movers?|person|staff|folks|ppl|peeps|boys|dudes?|lady|man|painters?|roofers?|plumbers?|electrician|subs?)';
const ONE_OF_THEM = `(?:them|him|her|em|'em|they|someone|somebody|everyone|everybody|who(?:m?ever|m)?(?:'s| is)?(?: (?:coming|comes|shows up|\\w+ing(?: (?:the|my|our) \\w+)?))?|(?:(?:the|your|my|our|all|that|those) )?(?:\\w+ )?${WORKER}(?: (?:who(?:'s| is| are)? \\w+|that(?:'s| is| are) \\w+|that (?:comes?|shows? up)|coming(?: on)?(?: (?!to\\b)\\w+)?))?)`;
/** "The windows crew and the flooring crew". */
const THEM = `${ONE_OF_THEM}(?:,? (?:and|&|or) (?=(?:the|my|our|your) )${ONE_OF_THEM})?`;
const NOTE =
  '(?:notes?|comments?|messages?|memo|instructions?|remarks?|reminder|annotation|line|special (?:request|instructions?))';
const WRITE =
  '(?:add|append|put|leave|make|write|attach|include|save|jot|post|record|drop|file|enter|create|place|log|set|pop|stick|type|note|mark|mention|state|say|document|update)';
const WRITTEN =
  '(?:noted|recorded|mentioned|documented|added|logged|entered|stated|included|marked|put|written|attached|on record|known)';
const KNOW = "(?:knows?|(?:be|are|is|'re|'s) (?:made )?(?:aware|told|informed|warned)|understands?)";
const THAT = '(?:,|:| -)? +(?:(?:that|please|pls|to say|how) +)*';
/** Where notes are kept, or what they belong to. */
const KEPT =
  '(?:notes?|comments?|files?|records?|orders?|tickets?|accounts?|profile|instructions?|projects?|jobs?|system|appointment|visit|paperwork|work order|remarks)';
const PLACE = `(?:(?:on|in|to|into|onto|with|under|for) (?:there|it|(?:(?:the|my|our|this|that|your) )?(?:\\w+ ){0,2}?${KEPT}))`;

const ASK_WHETHER = new RegExp(
  `\\bask ${THEM} (?:if|whether) (?:they|he|she) (?:can|could|would|will)(?: please)? +(?!(?:come|be|do it)\\b)`,
  'i',
);

/** What leads up to words for the crew, in whatever message. */
const FOR_THE_CREW: readonly RegExp[] = [
  new RegExp(
    `\\b(?:let|make sure(?: that)?|be sure(?: that)?|have|ensure|see that|i (?:want|need)|important(?: that)?) ${THEM} (?:to )?${KNOW}(?: about| to| of)?${THAT}`,
    'i',
  ),
  new RegExp(
    `\\b(?:leave|add|put in|make|put) (?:an?|another) ${NOTE}(?: (?!about\\b)[^.?!:]{0,40}?)?(?:(?: that|:| saying| about) +)`,
    'i',
  ),
  /\b(?:put down|write down|note down|jot down|put in|pass along|pass on|note|add(?: to [^.?!:,]{0,30})?) that +(?!(?:job|project|order|one|note|day)\b)/i,
  new RegExp(`\\b(?:put|write|add|mention|say|note)(?: it| down)? ${PLACE}(?:,|:)? +that +`, 'i'),
  /\b(?:please|pls) note(?: that)? +/i,
  ASK_WHETHER,
  new RegExp(`\\b(?:tell|remind|inform|ask|warn) (?:him|her|them|em|'em|the ${WORKER})(?: that| to| about)* +`, 'i'),
  new RegExp(
    `\\bhave (?:them|him|her|em|the ${WORKER}) +(?!down\\b|come|out|call me to|move|here|scheduled|booked|on )`,
    'i',
  ),
];

/** What leads up to a note's words in a message that asks for one, the most telling first. */
const LEAD_INS: readonly RegExp[] = [
  /["“](?=[^"”]{3,}["”])/,
  // What follows the label is the note, whomever it then speaks of: "note for the flooring: tell the windows guys to wait".
  new RegExp(`^[^.?!:,]{0,40}\\b${NOTE}\\b[^.?!:,]{0,40}: +(?=\\S)`, 'i'),
  ...FOR_THE_CREW.slice(0, 1),
  ASK_WHETHER,
  new RegExp(`^(?:just )?so (?:that )?${THEM} ?(?:${KNOW})${THAT}`, 'i'),
  new RegExp(`^[^.?!:]{0,60}\\b(?:for|to) (?:the |your )?(?:\\w+ )?${WORKER}(?: [\\w ]{0,20})?: *`, 'i'),
  new RegExp(
    `\\b(?:saying|that says|which says|to say|that reads|reading|stating|have it say(?: in the ${NOTE})?|it should (?:say|read)|the following)${THAT}`,
    'i',
  ),
  new RegExp(
    `\\b(?:${THEM}) (?:should|needs? to|ought to|must|has to|have to|can) (?:know|be aware|be told|be informed|understand|be warned)(?: about| of| to)?${THAT}`,
    'i',
  ),
  new RegExp(
    `\\b(?:give|send|get|leave) (?:a )?(?:message|word|heads? up|note) (?:to|for|with) ${THEM}${THAT}(?:(?:asking (?:them|him|her) to|to) +)?`,
    'i',
  ),
  new RegExp(
    `\\b(?:can|could|should|may) ${THEM} be (?:told|informed|warned|reminded|asked|notified)(?: about| to)?${THAT}`,
    'i',
  ),
  new RegExp(`\\bgive ${THEM} (?:a )?heads?.up(?: about| that)*(?:,|:)? +`, 'i'),
  new RegExp(`\\bmake it known(?: to ${THEM})?${THAT}`, 'i'),
  new RegExp(
    `\\b(?:relay|communicate|convey|explain|report|point out|pass on|pass along|mention|forward)(?: (?:on )?to ${THEM})${THAT}`,
    'i',
  ),
  new RegExp(
    `\\b(?:tell|inform|remind|notify|warn|advise|ask|instruct|alert) ${THEM}(?: about| of)?(?:,|:)? +(?:(?:that|to|please|pls) +)*`,
    'i',
  ),
  new RegExp(
    `\\b(?:be|get|gets|have|want|like|see|it's|its|is)(?: (?:it|this|something))?(?: put)? ${WRITTEN}(?: down)?(?: ${PLACE})?(?: to ${THEM})?${THAT}`,
    'i',
  ),
  /\b(?:it noted|said to mention|sure to mention|to mention|please mention|pass along|pass on)(?: that)? +/i,
  new RegExp(`\\b(?:some(?:one|body)|they) (?:needs?|ought|should) to be told${THAT}`, 'i'),
  new RegExp(
    `\\b(?:${NOTE}|${WRITE}|get it|have it)\\b[^.?!:]{0,60}? (?:that|saying) +(?!(?:job|project|order|one|note|day|week)\\b)`,
    'i',
  ),
  new RegExp(`\\b(?:${NOTE}|${WRITE})\\b[^.?!:]{0,60}?(?::| - | [–—] ) *`, 'i'),
  new RegExp(`\\bmake sure(?: that)? +(?=(?:they|he|she|the (?:\\w+ )?${WORKER}) (?!${KNOW}))`, 'i'),
  new RegExp(`\\b${NOTE} (?:${PLACE} )?(?:(?:for|to) ${THEM} )?(?:about|regarding|re) +`, 'i'),
  new RegExp(`\\b${NOTE}(?: (?:for|to|from) ${THEM}| ${PLACE})?(?: please| pls)?(?:[.!?]+|,) +`, 'i'),
  new RegExp(
    `\\b${NOTE} (?:for|to) ${THEM} +(?:(?:asking (?:them|him|her) to|that|please|pls|to) +)*(?=\\w+ \\w+)`,
    'i',
  ),
  new RegExp(
    `\\b(?:${WRITE}|get it|go)(?: (?:it|this|a note))?(?: down)? ${PLACE}(?: please| pls)?(?:,|:|\\.)? +`,
    'i',
  ),
  new RegExp(
    `\\b(?:please note|pls note|note|jot|write|fyi|heads up|for the record|nb)\\b(?: down)?(?: for ${THEM}| to ${THEM})?${THAT}`,
    'i',
  ),
  new RegExp(`\\bhave (?:them|him|her|em|(?:the |your )?${WORKER}) +`, 'i'),
  // Of somebody by name only what a name is followed by tells that it is one: "tell Ray to call me".
  /\b(?:tell|remind|ask|inform) (?!me\b|us\b|you\b|it\b|if\b|whether\b)[\p{L}'’-]+ (?:to|that|about) +/iu,
  /\b(?:(?:put|write|jot|type) down|mention)(?: that)? +/i,
];

/** Words put between the verb and where they belong: "put the dog is friendly in the notes". */
const BETWEEN: readonly RegExp[] = [
  /^[^.?!:,]{0,30}?\b(?:put|add|say|write|stick|include|type|enter|log|get) +(?=\w+ \w+)([^.?!:]+?) (?:in|to|on|into|onto) (?:the|my|our|that|your) (?:\w+ )?(?:notes?|comments?|file|record|order|account|ticket|instructions)(?: please| pls| for me| thanks)?[.!?]*$/i,
  /^[^.?!:,]{0,30}?\b(?:put|add|write|include) +(?=\w+ \w+ \w+)([^.?!:]+?) (?:to|on|onto) (?:the|my|our|that) (?:\w+ ){0,2}(?:job|project|visit|appointment)(?: please| pls| thanks)?[.!?]*$/i,
  new RegExp(
    `^[^.?!:,]{0,30}?\\b(?:mention|explain|report|relay|pass)(?: that)? +(?=\\w+ \\w+)([^.?!:]+?) (?:on |along )?to ${THEM}[.!?]*$`,
    'i',
  ),
];

/** What may follow a note's words: where to put them, why, thanks, or a question of another kind. */
const TAIL = new RegExp(
  [
    `[,.;!]? {1,3}(?:(?:and|can|could|would|will|please|pls|so|if|just|kindly) +)*(?:(?:you|u|someone|somebody|we|i want you to) +)?(?:please +|just +)?(?:(?:add|put|attach|include|save|jot|post|record|file|write|stick|get|note|mention|log|type|enter|pop|keep)|make (?:sure )?(?:a )?note(?: of)?) (?:that|this|it)(?: down)?(?: (?:to|on|in|onto|into|for|under|with|there|as)\\b(?! me| us| him| her)(?: [\\w'#-]+){0,6})?[.!?]*$`,
    `[,.;!]? {1,3}(?:and |please )*make a note(?: of (?:it|that|this))?[.!?]*$`,
    `[,.;!]? {1,3}(?:and |so )*(?:can|could|would|should|may|will) (?:that|this|it) (?:please )?be ${WRITTEN}\\b[^.?!]*[.!?]*$`,
    `[,.;!]? {1,3}(?:and |so )*(?:that|this|it) (?:should|needs? to|has to|must|ought to) be (?:in|on|${WRITTEN})\\b[^.?!]*[.!?]*$`,
    '[,.;]? {1,3}(?:please +)?pass (?:it|that|this) (?:on|along)\\b.*$',
    `[,.;!]? {1,3}(?:and |please |so |just )*(?:let|make sure(?: that)?|tell) ${THEM} (?:know(?:s)?(?: (?:that|this|it|about (?:it|that|this)))?|that|this)[.!?]*$`,
    `[,.;!]? {1,3}(?:and |so |i think )*${THEM} (?:should|needs? to|ought to|must|has to|have to) (?:know|be told|be aware|be informed)(?: (?:that|this|it|about (?:it|that|this)|of (?:it|that|this)))?[.!?]*$`,
    `[,.;]? {1,3}(?:just )?so (?:that )?${THEM} ?${KNOW}(?: (?:that|this|about (?:it|that|this)|of (?:it|that)|ahead of time|in advance|beforehand))?[.!?]*$`,
    '[,.;!]? {1,3}(?:and )?(?:thank you|thanks|thx|ty)\\b(?!.*\\b(?:also|tell|let|ask|remind|inform|add|put|leave|note)\\b).{0,40}$',
    "(?:[.!?;,]|,? and)(?: and)?(?: also)?,? +(?:also +)?(?:what|when|who|how|can you|could you|will|is|are|do|does|where|which|what's|when's)\\b[^?]*\\?+$",
    ',? and (?:also )?(?:what time|what|who|which day|how long)\\b[^.?!]*$',
    '[,.;!]? (?:and|then|and then)(?: also)?(?: please)? (?:check|read me|show me|tell me|send me|give me|remind me|book|schedule|cancel|move|reschedule)\\b.*$',
  ].join('|'),
  'i',
);

/** What is said to the crew that is no note: the visit called off or moved, a question, a greeting. */
const NO_NOTE =
  /^(?:(?:they|he|she|it|you|i|we)(?:'s|'re|'m| are| is| am| have| need| has)? ?(?:to )?)?(?:not (?:to|gonna|going to) (?:come|bother|show|be)|(?:don'?t|no) need to come|don'?t come|nevermind|cancel\w*|resched\w*)|^(?:if|whether|what|when|what's|who|where|why)\b|^(?:i|we) (?:said|say) (?:hi|hello|thanks|thank you)\b|^(?:hi|hello|thanks|thank you)\b|^(?:(?:one|two|another|a few|some|a couple(?: of)?)(?: more)? things?|something|anything|info)\b(?: (?:down|on|to|for|about|before|4)\b.*)?$/i;
/** Words that are set off like this are the note, whatever they say. */
const SETS_OFF = new RegExp(`\\b${NOTE}\\b.*[:–—"“-] *$`, 'i');
/** Beside another request, a coming that is spoken of is the visit asked for. */
const IS_THE_VISIT =
  /^(?:to )?(?:come|be (?:here|there)|arrive|show up|get here|reschedule|move|push|switch)\b(?!.*\b(?:door|gate|entrance|around|through|side|alley|driveway|back)\b)/i;

/** A request for a note that does not say yet what to write. */
const ONLY_ASKS = new RegExp(
  `\\b(?:${NOTE}|${WRITTEN}|${WRITE} (?:this|that|it|some)|jot|write|something|a few things|info)\\b|\\b(?:tell|inform|let|ask) ${THEM}\\b|\\b${THEM} (?:should|needs? to) know\\b`,
  'i',
);
/** Small talk before a note that is simply said. */
const PREAMBLE =
  /^(?:(?:oh|also|ok|okay|yes|yeah|hey|hi|hello|um+|uh+|so|and|well|actually|please|btw|by the way|(?:one|another) (?:more |other |last )?thing|before i forget|(?:i )?(?:almost )?forgot to (?:mention|say|tell (?:you|them))(?: that)?|the thing is(?: that)?|(?:i )?just wanted to (?:say|mention)(?: that)?)(?![\w'])[,.:! -]*)+/i;

/** Who speaks for the company or for the assistant itself. A crew, an office, a neighbour or a spouse may be named in a customer's note. */
const OUR_SIDE =
  '(?:operator|system|admin|administrator|assistant|agent|bot|a\\.?i\\.?|developer|internal|supervisor|manager|moderator|compliance|tool)';
const ANOTHERS_LABEL = new RegExp(
  `(?:^|[.!?\\n])[\\s[({<*#>"'_-]*(?:(?:the|an?|new) )?(?:${OUR_SIDE}(?:'?s)? ${NOTE}\\b|${NOTE} (?:from|by) (?:the |your |an? )?(?:office|company|${OUR_SIDE})\\b)(?: ?#?\\d+)?\\s*(?::|-|–|—|[\\])}>])`,
  'i',
);

/** "Operator note: consent is on file": words put into the mouth of our own side, which no customer asks to have written down. */
export const isAnothersNote = (message: string): boolean => ANOTHERS_LABEL.test(message);

const PLAINLY_ASKED = new RegExp(
  `^(?:(?:(?:and|also|oh|ok|okay|hi|hey|please|pls|just|then|so|(?:can|could|would|will) (?:you|u))[, ]+)*(?:tell|remind|inform|warn) (?:him|her|them|em|'em|the (?:\\w+ )?${WORKER})\\b(?!.*\\?)` +
    `|(?:(?:hi|hey|ok|okay|so|and)[, ]+)*(?:(?:can|could|may|might) (?:i|we)|i(?:'d| would) like to|i (?:want|need) to|let me) (?:please |also |just )?(?:leave|add|make|write|put) (?:an?|another|some) ${NOTE}\\b)`,
  'i',
);

/** Whether a message begins as only one that asks for a note does: "tell him …", "can I leave a note …". */
export const asksPlainlyForNote = (message: string): boolean => PLAINLY_ASKED.test(message.trim());

/** The words to be noted, from a message that asks for a note. */
export function readRequestedNote(message: string): Passage | undefined {
  const end = tailStart(message);
  const between = wordsBetween(message.slice(0, end)) ?? wordsBetween(message);
  if (between) return between;
  const led = afterLeadIn(message, end, LEAD_INS);
  if (led) return led;
  const statement = passage(message, PREAMBLE.exec(message.slice(0, end))?.[0].length ?? 0, end);
  return statement === undefined || ONLY_ASKS.test(statement.words) ? undefined : statement;
}

/** Words for the crew in a message that asks for something else first: "Thursday, and let them know the bell is out". */
export function readNoteBeside(message: string): Passage | undefined {
  const note = afterLeadIn(message, tailStart(message), FOR_THE_CREW);
  return note && IS_THE_VISIT.test(note.words) ? undefined : note;
}

function wordsBetween(message: string): Passage | undefined {
  for (const pattern of BETWEEN) {
    const [whole, words] = pattern.exec(message) ?? [];
    if (whole === undefined || words === undefined || ONLY_ASKS.test(words) || isOnlyPlace(words)) continue;
    const start = message.indexOf(
      words,
      whole.search(/\b(?:put|add|say|write|stick|include|type|enter|log|get|mention|explain|report|relay|pass)\b/i),
    );
    return passage(message, start, start + words.length);
  }
  return undefined;
}

function afterLeadIn(message: string, end: number, leadIns: readonly RegExp[]): Passage | undefined {
  for (const leadIn of leadIns) {
    const found = leadIn.exec(message.slice(0, end));
    const note = found && passage(message, wordsStart(message, found), endOfNote(message, found, end));
    if (note && !isOnlyPlace(note.words) && (isSetOff(message, found) || !NO_NOTE.test(note.words))) return note;
  }
  return undefined;
}

/** "A note \"thanks for coming\"": the label, and the sign that the words of the note follow. */
const isSetOff = (message: string, found: RegExpExecArray): boolean =>
  SETS_OFF.test(message.slice(0, found.index + found[0].length));

/** After the lead-in and the speaker's hesitation. */
function wordsStart(message: string, found: RegExpExecArray): number {
  const start = found.index + found[0].length;
  return start + (/^(?:(?:uh+|um+|er+|also|too)[,: ]+)+/i.exec(message.slice(start))?.[0].length ?? 0);
}

function endOfNote(message: string, found: RegExpExecArray, end: number): number {
  const start = found.index + found[0].length;
  if (/["“]$/.test(found[0])) return start + message.slice(start).search(/["”]/);
  return start + message.slice(start, end).replace(/[?\s]+$/, '').length;
}

function tailStart(message: string): number {
  let end = message.length;
  for (let tail = TAIL.exec(message); tail; tail = TAIL.exec(message.slice(0, end))) {
    const before = message.slice(0, tail.index);
    if (before.replace(PREAMBLE, '').trim() === '' || SETS_OFF.test(before)) break;
    end = tail.index;
  }
  return end;
}

/** "a note about my flooring job": what is left names the project or the crew, or nothing. */
const ONLY_PLACE = new RegExp(
  `^(?:(?:on|to|for|in|with|about|at) (?:the|my|our|this|that|your)(?: [\\w'&-]+){1,3}|(?:an?|another|some) (?:\\w+ )?${NOTE}(?: (?:for|to|on|in) .*)?|(?:of )?(?:that|this|it)|(?:as|in|into) (?:an?|the|my) ${NOTE}|(?:(?:on|to|for|in|with) )*(?:the|my|our|this|that|it|there|your|me) ?(?:\\w+ ){0,2}(?:job|project|order|install|installation|appointment|account|file|one|visit|notes?)?|(?:for|to) ${THEM}|(?:(?:on|to|for|in) )?#?[\\d_]+|(?:for|to) .*\\b(?:crew|installers?|technicians?|team|coming)|for (?!the\\b|my\\b)[\\p{L}'’-]+)(?: please| pls| thanks)?[?!.]*$|^(?:please|pls|thanks|and)$`,
  'iu',
);
const isOnlyPlace = (words: string): boolean => ONLY_PLACE.test(words) || isOnlyProject(words);

/** "to windows", "on the bathroom": a place by the name of its work alone. */
function isOnlyProject(words: string): boolean {
  const [, named] =
    /^(?:on|to|for|in|with|about)((?: [\w'-]+){1,4}?)(?: please| pls| thanks)?[?!.]*$/i.exec(words) ?? [];
  const kinds = named?.trim().toLowerCase().split(' ') ?? [];
  return (
    kinds.some((word) => familyOf(word) !== undefined) &&
    kinds.every((word) => familyOf(word) !== undefined || isTypeWord(word) || JOINS.test(word))
  );
}
const JOINS = /^(?:the|my|our|and|both|jobs?|projects?|orders?|visits?|appointments?|&)$/;

const ANSWER_LEAD_IN = new RegExp(
  `^(?:(?:um+|uh+|ok|okay|yes|yeah|sure|well|so|please|just|hmm|no|wait)[,.]? +)*(?:(?:it |the note |i want it to |i'd like it to |make it |have it )(?:(?:should|can|could|must) )?(?:say|read)s?|the note is|(?:just )?(?:say|(?:write|put|note)(?: (?:down|this))*(?! (?:your|my|our|the)\\b))|(?:please )?(?:tell|let|inform|remind|ask) ${THEM}(?: know)?|make sure ${THEM} knows?|i(?:'d| would) like it to say)(?:,|:)? +(?:(?:that|to|the uh) +)*`,
  'i',
);

/** A whole request in place of the text that was asked for: "leave a note on the bathroom: use the side door". */
const ASKED_ANEW = new RegExp(
  `^(?:(?:ok|okay|yes|sure|please|just|and|also)[, ]+)*(?:${WRITE} )?(?:(?:an?|another|this|the) )?${NOTE} (?:on|in|to|onto|for) [^.?!:]{1,40}:`,
  'i',
);

/** Whether a message is such a request, and says itself what its note is for. */
export const asksForNoteAnew = (message: string): boolean => ASKED_ANEW.test(message);

const CORRECTS =
  /\b(?:i (?:mean|meant)(?: to (?:say|write|put)|(?=[ ,:]+["“]))|(?:(?:it|that|this|the note) )?should(?:'ve| have)? (?:say|read|be|said|been)|make (?:it|that|the note) (?:say|read)|(?:change|correct|update) (?:it|that|this|the note|the text) to(?: say| read)?)(?:,|:)? +(?=\S)/i;
const QUOTED = /["“]([^"”]{3,})["”]/;

/** The text that takes the place of a note's that waits for its yes: "I meant to say …", "it should read …". */
export function readNoteCorrection(message: string): string | null {
  const lead = CORRECTS.exec(message);
  if (lead === null || /\?\s*$/.test(message)) return null;
  const after = message.slice(lead.index + lead[0].length);
  const text = (QUOTED.exec(after)?.[1] ?? after.replace(/[,;]? (?:instead|please|pls)[.!]*$/i, '')).trim();
  return /\p{L}/u.test(text) ? text : null;
}

/** "Not the shed, the garage", "garage, not shed", of a text that has one of the two: the text with the other. */
export function withWordCorrected(text: string, message: string): string | null {
  const [, wrong, right] = NOT_THIS_BUT.exec(message) ?? [];
  const [, first, second] = THIS_NOT_THAT.exec(message) ?? [];
  const [from, to] = wrong !== undefined ? [wrong, right] : [second, first];
  if (from === undefined || to === undefined) return null;
  const found = new RegExp(`(?<![\\p{L}\\p{N}])${from.replace(/[^\p{L}\p{N} ]/gu, '\\$&')}(?![\\p{L}\\p{N}])`, 'iu');
  return found.test(text) ? text.replace(found, to) : null;
}

const LEADS_TO_CORRECTION =
  "(?:(?:sorry|oops|wait|no|actually|i mean|i meant|it'?s|its|that'?s|hm+|um+|oh|ugh|ok)[,.! ]+)*";
const WORD = "(?:(?:the|my|our|a|an) )?([\\p{L}\\p{N}#'’-]+)";
const NOT_THIS_BUT = new RegExp(
  `^\\W*${LEADS_TO_CORRECTION}not ${WORD}[,;.]? (?:but |it'?s |its |rather )?${WORD}[.! ]*$`,
  'iu',
);
const THIS_NOT_THAT = new RegExp(`^\\W*${LEADS_TO_CORRECTION}${WORD}[,;]? (?:and )?not ${WORD}[.! ]*$`, 'iu');

/** The text given when it was asked what the note should say: as it was written, but for what leads up to it. */
export function readNoteAnswer(message: string): Passage | undefined {
  if (ASKED_ANEW.test(message)) return readRequestedNote(message);
  const leadIn =
    ANSWER_LEAD_IN.exec(message) ??
    /^(?:(?:um+|uh+|well|so|ok|okay|sure|just(?= that\b)|that|the uh)[,.]? +)+/i.exec(message);
  const start = leadIn?.[0].length ?? 0;
  const rest = start > 0 ? passage(message, start, message.length) : undefined;
  return rest ?? wholePassage(message, 0);
}
