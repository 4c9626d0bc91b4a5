import { describe, expect, test } from '@jest/globals';
import { PendingAction } from '../../core/contracts/action.ts';
import { NEW_SESSION } from '../../core/contracts/session.ts';
import type { ActionRecord } from '../../core/ports.ts';
import { withBegunWrites } from '../../functions/supervisor/begun-writes.ts';
import { WINDOWS } from '../fixtures/speech/scenarios.ts';
import { SILENT } from '../tools/world.ts';

const pending = PendingAction.parse({
  id: 'execution-1-w0',
  tool: 'cancel_appointment',
  project: WINDOWS,
  expires_at: '2026-06-01T09:15:00-04:00',
  date: '2026-06-09',
  time: '10:00',
  reason: 'we sold the house',
});
const asked = { ...NEW_SESSION, pending_action: pending, expecting: 'confirmation' as const };
const record: ActionRecord = {
  state: 'started',
  outcome: null,
  started_at: '2026-06-01T09:00:00-04:00',
  started_ms: 0,
  answered: false,
};
const reading = (found: ActionRecord | null) => ({ read: async () => found });

describe('A write that waits for its yes', () => {
  test('goes on waiting while nothing was begun', async () => {
    expect(await withBegunWrites(asked, reading(null), SILENT as never)).toEqual(asked);
    expect(await withBegunWrites(asked, undefined, SILENT as never)).toEqual(asked);
  });

  test('is one of unknown outcome once a lost turn had begun it: a no could not stop it', async () => {
    expect(await withBegunWrites(asked, reading(record), SILENT as never)).toEqual({
      ...NEW_SESSION,
      unresolved: [pending],
    });
  });

  test('goes on waiting when its record cannot be read', async () => {
    const failing = {
      read: async () => {
        throw new Error('no table');
      },
    };
    expect(await withBegunWrites(asked, failing, SILENT as never)).toEqual(asked);
  });
});
