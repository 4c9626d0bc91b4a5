import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';

/** A project as PF360 has it: a row of the dashboard, and what is open for it, by date. */
export type OtherProject = {
  row: { project_project_id: string | number; status_info_status?: string | null } & Record<string, unknown>;
  slots?: Record<string, string[]>;
  /** Its visit stays, whatever is said of a release. */
  stays?: boolean;
};

export type OtherPf360 = { url: string; writes: string[]; projects: OtherProject[]; close(): void };

/**
 * Another PF360 than the sandbox, for customers that the sandbox does not have: whatever rows a test gives it, for any
 * customer and tenant. It books, releases and takes notes; every write is kept by its path.
 */
export async function openOtherPf360(): Promise<OtherPf360> {
  const writes: string[] = [];
  const projects: OtherProject[] = [];
  const find = (id: string) => projects.find(({ row }) => String(row.project_project_id) === id);
  const app = new Hono();
  app.get('/dashboard/get/:client/:customer', (c) => c.json({ data: projects.map(({ row }) => row) }));
  app.get('/scheduler/client/:client/project/:id/startDate/:from/endDate/:to/slotsChatbot', (c) => {
    const { id, from, to } = c.req.param();
    const project = find(id);
    if (/^scheduled$/i.test(project?.row.status_info_status ?? ''))
      return c.json({ message: 'already scheduled' }, 400);
    const slots = project?.slots ?? {};
    if (c.req.query('request_id') !== undefined) return c.json({ data: { slots: slots[from] ?? [] } });
    return c.json({ data: { dates: Object.keys(slots).filter((date) => date >= from && date <= to), request_id: 7 } });
  });
  app.post('/scheduler/client/:client/project/:id/schedule', async (c) => {
    writes.push(c.req.path);
    const { date, time } = await c.req.json();
    const row = find(c.req.param('id'))?.row;
    if (row !== undefined) {
      row.status_info_status = 'Scheduled';
      row.convertedProjectStartScheduledDate = `${date} ${time}`;
    }
    return c.json({ data: true });
  });
  app.get('/scheduler/client/:client/project/:id/cancel-reschedule', (c) => {
    writes.push(c.req.path);
    const project = find(c.req.param('id'));
    if (project !== undefined && project.stays !== true) project.row.status_info_status = 'Pending Reschedule';
    return c.json({ message: 'released' });
  });
  app.post('*', (c) => {
    writes.push(c.req.path);
    return c.json({ message: 'done' });
  });
  let server: ServerType | undefined;
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, (info) => resolve(info.port));
  });
  return { url: `http://127.0.0.1:${port}`, writes, projects, close: () => void server?.close() };
}
