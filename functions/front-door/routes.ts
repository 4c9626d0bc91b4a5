/**
 * The HTTP API as the gateway has it: which methods a path takes, and what is behind them.
 * `chat` starts the state machine; the others are functions behind a proxy integration.
 */
export const ROUTES = [
  { path: '/api/chat', method: 'POST', behind: 'chat', token: true },
  { path: '/api/conversations', method: 'GET', behind: 'conversations', token: true },
  { path: '/api/conversations/{session_id}', method: 'GET', behind: 'conversations', token: true },
  { path: '/api/conversations/{session_id}', method: 'DELETE', behind: 'conversations', token: true },
  { path: '/api/healthz', method: 'GET', behind: 'health', token: false },
  { path: '/openapi.json', method: 'GET', behind: 'health', token: false },
] as const;
export type Route = (typeof ROUTES)[number];
