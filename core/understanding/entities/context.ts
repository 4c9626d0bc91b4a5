import type { Mention, MentionAt } from './mentions.ts';
import { happenedOn } from './tenses.ts';
import { wordAt } from './tokens.ts';
import type { Utterance } from './utterance.ts';

/** What the words around a date or time make of it. */
export type Context = {
  /** "not Friday", "mornings don't work": said to be avoided. */
  readonly ruledOut: boolean;
  /** "nothing before Friday", "not until 3": a limit said in the negative, which turns it round. */
  readonly negated: boolean;
  /** "my Tuesday visit", "move it from the 5th": where an appointment stands. */
  readonly existing: boolean;
  /** "you came Friday": tells of what has been. */
  readonly told: boolean;
  /** A verb of moving stands before it: "push my visit from the 5th to the 12th". */
  readonly moving: boolean;
  /** How much it looks like what the customer wants, against others in the message. */
  readonly weight: number;
};

const NOTHING_AROUND: Context = {
  ruledOut: false,
  negated: false,
  existing: false,
  told: false,
  moving: false,
  weight: 0,
};

/** The words before and after a list of mentions, other mentions written as `@`. */
type Around = {
  readonly clauseBefore: string;
  readonly sentenceBefore: string;
  readonly clauseAfter: string;
  readonly sentenceAfter: string;
  readonly asks: boolean;
};

const ENDS_SENTENCE = /^[.!?;:]$/;
const BREAKS_BEFORE =
  /^(?:[,.!?;:)(]|but|though|however|although|so|because|if|unless|when|while|then|and|or|cause|-)$/;
const BREAKS_AFTER = /^(?:[,.!?;:)(]|but|though|however|although|so|because|if|unless|when|while|then|and|or|-)$/;

/** Reads the surroundings of one list of mentions; `at` gives for each token the mention it belongs to. */
export function contextOf(text: Utterance, list: readonly Mention[], at: MentionAt, intent: string | null): Context {
  const first = list[0];
  const last = list.at(-1);
  if (first === undefined || last === undefined) return NOTHING_AROUND;
  const around = surroundings(text, first.from, last.to, at);
  const refused =
    isNegated(around) || (NO_SUCH.test(around.sentenceBefore) && !around.asks && isNoSuch(text, around, last));
  const cancelling = intent === 'cancel_appointment';
  const direct = DIRECTLY.test(around.clauseBefore) && !AFTER_YES.test(around.sentenceBefore);
  const ruledOut = refused && !(cancelling && !direct);
  const existing = isExisting(text, around, last, intent) || (refused && !direct && CHANGES.test(intent ?? ''));
  const negated = refused || (NOTHING.test(around.clauseBefore) && !around.asks);
  const told = happenedOn(text, first.from) || TOLD_AFTER.test(around.clauseAfter);
  return {
    ruledOut,
    negated,
    existing,
    told,
    moving: MOVING.test(around.clauseBefore),
    weight: weigh(around, existing),
  };
}

/** As many words as are looked at on either side. */
const REACH = 40;

function surroundings(text: Utterance, from: number, to: number, mentionAt: MentionAt): Around {
  const before: string[] = [];
  let clauseStart = -1;
  for (let at = from - 1; at >= 0 && before.length < REACH; at--) {
    const mention = mentionAt[at];
    const word = mention ? '@' : wordAt(text, at);
    if (ENDS_SENTENCE.test(word)) break;
    if (clauseStart < 0 && BREAKS_BEFORE.test(word)) clauseStart = before.length;
    before.push(word);
    if (mention) at = mention.from;
  }
  const after: string[] = [];
  let clauseEnd = -1;
  let asks = false;
  for (let at = to; at < text.tokens.length && after.length < REACH; at++) {
    const mention = mentionAt[at];
    const word = mention ? '@' : wordAt(text, at);
    asks ||= word === '?';
    if (ENDS_SENTENCE.test(word)) break;
    if (clauseEnd < 0 && BREAKS_AFTER.test(word)) clauseEnd = after.length;
    after.push(word);
    if (mention) at = mention.to - 1;
  }
  const possessive = text.tokens[to - 1]?.possessive ? ["'s"] : [];
  return {
    clauseBefore: before
      .slice(0, clauseStart < 0 ? undefined : clauseStart)
      .reverse()
      .join(' '),
    sentenceBefore: before.toReversed().join(' '),
    clauseAfter: [...possessive, ...after.slice(0, clauseEnd < 0 ? undefined : clauseEnd)].join(' '),
    sentenceAfter: [...possessive, ...after].join(' '),
    asks,
  };
}

