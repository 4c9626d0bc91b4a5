import { saysYes } from '../rules/plain-yes.ts';
import { asksSomething } from './asks.ts';
import { hesitates } from './hesitation.ts';

/** What a yes is tied to. */
const LINK =
  /(?:^|[\s,;.!–-]+)(?<link>but only if|but only when|only if|only when|as long as|so long as|provided(?: that)?|providing(?: that)?|assuming(?: that)?|on (?:the )?condition(?: that)?|if|unless|except|but)\b[\s,:]*(?<rest>.+)$/is;
/** "Yes, have them call me first": a wish for how the visit goes, with no word that ties it. */
const WISH =
  /(?:^|[\s,;.!–-]+)(?<rest>(?:(?:please|just|and|but|can|could|have|ask|tell|make sure)\s+)*(?:(?:they|them|someone|somebody|you|the (?:crew|guys?|installers?|tech\w*))\s+)?(?:to\s+)?(?:call|text|phone|ring)s?\s+(?:me|us|my \w+)\b.*?\b(?:first|before\w*|ahead|on (?:the|their) way)\b.*)$/is;

/** A politeness, or the yes taken back. */
const TIES_NOTHING =
  /^(?:(?:that's |that is |it's |it is )?(?:possible|ok(?:ay)?|fine|available|not too late)\b|(?:you|u|they|we) (?:can|could|don'?t mind)\W*$|(?:you|u) (?:want|like|say so|insist)\b|(?:actually |wait |hold on |hmm+ )*(?:no\b|nope|nah|not (?:now|yet|this|that|today)|never ?mind|wait\b|i(?:'m| am) not)|for\b|the (?:time|day|date|address|project|price)\W*$|(?:what|how) about\b)/i;

/** Words that can be said of nothing but a condition. */
const IS_TIED = /^(?:but )?(?:only (?:if|when)|(?:as|so) long as|provid|assuming|on )/i;

/** What has to do with how the visit goes, said beside a day or time that is chosen. */
const OF_THE_VISIT =
  /\b(?:call|text|phone|ring|knock|park\w*|bring|let me know|make sure|have them|tell them|need them|they (?:have|need|must)|dog|gate|door\w*|shoes)\b/i;

/**
 * The condition or wish that a message ties its yes to ("yes but call me first", "ok, as long as Marco does it"), in its
 * own words; null for a yes without one, and for no yes. `choosing`: a day or time that is picked is as good as a yes.
 */
export function conditionOf(message: string, choosing = false): string | null {
  const said = message.normalize('NFKC').replaceAll('\u2019', "'").trim();
  for (const pattern of [LINK, WISH]) {
    const match = pattern.exec(said);
    if (match === null) continue;
    const { link = 'but', rest = '' } = match.groups ?? {};
    const lead = said.slice(0, match.index);
    const words = rest.trim().replace(/[\s.!]+$/, '');
    if (!/\S\s+\S/.test(words) || TIES_NOTHING.test(words) || hesitates(words) || asksSomething(words)) continue;
    if (!saysYes(lead) && !(choosing && lead !== '' && (OF_THE_VISIT.test(words) || IS_TIED.test(link)))) continue;
    return /^but$/i.test(link) ? words : `${link.replace(/^but /i, '')} ${words}`;
  }
  return null;
}
