import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { type BoundValue, type Connection, type Engine, QueryError, type QueryResult } from './engine.ts';
import { bound, columnMetadata, field, Parameter, plain } from './fields.ts';
import { positional } from './named-parameters.ts';

export type DataApiOptions = {
  /** The database, perhaps still opening: calls wait for it. */
  engine: Promise<Engine>;
  /** After how long without a call a transaction is rolled back, in milliseconds. */
  transactionIdleMs?: number;
  /** Epoch milliseconds, for the time it takes to wake. */
  clock?: () => number;
};

export type DataApi = {
  app: Hono;
  /** What `GET /claim` answers: tells this stand-in from whatever may listen on its port later. */
  id: string;
  /** Sends the database to sleep: the next call starts to wake it, which takes `wakingMs`, and is refused until then. */
  pause(wakingMs: number): void;
  /** Whether it sleeps, without waking it. */
  paused(): boolean;
  /** Rolls back what is open and closes the database. */
  close(): Promise<void>;
};

/** The largest response and row that the service gives. */
const RESPONSE_LIMIT = 1024 * 1024;
const ROW_LIMIT = 64 * 1024;
/** The service allows three minutes; here a forgotten transaction holds up every other call. */
const TRANSACTION_IDLE_MS = 30_000;

const Target = z.object({
  resourceArn: z.string().min(1),
  secretArn: z.string().min(1),
  database: z.string().optional(),
});
const InTransaction = Target.extend({ transactionId: z.string().optional() });
const ExecuteRequest = InTransaction.extend({
  sql: z.string().min(1),
  parameters: z.array(Parameter).default([]),
  includeResultMetadata: z.boolean().default(false),
  formatRecordsAs: z.enum(['NONE', 'JSON']).default('NONE'),
});
const BatchExecuteRequest = InTransaction.extend({
  sql: z.string().min(1),
  parameterSets: z.array(z.array(Parameter)).default([[]]),
});
const EndRequest = z.object({ resourceArn: z.string(), secretArn: z.string(), transactionId: z.string().min(1) });

/** An error of the service, by the name that its clients know. */
class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly type: string;
  readonly status: 400 | 403 | 404;
  constructor(type: string, message: string, status: 400 | 403 | 404 = 400) {
    super(message);
    this.type = type;
    this.status = status;
  }
}

type Transaction = { connection: Connection; busy: boolean; expiry: NodeJS.Timeout };

/** The RDS Data API over HTTP as the SDK's client speaks it, in front of a PostgreSQL. */
export function createDataApi({
  engine,
  transactionIdleMs = TRANSACTION_IDLE_MS,
  clock = Date.now,
}: DataApiOptions): DataApi {
  const id = randomUUID();
  const transactions = new Map<string, Transaction>();
  /** Awake, asleep until called, or waking until an instant. */
  let sleep: { wakingMs: number; wakesAt: number | null } | null = null;

  const rouse = () => {
    if (sleep === null) return;
    sleep.wakesAt ??= clock() + sleep.wakingMs;
    if (clock() < sleep.wakesAt) {
      throw new ServiceError('DatabaseResumingException', 'The database is resuming after being auto-paused.');
    }
    sleep = null;
  };

  const end = async (id: string, transaction: Transaction, statement: 'COMMIT' | 'ROLLBACK') => {
    transactions.delete(id);
    clearTimeout(transaction.expiry);
    try {
      await transaction.connection.query(statement, []);
    } finally {
      transaction.connection.release();
    }
  };

  const begin = async () => {
    const connection = await (await engine).connect();
    await connection.query('BEGIN', []);
    const id = randomUUID();
    const expiry = setTimeout(() => {
      const forgotten = transactions.get(id);
      if (forgotten?.busy) expiry.refresh();
      else if (forgotten !== undefined) void end(id, forgotten, 'ROLLBACK').catch(() => {});
    }, transactionIdleMs);
    expiry.unref();
    transactions.set(id, { connection, busy: false, expiry });
    return id;
  };

  /** The transaction, for one call at a time: the service does not queue the calls of one transaction either. */
  const within = async <Value>(id: string, work: (transaction: Transaction) => Promise<Value>): Promise<Value> => {
    const transaction = transactions.get(id);
    if (transaction === undefined) {
      throw new ServiceError('TransactionNotFoundException', `Transaction ${id} is not found`, 404);
    }
    if (transaction.busy) throw new ServiceError('BadRequestException', `Transaction ${id} is in use by another call`);
    transaction.busy = true;
    transaction.expiry.refresh();
    try {
      return await work(transaction);
    } finally {
      transaction.busy = false;
      if (transactions.has(id)) transaction.expiry.refresh();
    }
  };

  const withConnection = async <Value>(id: string | undefined, work: (connection: Connection) => Promise<Value>) => {
    if (id !== undefined) return within(id, ({ connection }) => work(connection));
    const connection = await (await engine).connect();
    try {
      return await work(connection);
    } finally {
      connection.release();
    }
  };

  const app = new Hono();
  app.get('/claim', (c) => c.text(id));
  app.use(async (c, next) => {
    if (c.req.header('authorization') === undefined) {
      throw new ServiceError('AccessDeniedException', 'The request is not signed', 403);
    }
    rouse();
    await next();
  });
  app.post('/Execute', async (c) => {
    const request = await body(c, ExecuteRequest);
    const result = await withConnection(request.transactionId, (connection) =>
      run(connection, request.sql, request.parameters),
    );
    return c.json(response(result, request));
  });
  app.post('/BatchExecute', async (c) => {
    const request = await body(c, BatchExecuteRequest);
    await withConnection(request.transactionId, async (connection) => {
      for (const parameters of request.parameterSets) await run(connection, request.sql, parameters);
    });
    return c.json({ updateResults: request.parameterSets.map(() => ({ generatedFields: [] })) });
  });
  app.post('/BeginTransaction', async (c) => {
    await body(c, Target);
    return c.json({ transactionId: await begin() });
  });
  app.post('/CommitTransaction', async (c) => {
    const { transactionId } = await body(c, EndRequest);
    await within(transactionId, (transaction) => end(transactionId, transaction, 'COMMIT'));
    return c.json({ transactionStatus: 'Transaction Committed' });
  });
  app.post('/RollbackTransaction', async (c) => {
    const { transactionId } = await body(c, EndRequest);
    await within(transactionId, (transaction) => end(transactionId, transaction, 'ROLLBACK'));
    return c.json({ transactionStatus: 'Rollback Complete' });
  });
  app.notFound((c) => problem(c, new ServiceError('NotFoundException', 'There is no such operation', 404)));
  app.onError((error, c) => problem(c, error));

  return {
    app,
    id,
    pause: (wakingMs) => {
      sleep = { wakingMs, wakesAt: null };
    },
    paused: () => sleep !== null && (sleep.wakesAt === null || clock() < sleep.wakesAt),
    close: async () => {
      await Promise.allSettled([...transactions].map(([id, transaction]) => end(id, transaction, 'ROLLBACK')));
      await (await engine).close();
    },
  };
}

