import type { GateKind } from '../../../core/contracts/gate.ts';

/**
 * What a stretch of the reply has been recognised as. A recognised stretch is covered by its mark, character for
 * character, so that what reads the rest sees where it was and not what it says.
 */
export const MARK = {
  quote: '\uE000',
  project: '\uE001',
  person: '\uE002',
  address: '\uE003',
  status: '\uE004',
  date: '\uE005',
  time: '\uE006',
  figure: '\uE007',
  name: '\uE008',
  span: '\uE009',
  part: '\uE00A',
  sky: '\uE00B',
} as const;
export type MarkName = keyof typeof MARK;

/** A recognised stretch and what it stands for, in the terms of the facts. */
export interface Find {
  readonly start: number;
  readonly end: number;
  readonly mark: MarkName;
  /** Dates, times, project keys… that the stretch may mean; what they are depends on the mark. */
  readonly means: readonly string[];
}

/** What no fact backs. */
export interface Complaint {
  readonly kind: GateKind;
  readonly words: string;
}

/** A reply being read: its text, the same text with recognised stretches covered, and what nothing backs. */
export interface Reading {
  readonly text: string;
  masked: string;
  readonly finds: Find[];
  readonly unbacked: Complaint[];
}

export const read = (text: string): Reading => {
  const normal = normalise(text);
  return { text: normal, masked: normal, finds: [], unbacked: [] };
};

/** One form for typographic variants; line breaks stay. */
export function normalise(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[‘’‛′ʼ]/g, "'")
    .replace(/[“”„‟″«»]/g, '"')
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/\r\n?/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}

/** Small letters, character for character: offsets stay. */
export const lower = (text: string): string =>
  text.replace(/\p{Lu}/gu, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter));

export function cover(
  reading: Reading,
  start: number,
  end: number,
  mark: MarkName,
  means: readonly string[] = [],
): void {
  reading.finds.push({ start, end, mark, means });
  reading.masked = reading.masked.slice(0, start) + MARK[mark].repeat(end - start) + reading.masked.slice(end);
}

export const complain = (reading: Reading, kind: GateKind, what: string): void => {
  reading.unbacked.push({ kind, words: what.trim().slice(0, 60) });
};

/** All matches of a pattern in what is not covered yet, as they were when the search began. */
export const matches = (reading: Reading, pattern: RegExp): RegExpExecArray[] => [...reading.masked.matchAll(pattern)];

export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** Covered text, in small letters. */
  readonly masked: string;
}

/** Sentences and lines of the covered text. A list line is a sentence of its own. */
export function sentencesOf({ masked }: Reading): Stretch[] {
  return split(masked, 0, /(?<=[.!?]["')]*)\s+|\n+|(?<=;)\s+/g);
}

/** Parts of a sentence that state one thing each: cut at marks and words that start a new statement. */
export function clausesOf({ start, masked }: Stretch): Stretch[] {
  return split(
    masked,
    start,
    /\s-\s|,?\s+(?:but|while|whereas|although|though|however|yet)\s+|,\s+(?:and|so|or|then|plus)\s+|(?:,|\s+and)\s+(?=(?:closed|open)\b)|\s+and\s+(?=(?:i|we|you|it|they|that|this|your|our|the|there|nothing|no)\b|\uE002)|,\s+(?=(?:i|we|you|it|they|that|this|your|our|there|nothing|which|so)(?:\b|'))/g,
  );
}

function split(masked: string, offset: number, boundary: RegExp): Stretch[] {
  const parts: Stretch[] = [];
  let from = 0;
  for (const match of masked.matchAll(boundary)) {
    parts.push(stretch(masked, from, match.index, offset));
    from = match.index + match[0].length;
  }
  parts.push(stretch(masked, from, masked.length, offset));
  return parts.filter((part) => part.masked.trim() !== '');
}

const stretch = (masked: string, from: number, to: number, offset: number): Stretch => ({
  start: offset + from,
  end: offset + to,
  masked: lower(masked.slice(from, to)),
});

export const findsIn = (reading: Reading, { start, end }: Pick<Stretch, 'start' | 'end'>, mark: MarkName): Find[] =>
  reading.finds.filter((find) => find.mark === mark && find.start >= start && find.end <= end);

/** What may stand between two words for one project: "Flooring (order 41001_1) at Orlando", "order 41001_1 is your flooring". */
const ONE_PROJECT =
  /^(?:,? ?[(]?(?:order|number|no\.) ?#?| ?[(#]| |[)]?,? (?:at|in) |(?: is| for| -|:)?(?: your| the) )$/;

interface Named {
  keys: string[];
  end: number;
}

function namedIn({ finds, masked }: Reading, stretch: Pick<Stretch, 'start' | 'end'>): Named[] {
  const within = finds
    .filter(
      ({ mark, means, start, end }) =>
        (mark === 'project' || mark === 'name') && means.length > 0 && start >= stretch.start && end <= stretch.end,
    )
    .toSorted((a, b) => a.start - b.start);
  const projects: Named[] = [];
  for (const { mark, start, end, means } of within) {
    const last = projects.at(-1);
    if (last !== undefined && ONE_PROJECT.test(masked.slice(last.end, start).toLowerCase())) {
      const shared = last.keys.filter((key) => means.includes(key));
      Object.assign(last, {
        keys: shared.length > 0 ? shared : last.keys,
        end,
      });
    } else if (mark === 'project') projects.push({ keys: [...means], end });
  }
  return projects;
}

/**
 * The projects that a stretch names, each as the keys it may mean. What follows a project's name at once (its number, its
 * location) tells which of several alike is meant, and so does a single place: "the flooring in Tampa".
 */
export function projectsIn(reading: Reading, stretch: Pick<Stretch, 'start' | 'end'>): string[][] {
  const projects = namedIn(reading, stretch).map(({ keys }) => keys);
  if (projects.length !== 1) return projects;
  const places = reading.finds.filter(
    ({ mark, means, start, end }) =>
      (mark === 'address' || mark === 'name') && means.length > 0 && start >= stretch.start && end <= stretch.end,
  );
  return projects.map((keys) => {
    const shared = keys.filter((key) => places.every(({ means }) => means.includes(key)));
    return shared.length > 0 ? shared : keys;
  });
}
