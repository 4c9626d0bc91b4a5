import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Book } from './book.ts';
import { dashboardRow } from './dashboard.ts';
import {
  addNote,
  cancel,
  listNotes,
  type Refusal,
  releaseForReschedule,
  schedule,
  searchDates,
  searchSlots,
} from './scheduler.ts';
import type { Project } from './seed.ts';
import type { Note } from './state.ts';
import { findTenant, type Tenant } from './tenants.ts';

const WEEK = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const LONGEST_NOTE = 2000;

/**
 * PF360's endpoints. Any bearer token will do: it is not read. Refusals in the order in which they are met: 401 no
 * token, 406 no `client_id` header, 404 unknown tenant, 403 a tenant other than the header's, 404 not the tenant's
 * project, 400 and 409 as the scheduler says.
 */
export function pf360Routes(book: Book): Hono {
  const app = new Hono();

  for (const area of ['/dashboard/*', '/scheduler/*', '/communication/*', '/project-notes/*']) {
    app.use(area, async (c, next) => {
      if (!/^Bearer +[^\s]+$/i.test(c.req.header('authorization') ?? '')) {
        return c.json({ message: 'Unauthorized' }, 401);
      }
      if (!c.req.header('client_id')) return c.json({ message: 'client_id header is missing' }, 406);
      return next();
    });
  }

  app.get('/dashboard/get/:client/:customer', (c) => {
    const projects = book.projectsOf(readTenant(c, c.req.param('client')), c.req.param('customer'));
    return c.json({ data: projects.map((project) => dashboardRow(project, book.progress(project))) });
  });

  app.get('/scheduler/client/:client/business-hours', (c) => {
    const tenant = readTenant(c, c.req.param('client'));
    return c.json({ data: { workHours: workHours(tenant), timezone: tenant.zone } });
  });

  app.get('/scheduler/client/:client/project/:project/startDate/:from/endDate/:to/slotsChatbot', (c) => {
    const project = readProject(c, book, c.req.param('client'), c.req.param('project'));
    const { from, to } = c.req.param();
    const requestId = c.req.query('request_id');
    const found =
      requestId === undefined ? searchDates(book, project, from, to) : searchSlots(book, project, from, to, requestId);
    return 'refused' in found ? refuse(c, project.tenant, found) : c.json({ data: found });
  });

  app.post('/scheduler/client/:client/project/:project/schedule', async (c) => {
    const project = readProject(c, book, c.req.param('client'), c.req.param('project'));
    const { date, time, request_id } = await readBody(c);
    const result = schedule(book, project, { date, time, request_id });
    if ('refused' in result) return refuse(c, project.tenant, result);
    const { booking, receipt } = project.tenant.dialect;
    const message =
      booking === 'review'
        ? 'Thank you. Our office will review your request and confirm it.'
        : 'Scheduled successfully';
    const data = receipt === 'true' || {
      confirmation_number: `C-${project.number}-${String(date).replaceAll('-', '')}`,
    };
    return c.json({ data, message });
  });

  app.get('/scheduler/client/:client/project/:project/cancel-reschedule', (c) => {
    const project = readProject(c, book, c.req.param('client'), c.req.param('project'));
    const result = releaseForReschedule(book, project);
    if ('refused' in result) return refuse(c, project.tenant, result);
    if ('released' in result) return c.json({ message: 'The appointment was released successfully' });
    return c.json({ data: result });
  });

  app.get('/scheduler/:client/:project/cancel-appointment', (c) => {
    const project = readProject(c, book, c.req.param('client'), c.req.param('project'));
    const result = cancel(book, project);
    if ('refused' in result) return refuse(c, project.tenant, result);
    return c.json({ data: { message: 'The appointment was cancelled successfully' } });
  });

  app.post('/communication/client/:client/project/:project/note', async (c) => {
    const project = readProject(c, book, c.req.param('client'), c.req.param('project'));
    return fileNote(c, book, project, 'note', await readBody(c));
  });

  app.get('/communication/client/:client/customer/:customer/project/:project/notes', (c) => {
    const project = readProject(c, book, c.req.param('client'), c.req.param('project'));
    if (String(project.customer.id) !== c.req.param('customer')) throw notFound();
    const items = listNotes(book, project).map(({ note_id, project_id, text, author, created_at }) => ({
      note_id,
      project_id,
      note_text: text,
      author,
      created_at,
    }));
    const { notes } = project.tenant.dialect;
    return c.json(notes === 'bare' ? items : { [notes]: items });
  });

  for (const [path, kind] of [
    ['/project-notes/add-note', 'reason'],
    ['/project-notes/update-address-note', 'address'],
  ] as const) {
    app.post(path, async (c) => {
      const body = await readBody(c);
      if (typeof body.client_id !== 'string') return c.json({ message: 'client_id is required' }, 400);
      const tenant = readTenant(c, body.client_id);
      if (typeof body.project_id !== 'number') {
        return refuse(c, tenant, { refused: 400, text: 'project_id must be a number' });
      }
      return fileNote(c, book, readProject(c, book, tenant.clientId, String(body.project_id)), kind, body);
    });
  }

  return app;
}

function readTenant(c: Context, clientId: string): Tenant {
  const tenant = findTenant(clientId);
  if (tenant === undefined) throw notFound();
  if (c.req.header('client_id') !== clientId) {
    throw new HTTPException(403, { res: Response.json({ message: 'Forbidden' }, { status: 403 }) });
  }
  return tenant;
}

function readProject(c: Context, book: Book, clientId: string, projectId: string): Project {
  const project = book.project(readTenant(c, clientId), projectId);
  if (project === undefined) throw notFound();
  return project;
}

async function readBody(c: Context): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await c.req.json();
    if (typeof body === 'object' && body !== null) return { ...body };
  } catch {
    // Answered below, like a body of the wrong shape.
  }
  throw new HTTPException(400, { res: Response.json({ message: 'The body must be a JSON object' }, { status: 400 }) });
}

function notFound(): HTTPException {
  return new HTTPException(404, { res: Response.json({ message: 'Resource not found' }, { status: 404 }) });
}

function refuse(c: Context, tenant: Tenant, { refused, text }: Refusal): Response {
  return refused === 400 && tenant.dialect.refusals === 'text'
    ? c.text(text, refused)
    : c.json({ message: text }, refused);
}

function fileNote(
  c: Context,
  book: Book,
  project: Project,
  kind: Note['kind'],
  { note_text: text }: Record<string, unknown>,
): Response {
  if (typeof text !== 'string' || text.trim() === '' || text.length > LONGEST_NOTE) {
    return refuse(c, project.tenant, { refused: 400, text: `note_text must be 1 to ${LONGEST_NOTE} characters` });
  }
  const author = `${project.customer.firstName} ${project.customer.lastName}`;
  const note = addNote(book, project, kind, text, author);
  return c.json({ message: 'Note added successfully', note_id: note.note_id });
}

function workHours(tenant: Tenant) {
  const seconds = tenant.dialect.hours === 'week' ? '' : ':00';
  const days = WEEK.map((day, index) => {
    const is_working = tenant.workDays.includes(index + 1);
    return is_working
      ? { day, is_working, start: `${tenant.opens}${seconds}`, end: `${tenant.closes}${seconds}` }
      : { day, is_working, start: null, end: null };
  });
  return tenant.dialect.hours === 'week' ? days : days.filter((day) => day.is_working);
}
