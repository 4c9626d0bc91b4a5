import { diffLines } from 'diff';

/** One line of a comparison. `same` is in both, `gone` only before, `new` only after. */
export type DiffLine = { is: 'same' | 'gone' | 'new'; text: string };
/** Lines of both sides next to each other; null where a side has none. */
export type DiffPair = { before: DiffLine | null; after: DiffLine | null };
/** A run of lines that are shown, or of equal lines that are folded away. */
export type Fold<Line> = { is: 'shown'; lines: Line[] } | { is: 'folded'; lines: Line[] };

/** Beyond so many changed lines, which one became which is not looked for any longer. */
const MOST_EDITS = 4000;

/** JSON with its keys in order, so that only what was said differently differs. */
export function jsonText(value: unknown): string {
  return JSON.stringify(ordered(value), null, 2) ?? 'nothing';
}

export function diffOfJson(before: unknown, after: unknown): DiffLine[] {
  const [left, right] = [`${jsonText(before)}\n`, `${jsonText(after)}\n`];
  const changes = diffLines(left, right, { maxEditLength: MOST_EDITS }) ?? [
    { removed: true, added: false, value: left },
    { removed: false, added: true, value: right },
  ];
  return changes.flatMap(({ removed, added, value }) =>
    value
      .split('\n')
      .slice(0, -1)
      .map((text): DiffLine => ({ is: removed ? 'gone' : added ? 'new' : 'same', text })),
  );
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

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, inner]) => [key, ordered(inner)]));
}
