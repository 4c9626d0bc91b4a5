import * as z from 'zod';

export const CheckResult = z.enum(['ok', 'off', 'down']);
export type CheckResult = z.infer<typeof CheckResult>;

/** The body of `GET /api/healthz`. */
export const Health = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  checks: z.object({ sessions: CheckResult, history: CheckResult, model: CheckResult, pf360: CheckResult }),
});
export type Health = z.infer<typeof Health>;
