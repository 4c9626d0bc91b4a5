import { type Passage, passage } from './free-text.ts';

const MARKED =
  /\b(?:because of|because|becuase|bc|b\/c|cuz|coz|cos|cause|due to(?: the fact that)?|on account of|owing to|since(?! (?:mon|tue|wed|thu|fri|sat|sun|last|yesterday|then|jan|feb|mar|apr|may|june|july|aug|sep|oct|nov|dec|\d))|the reason (?:is|being)(?: that)?|reason:|seeing as|given that|as (?=we|i|my|our|the|it)(?!\w* (?:soon|early|late|well|far)))\b[:,]? */i;

/** Sentences or clauses about the appointment itself, not about why. */
const REQUEST =
  /\b(?:cancel\w*|cancle|call(?:ed|ing)? off|call it off|scrap|nix|drop|withdraw|kill|wipe|annul|remove|delete|take (?:me|us|that|it|this) off|take [\w ]{1,20} off|forget (?:the|about|it)|don'?t (?:come|send|bother)|reschedul\w*|resched\w*|postpone|push(?: \w+)? (?:back|out|to|it)|push|move (?:it|my|our|the|that)|moving it|mov(?:e|ing) (?:the|my|our|it)|shift|change (?:my|the|our|it)|another (?:day|time|date)|different (?:day|time|date)|other (?:day|time|date)|new (?:day|time|date|appointment)|find me|options|put (?:it|me) off|delay|won'?t be needing|no longer need(?:ed)?|not be needed|have to wait|call back|can (?:you|we|i|the)|could (?:you|we|i|the)|would (?:you|it)|will need another|need another|get rid of|pull|off the (?:calendar|books|schedule)|what are my|send anybody|stop the|can'?t go (?:ahead|through)|nobody needs to|is moot|help me|rain check|put (?:\w+ ){1,3}off|do away|(?:be )?taken off|moved|remove|kill|new date|can(?:not|'t)? (?:you|we))\b/i;

/** What appointments are given up for: illness, work, travel, money, other people, the weather, the state of things. */
const EXPLAINS =
  /\b(?:found|lost|lose|sold|sell|selling|broke\w*|sick|flu|covid|fever|surgery|hospital|doctor|died|dying|passed|death|funeral|wedding|pregnan\w*|baby|work|boss|job|shift|travel\w*|flight|flying|trip|vacation|holiday|out of town|away|emergency|(?:came|come|comes|popped) up|conflict|changed (?:my|our|his|her) mind|decided|waiting|waited|expensive|money|budget|afford|cheaper|someone else|somebody else|another (?:company|contractor)|other company|different company|hoa|landlord|tenant|permit|late|later than|delayed|backordered|ready|done|finished|rain\w*|storm\w*|snow\w*|hurricane|flood\w*|leak\w*|mistake|duplicate|error|wrong|damaged|mov(?:ed|ing) (?:to|out|away)|divorc\w*|evict\w*|insurance|financing|loan|no longer|not home|won'?t be (?:home|there|around)|can'?t (?:be (?:home|there|around)|make it|get (?:off|out)|get time)|forgot|double.?booked|school|court|car|says? no|said no|refused|quarantine|sick kid|ourselves|myself|himself|themselves|going with|twice|patience|justify)\b/i;

const STATES =
  /\b(?:i|i'm|im|i've|ive|we|we're|we've|weve|were|my|our|the|it|it's|its|something|somebody|someone|there|there's|this|he|she|they|his|her|husband|wife|kids?|hoa|painter|landlord|looking|found|lost|got|no|too|appointment|rain)\b/i;
const POLITE =
  /^(?:but|totally forgot|i forgot|hi|hey|hello|sorry|please|pls|ok|okay|um+|uh+|so|well|yes|yeah|no|unfortunately|actually|and|thank you|thanks|ok so um|good morning|good afternoon)\b[,!. ]*/i;
const REFUSES =
  /\b(?:rather not|prefer not|don'?t (?:want|wish|have|care|feel like|need) (?:to|a reason)|none of your|not your|no reason|no comment|just because|do i (?:have|need) to|why do you|does it matter|is that (?:necessary|required)|personal reasons? i|mind your|no particular|not saying|won'?t say|skip)\b/i;

/** Why an appointment is to go or to move, from the message that asks for it. */
export function readStatedReason(message: string): Passage | undefined {
  const marked = MARKED.exec(message);
  if (marked) {
    const start = marked.index + marked[0].length;
    const end = start + clauseEnd(message.slice(start));
    const reason = passage(message, start, end);
    if (reason && !REQUEST.test(reason.words)) return reason;
  }
  return clauses(message).find(
    ({ words }) =>
      !REQUEST.test(words) &&
      STATES.test(words) &&
      EXPLAINS.test(words) &&
      words.split(' ').length >= 2 &&
      !words.endsWith('?'),
  );
}

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

const ANSWER_LEAD_IN =
  /^[\s,.]*(?:um+|uh+|well|so|oh|hmm+|honestly|basically|actually|sorry|(?:it's just(?: that)?|it's|just)\b(?! (?:a|an|the|too|don'?t|not|got|my|no)\b)|because of|because|bc|cuz|coz|cause|since|due to|the reason (?:is|being)(?: that)?|reason(?: is)?:?|that's because|it's because|that)(?= |,|:)[:,]? */i;
const ASKS_MORE =
  /[.!?;,]? (?:and |also |but )*(?:also )?(?:is|are|can|could|what|when|who|do|does|will|how) (?:my|the|you|i|we|it|there|about)\b[^.?!]*\?+$/i;

function answerEnd(rest: string): number {
  const more = ASKS_MORE.exec(rest);
  const afraid = /,? (?:i'?m afraid|i guess|sorry|thanks|thank you|lol)[.!]*$/i.exec(rest);
  return Math.min(more?.index ?? rest.length, afraid?.index ?? rest.length);
}

function clauseEnd(rest: string): number {
  const end =
    /[.;!?]|, (?:so|please|pls|can|could|is it|what)\b| so (?:please|can|i need|we need|i'd|cancel)\b|, (?=(?:lets|let's|cancel|take)\b)/i.exec(
      rest,
    );
  return end?.index ?? rest.length;
}

const BREAK = /[.!?;,]+(?:\s+|$)|\s+(?:so|and so|but|and)\s+(?=\w)|\s+-+\s+/gi;

type Piece = Passage & { readonly joined: boolean };

/** A message cut at its signs, and at "so", "and" and "but" where a request begins or ends, without small talk. */
function clauses(message: string): Passage[] {
  const pieces: Piece[] = [];
  let start = 0;
  let joined = false;
  const cut = (end: number, next: number, joins: boolean): void => {
    let from = start;
    for (let polite = POLITE.exec(message.slice(from, end)); polite; polite = POLITE.exec(message.slice(from, end)))
      from += polite[0].length;
    const piece = passage(message, from, end);
    if (piece) pieces.push({ ...piece, joined });
    start = next;
    joined = joins;
  };
  for (const match of message.matchAll(BREAK)) {
    cut(
      match.index + (match[0].startsWith('?') ? 1 : 0),
      match.index + match[0].length,
      /^\s/.test(match[0]) && !match[0].includes('-'),
    );
  }
  cut(message.length, message.length, false);
  const whole: Passage[] = [];
  for (const piece of pieces) {
    const previous = whole.at(-1);
    const separate = !piece.joined || !previous || REQUEST.test(previous.words) || REQUEST.test(piece.words);
    const together = separate ? undefined : passage(message, previous.start, piece.end);
    if (together) whole.splice(-1, 1, together);
    else whole.push(piece);
  }
  return whole;
}
