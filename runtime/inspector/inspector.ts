import { readFile, stat } from 'node:fs/promises';
import { type Context, Hono } from 'hono';
import type * as z from 'zod';
import type { Clock } from '../../adapters/clock.ts';
import type { Config } from '../../adapters/config.ts';
import type { ExecutionRecords } from '../../adapters/execution-records.ts';
import type { Log } from '../../functions/shared/logger.ts';
import type { Snapshots } from '../snapshots.ts';
import type { PageBundle } from './bundle.ts';
import {
  ComparisonQuery,
  Definition,
  type EvalView,
  ExecutionQuery,
  type ExecutionView,
  Id,
  ReplayRequest,
  type SessionView,
  TokenRequest,
} from './contract.ts';
import { viewOf } from './execution-view.ts';
import { sessionFile, talkFile } from './exports.ts';
import { createLiveFeed } from './live.ts';
import { pageRoutes } from './pages.ts';
import { complaintsOf, LocalProblem, problemResponse } from './problems.ts';
import { comparisonOf, createReplays, type Recorded } from './replays.ts';
import { guard, type LocalEnv, REPORT_POLICY } from './security.ts';
import { setupOf, tokenFor } from './setup.ts';
import type { SummaryIndex } from './summary-index.ts';

export type InspectorDeps = {
  config: Config;
  records: ExecutionRecords;
  summaries: SummaryIndex;
  /** Null when PF360 is elsewhere. */
  snapshots: Snapshots | null;
  /** Text of the definition that runs. */
  definition: string;
  clock: Clock;
  gatewayTimeoutMs: number;
  pages: PageBundle;
  /** Where `npm run eval` writes its report. */
  reportFile: string;
  log: Pick<Log, 'error'>;
};

export type Inspector = {
  /** The pages and what they ask for, to be mounted before the API. */
  app: Hono<LocalEnv>;
  /** Ends what would keep the server from stopping. */
  end(): void;
};

/** Bytes of a request: an edited state is at most what Step Functions carries, written with some air. */
const BODY_LIMIT = 1024 * 1024;

/** The local pages: chat, inspector, replay, exports. For whoever sits at this machine, and never deployed. */
export function createInspector(deps: InspectorDeps): Inspector {
  const live = createLiveFeed(deps.summaries);
  const app = new Hono<LocalEnv>();
  const guarded = guard(deps.config.HOST);
  // Only what is served here is guarded here: the API in front of the assistant has its own rules.
  const pages = pageRoutes(deps.pages);
  for (const { path } of pages.routes) app.use(path, guarded);
  app.use('/local/*', guarded);
  app.route('/', pages);
  app.route('/local', localRoutes(deps, live.open));
  app.all('/local/*', () => {
    throw new LocalProblem(404, 'There is nothing here.');
  });
  app.onError((error) => {
    if (error instanceof LocalProblem) return problemResponse(error);
    deps.log.error('local pages failed', { error_name: error.name });
    return problemResponse(new LocalProblem(500, error.message));
  });
  return { app, end: live.end };
}

function localRoutes(deps: InspectorDeps, openLive: () => Response): Hono<LocalEnv> {
  const { records, summaries, snapshots, reportFile } = deps;
  const app = new Hono<LocalEnv>();
  const replays = createReplays(deps, recorded);

  app.get('/setup', (c) => c.json(setupOf(deps)));
  app.post('/tokens', async (c) => c.json(await tokenFor((await bodyOf(c, TokenRequest)).customer_id, deps)));
  app.get('/definition', (c) => c.json(Definition.parse(JSON.parse(deps.definition))));

  app.get('/executions', async (c) => {
    const query = checked(ExecutionQuery, c.req.query());
    await summaries.ready();
    return c.json(summaries.find(query));
  });
  app.get('/executions/live', () => openLive());
  app.get('/executions/:id', async (c) => c.json(await execution(idOf(c))));
  app.post('/replays', async (c) => c.json(await replays.run(await bodyOf(c, ReplayRequest))));
  app.get('/comparison', async (c) => {
    const { before, after } = checked(ComparisonQuery, c.req.query());
    return c.json(comparisonOf(await recorded(before), await recorded(after)));
  });

  app.get('/sessions/:id', async (c) => c.json(await session(idOf(c))));
  app.get('/sessions/:id/export.json', async (c) => {
    const { session_id, turns } = await session(idOf(c));
    return sessionFile(session_id, turns, deps);
  });
  app.get('/sessions/:id/export.talk', async (c) => {
    const { session_id, turns } = await session(idOf(c));
    return talkFile(session_id, turns, summaries.all(), deps);
  });

  app.get('/eval', async (c) => c.json(await evalView(reportFile)));
  app.get('/eval/report.html', async (c) => {
    const html = await readFile(reportFile, 'utf8').catch(() => null);
    if (html === null) throw new LocalProblem(404, 'There is no report yet: npm run eval writes one.');
    return c.html(html, 200, { 'content-security-policy': REPORT_POLICY });
  });
  return app;

  async function recorded(id: string): Promise<Recorded> {
    await summaries.ready();
    const summary = summaries.get(id);
    const events = summary === null ? null : await records.read(id);
    if (summary === null || events === null) throw new LocalProblem(404, 'There is no record of this execution.');
    return { summary, events };
  }

  async function execution(id: string): Promise<ExecutionView> {
    const { summary, events } = await recorded(id);
    const turns = summary.session_id === null ? [] : summaries.ofSession(summary.session_id);
    const root = replays.rootOf(summary);
    const snapshot = snapshots?.has(root) ?? false;
    return viewOf({ summary, events, session: turns, root, snapshot, tools: replays.toolsFor(summary) });
  }

  async function session(id: string): Promise<SessionView> {
    await summaries.ready();
    const turns = summaries.ofSession(id);
    if (turns.length === 0) throw new LocalProblem(404, 'There is no record of a turn of this session.');
    return { session_id: id, turns };
  }
}

async function evalView(reportFile: string): Promise<EvalView> {
  const found = await stat(reportFile).catch(() => null);
  return found === null
    ? { html_url: null, generated_at: null }
    : { html_url: '/local/eval/report.html', generated_at: found.mtime.toISOString() };
}

const idOf = (c: Context<LocalEnv>): string => checked(Id, c.req.param('id'));

/** @throws {LocalProblem} 400, with what is wrong where. */
function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const complaints = complaintsOf(parsed.error);
  throw new LocalProblem(400, complaints.map(({ at, message }) => `${at} ${message}`).join('; '), complaints);
}

/** @throws {LocalProblem} 413, or 400 where it is no JSON or not of the schema. */
async function bodyOf<Schema extends z.ZodType>(c: Context<LocalEnv>, schema: Schema): Promise<z.output<Schema>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > BODY_LIMIT) throw new LocalProblem(413, `The body must be at most ${BODY_LIMIT} bytes.`);
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new LocalProblem(400, 'The body must be JSON.');
  }
  return checked(schema, value);
}
