import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openStage, type Stage, tokenFor } from '../conversations/stage.ts';
import { STATE_LIMIT } from './watch.ts';
import { inRecord } from './world.ts';

/** `LONG_TESTS=1` has the long run. */
const TURNS = process.env.LONG_TESTS === '1' ? 500 : 220;
const SESSION = 'five-hundred-projects';
const ITEM_LIMIT = 100 * 1024;
/** What brings the most with it: long lists, long notes, all dates, long messages. */
const MESSAGES = [
  'what projects do I have?',
  'show more',
  'show me all my scheduled projects',
  'which ones can I book?',
  'book the windows',
  'the second one',
  'show me more dates',
  'the first one',
  'the first one',
  'what is the weather in Tampa?',
  `leave a note on order 60001_1: ${'the hallway is narrow, mind the lamp and the stairs. '.repeat(36)}`,
  'what notes are on order 60001_1?',
  `mornings only, never on ${'Fridays or Mondays or the day after, '.repeat(40)} please`,
  'cancel that',
  'blorp fnord '.repeat(160),
];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test(`500 projects and ${TURNS} turns: every state under 64 KiB, the session's item under 100 KB`, async () => {
  const token = await tokenFor('7001005');
  const { client, name } = stage.assistant.table;
  let largestState = 0;
  let largestItem = 0;
  for (let turn = 1; turn <= TURNS; turn += 1) {
    const message = MESSAGES[turn % MESSAGES.length] ?? '';
    const said = { message: message.slice(0, 2000), session_id: SESSION, message_id: `message-${turn}` };
    const { status, body } = await stage.chat(token, said);
    expect({ status, turn: body.turn }).toEqual({ status: 200, turn });
    const { execution_id } = body.metadata as { execution_id: string };
    largestState = Math.max(largestState, (await inRecord(stage, execution_id)).largest);
    if (turn % 10 !== 0) continue;
    const { Item } = await client.send(new GetCommand({ TableName: name, Key: { pk: `session#${SESSION}` } }));
    // All in it is text and figures: its JSON is no smaller than what DynamoDB counts.
    largestItem = Math.max(largestItem, Buffer.byteLength(JSON.stringify(Item)));
  }
  expect(largestState).toBeGreaterThan(10_000);
  expect(largestState).toBeLessThan(STATE_LIMIT);
  expect(largestItem).toBeGreaterThan(10_000);
  expect(largestItem).toBeLessThan(ITEM_LIMIT);
});