const LITTLE =
  '(?: (?:for|on|in|at|the|this|a|an|any|all|during|so|that|by|from|of|my|our|do|doing|it|be|really|too|is|until|till|before|after|every|both|those|these))*$';
const DIRECTLY = new RegExp(
  `\\b(?:not|except|excluding|besides|other than|apart from|aside from|avoid|avoiding|skip|skipping|instead of|rather than|neither|nor|minus|too (?:early|late|soon))${LITTLE}`,
);
const AFTER_YES =
  /^(?:yes|yeah|yep|yup|ok|sure|all good|perfect|right|correct|good|fine|great|looks good|that works)?,? ?(?:it's |that's |everything |all )?(?:good|right|fine|correct)?,? ?except$/;
const BUT_ONE =
  /\b(?:any|every|all|anything|anytime|whenever|everyday|whatever|most|anyday)\b[^@]*\b(?:but|except|besides|other than|apart from|excluding)(?: for| on| in| the| this| at)*$/;
const NONE_BUT =
  /\b(?:no|nothing|none|not|never|\w+n't)\b[^@]*\b(?:but|except|besides|other than|apart from)(?: for| on| in| the| this| at)*$/;

const NOT_A_REFUSAL =
  /\b(?:not only|not just|why not|why can't|why don't (?:we|you)|not sure|don't mind|don't care|don't know|can't wait|wouldn't mind|if not|whether or not|not (?:busy|away|gone|working|out)|don't (?:work|have work|have to work|have anything|have plans)|off work|day off|days off|off on|not doing anything|isn't that|wasn't)\b[^@]*$/;
const ASKS_IN_THE_NEGATIVE =
  /^(?:and |so |ok |hey |hi |um |uh |well |hmm |but |wait |then |oh )*(?:can't|don't|isn't|aren't|won't|couldn't|wouldn't|doesn't|haven't|is|are|do|can|could|was|will)(?:$| (?:you|there|it|we|they|that|this|my|our|@|the|your|anyone|anybody|someone|any|@ 's))/;
const OTHER_VERBS =
  '(?! (?:\\w+ ){0,2}(?:cancel|cancelling|canceling|change|changing|move|moving|forget|touch|mind|care|mean|wait)\\b)';
const REFUSAL = new RegExp(
  "\\b(?:can't|can not|couldn't|won't|don't|doesn't|wouldn't|shouldn't|isn't|aren't|am not|not|unable to|never|hate|no longer|no way|nobody|no one|noone)\\b" +
    `${OTHER_VERBS}(?: (?!only\\b|unless\\b|just\\b)[\\w'@-]+){0,7}$`,
);
const NO_SUCH = /(?:^|[,.!?] |\b(?:and|but|so|please|pls|ok|okay) )no(?: more| early| late| (?:@ )?)*$/;
const AWAY =
  '(?:busy|unavailable|away|out of town|out of state|tied up|booked|booked up|swamped|slammed|working|at work|travell?ing|on vacation|on holiday|gone|in court|in surgery|not home|not around|stuck|flying|camping|out of the (?:house|country|office))';
