import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRecord } from '../../adapters/execution-records.ts';
import type { Assistant } from '../../runtime/assistant.ts';
import { talkOf, talkTurnOf } from '../../runtime/inspector/talk-export.ts';
import { replay } from '../../runtime/replay.ts';
import { play, TalkError } from '../conversations/runner.ts';
import { readScripts, type Script } from '../conversations/script.ts';
import { openStage, type Stage } from '../conversations/stage.ts';
import { SILENT } from '../http/front-door.ts';
import { ask, say, startLocal } from './local.ts';

const NOW = '2026-06-01T09:00:00-04:00';
let assistant: Assistant;
let stage: Stage;

beforeAll(async () => {
  assistant = await startLocal({ ASSISTANT_NOW: NOW });
  stage = await openStage();
});
afterAll(async () => {
  await assistant.close();
  await stage.close();
});

async function talk(
  customer: string,
  session_id: string,
  ...turns: (string | Record<string, string>)[]
): Promise<string> {
  for (const turn of turns)
    await say(assistant, customer, { session_id, ...(typeof turn === 'string' ? { message: turn } : turn) });
  const { status, text, headers } = await ask(assistant, `/local/sessions/${session_id}/export.talk`);
  expect(status).toBe(200);
  expect(headers['content-disposition']).toBe(`attachment; filename="${session_id}.talk"`);
  return text;
}

const onlyScript = (text: string): Script => {
  const scripts = readScripts(text, 'export.talk');
  expect(scripts).toHaveLength(1);
  return scripts[0] as Script;
};

