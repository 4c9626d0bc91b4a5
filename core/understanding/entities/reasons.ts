import { type Passage, passage } from './free-text.ts';

/** What a reason follows, said in so many words. */
const MARKED =
  /\b(?:because of|because|becuase|becuz|bcuz|bc|b\/c|cuz|coz|cos|'?cause|due to(?: the fact that)?|on account of|owing to|in light of|since(?! (?:mon|tue|wed|thu|fri|sat|sun|last|yesterday|then|jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec|\d))|the reason (?:is|being)(?: that)?|reason(?= ?[:-])|seeing (?:as|that)|given that|now that|considering(?: that)?|(?<!\b(?:soon|early|late|well|far|long|much|same|quick\w*|fast|such) )as(?= (?:we|i|my|our|the|it)\b))(?![\w'])[ :,-]*/i;

/** To give a visit up or to move it, whatever stands around it. */
const CHANGE =
  '(?:(?:cancel|cancle|resched|reshed)\\w*|postpon\\w*|forgo|withdraw|scrap|nix|annul|void|delete|call(?:ing)? (?:\\w+ ){0,4}?off|tak(?:e|ing) (?:\\w+ ){1,5}?off|put(?:ting)? (?:\\w+ ){1,4}?off|get rid of|do away with|back out|pull (?:the plug|out)|push(?:ing)?(?! for)|bump|shift|swap|switch|delay|drop|kill|change (?:it|my|our|the|that|this)(?! mind)|moving (?:it|my|our|that|the (?:visit|appointment|appt|install\\w*|date|time)))|move(?! (?:out|in|away|across|house|home|into|back)\\b)(?! to (?!the \\d|next|a |an |another|later|early|mon|tue|wed|thu|fri|sat|sun|\\d|this|some))';
const OTHER_SLOT =
  '(?:(?:an?)?other|different|new|later|earlier|better|some other|next available|alternative)(?: \\w+)? (?:days?|times?|dates?|slots?|appointments?|week)';

/** How a sentence about the visit begins, as against one that tells of something. */
const COMMANDS =
  "(?:cancel\\w*|cancle|resched\\w*|reschedul\\w*|postpone|call|withdraw|scrap|nix|annul|void|delete|remove|kill|drop|wipe|strike|scratch|clear|ditch|skip|stop|take|get|put|pull|push|move|shift|switch|swap|change|update|bump|delay|shove|advance|forget|never ?mind|nvm|don'?t|do not|find|give|show|send|tell|let|leave|lets|book|schedule|set|pick|propose|suggest|offer|try|make|do|help|fix|hold|free|kindly|go ahead|have (?:it|them|him|her|some\\w+|the|your|my)|any|another|what|when|which|where|how|who|why|if|while|none of|i (?:know|said|hate to|mean)|no need|not (?:cancel|mov|paus|resched)\\w*|thanks?|you (?:can|could|may|might|should))";
const ASKS =
  '(?:is|are|am|was|were|do|does|did|have|has|can|could|would|will|may|might|should|must) (?:i|you|u|ya|we|they|he|she|it|there|that|this|the|my|your|our|any\\w*|some\\w+)(?= )';
