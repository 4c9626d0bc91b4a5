import { useState } from 'preact/hooks';
import { ScrollBox } from '../parts/scroll-box.tsx';
import { counted } from '../parts/words.ts';
import { type DiffLine, type DiffPair, diffOfJson, type Fold, foldEqual, sideBySide } from './json-lines.ts';

const SIGN = { same: ' ', gone: '−', new: '+' };
const SAID = { same: '', gone: 'before: ', new: 'after: ' };

/** What a value became, line by line; what stayed the same is folded away. */
export function UnifiedDiff({ before, after, label }: { before: unknown; after: unknown; label: string }) {
  const lines = diffOfJson(before, after);
  if (lines.every(({ is }) => is === 'same')) return <p class="empty">Nothing changed.</p>;
  return (
    <ScrollBox look="code diff" label={label}>
      {foldEqual(lines, ({ is }) => is === 'same').map((fold, at) => (
        <Folded key={at} fold={fold} draw={(line, place) => <Line key={place} line={line} />} />
      ))}
    </ScrollBox>
  );
}

/** Two values next to each other, line by line. */
export function SplitDiff({ before, after, label }: { before: unknown; after: unknown; label: string }) {
  const pairs = sideBySide(diffOfJson(before, after));
  const isSame = ({ before, after }: DiffPair) => before?.is === 'same' && after?.is === 'same';
  if (pairs.every(isSame)) return <p class="empty">Both are the same.</p>;
  return (
    <ScrollBox look="code diff split" label={label}>
      {foldEqual(pairs, isSame).map((fold, at) => (
        <Folded
          key={at}
          fold={fold}
          draw={(pair, place) => (
            <div class="pair" key={place}>
              <Line line={pair.before} />
              <Line line={pair.after} />
            </div>
          )}
        />
      ))}
    </ScrollBox>
  );
}

function Folded<Of>({ fold, draw }: { fold: Fold<Of>; draw: (line: Of, place: number) => preact.ComponentChildren }) {
  const [isOpen, setOpen] = useState(false);
  if (fold.is === 'shown' || isOpen) return <>{fold.lines.map(draw)}</>;
  return (
    <button type="button" class="fold" onClick={() => setOpen(true)}>
      {counted(fold.lines.length, 'equal line')}
    </button>
  );
}

function Line({ line }: { line: DiffLine | null }) {
  if (line === null) return <div class="line none" />;
  return (
    <div class={`line ${line.is}`}>
      <span aria-hidden="true">{SIGN[line.is]}</span>
      <span class="hidden">{SAID[line.is]}</span>
      {line.text}
    </div>
  );
}
