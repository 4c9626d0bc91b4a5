import { type Passage, passage, wholePassage } from './free-text.ts';

const WORKER =
  '(?:crew|installers?|techs?|technicians?|guys?|team|office|workers?|drivers?|measurer|fitters?|contractors?|people|men|gentlem[ae]n|person|staff|folks|lady|man|painters?|roofers?|plumbers?|electrician|subs?)';
const THEM = `(?:them|him|her|em|'em|they|someone|somebody|everyone|everybody|who(?:m?ever|m)?(?:'s| is)?(?: coming| comes| shows up)?|(?:(?:the|your|my|our|all|that) )?(?:\\w+ )?${WORKER}(?: (?:who|that)(?:'s| is| are)? \\w+)?)`;
const NOTE = '(?:notes?|comments?|messages?|memo|instructions?|remarks?|reminder|annotation|line)';
const WRITE =
  '(?:add|put|leave|make|write|attach|include|save|jot|post|record|drop|file|enter|create|place|log|set|pop|stick|type|note|mark|mention|state|say)';
const THAT = '(?:,|:| -)? +(?:(?:that|please|pls|to say|how) +)*';

/** What leads up to words for the crew, in whatever message. */
const FOR_THE_CREW: readonly RegExp[] = [
  new RegExp(
    `\\b(?:let|make sure(?: that)?|have|ensure|see that) ${THEM} (?:to )?(?:knows?|(?:are|is) aware|understands?)(?: about| to)?${THAT}`,
    'i',
  ),
  new RegExp(
    `\\b(?:leave|add|put in|make) (?:a|another) ${NOTE}(?: [^.?!:]{0,40}?)?(?:(?: that|:| saying| about) +)`,
    'i',
  ),
  /\b(?:put down|write down|jot down|put in|pass along|pass on|add(?: to [^.?!:,]{0,30})?) that +/i,
  /\b(?:please|pls) note(?: that)? +/i,
  new RegExp(`\\b(?:tell|remind|inform|ask|warn) (?:him|her|them|em|'em|the ${WORKER})(?: that| to| about)* +`, 'i'),
  new RegExp(
    `\\bhave (?:them|him|her|em|the ${WORKER}) +(?!down\\b|come|out|call me to|move|here|scheduled|booked|on )`,
    'i',
  ),
];

