import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { anAnswer, anInput, aTurn } from '../runtime/turns.ts';

/** Records of so many turns of an earlier process, a second apart; the last one is the newest. */
export function earlierTurns(count: number): Map<string, TurnEvent[]> {
  const begun = Date.now() - count * 1000;
  return new Map(
    Array.from({ length: count }, (_, at) => {
      const id = `earlier-${String(at + 1).padStart(4, '0')}`;
      return [id, earlierTurn(id, `Message number ${at + 1}`, begun + at * 1000)];
    }),
  );
}

function earlierTurn(execution_id: string, message: string, at: number): TurnEvent[] {
  const turn = aTurn({ execution_id, user_message: message, session_id: `session-${execution_id}` });
  const input = anInput({ message });
  const output = anAnswer({ response: `Reply to: ${message}` });
  const place = { state: 'OpenTurn', item: null };
  return [
    { type: 'TurnStarted', at, execution_id, input },
    { type: 'StateEntered', at, ...place, input },
    { type: 'StateExited', at: at + 8, ...place, output: turn, took_ms: 8 },
    { type: 'TurnEnded', at: at + 20, outcome: 'succeeded', output, error: null, took_ms: 20 },
  ];
}
