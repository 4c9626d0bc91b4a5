import type { Act, ActOf } from '../../../core/contracts/act.ts';
import type { DateWish } from '../../../core/contracts/session.ts';
import { isWithin } from '../templates/availability.ts';
import { LISTED, PHRASES } from './connecting-phrases.ts';
import type { Complaint } from './text.ts';

/** Where a model's words stand: what the whole reply does, and the act that the part after them tells of, if one does. */
export interface Place {
  readonly acts: readonly Act[];
  readonly before: Act | null;
  /** Before the first part, between two, after the last; `nowhere`: after a question. */
  readonly where: 'first' | 'between' | 'last' | 'nowhere';
  /** A question of the customer's is answered by yes or no: nothing that could be taken for that is said to it. */
  readonly wants_yes_or_no: boolean;
}

type Kind = keyof typeof PHRASES;

/** Most characters of a model's words in one place. */
const LONGEST = 220;

/** What may stay of a model's words in one place, and what had to go. */
export interface Connection {
  readonly kept: string;
  readonly found: readonly Complaint[];
}

/**
 * Reads what a model says in one place beside the parts of a reply. Between two signs of punctuation it has to be one of the
 * phrases that may stand there (`connecting-phrases.ts`); a sentence in which anything else stands is left out.
 *
 * @param lead  On one line, with plain quotation marks and dashes.
 */
export function readConnection(lead: string, place: Place): Connection {
  if (lead.length > LONGEST) return { kept: '', found: [{ kind: 'form', words: 'too long' }] };
  const kept: string[] = [];
  const found: Complaint[] = [];
  let isOpening = true;
  for (const sentence of lead.match(/[^.!;:]+[.!;:]*/g) ?? []) {
    const [sign] = STRANGE_SIGN.exec(sentence) ?? [];
    const clauses = clausesIn(sentence);
    const strange = clauses.filter((clause) => {
      const isFine = isPhrase(clause, kindsAt(place, isOpening), place);
      isOpening &&= isPhrase(clause, ['greetings'], place);
      return !isFine;
    });
    if (sign !== undefined) found.push({ kind: kindOfSign(sign), words: sign });
    else if (strange.length > 0) found.push(...strange.map((words): Complaint => ({ kind: 'statement', words })));
    else if (clauses.length > 0 && !kept.includes(tidy(sentence))) kept.push(tidy(sentence));
  }
  return { kept: kept.join(' '), found };
}

