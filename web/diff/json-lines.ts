import { diffArrays } from 'diff';

/** One line of a comparison. `same` is in both, `gone` only before, `new` only after. */
export type DiffLine = { is: 'same' | 'gone' | 'new'; text: string };
/** Lines of both sides next to each other; null where a side has none. */
export type DiffPair = { before: DiffLine | null; after: DiffLine | null };
/** A run of lines that are shown, or of equal lines that are folded away. */
export type Fold<Line> = { is: 'shown'; lines: Line[] } | { is: 'folded'; lines: Line[] };

/** Beyond so many changed lines, which one became which is not looked for any longer. */
const MOST_EDITS = 4000;

/** What is written around a value within its parent. */
type Around = { indent: string; lead: string; tail: string };

/** JSON with its keys in order, so that only what was said differently differs. */
export function jsonText(value: unknown): string {
  return JSON.stringify(ordered(value), null, 2) ?? 'nothing';
}

/**
 * What a value became, line by line. Fields are compared to the field of the same name and to no other, however alike:
 * a list that moved from one to another is gone here and new there.
 */
export function diffOfJson(before: unknown, after: unknown): DiffLine[] {
  return diffOf(before, after, { indent: '', lead: '', tail: '' });
}

function diffOf(before: unknown, after: unknown, around: Around): DiffLine[] {
  if (isRecord(before) && isRecord(after)) return diffOfFields(before, after, around);
  const [left, right] = [linesOf(before, around), linesOf(after, around)];
  const changes = diffArrays(left, right, { maxEditLength: MOST_EDITS });
  if (changes === undefined) return [...marked('gone', left), ...marked('new', right)];
  return changes.flatMap(({ removed, added, value }) => marked(removed ? 'gone' : added ? 'new' : 'same', value));
}

function diffOfFields(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  { indent, lead, tail }: Around,
): DiffLine[] {
  const keys = inOrder({ ...before, ...after });
  const fields = keys.flatMap((key, at) => {
    const around = {
      indent: `${indent}  `,
      lead: `${JSON.stringify(key)}: `,
      tail: at === keys.length - 1 ? '' : ',',
    };
    if (!Object.hasOwn(after, key)) return marked('gone', linesOf(before[key], around));
    if (!Object.hasOwn(before, key)) return marked('new', linesOf(after[key], around));
    return diffOf(before[key], after[key], around);
  });
  return [...marked('same', [`${indent}${lead}{`]), ...fields, ...marked('same', [`${indent}}${tail}`])];
}

const marked = (is: DiffLine['is'], lines: readonly string[]): DiffLine[] => lines.map((text) => ({ is, text }));

function linesOf(value: unknown, { indent, lead, tail }: Around): string[] {
  const lines = `${lead}${jsonText(value)}${tail}`.split('\n');
  return lines.map((line) => indent + line);
}

/** Puts what went next to what came in its place. */
export function sideBySide(lines: readonly DiffLine[]): DiffPair[] {
  const pairs: DiffPair[] = [];
  let gone: DiffLine[] = [];
  let come: DiffLine[] = [];
  const flush = () => {
    for (let at = 0; at < Math.max(gone.length, come.length); at++) {
      pairs.push({ before: gone[at] ?? null, after: come[at] ?? null });
    }
    gone = [];
    come = [];
  };
  for (const line of lines) {
    if (line.is === 'gone') gone.push(line);
    else if (line.is === 'new') come.push(line);
    else {
      flush();
      pairs.push({ before: line, after: line });
    }
  }
  flush();
  return pairs;
}

/** Folds away equal lines that are more than `around` lines from a change. */
export function foldEqual<Line>(
  lines: readonly Line[],
  isSame: (line: Line) => boolean,
  around: number = 3,
): Fold<Line>[] {
  const isNear = lines.map(() => false);
  lines.forEach((line, at) => {
    if (isSame(line)) return;
    for (let near = Math.max(0, at - around); near <= Math.min(lines.length - 1, at + around); near++) {
      isNear[near] = true;
    }
  });
  const folds: Fold<Line>[] = [];
  lines.forEach((line, at) => {
    const is = isNear[at] === true ? 'shown' : 'folded';
    const last = folds.at(-1);
    if (last?.is === is) last.lines.push(line);
    else folds.push({ is, lines: [line] });
  });
  return folds;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (!isRecord(value)) return value;
  return Object.fromEntries(inOrder(value).map((key) => [key, ordered(value[key])]));
}

/** Keys that are numbers come first in any object, whatever was put in first. */
const inOrder = (value: Record<string, unknown>): string[] =>
  Object.keys(
    Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((key) => [key, null]),
    ),
  );
