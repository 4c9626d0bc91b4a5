import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ChatProblem, say } from '../../runtime/chat-client.ts';
import { anAnswer } from './turns.ts';

type Reply = { status: number; body?: unknown; retryAfter?: string };
let replies: Reply[];
const seen: { authorization: string | undefined; body: Record<string, unknown> }[] = [];
const server = createServer(async (request: IncomingMessage, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  seen.push({ authorization: request.headers.authorization, body: JSON.parse(body) });
  const { status, body: answer, retryAfter = '0' } = replies.shift() ?? { status: 500 };
  response
    .writeHead(status, { 'retry-after': retryAfter })
    .end(answer === undefined ? 'no JSON' : JSON.stringify(answer));
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));
beforeEach(() => {
  seen.length = 0;
});

const message = { message: 'Book me', session_id: 'session-1' };

describe('A chat client', () => {
  test('says one message under ids of its own and returns the answer', async () => {
    replies = [{ status: 200, body: anAnswer() }];
    expect(await say({ url, token: 'token' }, { ...message, channel: 'sms' })).toEqual(anAnswer());
    expect(seen).toEqual([
      {
        authorization: 'Bearer token',
        body: { ...message, channel: 'sms', message_id: expect.stringMatching(/^[\w-]{8,64}$/) },
      },
    ]);
  });

  test('follows a turn that outlives the gateway, with the same ids, and tells that it waits', async () => {
    replies = [{ status: 504 }, { status: 409 }, { status: 429 }, { status: 409 }, { status: 200, body: anAnswer() }];
    const waits: number[] = [];
    expect(await say({ url, token: 't' }, message, (elapsed) => waits.push(elapsed))).toEqual(anAnswer());
    expect(new Set(seen.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(waits).toHaveLength(4);
  });

  test.each([
    [{ status: 400, body: { detail: 'message: must be shorter' } }, 400, 'message: must be shorter'],
    [{ status: 401, body: { detail: 'Who?' } }, 401, 'Who?'],
    [{ status: 502 }, 502, 'the front door answered 502'],
  ])('gives up at once on %j', async (reply, status, detail) => {
    replies = [reply];
    await expect(say({ url, token: 't' }, message)).rejects.toMatchObject({
      name: 'ChatProblem',
      status,
      message: detail,
    });
    expect(seen).toHaveLength(1);
  });

  test('says so when nobody answers', async () => {
    const nobody = say({ url: 'http://127.0.0.1:1', token: 't' }, message);
    await expect(nobody).rejects.toBeInstanceOf(ChatProblem);
    await expect(nobody).rejects.toMatchObject({ status: 0 });
  });
});