/** Without a sign before its first word, and with one where several follow one another. */
const tidy = (sentence: string): string =>
  sentence
    .replace(/^[ ,'-]+/, '')
    .replace(/ +(?=[.,!;:])/g, '')
    .replace(/[.,!;:](?: *[.,!;:])+/g, (signs) => /[.!;:]/.exec(signs)?.[0] ?? ',')
    .trim();

const STRANGE_SIGN = /[^a-zA-Z '.,:;!-]/;

const kindOfSign = (sign: string): Complaint['kind'] =>
  /\p{N}/u.test(sign) ? 'number' : /[?\p{L}]/u.test(sign) ? 'statement' : 'markup';

const clausesIn = (sentence: string): string[] =>
  sentence
    .toLowerCase()
    .split(/[.,!;:]+|--?(?= |$)|(?<= )-|(?<=[a-z])-(?=(?:and|so|here|as|that|let|i|thanks)\b)/)
    .map((clause) => clause.trim().replace(/ +/g, ' '))
    .filter((clause) => clause !== '');

/** Something that was asked for is not there. */
export function tellsOfNone(act: Act): boolean {
  if (act.act === 'show_project') return false;
  if (act.act === 'offer_dates') return act.asked !== null && !datesWithin(act.dates, act.asked);
  if (act.act === 'show_hours') return isClosedThen(act);
  return act.act.startsWith('no_') || ('asked' in act && act.asked !== null);
}

const datesWithin = (dates: readonly string[], wish: DateWish): boolean => dates.some((date) => isWithin(date, wish));

const isClosedThen = ({ hours, asked_day }: ActOf<'show_hours'>): boolean =>
  hours.days.some(({ day, open }) => day.toLowerCase() === asked_day?.toLowerCase() && open === null);

/** Part of what an act tells is whether something is so, or there: "sure" before it would be a yes to that. */
const tellsWhether = (act: Act): boolean =>
  tellsOfNone(act) ||
  (act.act === 'offer_dates' && act.asked !== null) ||
  (act.act === 'show_hours' && act.asked_day !== null);

/** The kinds of phrases that may stand in a place. `opens`: nothing but a greeting stands before it there. */
function kindsAt({ acts, before, where, wants_yes_or_no }: Place, opens: boolean): readonly Kind[] {
  if (where === 'nowhere') return [];
  if (where === 'last') return ['closings'];
  const bridges = where === 'between' ? (['bridges'] as const) : [];
  if (acts.some(({ act }) => act === 'handoff')) return ['greetings', 'sympathies', ...bridges];
  if (acts.some(({ act }) => act === 'out_of_scope')) return ['greetings', 'questions', 'regrets', ...bridges];
  return [
    ...(['greetings', 'questions', 'openings', 'leads'] as const),
    ...bridges,
    ...(where === 'first' && opens && before !== null && !wants_yes_or_no && !tellsWhether(before)
      ? (['pleased'] as const)
      : []),
    ...(before !== null && tellsOfNone(before) ? (['missing'] as const) : []),
  ];
}

const FILLED = new RegExp(`^${patternOf('[FILLERS] [FILLERS] [FILLERS]', [])}`);

function isPhrase(clause: string, kinds: readonly Kind[], { before }: Place): boolean {
  const isOne = (words: string) => kinds.some((kind) => expressionOf(kind, before?.act ?? null).test(words));
  const words = `${clause} `;
  const unfilled = words.replace(FILLED, '');
  return (
    (unfilled === '' && kinds.length > 0) || isOne(words) || isOne(unfilled) || isOne(unfilled.replace(/though $/, ''))
  );
}

/** Made once for each kind and act that they are needed for. */
const EXPRESSIONS = new Map<string, RegExp>();

function expressionOf(kind: Kind, before: Act['act'] | null): RegExp {
  const key = `${kind} ${before}`;
  const subjects = before === null ? [] : (SUBJECTS[before] ?? []);
  const made =
    EXPRESSIONS.get(key) ?? new RegExp(`^(?:${PHRASES[kind].map((one) => patternOf(one, subjects)).join('|')})$`);
  EXPRESSIONS.set(key, made);
  return made;
}

/** A phrase as a regular expression over words that each end in a space. */
function patternOf(phrase: string, subjects: readonly string[]): string {
  return phrase.replace(/ |[[\]()|]|[^ [\]()|]+/g, (token) => {
    if (token === ' ') return '';
    if (token === '[' || token === '(') return '(?:';
    if (token === ']') return ')?';
    if (token === ')' || token === '|') return token;
    if (token === 'SUBJECT')
      return `(?:(?:the|your|that|those|our) )?(?:${alternatives(subjects)})${patternOf(AFTER_SUBJECT, [])}`;
    if (token === 'SUBJECTS') return `(?:${alternatives(subjects)})`;
    const listed = LISTED[token];
    return listed === undefined ? `${token} ` : `(?:${patternOf(listed, subjects)})`;
  });
}

const AFTER_SUBJECT = '[(info|details|information)] [(you [also] asked (for|about)|you [also] wanted)] [for you]';

/** Without any, what never fits. */
const alternatives = (words: readonly string[]): string =>
  words.length === 0 ? '(?!)' : words.map((word) => `${word} `).join('|');

/** Words by which what an act tells of may be named; none where it tells of nothing. */
export const subjectsOf = (act: Act): readonly string[] => SUBJECTS[act.act] ?? [];

const SUBJECTS: Readonly<Partial<Record<Act['act'], readonly string[]>>> = {
  show_projects: ['projects', 'jobs', 'list of projects', 'project list'],
  show_project: ['project', 'job', 'project details'],
  show_appointment: ['appointment', 'visit', 'appointment details', 'visit details'],
  offer_dates: ['days', 'dates', 'openings', 'availability', 'open days', 'open dates'],
  no_dates: ['availability'],
  offer_times: ['times', 'openings', 'availability', 'open times'],
  no_times: ['availability'],
  show_hours: ['hours', 'office hours', 'opening hours', 'office'],
  show_weather: ['weather', 'forecast', 'weather forecast', 'outlook', 'weather outlook'],
  no_weather: ['weather', 'forecast', 'weather forecast'],
  show_address: ['address', 'address on file'],
  show_notes: ['notes', 'notes on file'],
};
