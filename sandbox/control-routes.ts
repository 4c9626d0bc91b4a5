import { Hono } from 'hono';
import * as z from 'zod';
import type { Book } from './book.ts';
import { Fault, type Faults } from './faults.ts';
import type { RequestLog } from './request-log.ts';
import { approve } from './scheduler.ts';

const Approval = z.strictObject({
  project_id: z.union([z.int().positive(), z.string().regex(/^\d+$/)], 'must be the id of a project'),
});

type Controlled = { book: Book; log: RequestLog; faults: Faults; abandonRequests: () => void };

/**
 * The sandbox's own controls under `/sandbox`, which PF360 does not have. They need no token, are not logged and meet
 * no fault. A malformed body gets 400 with a `message` that names the field.
 */
export function controlRoutes({ book, log, faults, abandonRequests }: Controlled): Hono {
  const app = new Hono();

  app.post('/reset', (c) => {
    abandonRequests();
    faults.clear();
    log.clear();
    book.reset();
    return c.json({ reset: true, seeded_at: book.state().seeded_at });
  });

  app.get('/requests', (c) => c.json(log.list()));

  app.post('/faults', async (c) => {
    const fault = Fault.parse(await c.req.json());
    faults.add(fault, fault.stale ? book.snapshot() : null);
    return c.json(fault);
  });

  app.delete('/faults', (c) => {
    faults.clear();
    return c.json({ cleared: true });
  });

  app.post('/approve', async (c) => {
    const { project_id } = Approval.parse(await c.req.json());
    const project = book.anyProject(String(project_id));
    if (project === undefined) return c.json({ message: `project_id: there is no project ${project_id}` }, 404);
    if (!approve(book, project)) {
      return c.json({ message: `project_id: project ${project_id} does not wait for confirmation` }, 409);
    }
    return c.json({ project_id: project.id, status: book.progress(project).status });
  });

  app.get('/state', (c) => c.json(book.state()));

  app.put('/state', async (c) => {
    book.restore(await c.req.json());
    return c.json({ restored: true });
  });

  app.onError((error, c) => {
    if (error instanceof z.ZodError) {
      const issues = error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
      return c.json({ message: issues.join('; ') }, 400);
    }
    if (error instanceof RangeError) return c.json({ message: error.message }, 400);
    if (error instanceof SyntaxError) return c.json({ message: 'body: must be JSON' }, 400);
    return c.json({ message: error.message }, 500);
  });

  return app;
}
