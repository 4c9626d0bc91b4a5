import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { protocol } from '@electric-sql/pglite';
import { type Connection, type Engine, QueryError, type QueryResult } from '../../runtime/data-api/engine.ts';

/** Where `initdb` and `postgres` of a real server are, or null where none is installed. */
export function postgresBinaries(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).map((version) => join(debian, version, 'bin')) : [];
  const candidates = [...(process.env.PATH ?? '').split(delimiter), ...versions];
  return candidates.find((path) => existsSync(join(path, 'initdb')) && existsSync(join(path, 'postgres'))) ?? null;
}

/** A real PostgreSQL server of its own for a test file: a new cluster, reached through a socket in its own folder. */
export async function startPostgres(binaries: string): Promise<Engine> {
  const folder = mkdtempSync(join(tmpdir(), 'history-pg-'));
  const data = join(folder, 'data');
  const identity = serverIdentity();
  if ('uid' in identity) chownSync(folder, identity.uid, identity.gid);
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...identity, cwd: folder, stdio: 'ignore' },
  );
  const settings = { listen_addresses: '', unix_socket_directories: folder, fsync: 'off', timezone: 'UTC' };
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...identity, cwd: folder, stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  const socket = join(folder, '.s.PGSQL.5432');
  const first = await eventually(() => openConnection(socket));
  first.end();
  const open = new Set<WireConnection>();
  return {
    connect: async () => {
      const connection = await openConnection(socket);
      open.add(connection);
      return {
        query: connection.query,
        release: () => {
          open.delete(connection);
          connection.end();
        },
      };
    },
    close: async () => {
      for (const connection of open) connection.end();
      server.kill('SIGQUIT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
function serverIdentity(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function eventually<Value>(attempt: () => Promise<Value>): Promise<Value> {
  for (let tries = 0; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === 100) throw error;
      await setTimeout(100);
    }
  }
}

type WireConnection = Pick<Connection, 'query'> & { end(): void };
type Message = { name: string } & Partial<{
  fields: unknown[];
  text: string;
  code: string;
  message: string;
  status: string;
}>;

async function openConnection(path: string): Promise<WireConnection> {
  const socket = connect(path);
  const messages = read(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('error', reject);
  });
  socket.write(protocol.serialize.startup({ user: 'postgres', database: 'postgres' }));
  await untilReady(messages);
  return {
    async query(sql, values) {
      const { parse, bind, describe, execute, sync } = protocol.serialize;
      socket.write(parse({ text: sql, types: values.map(({ oid }) => oid) }));
      socket.write(bind({ values: values.map(({ text }) => text) }));
      socket.write(describe({ type: 'P' }));
      socket.write(execute({}));
      socket.write(sync());
      return resultOf(await untilReady(messages));
    },
    end: () => socket.end(protocol.serialize.end()),
  };
}

/** The server's messages, in order, each handed out once. */
function read(socket: Socket) {
  const parser = new protocol.Parser();
  const arrived: Message[] = [];
  let wake = () => {};
  let failure: Error | undefined;
  socket.on('data', (bytes) => {
    parser.parse(bytes as Buffer<ArrayBuffer>, (message: unknown) => arrived.push(message as Message));
    wake();
  });
  socket.on('close', () => {
    failure = new Error('the connection is closed');
    wake();
  });
  return async (): Promise<Message> => {
    for (;;) {
      const message = arrived.shift();
      if (message !== undefined) return message;
      if (failure !== undefined) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

async function untilReady(next: () => Promise<Message>): Promise<Message[]> {
  const messages: Message[] = [];
  for (;;) {
    const message = await next();
    if (message.name === 'readyForQuery') return messages;
    messages.push(message);
  }
}

function resultOf(messages: Message[]): QueryResult {
  const error = messages.find(({ name }) => name === 'error');
  if (error !== undefined) throw new QueryError(error.code ?? 'XX000', error.message ?? '');
  const columns = (messages.find(({ name }) => name === 'rowDescription')?.fields ?? []) as {
    name: string;
    dataTypeID: number;
  }[];
  const tag = messages.find(({ name }) => name === 'commandComplete')?.text ?? '';
  return {
    columns: columns.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID })),
    rows: messages.filter(({ name }) => name === 'dataRow').map(({ fields }) => (fields ?? []) as (string | null)[]),
    affected: tag.startsWith('SELECT') ? 0 : Number(/\d+$/.exec(tag)?.[0] ?? 0),
  };
}
