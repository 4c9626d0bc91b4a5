import type { Backing } from './backing.ts';
import { modalityOf } from './modality.ts';
import { complain, type Reading, type Stretch, sentencesOf } from './text.ts';

const FUTURE =
  "(?:'ll| will| shall|'s going to|'re going to|'m going to| is going to| are going to| am going to| is gonna| are gonna| is about to| are about to)";
const ADVERB = '(?: \\w+ly| also| then| just| now| still| be sure to| make sure to)*';

/** "I'll …", "we'll …": what the assistant can do by itself within the conversation. */
const OWN = new RegExp(`\\b(?:i|we|let's)${FUTURE}${ADVERB} (?<verb>[a-z']+)`, 'g');
const OWN_VERBS = new Set(
  'help show find pull need ask keep be start walk look try wait read stick repeat explain guide do list go give tell skip leave stay continue not never have want use take narrow focus suggest point say get begin search work'.split(
    ' ',
  ),
);
/** Objects that make a harmless verb a promise of a deed. */
const DEEDS =
  /^ (?:care of|it done|that done|this done|it booked|you (?:booked|scheduled|set|in|on|the slot|that slot)|someone|somebody|a (?:technician|person|manager|crew)|them (?:know|to)|the (?:office|crew|team) (?:know|call|to)|everything (?:set|sorted|ready)|in touch|right (?:on|over)|back to you|ahead and (?:book|schedule|cancel|move|send|save|add|put|let|call|process|set|make|reserve|update|submit|confirm|get|change|remove|note|file|release|reschedule))/;

/** "I'm booking it now": under way this moment, which nothing ever is. */
const UNDER_WAY =
  /\b(?:i'm|i am|we're|we are|i've been|let me|allow me to|i'd be happy to have|lemme|i just|i will now|i now)(?: \w+ly| now| just| already| go ahead and| right now)* (?<verb>book|schedul|reserv|cancel|mov|reschedul|send|sav|add|updat|transfer|connect|call|contact|notify|inform|submit|forward|process|fil|hold|refund|arrang|put|chang|correct|releas|lock|set|assign|dispatch|order|not(?=ing)|text|email|remov|delet|secur|grab|confirm(?=ing))(?:e|ing|ting|ling|ping)?\b/g;

/** Others who will do something. */
const OTHERS = new RegExp(
  `(?<![a-z])(?<who>someone|somebody|a (?:person|human|representative|rep|manager|supervisor|specialist|technician|colleague|crew|team member|member of (?:the|our) team)|an? (?:agent|installer|associate|operator|expert)|one of (?:our|the) \\w+|(?:the|our|your) (?:office|team|crew|staff|technicians?|installers?|manager|company|representative|dispatcher|people|folks|warehouse|store)|they|he|she|the two|both|\\uE002+|\\uE008+)${FUTURE}${ADVERB} (?<verb>[a-z']+)`,
  'g',
);
const OFFICE_REVIEWS = new Set(['review', 'look', 'check', 'go', 'take', 'decide', 'see']);
const VISIT_VERBS = new Set([
  'be',
  'come',
  'do',
  'handle',
  'install',
  'replace',
  'repair',
  'measure',
  'work',
  'visit',
  'arrive',
]);