async function body<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined));
  if (parsed.success) return parsed.data;
  throw new ServiceError('BadRequestException', z.prettifyError(parsed.error));
}

async function run(connection: Connection, sql: string, parameters: Parameter[]): Promise<QueryResult> {
  const { text, names } = positional(sql);
  const given = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const values: BoundValue[] = names.map((name) => {
    const parameter = given.get(name);
    if (parameter === undefined) throw new ServiceError('BadRequestException', `Cannot find parameter: ${name}`);
    return bound(parameter);
  });
  return connection.query(text, values);
}

function response(
  { columns, rows, affected }: QueryResult,
  { includeResultMetadata, formatRecordsAs }: z.output<typeof ExecuteRequest>,
) {
  if (columns.length === 0) return { generatedFields: [], numberOfRecordsUpdated: affected };
  const records = rows.map((row) => row.map((value, index) => field(columns[index]?.oid ?? 0, value)));
  if (records.some((record) => Buffer.byteLength(JSON.stringify(record)) > ROW_LIMIT)) {
    throw new ServiceError('UnsupportedResultException', 'A row of the result is larger than 64 KB');
  }
  const shown =
    formatRecordsAs === 'JSON'
      ? { formattedRecords: JSON.stringify(records.map((record) => named(columns, record.map(plain)))) }
      : { records, ...(includeResultMetadata ? { columnMetadata: columns.map(columnMetadata) } : {}) };
  if (Buffer.byteLength(JSON.stringify(shown)) > RESPONSE_LIMIT) {
    throw new ServiceError('BadRequestException', 'Database returned more than the allowed response size limit');
  }
  return { ...shown, numberOfRecordsUpdated: affected };
}

const named = (columns: QueryResult['columns'], values: unknown[]) =>
  Object.fromEntries(columns.map(({ name }, index) => [name, values[index]]));

function problem(c: Context, error: Error) {
  const known = serviceError(error);
  return c.json({ message: known.message }, known.status, { 'x-amzn-errortype': known.type });
}

/** What the service would say of it; anything else is a fault of this stand-in, and is said to be one. */
function serviceError(error: Error): { type: string; message: string; status: 400 | 403 | 404 | 500 } {
  if (error instanceof ServiceError) return error;
  if (error instanceof QueryError) {
    const message = `ERROR: ${error.message}; SQLState: ${error.sqlState}`;
    return { type: 'DatabaseErrorException', message, status: 400 };
  }
  return { type: 'InternalServerErrorException', message: error.message, status: 500 };
}
