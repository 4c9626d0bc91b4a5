import * as z from 'zod';
import { Identity } from '../../core/contracts/turn.ts';
import { corsHeaders } from './cors.ts';
import { type ProblemKind, problemHeaders, problemOf } from './problems.ts';

/** What the small functions behind the gateway need of its proxy event. */
export const ProxyEvent = z.object({
  httpMethod: z.string(),
  /** The route, such as `/api/conversations/{session_id}`. */
  resource: z.string(),
  pathParameters: z.record(z.string(), z.string().optional()).nullish(),
  headers: z.record(z.string(), z.string().optional()).nullish(),
  queryStringParameters: z.record(z.string(), z.string().optional()).nullish(),
  requestContext: z.object({
    requestId: z.string(),
    authorizer: z.record(z.string(), z.unknown()).nullish(),
  }),
});
export type ProxyEvent = z.infer<typeof ProxyEvent>;

export type ProxyResult = { statusCode: number; headers: Record<string, string>; body: string };

export const jsonResult = (statusCode: number, body: unknown): ProxyResult => ({
  statusCode,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify(body),
});

export const problemResult = (kind: ProblemKind, requestId: string, detail?: string): ProxyResult => {
  const problem = problemOf(kind, requestId, detail);
  return { statusCode: problem.status, headers: problemHeaders(kind), body: JSON.stringify(problem) };
};

/** Behind a proxy integration nobody but the function itself adds what browsers ask for. */
export function withCors(result: ProxyResult, event: ProxyEvent, allowedOrigins: readonly string[]): ProxyResult {
  const origin = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'origin')?.[1] ?? null;
  return { ...result, headers: { ...result.headers, ...corsHeaders(origin, allowedOrigins) } };
}

/** Who is calling, as the authorizer said; null behind a route without one. */
export function callerOf(event: ProxyEvent): Identity | null {
  const identity = event.requestContext.authorizer?.identity;
  return typeof identity === 'string' ? Identity.parse(JSON.parse(identity)) : null;
}