/** Things about to happen to the customer. */
const RECEIVE =
  /\b(?:you'll|you will|you're going to|you are going to|you should|you can)(?: \w+ly| also| then| now| soon)* (?:get|receive|hear(?: back)?(?: from)|be (?:called|contacted|notified|refunded|charged|emailed|texted|reimbursed|credited|reached)|expect)\b|\bexpect (?:a|an|to|the|your|our|us|them) ?(?:call|e-?mail|text|visit|hear|crew|technician|installer|message|confirmation|refund|arrival|receive|be)?\b|\b(?:will|should|'ll) (?:arrive|show up|be there|be at your|call you|contact you|reach out|get back to you|be in touch|follow up|text you|email you|notify you|let you know|remind you)\b|\b(?:is|are|be) (?:calling|contacting|reaching out|coming(?! up\b)|working on it|looking into|about to (?!be\b))\b|\bin touch (?:soon|shortly|with you)\b|\bget back to you\b|\b(?:i|we) (?:promise|guarantee|assure|swear|vow)\b|\brest assured\b|\bcount on\b|\byou have (?:my|our) word\b|\bmake (?:absolutely )?sure (?:that )?(?:the|they|someone|your|it|everything)\b|\bplease hold\b(?! off)|\b(?:while|as) (?:i|we) (?:connect|transfer|put|get|book|cancel|save|send)\b|\bkeep an eye\b|\bstay tuned\b/g;

/** Reads announcements of what somebody will do; complains of all that no fact of this turn announces. */
export function readPromises(reading: Reading, backing: Backing): void {
  for (const sentence of sentencesOf(reading)) {
    const say = (match: RegExpExecArray) =>
      complain(
        reading,
        'promise',
        reading.text.slice(sentence.start + match.index, sentence.start + match.index + match[0].length),
      );
    for (const match of found(sentence, OWN)) if (!isHarmless(sentence, match)) say(match);
    for (const match of found(sentence, UNDER_WAY)) if (!isUnderWay(match, backing)) say(match);
    for (const match of found(sentence, OTHERS)) if (!isAnnounced(sentence, match, backing)) say(match);
    for (const match of found(sentence, RECEIVE)) if (!isExpected(sentence, match, backing)) say(match);
  }
}

/** Matches that are meant as statements. */
const found = (sentence: Stretch, pattern: RegExp): RegExpExecArray[] =>
  [...sentence.masked.matchAll(pattern)].filter(
    ({ index, 0: text }) => modalityOf(sentence, index + text.length, index + text.length) === 'asserted',
  );

function isHarmless({ masked }: Stretch, { index, 0: text, groups }: RegExpExecArray): boolean {
  const verb = groups?.verb ?? '';
  const after = masked.slice(index + text.length);
  if (verb === 'see') return /^ you\b/.test(after);
  if (verb === 'find' && /^ out\b/.test(after)) return false;
  if (DEEDS.test(after)) return false;
  if (verb === 'leave')
    return /^ (?:it|that|things|everything|(?:your|the) (?:\w+ )?(?:appointment|visit|booking|project|address)) (?:as|at|alone|there|be|where)\b/.test(
      after,
    );
  if (verb === 'be')
    return /^ (?:here|happy|glad|able|around|right here|ready|waiting|honest|brief|quick|sure to ask)/.test(after);
  if (verb === 'get') return /^ (?:to|started|back to (?:that|it|booking|where)|going)/.test(after);
  if (verb === 'take') return /^ (?:a (?:quick )?look|it from|you through|things|another look|that)/.test(after);
  if (verb === 'try') return /^ (?:to (?:get|help|find|show|answer|explain)|again|my|our|that|it)/.test(after);
  if (verb === 'have') return /^ (?:a look|to ask|to check|to know)/.test(after);
  if (verb === 'tell' || verb === 'ask') return !/^ (?:the|them|your|someone|my|our|around)\b/.test(after);
  if (verb === 'work') return false;
  return OWN_VERBS.has(verb);
}

const isUnderWay = ({ groups }: RegExpExecArray, { writes }: Backing): boolean =>
  groups?.verb === 'check' && writes.some(({ status }) => status === 'unknown');

/** The office reviews requests; the technician of a visit that stands will come to it. */
function isAnnounced({ masked }: Stretch, { index, 0: text, groups }: RegExpExecArray, backing: Backing): boolean {
  const who = groups?.who ?? '';
  const verb = groups?.verb ?? '';
  const after = masked.slice(index + text.length);
  const isReviewed =
    backing.writes.some(
      ({ status, tool, addressFiled }) =>
        (status === 'requested' && tool !== 'add_note') ||
        addressFiled ||
        (tool === 'request_address_change' && status === 'confirmed'),
    ) || backing.proposals.some(({ tool }) => tool === 'request_address_change');
  if (isReviewed && /office|they|team/.test(who) && OFFICE_REVIEWS.has(verb)) return true;
  if (backing.hours !== null && verb === 'be' && /^ (?:open|closed|back)/.test(after)) return true;
  if (backing.hours !== null && /office|they/.test(who) && (verb === 'open' || verb === 'reopen' || verb === 'close'))
    return true;
  if (backing.handsOver && verb === 'be' && /^ able to help/.test(after)) return true;
  const isTechnician = who.includes('\uE002') || /technician|installer/.test(who);
  return isTechnician && VISIT_VERBS.has(verb) && hasTechnician(backing);
}

/** A forecast lets weather be expected, and a visit that stands lets its technician come. */
function isExpected({ masked }: Stretch, { index, 0: text }: RegExpExecArray, backing: Backing): boolean {
  const before = masked.slice(0, index);
  if (/^expect\b/.test(text) && backing.weather.length > 0) return true;
  if (
    /coming$/.test(text) &&
    /(?:\b(?:rain|snow|storms?|showers?|fog)|\uE00B) $/.test(before) &&
    backing.weather.length > 0
  )
    return true;
  return (
    /\b(?:coming|there|arrive)$/.test(text) &&
    /(?:\uE002|\b(?:technician|installer))(?: who| that)? ?$/.test(before) &&
    hasTechnician(backing)
  );
}

const hasTechnician = ({ phrases, days }: Backing): boolean =>
  phrases.some(({ mark }) => mark === 'person') && days.some(({ role }) => role === 'appointment');