/** What leads up to a note's words in a message that asks for one, the most telling first. */
const LEAD_INS: readonly RegExp[] = [
  /["“](?=[^"”]{3,}["”])/,
  ...FOR_THE_CREW.slice(0, 1),
  new RegExp(`^[^.?!:]{0,60}\\b(?:for|to) (?:the |your )?${WORKER}: *`, 'i'),
  new RegExp(
    `\\b(?:saying|that says|which says|that reads|reading|stating|have it say(?: in the ${NOTE})?|it should say)${THAT}`,
    'i',
  ),
  new RegExp(
    `\\b${WORKER} (?:should|needs? to|ought to|must|has to|have to) (?:know|be aware|be told|understand)(?: about)?${THAT}`,
    'i',
  ),
  new RegExp(
    `\\b(?:tell|inform|remind|notify|warn|advise|ask|instruct|alert) ${THEM}(?: about| of)?(?:,|:)? +(?:(?:that|to|please|pls) +)*`,
    'i',
  ),
  /\b(?:it noted|said to mention|to mention|please mention|pass along|pass on)(?: that)? +/i,
  new RegExp(`\\b(?:some(?:one|body)|they) (?:needs?|ought|should) to be told${THAT}`, 'i'),
  new RegExp(`\\b(?:${NOTE}|${WRITE})\\b[^.?!:]{0,60}? (?:that|saying) +(?!(?:job|project|order|one|note)\\b)`, 'i'),
  new RegExp(`\\b(?:${NOTE}|${WRITE})\\b[^.?!:]{0,60}?(?::| -) *`, 'i'),
  new RegExp(`\\b${NOTE} (?:about|regarding|re|for ${THEM} about) +`, 'i'),
  new RegExp(
    `\\b(?:please note|pls note|note|fyi|heads up|for the record|nb)\\b(?: for ${THEM}| to ${THEM})?${THAT}`,
    'i',
  ),
  new RegExp(`\\bhave (?:them|him|her|em|${WORKER}) +`, 'i'),
];

/** What may follow a note's words: where to put them, why, thanks, or a question of another kind. */
const TAIL = new RegExp(
  [
    `[,.;]? +(?:(?:and|can|could|would|please|pls|so|if) +)*(?:you +)?(?:please +)?(?:add|put|attach|include|save|jot|post|record|file|write) (?:that|this|it)(?: down)?(?: (?:to|on|in|onto|for|under|with)\\b.*)?[.!?]*$`,
    '[,.;]? +(?:please +)?pass (?:it|that|this) (?:on|along)\\b.*$',
    '[,.;]? +(?:just )?so (?:that )?(?:they|he|she|the \\w+) knows?\\b.*$',
    '[,.;!]? +(?:thank you|thanks|thx|ty)\\b.{0,40}$',
    "(?:[.!?;]|,? and)(?: and)?(?: also)?,? +(?:also +)?(?:what|when|who|how|can you|could you|will|is|are|do|does|where|which|what's|when's)\\b[^?]*\\?+$",
    ',? (?:and|then|and then) (?:also )?(?:check|read me|show me|tell me|send me|give me|book|schedule|cancel|move)\\b.*$',
  ].join('|'),
  'i',
);

/** Words that call the visit off are no note. */
const CALLS_OFF =
  /^(?:(?:they|he|she|it|you|i|we)(?:'s|'re|'m| are| is| am)? )?(?:not (?:to|gonna|going to) (?:come|bother|show|be)|(?:don'?t|no) need to come|nevermind|cancel\w*)/i;

/** A request for a note that does not say yet what to write. */
const ONLY_ASKS = new RegExp(`\\b(?:${NOTE}|jot|write|something|special request)\\b`, 'i');

/** The words to be noted, from a message that asks for a note. */
export function readRequestedNote(message: string): Passage | undefined {
  const end = tailStart(message);
  const led = afterLeadIn(message, end, LEAD_INS);
  if (led) return led;
  const statement = passage(message, 0, end);
  return ONLY_ASKS.test(statement?.words ?? '') ? undefined : statement;
}

/** Words for the crew in a message that asks for something else first: "Thursday, and let them know the bell is out". */
export function readNoteBeside(message: string): Passage | undefined {
  return afterLeadIn(message, tailStart(message), FOR_THE_CREW);
}

function afterLeadIn(message: string, end: number, leadIns: readonly RegExp[]): Passage | undefined {
  for (const leadIn of leadIns) {
    const found = leadIn.exec(message.slice(0, end));
    const note = found && passage(message, wordsStart(message, found), endOfNote(message, found, end));
    if (note && !isOnlyPlace(note.words) && !CALLS_OFF.test(note.words)) return note;
  }
  return undefined;
}

/** After the lead-in and the speaker's hesitation. */
function wordsStart(message: string, found: RegExpExecArray): number {
  const start = found.index + found[0].length;
  return start + (/^(?:(?:uh+|um+|er+)[, ]+)+/i.exec(message.slice(start))?.[0].length ?? 0);
}

function endOfNote(message: string, found: RegExpExecArray, end: number): number {
  const start = found.index + found[0].length;
  if (/["“]$/.test(found[0])) return start + message.slice(start).search(/["”]/);
  return start + message.slice(start, end).replace(/[?\s]+$/, '').length;
}

function tailStart(rest: string): number {
  const tail = TAIL.exec(rest);
  return tail ? tail.index : rest.length;
}

/** "a note about my flooring job": what is left names the project, or nothing. */
const isOnlyPlace = (words: string): boolean =>
  /^(?:(?:on|to|for|in) )?(?:the|my|our|this|that|it) ?(?:\w+ ){0,2}(?:job|project|order|install|installation|appointment|account|file|one)?(?: please| pls| thanks)?$/i.test(
    words,
  );

const ANSWER_LEAD_IN = new RegExp(
  `^(?:(?:um+|uh+|ok|okay|yes|yeah|sure|well|so|please|just|hmm)[,.]? +)*(?:(?:it |the note )?(?:should|can|could|must) say|(?:just )?(?:say|(?:write|put|note)(?: down)?(?! (?:your|my|our|the)\\b))|(?:please )?(?:tell|let|inform|remind|ask) ${THEM}(?: know)?|make sure ${THEM} knows?|i(?:'d| would) like it to say)(?:,|:)? +(?:(?:that|to|the uh) +)*`,
  'i',
);

/** The text given when it was asked what the note should say. */
export function readNoteAnswer(message: string): Passage | undefined {
  const leadIn = ANSWER_LEAD_IN.exec(message) ?? /^(?:(?:um+|uh+|well|so|ok|okay|that|the uh)[,.]? +)+/i.exec(message);
  return wholePassage(message, leadIn?.[0].length ?? 0) ?? wholePassage(message, 0);
}
