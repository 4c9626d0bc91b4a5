import type { ComponentChildren } from 'preact';
import type { Loaded } from '../api/use-loaded.ts';
import { ProblemNotice } from './problem-notice.tsx';

/** What was loaded, or that it is being loaded, or why it could not be. */
export function WhenLoaded<Value>({
  loaded,
  children,
}: {
  loaded: Loaded<Value>;
  children: (value: Value) => ComponentChildren;
}) {
  if (loaded.value !== null) {
    return (
      <>
        {loaded.problem !== null && <ProblemNotice problem={loaded.problem} again={loaded.reload} />}
        {children(loaded.value)}
      </>
    );
  }
  if (loaded.problem !== null) return <ProblemNotice problem={loaded.problem} again={loaded.reload} />;
  return (
    <p class="muted" role="status">
      Loading…
    </p>
  );
}