const ABSENT = new RegExp(
  `(?:^|\\b(?:i'm|i am|we're|we are|be|been|being|am|are|is|he's|she's|they're|will be|everyone's|nobody's|get|got)(?: \\w+){0,2} )${AWAY}(?: (?:on|for|in|all|at|the|this|from|during|until|till|every|both|most|through))*$`,
);
const ENGAGED =
  /\b(?:i|we|he|she|i'm|we're|husband|wife|kids?)\b(?: \w+)? (?:work|works|have (?:work|class|school|church|(?:an? |my |the )?(?:\w+ )?(?:doctor's?|dentist|dr|wedding|funeral|meeting|meetings|surgery|flight|trip|party|exam|game|procedure|interview)(?: appointment| appt)?))(?: (?:on|in|at|the|all|every|most))*$|\b(?:i'm|i am|we're|we are|he's|she's) on$/;
const ABOUT_YOU = /\b(?:you|your|anyone|anybody|crew|office|they)\b/;

const REFUSED_AFTER = new RegExp(
  "^(?:'s |is |are |was |will be |would be |just |really |probably |definitely |also |now |still |completely |actually |kind of |kinda |pretty |a bit |a little |@ )*" +
    '(?:no good|not (?:good|great|ideal|possible|going|available|an option|convenient|happening|the best|so good|work|workable|free|a good)|bad|terrible|awful|out\\b(?! of town)|impossible|off the table|a no[ -]go|no[ -]go|tough|tricky|too (?:early|late|soon|far)|hectic|crazy|gone|taken|full|a problem|a mess|worst|the worst)',
);
const REFUSES_AFTER =
  /^(?:@ |just |really |i |we |he |she |that |it )*(?:doesn't|don't|won't|isn't|aren't|can't|wouldn't|didn't|never|no longer|fell through|got messed up|clash\w*|conflict\w*)\b(?! (?:you|it\b|there|we|they))/;
const I_CANNOT_AFTER =
  /^,? ?(?:i|we|my \w+|he|she)(?:'m| am|'re| are|'ll be| will be)? (?:can't|won't|busy|away|work\b|working|out of town|gone|unavailable|have (?:work|class|school|church|a \w+ appointment))(?! (?:before|after|until|till|from|since|the|next|on|starting)\b)/;
const ACCEPTED_AFTER =
  /^(?:'s |is |are |would be |will be |also |still |just |definitely )*(?:works?|ok|fine|good|great|perfect|best|better|suits?|free|open|okay|ideal)\b(?! with @)/;

function isNegated({ clauseBefore, sentenceBefore, clauseAfter, sentenceAfter }: Around): boolean {
  if (NONE_BUT.test(sentenceBefore) && !BUT_ONE.test(sentenceBefore)) return false;
  if (BUT_ONE.test(sentenceBefore)) return !/\b(?:no|nothing|not|never|\w+n't)\b/.test(sentenceBefore);
  if (AFTER_YES.test(sentenceBefore)) return false;
  if (NOT_A_REFUSAL.test(clauseBefore) || /\bif not\b[^@]*$/.test(sentenceBefore)) return false;
  const inverted = ASKS_IN_THE_NEGATIVE.test(clauseBefore);
  if (DIRECTLY.test(clauseBefore) && !inverted) return true;
  const accepted = ACCEPTED_AFTER.test(clauseAfter);
  if (REFUSAL.test(clauseBefore) && !inverted && !accepted) return true;
  if ((ABSENT.test(clauseBefore) || ENGAGED.test(clauseBefore)) && !ABOUT_YOU.test(clauseBefore)) return true;
  if (inverted) return false;
  return REFUSED_AFTER.test(clauseAfter) || REFUSES_AFTER.test(clauseAfter) || I_CANNOT_AFTER.test(sentenceAfter);
}

const CHANGES = /^(?:cancel|reschedule)_appointment$/;
const NOTHING = /\b(?:nothing|none|no (?:slots?|times?|dates?|appointments?|openings?|visits?))\b[^@]*$/;

/** "no Fridays", "no morning appointments"; a bare "no Friday" answers no and gives the day. */
function isNoSuch(text: Utterance, { sentenceBefore, clauseAfter }: Around, last: Mention): boolean {
  return wordAt(text, last.to - 1).endsWith('s') || MINE_AFTER.test(clauseAfter) || sentenceBefore !== 'no';
}

const VISIT =
  '(?:appointment|appt|visit|install|installation|measure|measurement|booking|slot|delivery|inspection|service|crew|one|job|work|thing|guys?|people|technician|installer)';
const MINE_BEFORE = new RegExp(
  `\\b(?:my|our|the|that|this|an existing|existing|old|original)(?: [\\w'-]+){0,4} ${VISIT}(?: (?:that's|that is|i have|i've got|we have|you have me|is|was|set|set up|scheduled|booked|coming|planned|down|due))*(?: (?:on|of|@))+(?: the)?$`,
);
const DUE_BEFORE = /\b(?:scheduled|booked|set|down|on|confirmed|coming|due)(?: up)?(?: with you)? (?:for|on)(?: the)?$/;
const MINE_AFTER = new RegExp(`^(?:'s )?(?:@ )?(?:[\\w-]+ ){0,3}${VISIT}\\b`);
const MINE = /\b(?:my|our|the|that|this|your|a)$/;
const LEAVES = /\b(?:off|from|instead of|out of)(?: the| my| of)*$/;
const MOVING =
  /\b(?:move|moving|moved|reschedule|rescheduling|push|pushing|change|changing|switch|switching|shift|bump|postpone|swap|swapping|trade|trading|bring|pull|pulling|slide|shove|flip|redo|delay|trade|put (?:\w+ ){0,3}off)\b/;
const TOWARDS =
  /\b(?:to|until|till|up to|for|into|over to|back to|with)(?: the| a| an| about| like| some time| sometime)*$/;

function isExisting(
  text: Utterance,
  { clauseBefore, sentenceBefore, clauseAfter }: Around,
  last: Mention,
  intent: string | null,
): boolean {
  const moving = MOVING.test(sentenceBefore) || intent === 'reschedule_appointment';
  const [first = ''] = last.words.toLowerCase().split(/\s/, 1);
  if (moving && (TOWARDS.test(clauseBefore) || /^(?:till?|until|to|up)$/.test(first))) return false;
  if (moving && LEAVES.test(clauseBefore)) return true;
  if (MINE_BEFORE.test(clauseBefore)) return true;
  const owned = MINE.test(clauseBefore) || (text.tokens[last.to - 1]?.possessive ?? false);
  if (owned && MINE_AFTER.test(clauseAfter) && !/\b(?:a|any)$/.test(clauseBefore)) return true;
  if (moving && /\b(?:my|our)$/.test(clauseBefore)) return true;
  return (
    DUE_BEFORE.test(clauseBefore) &&
    /\b(?:am i|are we|i'm|i am|we're|have me|it's|have us|still|was)\b/.test(clauseBefore)
  );
}

const TOLD_AFTER = /^(?:you|they|he|we|she) (?:came|called)\b/;
const CORRECTS =
  /\b(?:no wait|wait|actually|i mean|i meant|meant|scratch that|sorry|make (?:it|that)|oops|correction|nvm|never mind|nevermind|rather|better yet|change that to)\b(?: \w+){0,3}(?: ,)?(?: \w+){0,2}$/;
/** "Friday no Thursday". */
const TAKES_BACK = /@ no(?: make it)?$/;
const CONCLUDES = /(?:^|[,] |\b)so(?: [\w'@]+){0,8}$/;
const ASKS =
  /\b(?:can|could|would|may|book|schedule|put|let's|how about|what about|make|any|do you have|got|available|open|works|need|want|like|pencil|reserve|set|prefer|do)\b/;
const BACKGROUND =
  /\b(?:until|till|because|since|closing|close|closed|moves? out|moving out|moving|leave|leaving|land|fly|flying|driving|back on|back home|visits?|staying|birthday|wedding|party|is on|from work|says|said|thought)\b(?: [\w']+){0,4}$/;
const INSTEAD_AFTER =
  /^(?:@ )*,? ?(?:please )?(?:instead(?! of)|rather(?! than)|it is|would be (?:better|best|great|perfect)|works better|is better|in place of|in its place)/;
const WANTED_AFTER =
  /^(?:@ )*(?:works|suits|is (?:fine|good|best|great|perfect|ok)|would (?:work|suit|be)|sounds good|please|then)/;

function weigh({ clauseBefore, sentenceBefore, sentenceAfter, asks }: Around, existing: boolean): number {
  let weight = 0;
  if (MOVING.test(sentenceBefore) && TOWARDS.test(clauseBefore)) weight += 4;
  if (INSTEAD_AFTER.test(sentenceAfter)) weight += 3;
  if (CORRECTS.test(sentenceBefore) || TAKES_BACK.test(sentenceBefore)) weight += 3;
  if (CONCLUDES.test(sentenceBefore)) weight += 2;
  if (ASKS.test(clauseBefore) || asks) weight += 1;
  if (WANTED_AFTER.test(sentenceAfter)) weight += 1;
  if (BACKGROUND.test(clauseBefore)) weight -= 2;
  if (existing) weight -= 3;
  return weight;
}
