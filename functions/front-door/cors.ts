/** What a browser's preflight is told; origins come from the configuration. */
export const CORS = {
  allowHeaders: ['authorization', 'content-type'],
  exposeHeaders: ['retry-after', 'x-amzn-requestid'],
  maxAgeSeconds: 3600,
} as const;

/** Headers of an answer to a page of `origin` (null: no browser, or the same origin). `*` allows any page. */
export function corsHeaders(origin: string | null, allowedOrigins: readonly string[]): Record<string, string> {
  const allowed = allowedOrigins.includes('*') ? '*' : allowedOrigins.find((one) => one === origin);
  if (allowed === undefined) return {};
  return {
    'access-control-allow-origin': allowed,
    'access-control-expose-headers': CORS.exposeHeaders.join(','),
    ...(allowed === '*' ? {} : { vary: 'Origin' }),
  };
}
