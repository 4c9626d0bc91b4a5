import type { Answer } from '../../core/contracts/answer.ts';
import type { ChatRequest } from '../../core/contracts/turn.ts';
import { reach } from './fetch-json.ts';
import { problemIn } from './problem.ts';

/** A turn can run for 290 s; after this long nothing more will come. */
const PATIENCE_MS = 330_000;
const PAUSE_MS = 2000;

/** Both ids are the client's own: with them the same message is never answered twice, and no answer is lost. */
export type Said = ChatRequest & { session_id: string; message_id: string };

/**
 * Says one message and waits for its answer however long the turn takes. After a 504 the turn goes on: the same ids sent
 * again get 409 while it runs and then the answer. A 429 is waited out too.
 *
 * @param stillRunning called whenever the front door says that the turn goes on.
 * @throws {Problem} it was refused, nothing answered, or no answer came in time.
 */
export async function say(
  token: string,
  said: Said,
  { signal, stillRunning }: { signal: AbortSignal; stillRunning: () => void },
): Promise<Answer> {
  const startedAt = performance.now();
  for (;;) {
    const response = await reach('/api/chat', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(said),
      signal,
    });
    if (response.ok) return await response.json();
    const problem = await problemIn(response);
    if (![409, 429, 504].includes(problem.status) || performance.now() - startedAt > PATIENCE_MS) throw problem;
    if (problem.status !== 429) stillRunning();
    await pause(problem.retryAfterMs ?? PAUSE_MS, signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
