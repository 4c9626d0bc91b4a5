import type { z } from 'zod';
import type { Problem } from './contract.ts';

const TITLES = {
  400: 'The request is wrong',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'That cannot be done now',
  413: 'The request is too large',
  415: 'Unsupported media type',
  421: 'Not at this address',
  422: 'The input is wrong',
  500: 'The local pages failed',
  503: 'Not there yet',
} as const;

/** A refusal in words for the engineer in front of the page. */
export class LocalProblem extends Error {
  override readonly name = 'LocalProblem';
  readonly status: keyof typeof TITLES;
  readonly errors: Problem['errors'];
  constructor(status: keyof typeof TITLES, detail: string, errors?: Problem['errors']) {
    super(detail);
    this.status = status;
    this.errors = errors;
  }
}

export function problemResponse({ status, message, errors }: LocalProblem): Response {
  const problem: Problem = {
    type: `urn:problem-type:scheduling-assistant:local-${status}`,
    title: TITLES[status],
    status,
    detail: message,
    ...(errors === undefined ? {} : { errors }),
  };
  return new Response(JSON.stringify(problem), { status, headers: { 'content-type': 'application/problem+json' } });
}

/** What a schema found, as paths into the value: `$.intent`. */
export const complaintsOf = (error: z.ZodError): { at: string; message: string }[] =>
  error.issues.map(({ path, message }) => ({
    at: path.reduce<string>((at, key) => (typeof key === 'number' ? `${at}[${key}]` : `${at}.${String(key)}`), '$'),
    message,
  }));
