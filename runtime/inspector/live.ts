import { type ExecutionSummary, LIVE_EVENT } from './contract.ts';
import type { SummaryIndex } from './summary-index.ts';

/** How often an open line is kept open by a comment. */
const HEARTBEAT_MS = 15_000;

export type LiveFeed = {
  /** A stream of server-sent events, until the reader leaves or the feed ends. */
  open(): Response;
  /** Ends every stream: a server does not stop while one is open. */
  end(): void;
};

export function createLiveFeed(summaries: Pick<SummaryIndex, 'subscribe'>): LiveFeed {
  const open = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encoder = new TextEncoder();
  const sendTo = (controller: ReadableStreamDefaultController<Uint8Array>, text: string) =>
    controller.enqueue(encoder.encode(text));
  const sendAll = (text: string) => {
    for (const controller of open) sendTo(controller, text);
  };
  const leave = summaries.subscribe((summary) => open.size > 0 && sendAll(eventOf(summary)));
  const heartbeat = setInterval(() => sendAll(': still here\n\n'), HEARTBEAT_MS);
  heartbeat.unref();

  return {
    open() {
      let mine: ReadableStreamDefaultController<Uint8Array> | null = null;
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          mine = controller;
          open.add(controller);
          // The reader is told at once that the line is open, and when to come back.
          sendTo(controller, 'retry: 1000\n\n');
        },
        cancel() {
          if (mine !== null) open.delete(mine);
        },
      });
      return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
    },
    end() {
      clearInterval(heartbeat);
      leave();
      for (const controller of open) controller.close();
      open.clear();
    },
  };
}

const eventOf = (summary: ExecutionSummary): string => `event: ${LIVE_EVENT}\ndata: ${JSON.stringify(summary)}\n\n`;
