import { decodeJwt, SignJWT } from 'jose';
import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../adapters/clock.ts';
import { readConfig } from '../../adapters/config.ts';
import { type Assistant, startAssistant } from '../../runtime/assistant.ts';
import { developmentToken, isSandboxCustomer } from '../../runtime/sandbox-customers.ts';
import type { Fault } from '../../sandbox/faults.ts';
import type { LoggedRequest } from '../../sandbox/request-log.ts';
import { type Project, plantSeed, type Seed } from '../../sandbox/seed.ts';
import type { Progress, SandboxState } from '../../sandbox/state.ts';

const SECRET = 'a secret for conversations that is long enough';
/** Longer than scripts let pass. */
const TOKEN_SECONDS = 400 * 24 * 3600;
const SILENT = { debug() {}, info() {}, warn() {}, error() {} } as never;

/** Both of the assistant's clocks, and the sandbox's: they stand still but for what a test moves them. */
export type StageClock = Clock & { set(iso: string): void; move(seconds: number): void };

export type Reply = { status: number; body: Record<string, unknown>; retryAfter: string | null };

export type ChatBody = {
  message: string;
  session_id?: string | undefined;
  message_id?: string | undefined;
  channel?: string | undefined;
  client_id?: string | undefined;
};

/** The whole assistant with its sandbox, reached as a client reaches it: over HTTP. */
export type Stage = {
  assistant: Assistant;
  clock: StageClock;
  chat(token: string, body: ChatBody): Promise<Reply>;
  /** Data, log and faults of the sandbox as at the start, relative to the present clock. */
  reset(): Promise<void>;
  requests(): Promise<LoggedRequest[]>;
  fault(fault: Omit<Fault, 'times'> & { times?: number }): Promise<void>;
  clearFaults(): Promise<void>;
  approve(projectId: number): Promise<void>;
  state(): Promise<SandboxState>;
  restore(state: SandboxState): Promise<void>;
  close(): Promise<void>;
};

/** @param patienceMs How long one call of PF360 is waited for: short where a script lets PF360 fall silent. */
export async function openStage(
  env: Record<string, string> = {},
  { patienceMs = 10_000, gatewayTimeoutMs = 29_000 }: { patienceMs?: number; gatewayTimeoutMs?: number } = {},
): Promise<Stage> {
  const clock = stageClock();
  const config = readConfig({
    PORT: '0',
    PF360_SANDBOX_PORT: '0',
    DATA_DIR: ':memory:',
    JWT_SECRET_KEY: SECRET,
    ...env,
  });
  const assistant = await startAssistant(config, {
    clock,
    patienceMs,
    gatewayTimeoutMs,
    withoutHistory: true,
    throttle: { perSecond: 10_000, burst: 10_000 },
    log: SILENT,
  });

  async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${assistant.sandboxUrl}/sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`sandbox ${method} ${path}: ${await response.text()}`);
    return response.json() as Promise<T>;
  }

  return {
    assistant,
    clock,
    async chat(token, body) {
      const response = await fetch(`${assistant.url}/api/chat`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return {
        status: response.status,
        body: (await response.json()) as Record<string, unknown>,
        retryAfter: response.headers.get('retry-after'),
      };
    },
    reset: async () => void (await control('POST', '/reset')),
    requests: () => control('GET', '/requests'),
    fault: async (fault) => void (await control('POST', '/faults', fault)),
    clearFaults: async () => void (await control('DELETE', '/faults')),
    approve: async (project_id) => void (await control('POST', '/approve', { project_id })),
    state: () => control('GET', '/state'),
    restore: async (state) => void (await control('PUT', '/state', state)),
    close: () => assistant.close(),
  };
}

function stageClock(): StageClock {
  let now = Temporal.Instant.from('2026-06-01T13:00:00Z');
  let moved = 0;
  return {
    now: () => now,
    // Waits inside the assistant are real; what a test lets pass comes on top.
    real: () => Date.now() + moved,
    set(iso) {
      now = Temporal.Instant.from(iso);
    },
    move(seconds) {
      now = now.add({ seconds });
      moved += seconds * 1000;
    },
  };
}

/** A token of a sandbox customer with some claims changed; one that is set to an empty text is left out. */
export async function tokenFor(customer: string, claims: Record<string, string> = {}): Promise<string> {
  if (!isSandboxCustomer(customer)) throw new RangeError(`${customer} is no customer of the sandbox`);
  const token = await developmentToken(customer, SECRET, TOKEN_SECONDS);
  if (Object.keys(claims).length === 0) return token;
  const merged = Object.entries({ ...decodeJwt(token), ...claims }).filter(([, value]) => value !== '');
  return new SignJWT(Object.fromEntries(merged))
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(SECRET));
}

/** What stands in the sandbox: the seed with what has happened since. */
export type Standing = {
  seed: Seed;
  state: SandboxState;
  project(number: string): Project;
  progress(project: Project): Progress;
};

/** Planting takes a while, and the same instant gives the same seed: the last one is kept. */
let planted: { at: string; seed: Seed } | null = null;
function seedOf(at: string): Seed {
  if (planted?.at !== at) planted = { at, seed: plantSeed(Temporal.Instant.from(at)) };
  return planted.seed;
}

export function standingIn(state: SandboxState): Standing {
  const seed = seedOf(state.seeded_at);
  const byNumber = new Map([...seed.projects.values()].map((project) => [project.number, project]));
  return {
    seed,
    state,
    project(number) {
      const project = byNumber.get(number);
      if (project === undefined) throw new RangeError(`the sandbox has no project ${number}`);
      return project;
    },
    progress: (project) => state.progress[project.id] ?? project.initial,
  };
}

/** The requests that change something in PF360, two of them GETs. */
const WRITES = [
  /^POST \/scheduler\/client\/[^/]+\/project\/[^/]+\/schedule$/,
  /^GET \/scheduler\/client\/[^/]+\/project\/[^/]+\/cancel-reschedule$/,
  /^GET \/scheduler\/[^/]+\/[^/]+\/cancel-appointment$/,
  /^POST \/communication\/client\/[^/]+\/project\/[^/]+\/note$/,
  /^POST \/project-notes\/(?:add-note|update-address-note)$/,
];

export const isWrite = ({ method, path }: Pick<LoggedRequest, 'method' | 'path'>): boolean =>
  WRITES.some((write) => write.test(`${method} ${path}`));
