import type {
  Comparison,
  Definition,
  EvalView,
  ExecutionPage,
  ExecutionView,
  ReplayAnswer,
  ReplayRequest,
  SessionView,
  Setup,
  TokenAnswer,
} from '../../runtime/inspector/contract.ts';
import { fetchJson, postJson } from './fetch-json.ts';

const encoded = encodeURIComponent;

/** The routes that only this machine has. Each throws a `Problem`. */
export const local = {
  setup: (signal: AbortSignal) => fetchJson<Setup>('/local/setup', { signal }),
  token: (customer_id: string) => postJson<TokenAnswer>('/local/tokens', { customer_id }),
  definition: (signal: AbortSignal) => fetchJson<Definition>('/local/definition', { signal }),
  executions: (query: URLSearchParams, signal: AbortSignal) =>
    fetchJson<ExecutionPage>(`/local/executions?${query}`, { signal }),
  execution: (id: string, signal: AbortSignal) =>
    fetchJson<ExecutionView>(`/local/executions/${encoded(id)}`, { signal }),
  replay: (request: ReplayRequest) => postJson<ReplayAnswer>('/local/replays', request),
  comparison: (before: string, after: string, signal: AbortSignal) =>
    fetchJson<Comparison>(`/local/comparison?before=${encoded(before)}&after=${encoded(after)}`, { signal }),
  session: (id: string, signal: AbortSignal) => fetchJson<SessionView>(`/local/sessions/${encoded(id)}`, { signal }),
  eval: (signal: AbortSignal) => fetchJson<EvalView>('/local/eval', { signal }),
};
