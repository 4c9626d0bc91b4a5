import { useState } from 'preact/hooks';
import { ScrollBox } from './scroll-box.tsx';

/** So much of a text is shown at once, and so many entries. */
const LONG_TEXT = 2000;
const MANY = 100;

/** A JSON value as a tree. What is folded is not drawn before it is opened, so a large one costs nothing. */
export function JsonView({ value, label }: { value: unknown; label: string }) {
  return (
    <ScrollBox look="code json" label={label}>
      <Node name={null} value={value} depth={0} />
    </ScrollBox>
  );
}

function Node({ name, value, depth }: { name: string | null; value: unknown; depth: number }) {
  if (typeof value !== 'object' || value === null) {
    return (
      <div class="leaf">
        <Name name={name} />
        <Scalar value={value} />
      </div>
    );
  }
  return <Branch name={name} value={value} depth={depth} />;
}

function Branch({ name, value, depth }: { name: string | null; value: object; depth: number }) {
  const entries = Object.entries(value);
  const [isOpen, setOpen] = useState(depth < 1 || (depth < 3 && entries.length <= 4));
  const [shown, setShown] = useState(MANY);
  const [left, right] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    return (
      <div class="leaf">
        <Name name={name} />
        {left}
        {right}
      </div>
    );
  }
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Name name={name} />
        {left}
        {!isOpen && (
          <span class="muted">
            {' '}
            {entries.length} {right}
          </span>
        )}
      </summary>
      {isOpen && (
        <div class="inner">
          {entries.slice(0, shown).map(([key, inner]) => (
            <Node key={key} name={key} value={inner} depth={depth + 1} />
          ))}
          {entries.length > shown && (
            <button type="button" class="fold" onClick={() => setShown(shown + MANY)}>
              {entries.length - shown} more
            </button>
          )}
        </div>
      )}
      {isOpen && <div>{right}</div>}
    </details>
  );
}

const Name = ({ name }: { name: string | null }) =>
  name === null ? null : (
    <>
      <span class="key">{name}</span>
      {': '}
    </>
  );

function Scalar({ value }: { value: unknown }) {
  if (value === undefined) return <span class="muted">nothing</span>;
  if (typeof value !== 'string') return <span class="scalar">{String(value)}</span>;
  const isLong = value.length > LONG_TEXT;
  return (
    <span class="text">
      "{isLong ? value.slice(0, LONG_TEXT) : value}"{isLong && <span class="muted"> … {value.length} characters</span>}
    </span>
  );
}