const BEGINS_A_REQUEST = new RegExp(
  `^(?:(?:please|pls|plz|kindly|just|then|also|maybe|instead) )*(?:(?:${COMMANDS}|${OTHER_SLOT}|${CHANGE})\\b|${ASKS})|^(?:only|just) (?:moved|changed|pushed)\\b`,
  'i',
);
const WISHES = new RegExp(
  `\\b(?:to|and|gotta|wanna|just|please|pls|about|on|i|we|you|could|let'?s|lets|whole thing) (?:(?:please|just|go ahead and|have to|be able to|have (?:it|them|someone|you)) )?${CHANGE}\\b` +
    `|\\b(?:need|want|wish|like|love|find|looking|prefer|have|get|choose|pick|hoping)(?: for| to| (?:to )?(?:have|find|get|choose|pick|see))?(?: (?:us|me|out|if there is|an?|the|some))* ${OTHER_SLOT}\\b` +
    "|\\b(?:i|we)(?:'d| would| should)? (?:like|love|wish|appreciate|prefer|propose)\\b|\\b(?:i|we)(?:'d be| would be|'m| am)? (?:obliged|grateful)\\b" +
    '|\\b(?:i|we) (?:just |only |really )?(?:want\\b(?! to (?!keep\\b))|need (?:it|you|the|my|our|out|later|earlier|an?|some\\w+)\\b)' +
    "|\\b(?:can|could|would|may) (?:you|u|ya|we|someone|somebody|the|my|our|it|this|that)\\b|\\brain check\\b|\\b(?:i|we)'d rather\\b|\\bneeds? (?:to be )?(?:cancel\\w*|moved|resched\\w*|changed|pushed|redone)|\\b(?:an)?other (?:day|week|date|month|time)\\b|\\b(?:i'?m|we'?re) (?:withdrawing|asking|moving it)\\b|\\bi want out\\b|\\bi'?m out\\b|\\b(?:calling|writing|texting|messaging|reaching out) (?:to|about|because|for)\\b|\\bi'?m (?:cancel|reschedul|call)\\w*\\b|\\b(?:off|from) (?:the|your|my) (?:calendar|books|schedule|list)\\b",
  'i',
);

