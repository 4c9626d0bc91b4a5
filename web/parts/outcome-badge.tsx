import type { ExecutionOutcome, ExecutionSummary } from '../../runtime/inspector/contract.ts';
import { inWords } from './words.ts';

/** The sign says the same as the color. */
const LOOK: Record<ExecutionOutcome, { sign: string; tone: string; text: string }> = {
  running: { sign: '…', tone: 'accent', text: 'running' },
  succeeded: { sign: '✓', tone: 'good', text: 'succeeded' },
  failed: { sign: '✕', tone: 'bad', text: 'failed' },
  timed_out: { sign: '✕', tone: 'bad', text: 'timed out' },
  aborted: { sign: '✕', tone: 'bad', text: 'aborted' },
};

export function OutcomeBadge({ summary: { outcome, error } }: { summary: ExecutionSummary }) {
  const { sign, tone, text } = LOOK[outcome];
  // It succeeded by saying sorry: an agent failed on the way.
  const apologized = outcome === 'succeeded' && error !== null;
  return (
    <Badge tone={apologized ? 'warn' : tone} sign={apologized ? '!' : sign}>
      {apologized ? 'apologized' : text}
    </Badge>
  );
}

/** What became of a write. */
export function WriteBadge({ write: { tool, status } }: { write: { tool: string; status: string } }) {
  const tone = ['confirmed', 'requested', 'rehearsed'].includes(status) ? 'good' : 'warn';
  return (
    <Badge tone={tone} sign="✎">
      {inWords(tool)}: {inWords(status)}
    </Badge>
  );
}

export function Badge({ tone, sign, children }: { tone: string; sign?: string; children: preact.ComponentChildren }) {
  return (
    <span class={`badge ${tone}`}>
      {sign !== undefined && <span aria-hidden="true">{sign}</span>}
      <span>{children}</span>
    </span>
  );
}
