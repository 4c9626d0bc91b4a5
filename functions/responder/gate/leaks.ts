import type { GateKind } from '../../../core/contracts/gate.ts';
import type { Backing } from './backing.ts';
import { type Complaint, complain, type Reading } from './text.ts';

/** Longest reply of a channel, in characters. */
const LONGEST = { chat: 6000, sms: 1500, voice: 3000 } as const;

/** Signs of markup, code and structure that no reply needs; underscores only inside order numbers, covered before. */
const MARKUP =
  /<[^>\n]*>|[<>{}[\]`|~^\\]|\*\*?|^#+ |__|&(?:[a-z]{2,8}|#\d+);|=>|::|\bnull\b|\bundefined\b|\bNaN\b|"[ \t]*:[ \t]*["{[\d]/giu;

const EMAIL = /[\p{L}\d._%+-]+ ?(?:@|\(at\)|\[at\]) ?[\p{L}\d.-]+/giu;
const LINK =
  /\b(?:https?|ftp|mailto|tel|javascript|data):|\bwww\.|\b[\p{L}\d-]+\.(?:com|net|org|io|co|us|info|biz|gov|edu|app|dev|ai|me|ly|xyz|online|site|shop|html?|php)\b|\bdot (?:com|net|org|io|gov|edu)\b/giu;

const INSIDE =
  /\b(?:system prompts?|prompts?|my (?:system )?(?:instructions|rules|guidelines|programming|training)|(?:these|the|your|previous|above|internal|hidden|secret) instructions|as an ai\b|language model|large model|llm|gpt|chatgpt|openai|claude|anthropic|gemini|bedrock|amazon|aws|lambda|api|apis|json|xml|html|sql|database|backend|back-end|endpoint|webhook|payload|schema|tool (?:call|use|result|name)s?|function calls?|pf ?360|projectsforce|sandbox|stack trace|exception|http|status code|session id|project id|request id|customer id|client id|user id|token|tokens|jwt|credentials?|password|debug|developer mode|jailbreak|dan mode|ignore (?:all|any|the|previous)|override|roleplay|role-play|pretend)\b/giu;

const INNER_NAME = /\b[a-z]+(?:_[a-z]+)+\b|\b[a-z]+[A-Z][A-Za-z]+\b/gu;
const HASH = /\b(?=[a-z\d-]*\d)(?=[a-z\d-]*[a-z])[a-z\d-]{16,}\b|\b[A-Za-z\d+/]{24,}={0,2}/gu;

/** Characters that show nothing, or turn text around; line breaks are fine. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;
const EMOJI = /[\p{Extended_Pictographic}\u{1F1E6}-\u{1F1FF}\u{FE0F}\u{20E3}]/gu;
const FRIENDLY = /[\u{1F600}-\u{1F64F}\u{1F44B}\u{1F44D}\u{1F917}]/u;

/** What is wrong with a text as such, before any of it is understood; nothing is said of its facts. */
export function readForm(text: string, { channel }: Backing): Complaint[] {
  if (!/\p{L}/u.test(text)) return [{ kind: 'form', words: 'empty' }];
  if (text.length > LONGEST[channel]) return [{ kind: 'form', words: 'too long' }];
  const found: Complaint[] = [];
  const add = (words: string) => found.push({ kind: 'markup', words });
  if ([...text.matchAll(HIDDEN)].some(([character]) => character !== '\n')) add('hidden character');
  const emoji = [...text.matchAll(EMOJI)].map(([character]) => character);
  if (emoji.some((each) => channel !== 'chat' || !FRIENDLY.test(each))) add('emoji');
  if (channel === 'sms' && /[^\x20-\x7E\n]/.test(text)) add('not ascii');
  if (channel === 'voice' && /^\s*(?:[•*-]|\d+[.)]) /mu.test(text)) add('list');
  return found;
}

/** Complains of markup, links, addresses for mail, instructions, inner names and ids in what is not covered. */
export function readLeaks(reading: Reading, { secrets }: Backing): void {
  const whole = reading.text.toLowerCase();
  for (const secret of secrets) if (standsIn(whole, secret)) complain(reading, 'id', secret);
  const kinds: readonly (readonly [GateKind, RegExp])[] = [
    ['email', EMAIL],
    ['link', LINK],
    ['markup', MARKUP],
    ['instruction', INSIDE],
    ['id', INNER_NAME],
    ['id', HASH],
  ];
  for (const [kind, pattern] of kinds)
    for (const [found] of reading.masked.matchAll(pattern)) complain(reading, kind, found);
}

function standsIn(text: string, secret: string): boolean {
  for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + secret.length] ?? ' '}`;
    if (!/[\p{L}\d]/u.test(around)) return true;
  }
  return false;
}