describe('a conversation exported as a test', () => {
  test('says what was said, expects what was answered, and passes as it is', async () => {
    const text = await talk('7001001', 'session-export-1', 'Book my flooring for June 12 at 1 pm', 'yes', 'thanks!');
    const lines = text.split('\n');
    expect(lines.slice(0, 4)).toEqual([
      '== conversation session-export-1',
      'customer: 7001001',
      'now: 2026-06-01T09:00:00.000-04:00',
      'channel: chat',
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        '> Book my flooring for June 12 at 1 pm',
        'pending: confirm_appointment number=41001_1 date=2026-06-12 time=13:00',
        '> yes',
        'outcome: confirm_appointment confirmed',
        'intent: thanks',
      ]),
    );
    await play(stage, onlyScript(text));
  });

  test('begins with the sandbox as it was: what the conversation before it booked is booked', async () => {
    const text = await talk(
      '7001001',
      'session-export-2',
      'When is my flooring appointment?',
      'cancel it',
      'I am moving away',
      'yes',
    );
    expect(text).toMatch(/^sandbox state: \{"version":1,/m);
    expect(text).toContain('outcome: cancel_appointment confirmed');
    await play(stage, onlyScript(text));
  });

  test('takes along channel, location, several lines, braces and backslashes', async () => {
    const text = await talk(
      '7001004',
      'session-export-3',
      { message: 'Show me {my} projects\nplease \\n', channel: 'sms' },
      { message: 'What are your hours?', channel: 'chat', client_id: '11OR02SB' },
      { message: 'Hi {day long}' },
    );
    expect(text).toContain('> Show me \\{my} projects\\nplease \\\\n');
    expect(text).toMatch(/^channel: sms$[\s\S]+^channel: chat$[\s\S]+^location: 11OR02SB$[\s\S]+^location: any$/m);
    await play(stage, onlyScript(text));
    const [first] = (await stage.assistant.records.list()).slice(-1);
    expect(first).toBeDefined();
    const heard: string[] = [];
    for (const id of await stage.assistant.records.list()) {
      const [started] = (await stage.assistant.records.read(id)) ?? [];
      if (started?.type === 'TurnStarted')
        heard.push((started.input as { request: { message: string } }).request.message);
    }
    expect(heard).toContain('Show me {my} projects\nplease \\n');
  });

  test('holds what somebody else did in between', async () => {
    await say(assistant, '7001001', {
      message: 'Book my bathroom for June 15 at 10 am',
      session_id: 'session-export-4',
    });
    await say(assistant, '7001001', {
      message: 'Add a note to my bathroom: the dog is friendly',
      session_id: 'session-other-1',
    });
    const text = await talk('7001001', 'session-export-4', 'Never mind', 'Read me the notes on my bathroom');
    expect(text.match(/^sandbox state: /gm)?.length).toBeGreaterThanOrEqual(2);
    expect(text).toMatch(/^says: .*the dog is friendly/m);
    await play(stage, onlyScript(text));
  });

  test('repeats what was repeated and is refused what was refused', async () => {
    const said = { message: 'What are your hours?', message_id: 'message-hours' };
    const text = await talk('7001002', 'session-export-5', said, said, { message: 'Hi', channel: 'fax' }, 'Bye');
    expect(text).toMatch(/^repeat:$/m);
    expect(text).toMatch(/> Hi\nstatus: 400$/m);
    // What a channel that is none would be sent as, nobody can say in a script.
    await play(stage, onlyScript(text.replace('> Hi\nstatus: 400', '')));
  });

  test('fails as soon as the assistant answers otherwise', async () => {
    const text = await talk('7001001', 'session-export-6', 'Show me my projects');
    const script = onlyScript(text.replace(/^intent: .*$/m, 'intent: greeting'));
    await expect(play(stage, script)).rejects.toThrow(TalkError);
    const other = onlyScript(text.replace(/^says: .*$/m, 'says: you have no projects'));
    await expect(play(stage, other)).rejects.toThrow('it does not say so');
  });

  test('runs by npm run talk, and its exit code says how it went', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'talk-'));
    try {
      const file = join(folder, 'bug.talk');
      const text = await talk('7001003', 'session-export-7', 'Show me my projects');
      await writeFile(file, text);
      expect(await runTalk(file)).toMatchObject({ code: 0, out: expect.stringContaining('1 played, 0 failed') });
      await writeFile(file, text.replace('data: none', 'data: projects 5'));
      expect(await runTalk(file)).toMatchObject({ code: 1, out: expect.stringContaining('1 played, 1 failed') });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

function runTalk(file: string): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, ['scripts/talk.ts', file]);
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

describe('of a conversation elsewhere', () => {
  const turn = async (change: (input: { identity: object; request: unknown }) => void) => {
    const id = await say(assistant, '7001001', { message: 'Hello' });
    const record = structuredClone((await assistant.records.read(id)) ?? []);
    const [started] = record;
    if (started?.type === 'TurnStarted') change(started.input as never);
    const made = talkTurnOf(record, { sandbox: null, disturbed: false });
    return made === null ? null : talkOf('session-x', [made]);
  };

  test('the claims of its token are taken along, and what is missing is said', async () => {
    const text = await turn(({ identity }) =>
      Object.assign(identity, { timezone: 'America/Denver', support_number: null }),
    );
    expect(text).toContain('claims: timezone="America/Denver" support_number=""');
    expect(text).toContain('-- What PF360 was like is not kept');
    const stranger = await turn(({ identity }) => Object.assign(identity, { customer_id: '42' }));
    expect(stranger).toContain('-- The sandbox has no such customer: it does not run so.');
  });

  test('a record that holds no request gives no line', async () => {
    expect(await turn((input) => Object.assign(input, { request: 'cut off' }))).toBeNull();
  });

  test('a turn that was refused while another ran, or that failed, says so', async () => {
    const record = (await assistant.records.read(await say(assistant, '7001001', { message: 'Hello' }))) ?? [];
    const failedBy = (error: string) => {
      const begun = record.slice(0, 2);
      const end = { type: 'TurnEnded', at: 1, outcome: 'failed', output: null, error, took_ms: 1 } as const;
      const made = talkTurnOf([...begun, end], { sandbox: null, disturbed: false });
      return made === null ? '' : talkOf('session-x', [made]);
    };
    expect(failedBy('SessionBusyError')).toContain('-- Refused, another turn was still running: Hello');
    expect(failedBy('LeaseLostError')).toContain('> Hello\nstatus: 502');
  });
});

test('a session exported as JSON holds the records, which run again', async () => {
  await say(assistant, '7001002', { message: 'Hello', session_id: 'session-json-1' });
  await say(assistant, '7001002', { message: 'Show me my projects', session_id: 'session-json-1' });
  const { text, headers } = await ask(assistant, '/local/sessions/session-json-1/export.json');
  expect(headers['content-disposition']).toBe('attachment; filename="session-json-1.json"');
  const { session_id, turns } = JSON.parse(text) as {
    session_id: string;
    turns: { summary: object; events: object[] }[];
  };
  expect(session_id).toBe('session-json-1');
  expect(turns.map(({ summary }) => summary)).toMatchObject([{ turn: 1 }, { turn: 2, tools: ['list_projects'] }]);
  const record = readRecord(turns[1]?.events.map((event) => `${JSON.stringify(event)}\n`).join('') ?? '');
  expect((await replay(record, { log: SILENT })).differences).toEqual([]);
});
