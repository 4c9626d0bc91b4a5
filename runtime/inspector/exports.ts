import type { ExecutionSummary } from './contract.ts';
import type { InspectorDeps } from './inspector.ts';
import { type TalkTurn, talkOf, talkTurnOf } from './talk-export.ts';

type Sources = Pick<InspectorDeps, 'records' | 'snapshots'>;

/** A session with its turns' whole records, read one after the other: they can be many and long. */
export function sessionFile(sessionId: string, turns: readonly ExecutionSummary[], { records }: Sources): Response {
  const encoder = new TextEncoder();
  async function* parts(): AsyncGenerator<string> {
    yield `{"session_id":${JSON.stringify(sessionId)},"turns":[`;
    for (const [place, summary] of turns.entries()) {
      const events = await records.read(summary.execution_id);
      yield `${place === 0 ? '' : ','}\n${JSON.stringify({ summary, events: events ?? [] })}`;
    }
    yield ']}\n';
  }
  const written = parts();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await written.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return download(body, `${sessionId}.json`, 'application/json');
}

/**
 * A session as a conversation test.
 *
 * @param others All executions, for what may have changed the sandbox in between.
 */
export async function talkFile(
  sessionId: string,
  turns: readonly ExecutionSummary[],
  others: readonly ExecutionSummary[],
  { records, snapshots }: Sources,
): Promise<Response> {
  const talk: TalkTurn[] = [];
  let before: ExecutionSummary | null = null;
  for (const summary of turns) {
    const { execution_id } = summary;
    const events = await records.read(execution_id);
    const snapshot = (await snapshots?.read(execution_id)) ?? null;
    const disturbed = before !== null && isDisturbed(before, summary, others);
    const turn = talkTurnOf(events ?? [], { sandbox: snapshot?.sandbox ?? null, disturbed });
    if (turn !== null) talk.push(turn);
    before = summary;
  }
  return download(talkOf(sessionId, talk), `${sessionId}.talk`, 'text/plain; charset=utf-8');
}

/** Whether the sandbox may have been changed between two turns by something else than the first of them. */
function isDisturbed(before: ExecutionSummary, after: ExecutionSummary, all: readonly ExecutionSummary[]): boolean {
  const between = all.filter(
    ({ session_id, replay_of, started_at, took_ms, tools }) =>
      session_id !== after.session_id &&
      replay_of === null &&
      tools.length > 0 &&
      started_at <= after.started_at &&
      started_at + (took_ms ?? 0) >= before.started_at,
  );
  return before.tools.length === 0 || between.length > 0;
}

const download = (body: ReadableStream<Uint8Array> | string, name: string, type: string): Response =>
  new Response(body, {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  });
