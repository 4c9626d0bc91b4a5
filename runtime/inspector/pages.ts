import { Hono } from 'hono';
import type { Bundle, PageBundle } from './bundle.ts';
import { LocalProblem } from './problems.ts';
import type { LocalEnv } from './security.ts';

/** Every page is the one shell; its script looks at the address. */
export const PAGES = [
  '/',
  '/executions',
  '/executions/:id',
  '/sessions/:id',
  '/compare',
  '/history',
  '/history/:id',
  '/eval',
] as const;

const FILES = [
  { path: '/local/app.js', type: 'text/javascript; charset=utf-8', of: ({ script }: Bundle) => script },
  { path: '/local/app.css', type: 'text/css; charset=utf-8', of: ({ style }: Bundle) => style },
  { path: '/local/favicon.svg', type: 'image/svg+xml', of: ({ icon }: Bundle) => icon },
] as const;

/** The shell and its files. */
export function pageRoutes(bundle: PageBundle): Hono<LocalEnv> {
  const app = new Hono<LocalEnv>();
  const built = () =>
    bundle.get().catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message.split('\n').slice(0, 3).join(' ') : String(cause);
      throw new LocalProblem(503, `The pages could not be built: ${why}`);
    });
  for (const path of PAGES) {
    app.get(path, async (c) => c.html((await built()).html));
  }
  for (const { path, type, of } of FILES) {
    app.get(path, async (c) => c.body(of(await built()), 200, { 'content-type': type }));
  }
  return app;
}
