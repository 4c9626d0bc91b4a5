import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

/** What one function is made of. */
export type FunctionSpec = {
  /** The file that exports `handler`. */
  entry: string;
  /** Files shipped beside the code. */
  files: readonly string[];
  /** MiB. CPU follows memory: 1,769 is one core. */
  memory: number;
  /** For a state's function: below the state's own time-out, so that it has ended, and not only been given up, by then. */
  timeoutSeconds: number;
  description: string;
  /** Bound on the size of the code in its bundle. */
  maxKiB: number;
  /** Packages that its bundle must not hold: each costs every cold start. */
  forbids: readonly string[];
};

const ROOT = resolve(import.meta.dirname, '..');

const filesIn = (folder: string, pattern: RegExp): string[] =>
  readdirSync(resolve(ROOT, folder))
    .filter((file) => pattern.test(file))
    .sort()
    .map((file) => `${folder}/${file}`);

const DATABASE = ['@aws-sdk/client-rds-data', 'drizzle-orm'];
const MODEL = ['@aws-sdk/client-bedrock-runtime'];
const NEVER = ['@electric-sql/pglite', 'dynalite', 'hono', 'velocityjs', 'aws-local-stepfunctions', 'aws-cdk-lib'];

/** Every function of the service, in the order in which a message meets them. */
export const FUNCTIONS = {
  Authorizer: {
    entry: 'functions/front-door/authorizer.ts',
    files: [],
    memory: 512,
    timeoutSeconds: 8,
    description: 'Verifies the token of a call and keeps it for the tools.',
    maxKiB: 650,
    forbids: [...NEVER, ...DATABASE, ...MODEL, 'chrono-node'],
  },
  Supervisor: {
    entry: 'functions/supervisor/handler.ts',
    files: [],
    memory: 1024,
    timeoutSeconds: 5,
    description: 'Opens a turn, plans it, saves it.',
    maxKiB: 950,
    forbids: [...NEVER, ...DATABASE, ...MODEL, 'jose'],
  },
  Classifier: {
    entry: 'functions/classifier/handler.ts',
    files: ['training/model/intents.bin'],
    memory: 1769,
    timeoutSeconds: 11,
    description: 'Message to intent, confidence and entities.',
    maxKiB: 1500,
    forbids: [...NEVER, ...DATABASE, 'jose'],
  },
  Clarifier: {
    entry: 'functions/clarifier/handler.ts',
    files: [],
    memory: 512,
    timeoutSeconds: 11,
    description: 'The one question that separates the likely readings.',
    maxKiB: 500,
    forbids: [...NEVER, ...DATABASE, ...MODEL, 'jose', '@aws-sdk/client-dynamodb'],
  },
  ToolExecutor: {
    entry: 'functions/tool-executor/handler.ts',
    files: [],
    memory: 512,
    timeoutSeconds: 195,
    description: 'Runs one tool: reads and, after a yes, writes in PF360.',
    maxKiB: 750,
    forbids: [...NEVER, ...DATABASE, ...MODEL, 'jose'],
  },
  Responder: {
    entry: 'functions/responder/handler.ts',
    files: [],
    memory: 1024,
    timeoutSeconds: 14,
    description: 'Facts to words, each word backed.',
    maxKiB: 1000,
    forbids: [...NEVER, ...DATABASE, 'jose'],
  },
  Health: {
    entry: 'functions/front-door/health.ts',
    files: [],
    memory: 512,
    timeoutSeconds: 10,
    description: 'GET /api/healthz',
    maxKiB: 650,
    forbids: [...NEVER, ...DATABASE, ...MODEL, 'jose', 'chrono-node'],
  },
  Conversations: {
    entry: 'functions/front-door/conversations.ts',
    files: [],
    memory: 512,
    timeoutSeconds: 28,
    description: "A caller's own conversations: list, read, erase.",
    maxKiB: 800,
    forbids: [...NEVER, ...MODEL, 'jose', 'chrono-node'],
  },
  HistoryWriter: {
    entry: 'functions/history-writer/handler.ts',
    files: [],
    memory: 512,
    timeoutSeconds: 180,
    description: 'Copies finished turns from the session stream into the history.',
    maxKiB: 800,
    forbids: [...NEVER, ...MODEL, 'jose', 'chrono-node'],
  },
  RecoverReschedule: {
    entry: 'functions/recover-reschedule/handler.ts',
    files: [],
    memory: 512,
    timeoutSeconds: 300,
    description: 'Gets the old time of an unfinished reschedule back, or calls a person.',
    maxKiB: 750,
    forbids: [...NEVER, ...DATABASE, ...MODEL, 'jose'],
  },
  MigrateHistory: {
    entry: 'functions/migrate-history/handler.ts',
    files: filesIn('adapters/history/migrations', /\.sql$/),
    memory: 512,
    timeoutSeconds: 600,
    description: 'Brings the history database to the current schema, once, at each deploy.',
    maxKiB: 700,
    forbids: [...NEVER, ...MODEL, 'jose', 'chrono-node'],
  },
} as const satisfies Record<string, FunctionSpec>;

export type FunctionName = keyof typeof FUNCTIONS;
