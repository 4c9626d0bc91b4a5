import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { PendingActionOf } from '../../../core/contracts/action.ts';
import { NEW_SESSION } from '../../../core/contracts/session.ts';
import { MAX_ROUNDS, plan } from '../../../functions/supervisor/plan/plan.ts';
import { TOOL_SECONDS, toolsEndAt } from '../../../functions/supervisor/plan/time.ts';
import { aTurn } from '../../runtime/turns.ts';

const { TimeoutSeconds, States } = JSON.parse(readFileSync('statemachines/turn.asl.json', 'utf8'));

const pending: PendingActionOf<'confirm_appointment'> = {
  id: 'execution-0-w1',
  tool: 'confirm_appointment',
  project: {
    project_id: '90010001',
    client_id: '11TB01SB',
    number: '41001_1',
    category: 'Flooring',
    type: 'Installation',
    location: null,
  },
  expires_at: '2026-06-01T09:15:00-04:00',
  date: '2026-06-12',
  time: '13:00',
  address: '1418 Bayshore Bend',
  address_change: false,
  old_address: '1418 Bayshore Bend',
  request_id: 7,
  completes_reschedule: false,
};
const saidYes = aTurn({
  user_message: 'yes',
  intent: 'affirm',
  classified_by: 'context',
  session_context: { ...NEW_SESSION, pending_action: pending, expecting: 'confirmation' },
});

describe('the time of a turn', () => {
  test('leaves enough after its tools to plan, speak and save, each at its slowest', () => {
    const after = ['Plan', 'Responder', 'SaveTurn'].reduce((sum, name) => sum + States[name].TimeoutSeconds, 0);
    expect(TOOL_SECONDS + after).toBeLessThan(TimeoutSeconds);
    expect(TOOL_SECONDS).toBeGreaterThan(States.ExecuteTools.ItemProcessor.States.ToolExecutor.TimeoutSeconds);
  });

  test('goes with every call, counted from when the message came in', () => {
    const received_at = 1_780_000_000_000;
    const { tools_to_execute: calls = [] } = plan(aTurn({ intent: 'list_projects', received_at }));
    expect(calls.map(({ until }) => until)).toEqual([toolsEndAt(received_at)]);
    expect(toolsEndAt(received_at)).toBe(received_at + TOOL_SECONDS * 1000);
  });
});

describe('a turn whose rounds are used up', () => {
  test('says so, and a write that was not reached still waits for its yes', () => {
    expect(plan(saidYes).tools_to_execute).toMatchObject([{ tool: 'confirm_appointment', input: pending }]);

    const cut = plan({ ...saidYes, round: MAX_ROUNDS });
    expect(cut).toMatchObject({ tools_to_execute: [], write_outcome: null });
    expect(cut.session_context).toMatchObject({ pending_action: pending, expecting: 'confirmation' });
    expect(cut.acts).toEqual([
      { act: 'failure', kind: 'unavailable', of: 'turn' },
      { act: 'ask_confirmation', action: pending, breaks: null },
    ]);
  });

  test('tells what became of a write that was reached, whatever else was asked for', () => {
    const { id, project, expires_at, date, time } = pending;
    const tool = 'reschedule_appointment';
    const move = {
      id,
      project,
      expires_at,
      tool,
      date,
      time,
      new_date: null,
      new_time: null,
      request_id: null,
    } as const;
    const value = {
      status: 'confirmed',
      confirmation_number: null,
      reason_saved: null,
      address_filed: null,
      booked: null,
      request_id: null,
      dates: [],
    };
    const cut = plan({
      ...saidYes,
      session_context: { ...saidYes.session_context, pending_action: move },
      secondary_intents: ['business_hours'],
      round: MAX_ROUNDS,
      round_results: [
        { call_id: `${tool}:${id}`, tool, outcome: { status: 'ok', value } },
        {
          call_id: 'get_business_hours:{"client_id":"11TB01SB"}',
          tool: 'get_business_hours',
          outcome: { status: 'unavailable' },
        },
      ],
    });
    // The search for a new time was not reached any more.
    expect(cut.write_outcome).toEqual({ tool, status: 'confirmed' });
    expect(cut.session_context).toMatchObject({ pending_action: null, task: { released: { date, time } } });
    expect(cut.acts?.map(({ act }) => act)).toEqual(['write_result', 'failure']);
  });

  test('keeps what was to be found out about an earlier write', () => {
    const session_context = { ...NEW_SESSION, unresolved: [pending] };
    const cut = plan(aTurn({ session_context, round: MAX_ROUNDS }));
    expect(cut.session_context?.unresolved).toEqual([pending]);
  });
});