/** What the reason leads to: that nobody need come, or that the customer cannot be there. */
const FOLLOWS =
  /\b(?:no (?:longer )?(?:need|point|sense|use|reason)\b|no longer (?:need|want|be needing|required|necessary|interested)\w*|(?:nobody|no ?one)(?:'ll| will| is going to) be|won'?t be (?!able)\w+ing|(?:don'?t|do not|doesn'?t|won'?t|will not|wont|dont) (?:really )?(?:be )?(?:need(?:ing)?|want|require)\b(?! (?:my|his|her|their|our)\b)|not (?:gonna|going to) (?:do|need|happen|be (?:needing|doing|home|there))|not be needed|nobody needs to|(?:can'?t|cannot|can not|won'?t|not|not be) (?:be )?(?:go(?:ing)? (?:ahead|through|forward)|do (?:it|that (?:day|time)|this|the)\b|make it|keep|be (?:able|going|doing|there|here|home|around)|home|doing)|shan'?t be|isn'?t a priority|is moot|is off\b|(?:has|have|had|got|will have|gonna have) to (?:wait|go\b(?! (?:to|in|back|out))|stop|be (?:moved|cancel\w*|pushed))|(?:this|that|it|my|our|the) (?:visit|appointment|appt|booking) (?:\w+ ){0,4}(?:error|mistake)|(?:doesn'?t|don'?t|won'?t|dont|wont|not) work (?:for|out)|miss (?:the|you|it|your)|(?:can|could) wait|go ahead$)/i;

/** What appointments are given up for: illness, work, travel, money, other people, the weather, the state of things. */
const EXPLAINS =
  /\b(?:found|lost|lose|sold|sell|selling|broke\w*|sick|ill|flu|covid|fever|surgery|hospital|doctors?|died|dying|passed|death|funeral|wedding|pregnan\w*|baby|boss|(?:lost|quit|new|his|her) job|shift|travel\w*|flight|flying|trip|vacation|holiday|out of town|away|(?:came|come|comes|popped) up|changed (?:my|our|his|her) mind|decided|waiting|waited|expensive|pricey|money|budget|afford|cheaper|someone else|somebody else|another (?:company|contractor)|other company|different company|hoa|landlord|tenant|permit|late|later than|delayed|backordered|ready|done|finished|rain\w*|storm\w*|snow\w*|hurricane|flood\w*|leak\w*|mistake|accident|duplicate|error|wrong|damaged|divorc\w*|evict\w*|insurance|financing|loan|not home|no longer interested|(?:won'?t|not) be (?:home|there|around|here)|can'?t (?:be (?:home|there|around|here)|make it|get (?:off|out)|get time)|forgot|double.?booked|school|court|car|says? no|said no|refused|quarantine|ourselves|myself|himself|themselves|going with|twice|patience|justify|layoffs?|too (?:many|much|long|expensive|costly|big|small)|delays?|weather|emergency|meeting|conflict\w*|clash\w*)\b/i;

/** Something is said of somebody or something: a verb that stands, in any of its forms. */
const TELLS =
  /\b(?:is|are|was|were|am|'?m|im|r|been|being|has|have|had|having|do|did|does|will|would|could|should|might|(?:ai|is|are|was|were|has|have|had|do|did|does|wo|would|ca|could|should|sha)n'?t|cannot|got|gets?|getting|gotta|owns?|lives?|found|lost|sold|broke|hurt|went|came|fell|left|cut|shut|tore|ran|hit|told|said|says|sent|made|took|gave|put|bought|chose|quit|hung|built|blew|bit|burnt|caught|drove|flew|froze|grew|knew|laid|ate|drank|rang|met|won|wore|rose|stuck|struck|spread|led|paid|slept|spent|spoke|stole|thought|threw|woke|wrote|keeps?|kept|needs?|hates?|wants?|thinks?|refuses|beat|burst|\w{2,}ed|(?:it|that|there|he|she|who|what|\w+(?:body|one|thing))'s|\w+'s (?:been|not|no|too|in|out|at|on|still|getting|got|a|\w+ing|\w+ed|sick|broken|late)|\w+'(?:re|ve|ll|d)|i've|ive|we've|weve|i'll|theyre|hes|shes|its|\w+nt|going|moving|selling|switching|using)\b|^(?:i|we|they|he|she|it) \w+ \w+|^(?:nobody|no one|every(?:one|body)|some(?:one|body)) \w+s\b/i;

/** The visit itself, the customer's own name, and wishes as to the day: none of them says why. */
const SETS_THE_SCENE =
  /^(?:i|we|you|there'?s|there is|you guys|they)(?:'ve| still| already| also| both| currently)* (?:(?:have|had|got|have got|booked|made|scheduled|set up) (?:me |us |two|three|an?|the|my|our|both|\w+ (?:jobs|visits|appointments))\b|(?:have me|have us|have it for)\b)(?=.*\b(?:appointments?|appts?|visits?|installs?|installations?|jobs?|bookings?|measure\w*|down|slot|coming|service|delivery)\b)|^(?:(?:my|our|the|that|this|first|next|your)(?: [\w']+){0,2} (?:appointments?|appts?|visit|install|installation|booking|slot|one|thing|date|day|time|measure|job)(?: (?:is|was|should|has been|needs|already|you|i|we|on|at|for)\b|$))|\bsupposed to come\b|^(?:i|we) (?:have|had) (?:it|them) (?:for|on)\b|\bthat's what\b|^it'?s (?:the (?:one|job|appointment|visit|order)|for|on|at|under|cancel\w*)\b|^(?:i|we) have (?:the|my|our|your) |^(?:my|the) (?:order|job|project|phone|account|installer|technician|crew)(?: number)? is \S+$|^(?:i|we)(?:'ll| will) (?:call|let|get back|be in touch|rebook|reach out|contact)\b|^[\w' ]{0,12}(?:day|tomorrow|today|\d(?:st|nd|rd|th)?)(?:'s)? [\w' ]*(?:no good|not good|bad|out|work)\b|\b(?:scheduled|booked|down|set|on the (?:books|calendar)) for\b|^(?:my name|the name|this is (?=\S+(?: \S+)?$)|i (?:called|spoke|emailed|wrote|texted|talked|asked|already (?:said|told|called)|told))\b/i;
const GIVES_A_NAME = /^(?:(?:this is|i'?m|i am) \S+(?: \S+)?|it'?s \S+)$/i;
/** What makes a reason of words about a visit: that it went wrong, or that it is another one. */
const IN_THE_WAY =
  /\b(?:doctor\w*|dr|dentist\w*|vet|hospital|surgery|court|interview|funeral|wedding|school|meeting|flight|mistake|accident|duplicate|error|wrong|twice|double|holiday|clash\w*|conflict\w*)\b/i;
const PREFERS =
  /\b(?:works (?:better|best|for|great|fine|well)|(?:would|will|could|can|might|'ll|'d|should) (?:work|do|suit|be (?:okay|good|great|better|fine|best|perfect|ideal|ok))|(?:is|are|'s) (?:better|best|fine|good|great|perfect|ok|okay|ideal|free|open)\b|(?:i'm|im|i am|we're|we are|i'll be|i will be) (?:free|available|open|flexible|home|around)|prefer\w*|suits?|any ?time|any day|should (?:have been|be) )\b/i;

const POLITE =
  /^(?:(?:but|(?:totally |completely )?forgot(?: that)?|i (?:totally |just )?(?:forgot|realized|realised)(?: that)?|turns out(?: that)?|it turns out(?: that)?|hi(?: there)?|hey(?: there)?|hello|(?:i'?m |we'?re )?(?:so |very |really )?sorry(?: to [^,.;!?]*?(?=,? but\b|[,.;!?]|$)| about (?:this|that)| but| for \w+(?: \w+)?)*|my apologies|apologies|i hate to (?:do this|be \w+ \w+)|please|pls|ok(?: so)?|okay|um+|uh+|er+|ah+|oh|lol|so|well|like|unfortunately|sadly|regrettably|honestly|frankly|to be (?:frank|honest)|actually|basically|see|look|listen|and|then|thank you|thanks|good (?:morning|afternoon|evening)|you know|the thing is(?: that)?|it'?s my fault|my bad|dear|afraid|i'?m afraid(?: that)?|i guess|just so you know|as it turns out|dont be mad|don'?t be mad|also|yes|yeah|yep|no(?=[,.!]))(?![\w'])[,!. -]*|(\w+) (?:uh|um|er)+ (?=\1\b))/i;
const TRAILS =
  /[,.!]{0,3} {1,3}(?:please|pls|plz|sorry|thanks|thank you(?: so much| very much)?|thx|ty|lol|haha|ha|kindly|i'?m afraid|i guess|tho|though)[.!]*$/i;

/** Where a request can begin without any sign before it. */
const REQUEST_BEGINS =
  "(?<!\\b(?:to|and|please|pls|plz|kindly|just|gotta|wanna|you|must|not|was|were|been|got|be|so|of|my|could|can|may|might|will|would|should|the|a|an|is)\\s+)(?=(?:please|pls|plz|kindly|can (?:you|u|we|i)|could (?:you|u|we|i)|would you|go ahead and|cancel|reschedule|let'?s|lets)\\b|(?:i|we)(?:'ll| will)? (?:have|need|want|had|must|gotta|got) (?:to )?(?:please )?(?:cancel|resched\\w*|postpone|push|move (?:it|the|my|our)|call (?:it )?off|change (?:it|the|my|our))\\b)";
/** Where a statement can follow a request with nothing between: "cancel everything we are broke", not "the visit I have". */
const STATEMENT_BEGINS =
  "(?<=\\b(?:cancel\\w*|never ?mind|forget|scrap|drop|call)\\b[^.,;!?]{0,60})(?=(?:i|we|i'm|im|we're|i've|we've|you people|you guys|they|it's|its|he|she|nobody|no one) (?!(?:already |just |both |still |now |currently )?(?:have|had|made|booked|scheduled|set|got|signed|requested|asked|put|ordered|need|want|wanted|set|would|do)\\b)(?:am|are|r|is|was|were|can|can'?t|cannot|did|don'?t|keep|lost|sold|found|moved|broke|changed|hate|sent|got|never|will|won'?t|\\w+ed|\\w+ing|no longer|really|just|already)\\b)";
const BREAK = new RegExp(
  `[.!?;,]{1,9}(?:\\s|$)|\\s(?:so|and so|but|and|then)\\s(?=\\w)|\\s(?:-{1,3}|–|—)\\s|\\slol\\s|\\s(?:${REQUEST_BEGINS}|${STATEMENT_BEGINS})`,
  'gi',
);

/** `joined`: by "so", "and" or "but" to the piece before it. */
type Piece = Passage & { readonly joined: boolean; readonly asks: boolean };

/** Why an appointment is to go or to move, from the message that asks for it. That one cannot be there is reason enough to cancel. */
export function readStatedReason(message: string, rescheduling: boolean): Passage | undefined {
  const restated = RESTATED.exec(message);
  if (restated) {
    const end = message.length - (/[\s,.!]*(?:\b(?:instead|please|pls)\b[\s.!]*)*$/i.exec(message)?.[0].length ?? 0);
    return passage(message, restated.index + restated[0].length, end);
  }
  const marked = MARKED.exec(message);
  const named = marked ? markedReason(message, marked.index + marked[0].length) : undefined;
  const isTime = marked !== null && /^(?:since|as)\b/i.test(marked[0]) && !TELLS.test(named?.words ?? '');
  if (named && !isTime) return named;
  const told = clauses(message).filter(isStatement);
  const why = told.find(({ words }) => !FOLLOWS.test(words));
  return why ?? (rescheduling ? undefined : told.find(({ words }) => EXPLAINS.test(words)));
}

/** Gives another reason for what is about to be cancelled. */
const RESTATED =
  /\b(?:make|change|switch|set|update|correct|put)(?: down)? (?:the |my |that )?reason(?:,|:| (?:to|as|into|that|say)(?: that)?)?\s+(?=\w)|\b(?:the|my) (?:real |actual |right )?reason (?:is|should (?:be|say)|was)(?: (?:actually|really|that))*\s+(?=\w)/i;

/** Whether a message, said of a cancellation that waits for its yes, gives another reason for it. */
export const restatesReason = (message: string): boolean => !/\?/.test(message) && RESTATED.test(message);

/** From the word that marks it to where a request begins or its sentence ends. */
function markedReason(message: string, start: number): Passage | undefined {
  const sentence = start + (/[.;!?](?:\s|$)/.exec(message.slice(start))?.index ?? message.length - start);
  const pieces = piecesOf(message, start, sentence);
  const end = pieces.findIndex((piece, at) => isRequest(piece.words) || (at > 0 && FOLLOWS.test(piece.words)));
  const last = pieces[(end < 0 ? pieces.length : end) - 1];
  return last && withoutTrail(message, start, last.end);
}

function isStatement({ words, asks }: Piece): boolean {
  if (asks || isRequest(words) || !/\s/.test(words)) return false;
  if (SETS_THE_SCENE.test(words)) return IN_THE_WAY.test(words);
  if (EXPLAINS.test(words)) return true;
  return TELLS.test(words) && !GIVES_A_NAME.test(words) && !PREFERS.test(words);
}

const isRequest = (words: string): boolean => BEGINS_A_REQUEST.test(words) || WISHES.test(words);

/** The reason given when it was asked for; undefined when the customer will not say. */
export function readReasonAnswer(message: string): Passage | undefined {
  if (REFUSES.test(message)) return undefined;
  let start = 0;
  for (
    let lead = ANSWER_LEAD_IN.exec(message);
    lead && lead[0] !== '';
    lead = ANSWER_LEAD_IN.exec(message.slice(start))
  )
    start += lead[0].length;
  return passage(message, start, start + answerEnd(message.slice(start)));
}

/** Whether the customer would rather not say why, or asks what the reason is for. */
export const refusesReason = (message: string): boolean => REFUSES.test(message.replaceAll('\u2019', "'"));

/**
 * Whether an answer to "why?" can be nothing but a reason: it tells of something, and asks for nothing. "Schedule conflict"
 * begins like a request, and is none.
 */
export function tellsWhy(message: string): boolean {
  const words = message.trim();
  if (/\?/.test(words) || refusesReason(words)) return false;
  const isShort = words.split(/\s+/).length <= 3;
  return isRequest(words)
    ? isShort && EXPLAINS.test(words) && !WISHES.test(words)
    : TELLS.test(words) || EXPLAINS.test(words);
}

const REFUSES =
  /\b(?:rather not|prefer not|don'?t (?:want|wish|have|care|feel like|need) (?:to|a reason)|none of your|not your|no reason|no comment|just because|do i (?:have|need) (?:to|a)\b|why (?:do|would|should|does|must|are|is|did) (?:you|u|ya|it|i|we|that)\b|what (?:do|would) (?:you|u) need|what for\b|does it matter|is that (?:necessary|required)|personal reasons? i|mind your|no particular|not saying|won'?t say|skip)\b/i;
const ANSWER_LEAD_IN =
  /^[\s,.]*(?:um+|uh+|well|so|oh|hmm+|honestly|frankly|to be (?:frank|honest)|basically|actually|sorry|(?:like )?i (?:already )?told you(?: already)?|(?:it's just(?: that)?|it's|just)\b(?! (?:a|an|the|too|don'?t|not|got|my|no|couldn'?t|can'?t|didn'?t|won'?t)\b)|because of|because|bc|cuz|coz|cause|since|due to|the reason (?:is|being)(?: that)?|reason(?: is)?:?|that's because|it's because|that|(\w+) (?:uh|um|er|just)(?= \1\b))(?= |,|:)[:,]? */i;
const ASKS_MORE =
  /[.!?;,]? (?:and |also |but )*(?:also )?(?:is|are|can|could|what|when|who|do|does|will|how) (?:my|the|you|i|we|it|there|about|are|is|your)\b[^.?!]*\?+$/i;
const ASKS_AGAIN = /[,.;!]+ (?:so |and |now )?(?:please |pls |just )?(?:go ahead and )?(?:cancel|take it off)\b.*$/i;

function answerEnd(rest: string): number {
  const more = ASKS_MORE.exec(rest) ?? ASKS_AGAIN.exec(rest);
  const end = more && more.index > 0 ? more.index : rest.length;
  return Math.min(end, TRAILS.exec(rest)?.index ?? rest.length);
}

/** The pieces of a message, those put together again that "and", "so" or "but" joins in one explanation. */
function clauses(message: string): Piece[] {
  const whole: Piece[] = [];
  for (const piece of piecesOf(message, 0, message.length)) {
    const previous = whole.at(-1);
    const apart = !piece.joined || !previous || [previous, piece].some(({ words }) => isNoReason(words));
    const together = apart ? undefined : withoutTrail(message, previous.start, piece.end);
    if (together) whole.splice(-1, 1, { ...together, joined: previous?.joined ?? false, asks: piece.asks });
    else whole.push(piece);
  }
  return whole;
}

const isNoReason = (words: string): boolean => isRequest(words) || FOLLOWS.test(words);

/** A message cut at its signs, at "so", "and" and "but", and where a request begins or ends, without small talk. */
function piecesOf(message: string, start: number, end: number): Piece[] {
  const pieces: Piece[] = [];
  const part = message.slice(start, end);
  let from = 0;
  let joined = false;
  const cut = (to: number, asks: boolean): void => {
    for (let polite = POLITE.exec(part.slice(from, to)); polite; polite = POLITE.exec(part.slice(from, to)))
      from += polite[0].length;
    const piece = withoutTrail(message, start + from, start + to);
    if (piece) pieces.push({ ...piece, joined, asks });
  };
  for (const match of part.matchAll(BREAK)) {
    cut(match.index, match[0].startsWith('?'));
    from = match.index + match[0].length;
    joined = /^\s(?:so|and|but|then)/i.test(match[0]);
  }
  cut(part.length, false);
  return pieces;
}

function withoutTrail(message: string, start: number, end: number): Passage | undefined {
  let to = end;
  for (let trail = TRAILS.exec(message.slice(start, to)); trail; trail = TRAILS.exec(message.slice(start, to)))
    to = start + trail.index;
  return passage(message, start, to);
}
