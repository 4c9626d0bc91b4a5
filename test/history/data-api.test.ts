import { setTimeout } from 'node:timers/promises';
import {
  BatchExecuteStatementCommand,
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  RDSDataClient,
  RollbackTransactionCommand,
  type SqlParameter,
} from '@aws-sdk/client-rds-data';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { positional } from '../../runtime/data-api/named-parameters.ts';
import { pgliteEngine } from '../../runtime/data-api/pglite-engine.ts';
import { type DataApiServer, serveDataApi } from '../../runtime/data-api/server.ts';
import { fakeTime } from './history-fixtures.ts';

const TARGET = { resourceArn: 'local', secretArn: 'local', database: 'history' };

describe('the stand-in for the RDS Data API', () => {
  const time = fakeTime();
  let server: DataApiServer;
  let client: RDSDataClient;
  beforeAll(async () => {
    server = await serveDataApi({ engine: pgliteEngine(null), transactionIdleMs: 3000, clock: time.clock });
    client = new RDSDataClient({
      endpoint: server.url,
      region: 'local',
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
      maxAttempts: 1,
    });
    await execute('create table t (id integer primary key, note text, document jsonb)');
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  const execute = (sql: string, more: Partial<ExecuteStatementCommandInput> = {}) =>
    client.send(new ExecuteStatementCommand({ ...TARGET, sql, ...more }));
  const with1 = (parameter: Omit<SqlParameter, 'name'>) => ({ parameters: [{ name: '1', ...parameter }] });
  const begin = async () => (await client.send(new BeginTransactionCommand(TARGET))).transactionId!;
  const end = (Command: typeof CommitTransactionCommand | typeof RollbackTransactionCommand, transactionId: string) =>
    client.send(new Command({ ...TARGET, transactionId }));
  const rows = async (sql: string) => (await execute(sql)).records;

  describe('values', () => {
    test.each<[string, string, unknown]>([
      ['integers as numbers', '1, 2::smallint, 3::bigint', [{ longValue: 1 }, { longValue: 2 }, { longValue: 3 }]],
      ['floats as numbers', '1.5::float8, 2.5::real', [{ doubleValue: 1.5 }, { doubleValue: 2.5 }]],
      ['numerics as text', '1.50::numeric', [{ stringValue: '1.50' }]],
      ['booleans', 'true, false', [{ booleanValue: true }, { booleanValue: false }]],
      ['null of any type', 'null, null::int', [{ isNull: true }, { isNull: true }]],
      ['documents as text', `'{"a":1}'::jsonb`, [{ stringValue: '{"a": 1}' }]],
      [
        'dates and times as text',
        `date '2026-12-03', time '10:00'`,
        [{ stringValue: '2026-12-03' }, { stringValue: '10:00:00' }],
      ],
      [
        'instants in UTC, without a zone',
        `timestamptz '2026-11-22 09:00:00.25-05', timestamp '2026-11-22 09:00'`,
        [{ stringValue: '2026-11-22 14:00:00.25' }, { stringValue: '2026-11-22 09:00:00' }],
      ],
      ['bytes', `'\\x0001ff'::bytea`, [{ blobValue: new Uint8Array([0, 1, 255]) }]],
      [
        'arrays',
        `array[1,2], array['a','b'], array[1.5::float8], array[true]`,
        [
          { arrayValue: { longValues: [1, 2] } },
          { arrayValue: { stringValues: ['a', 'b'] } },
          { arrayValue: { doubleValues: [1.5] } },
          { arrayValue: { booleanValues: [true] } },
        ],
      ],
    ])('gives %s', async (_what, expression, fields) => {
      expect(await rows(`select ${expression}`)).toEqual([fields]);
    });

    test.each<[string, Omit<SqlParameter, 'name'>, string]>([
      ['text', { value: { stringValue: "it's ':2' 😀" } }, 'character varying'],
      ['integers', { value: { longValue: 7 } }, 'bigint'],
      ['floats', { value: { doubleValue: 0.5 } }, 'double precision'],
      ['booleans', { value: { booleanValue: true } }, 'boolean'],
      ['bytes', { value: { blobValue: new Uint8Array([7]) } }, 'bytea'],
      ['documents', { value: { stringValue: '{"a":1}' }, typeHint: 'JSON' }, 'json'],
      ['dates', { value: { stringValue: '2026-12-03' }, typeHint: 'DATE' }, 'date'],
      ['times', { value: { stringValue: '10:00' }, typeHint: 'TIME' }, 'time without time zone'],
      [
        'instants',
        { value: { stringValue: '2026-12-03 10:00:00' }, typeHint: 'TIMESTAMP' },
        'timestamp without time zone',
      ],
      ['numerics', { value: { stringValue: '1.5' }, typeHint: 'DECIMAL' }, 'numeric'],
      ['UUIDs', { value: { stringValue: '6f1b7a9e-7b0e-4b5c-9a3e-2f8f0c1d2e3f' }, typeHint: 'UUID' }, 'uuid'],
    ])('takes %s with their type', async (_what, parameter, type) => {
      expect(await execute('select pg_typeof(:1)::text', with1(parameter))).toMatchObject({
        records: [[{ stringValue: type }]],
      });
    });

    test('binds text as text: a statement that lacks a cast fails, as it does in AWS', async () => {
      const text = with1({ value: { stringValue: '{}' } });
      await expect(execute('insert into t (id, document) values (1, :1)', text)).rejects.toMatchObject({
        name: 'DatabaseErrorException',
        message: expect.stringContaining('SQLState: 42804'),
      });
    });

    test('a parameter that is null has the type of its place', async () => {
      const result = await execute('insert into t (id, document) values (2, :1)', with1({ value: { isNull: true } }));
      expect(result).toMatchObject({ numberOfRecordsUpdated: 1, generatedFields: [] });
      expect(result.records).toBeUndefined();
    });

    test('one parameter may stand in several places', async () => {
      expect((await execute('select :1 + :1', with1({ value: { longValue: 2 } }))).records).toEqual([
        [{ longValue: 4 }],
      ]);
    });
  });

  describe('forms of an answer', () => {
    test('column metadata come on request', async () => {
      const asked = await execute(`select 1 as id, now() as at`, { includeResultMetadata: true });
      expect(asked.columnMetadata).toMatchObject([
        { name: 'id', typeName: 'int4' },
        { name: 'at', typeName: 'timestamptz' },
      ]);
      expect((await execute('select 1')).columnMetadata).toBeUndefined();
    });

    test('rows come as JSON on request', async () => {
      const { formattedRecords, records } = await execute(`select 1 as id, null as note, array[1,2] as list`, {
        formatRecordsAs: 'JSON',
      });
      expect(JSON.parse(formattedRecords!)).toEqual([{ id: 1, note: null, list: [1, 2] }]);
      expect(records).toBeUndefined();
    });

    test('a batch runs once for each set of parameters', async () => {
      const { updateResults } = await client.send(
        new BatchExecuteStatementCommand({
          ...TARGET,
          sql: 'insert into t (id) values (:id)',
          parameterSets: [10, 11].map((id) => [{ name: 'id', value: { longValue: id } }]),
        }),
      );
      expect(updateResults).toHaveLength(2);
      expect(await rows('select id from t where id in (10, 11) order by id')).toHaveLength(2);
    });

    test('a row of more than 64 KB, or an answer of more than 1 MiB, is an error', async () => {
      await expect(execute(`select repeat('x', 70000)`)).rejects.toMatchObject({ name: 'UnsupportedResultException' });
      await expect(execute(`select repeat('x', 60000) from generate_series(1, 20)`)).rejects.toMatchObject({
        name: 'BadRequestException',
        message: 'Database returned more than the allowed response size limit',
      });
    });
  });

  describe('errors', () => {
    test.each<[string, () => Promise<unknown>, string]>([
      ['a mistake in the SQL', () => execute('selec 1'), 'DatabaseErrorException'],
      ['several statements', () => execute('select 1; select 2'), 'DatabaseErrorException'],
      ['a parameter that is not given', () => execute('select :1'), 'BadRequestException'],
      ['an empty statement', () => execute(''), 'BadRequestException'],
      [
        'an unknown transaction',
        () => execute('select 1', { transactionId: 'nowhere' }),
        'TransactionNotFoundException',
      ],
    ])('%s', async (_what, call, name) => {
      await expect(call()).rejects.toMatchObject({ name });
    });

    test('a request without a signature is refused', async () => {
      const answer = await fetch(`${server.url}/Execute`, { method: 'POST', body: '{}' });
      expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException']);
    });

    test.each([
      ['what is no JSON', '/Execute', '{', 400, 'BadRequestException'],
      ['an unknown operation', '/ExecuteSql', '{}', 404, 'NotFoundException'],
    ])('%s', async (_what, path, body, status, type) => {
      const answer = await fetch(server.url + path, { method: 'POST', body, headers: { authorization: 'x' } });
      expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([status, type]);
    });

    test('a database that cannot be opened is a fault of the service', async () => {
      const engine = Promise.reject(new Error('no such folder'));
      engine.catch(() => {});
      const broken = await serveDataApi({ engine });
      const answer = await fetch(`${broken.url}/BeginTransaction`, {
        method: 'POST',
        body: JSON.stringify(TARGET),
        headers: { authorization: 'x' },
      });
      expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([500, 'InternalServerErrorException']);
      await expect(broken.close()).rejects.toThrow('no such folder');
    });
  });

  describe('transactions', () => {
    const insert = (id: number, transactionId: string) =>
      execute('insert into t (id) values (:1)', { transactionId, ...with1({ value: { longValue: id } }) });

    test('what is committed stays, what is rolled back does not', async () => {
      const first = await begin();
      await insert(100, first);
      expect(await end(CommitTransactionCommand, first)).toMatchObject({ transactionStatus: 'Transaction Committed' });
      const second = await begin();
      await insert(101, second);
      expect(await end(RollbackTransactionCommand, second)).toMatchObject({ transactionStatus: 'Rollback Complete' });
      expect(await rows('select id from t where id in (100, 101)')).toEqual([[{ longValue: 100 }]]);
      await expect(end(CommitTransactionCommand, second)).rejects.toMatchObject({
        name: 'TransactionNotFoundException',
      });
    });

    test('calls outside of a transaction wait until it ends', async () => {
      const open = await begin();
      await insert(110, open);
      const outside = rows('select id from t where id = 110');
      await end(CommitTransactionCommand, open);
      expect(await outside).toEqual([[{ longValue: 110 }]]);
    });

    test('one that is abandoned is rolled back, and holds up nobody for long', async () => {
      const forgotten = await begin();
      await insert(130, forgotten);
      expect(await rows('select id from t where id = 130')).toEqual([]);
      await expect(insert(131, forgotten)).rejects.toMatchObject({ name: 'TransactionNotFoundException' });
    });

    test('one that is used now and then lives on', async () => {
      const open = await begin();
      for (const id of [140, 141, 142, 143]) {
        await insert(id, open);
        await setTimeout(1200);
      }
      await end(CommitTransactionCommand, open);
      expect(await rows('select id from t where id in (140, 141, 142, 143)')).toHaveLength(4);
    });

    test('an error within one leaves it to be rolled back', async () => {
      const open = await begin();
      await expect(insert(2, open)).rejects.toMatchObject({ message: expect.stringContaining('SQLState: 23505') });
      await expect(insert(150, open)).rejects.toMatchObject({ message: expect.stringContaining('SQLState: 25P02') });
      await end(RollbackTransactionCommand, open);
      expect(await rows('select 1')).toEqual([[{ longValue: 1 }]]);
    });
  });

  test('a paused database refuses whoever calls until it has woken, which begins with the first call', async () => {
    server.pause(30_000);
    time.advance(600_000);
    expect(server.paused()).toBe(true);
    await expect(rows('select 1')).rejects.toMatchObject({ name: 'DatabaseResumingException' });
    time.advance(29_999);
    await expect(begin()).rejects.toMatchObject({ name: 'DatabaseResumingException' });
    time.advance(1);
    expect(server.paused()).toBe(false);
    expect(await rows('select 1')).toEqual([[{ longValue: 1 }]]);
  });

  test('closing rolls back what is open', async () => {
    const other = await serveDataApi({ engine: pgliteEngine(null) });
    const answer = await fetch(`${other.url}/BeginTransaction`, {
      method: 'POST',
      body: JSON.stringify(TARGET),
      headers: { authorization: 'x' },
    });
    expect(answer.status).toBe(200);
    await other.close();
  });
});

describe('a call that takes long', () => {
  /** A database that answers `slow` when it is told to, and everything else at once. */
  async function slowServer() {
    const answer = Promise.withResolvers<void>();
    const connection = {
      query: async (sql: string) => {
        if (sql === 'slow') await answer.promise;
        return { columns: [], rows: [], affected: 0 };
      },
      release: () => {},
    };
    const engine = Promise.resolve({ connect: async () => connection, close: async () => {} });
    const server = await serveDataApi({ engine, transactionIdleMs: 100 });
    const call = async (path: string, body: object = {}) => {
      const answered = await fetch(server.url + path, {
        method: 'POST',
        body: JSON.stringify({ ...TARGET, ...body }),
        headers: { authorization: 'x' },
      });
      return { status: answered.status, body: (await answered.json()) as { transactionId: string; message: string } };
    };
    const { transactionId } = (await call('/BeginTransaction')).body;
    const execute = (sql: string) => call('/Execute', { sql, transactionId });
    return { server, answer, execute, commit: () => call('/CommitTransaction', { transactionId }) };
  }

  test('refuses a second call of the same transaction: the service does not queue them either', async () => {
    const { server, answer, execute, commit } = await slowServer();
    const slow = execute('slow');
    await setTimeout(20);
    expect(await execute('quick')).toMatchObject({ status: 400, body: { message: expect.stringContaining('in use') } });
    answer.resolve();
    expect((await slow).status).toBe(200);
    expect((await commit()).status).toBe(200);
    await server.close();
  });

  test('keeps its transaction alive for longer than it may idle', async () => {
    const { server, answer, execute, commit } = await slowServer();
    const slow = execute('slow');
    await setTimeout(1200);
    answer.resolve();
    expect((await slow).status).toBe(200);
    expect((await commit()).status).toBe(200);
    await server.close();
  });
});

describe('named parameters', () => {
  test.each([
    ['select :a, :b, :a', 'select $1, $2, $1', ['a', 'b']],
    ['select :1::jsonb', 'select $1::jsonb', ['1']],
    [`select ':a', ':it''s', ":b", :c`, `select ':a', ':it''s', ":b", $1`, ['c']],
    [`select e'\\':a', :b`, `select e'\\':a', $1`, ['b']],
    ['select :a -- :b\n, :c /* :d */', 'select $1 -- :b\n, $2 /* :d */', ['a', 'c']],
    ['select $$ :a $$, $q$ :b $$ $q$, :c', 'select $$ :a $$, $q$ :b $$ $q$, $1', ['c']],
  ])('%s', (sql, text, names) => {
    expect(positional(sql)).toEqual({ text, names });
  });

  test('whatever stands in a literal is left alone', () => {
    fc.assert(
      fc.property(fc.string(), (words) => {
        const literal = `'${words.replaceAll("'", "''")}'`;
        expect(positional(`select ${literal}, :a`)).toEqual({ text: `select ${literal}, $1`, names: ['a'] });
      }),
    );
  });
});
