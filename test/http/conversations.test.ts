import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Conversation, ConversationPage } from '../../core/ports/history.ts';
import { Health } from '../../functions/front-door/health-contract.ts';
import type { Assistant } from '../../runtime/assistant.ts';
import { call, chat, ECHO, startForTest, tokenOf } from './front-door.ts';

let assistant: Assistant;
let folder: string;
const start = () => startForTest({ DATA_DIR: folder }, { agents: ECHO, withoutHistory: false });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assistant-conversations-'));
  assistant = await start();
});
afterAll(async () => {
  await assistant.close();
  await rm(folder, { recursive: true, force: true });
});

const list = async (query = '', token?: string) =>
  ConversationPage.parse(
    (await call(assistant, `/api/conversations${query}`, { method: 'GET', ...(token ? { token } : {}) })).body,
  );
const one = (session_id: string, method = 'GET', token?: string) =>
  call(assistant, `/api/conversations/${session_id}`, { method, ...(token ? { token } : {}) });

describe('Conversations over HTTP', () => {
  test('are the caller’s own, newest first, page by page', async () => {
    for (const session_id of ['conversation-1', 'conversation-2', 'conversation-3']) {
      await chat(assistant, { message: `First of ${session_id}`, session_id });
    }
    await chat(assistant, { message: 'Second of conversation-1', session_id: 'conversation-1', channel: 'sms' });
    const stranger = await tokenOf('7001002');
    await chat(assistant, { message: 'Not yours', session_id: 'conversation-of-another' }, { token: stranger });
    await assistant.historyIdle();

    const first = await list('?limit=2');
    expect(first.conversations).toMatchObject([
      { session_id: 'conversation-1', turns: 2, title: 'First of conversation-1' },
      { session_id: 'conversation-3', turns: 1 },
    ]);
    const second = await list(`?limit=2&cursor=${encodeURIComponent(first.next_cursor ?? '')}`);
    expect(second).toMatchObject({ conversations: [{ session_id: 'conversation-2' }], next_cursor: null });
    expect((await list('', stranger)).conversations.map(({ session_id }) => session_id)).toEqual([
      'conversation-of-another',
    ]);
    expect(await call(assistant, '/api/conversations?cursor=nonsense', { method: 'GET' })).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/^cursor: /) },
    });
  });

  test('show their turns in order', async () => {
    const { status, body } = await one('conversation-1');
    expect(status).toBe(200);
    expect(Conversation.parse(body)).toEqual({
      session_id: 'conversation-1',
      turns: ['First', 'Second'].map((word, index) => ({
        turn: index + 1,
        user_message: `${word} of conversation-1`,
        reply: `You said: ${word} of conversation-1`,
        intent: 'greeting',
        confidence: 0.95,
        tools: [],
        time: expect.any(String),
      })),
    });
    expect((await one('conversation-of-another')).status).toBe(404);
  });

  test('can be erased by their owner, from the session store and the history, and stay so', async () => {
    expect((await one('conversation-2', 'DELETE', await tokenOf('7001002'))).status).toBe(404);
    expect((await one('conversation-2', 'DELETE')).status).toBe(204);
    expect((await one('conversation-2')).status).toBe(404);
    expect((await one('conversation-2', 'DELETE')).status).toBe(404);
    expect(await assistant.sessions.state('conversation-2')).toBeNull();
    expect((await chat(assistant, { message: 'Again', session_id: 'conversation-2' })).body).toMatchObject({ turn: 1 });
    await assistant.historyIdle();
    expect((await one('conversation-2')).body).toMatchObject({ turns: [{ user_message: 'Again' }] });
  });

  test('are still there after a restart, and health knows of the history', async () => {
    const health = async () =>
      Health.parse((await call(assistant, '/api/healthz', { method: 'GET', token: null })).body);
    expect((await health()).checks.history).toBe('ok');
    await assistant.close();
    assistant = await start();
    expect((await list()).conversations).toHaveLength(3);
    expect((await chat(assistant, { message: 'Third', session_id: 'conversation-1' })).body).toMatchObject({ turn: 3 });
    expect(await health()).toMatchObject({
      status: 'ok',
      checks: { sessions: 'ok', history: 'ok', model: 'off', pf360: 'ok' },
    });
  });
});
