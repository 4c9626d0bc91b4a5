import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { Answer } from '../core/contracts/answer.ts';
import type { Channel } from '../core/contracts/turn.ts';

/** What the front door said instead of an answer; `status` 0: it could not be reached. */
export class ChatProblem extends Error {
  override readonly name = 'ChatProblem';
  readonly status: number;
  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

export type ChatTarget = { url: string; token: string };

/** A turn can run for 290 s; after this long nothing more will come. */
const PATIENCE_MS = 330_000;

const ProblemBody = z.object({ detail: z.string() });

/**
 * Says one message and waits for its answer however long the turn takes: after a 504 the turn goes on, and the same ids
 * sent again are told to wait (409) until the answer is there. A 429 is waited out too.
 *
 * @param waiting Called before each wait, with the milliseconds that have passed.
 * @throws {ChatProblem} the front door refused the message, or no answer came in time.
 */
export async function say(
  { url, token }: ChatTarget,
  said: { message: string; session_id: string; channel?: Channel; message_id?: string },
  waiting: (elapsedMs: number) => void = () => {},
): Promise<Answer> {
  const body = JSON.stringify({ ...said, message_id: said.message_id ?? randomUUID() });
  const startedAt = performance.now();
  for (;;) {
    const response = await fetch(new URL('/api/chat', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
    }).catch(() => {
      throw new ChatProblem(0, `nothing answers at ${url}`);
    });
    if (response.status === 200) return Answer.parse(await response.json());
    const elapsed = performance.now() - startedAt;
    const { data: problem } = ProblemBody.safeParse(await response.json().catch(() => null));
    if (![409, 429, 504].includes(response.status) || elapsed > PATIENCE_MS) {
      throw new ChatProblem(response.status, problem?.detail ?? `the front door answered ${response.status}`);
    }
    waiting(elapsed);
    await sleep(Number(response.headers.get('retry-after') ?? 2) * 1000);
  }
}
