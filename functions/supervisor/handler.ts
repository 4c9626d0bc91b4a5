import * as z from 'zod';
import { createActionRecords } from '../../adapters/action-records.ts';
import { type Clock, createClock, inZone } from '../../adapters/clock.ts';
import { readVariables } from '../../adapters/config.ts';
import { createMeasurements, type Measurements } from '../../adapters/metrics.ts';
import { createSagas } from '../../adapters/sagas.ts';
import { createSessions } from '../../adapters/sessions.ts';
import { openTable } from '../../adapters/table.ts';
import { Answer } from '../../core/contracts/answer.ts';
import { ExecutionInput, OpenedTurn, type TurnSettings, TurnState } from '../../core/contracts/turn.ts';
import type { Sessions } from '../../core/ports/sessions.ts';
import type { ActionRecords, Sagas } from '../../core/ports.ts';
import { recordOfTurn } from '../../core/rules/turn-record.ts';
import { type AgentHandler, agentHandler } from '../shared/agent-handler.ts';
import { lazily } from '../shared/lazily.ts';
import { type Log, logger } from '../shared/logger.ts';
import { withBegunWrites } from './begun-writes.ts';
import { withEndedMoves } from './ended-moves.ts';
import { newTurn, ownerOf, readRequest, sessionIdOf } from './open-turn.ts';
import { plan } from './plan/plan.ts';
import { answerOf, stateAfter } from './save-turn.ts';

/** The supervisor's three steps, each a state of the machine. */
const SupervisorEvent = z.discriminatedUnion('step', [
  z.object({ step: z.literal('OpenTurn'), execution_id: z.string().min(1), input: ExecutionInput }),
  z.object({ step: z.literal('Plan'), input: TurnState }),
  z.object({ step: z.literal('SaveTurn'), input: TurnState }),
]);
type SupervisorEvent = z.infer<typeof SupervisorEvent>;

const SupervisorResult = z.union([OpenedTurn, TurnState, Answer]);
type SupervisorResult = z.infer<typeof SupervisorResult>;

export type SupervisorDeps = {
  sessions: Sessions;
  /** Where a move that the customer left is read up. Absent where no turn is opened: in a replay. */
  sagas?: Pick<Sagas, 'read'>;
  /** Where a write that a lost turn had begun is read up. Absent likewise. */
  actions?: Pick<ActionRecords, 'read'>;
  clock: Clock;
  settings: TurnSettings;
  defaultTimezone: string;
  /** The decision: tools to run now, or what to say. */
  plan: (turn: TurnState) => Partial<TurnState>;
  measurements: Pick<Measurements, 'turnSaved'>;
  log?: Log;
};

/**
 * Opens a turn, plans it (as often as tools have run), saves it.
 *
 * @throws {InvalidRequestError | RequestTooLargeError | LocationNotAllowedError} OpenTurn: what the caller sent is wrong.
 * @throws {SessionNotFoundError | SessionBusyError} OpenTurn: the session is another customer's, or has a turn running.
 * @throws {LeaseLostError} SaveTurn: another turn took the session over; nothing was saved.
 */
export function createSupervisor(deps: SupervisorDeps): AgentHandler<SupervisorResult> {
  return agentHandler({
    agent: 'Supervisor',
    input: SupervisorEvent,
    output: SupervisorResult,
    run: (event) => STEPS[event.step](event as never, deps),
    ...(deps.log === undefined ? {} : { log: deps.log }),
  });
}

type EventOf<Step extends SupervisorEvent['step']> = Extract<SupervisorEvent, { step: Step }>;
type Steps = {
  [Step in SupervisorEvent['step']]: (event: EventOf<Step>, deps: SupervisorDeps) => Promise<SupervisorResult>;
};

const STEPS: Steps = {
  async OpenTurn({ execution_id, input }, deps) {
    const { sessions, clock, settings, defaultTimezone } = deps;
    const request = readRequest(input);
    const opened = await sessions.open({
      session_id: sessionIdOf(request, execution_id),
      owner: ownerOf(input.identity),
      message_id: request.message_id ?? null,
      execution_id,
    });
    if (opened.answered) return opened;
    const timezone = input.identity.timezone ?? defaultTimezone;
    const now = inZone(clock.now(), timezone);
    const turn = newTurn({ input, request, opened, execution_id, settings, now, timezone });
    const log = deps.log ?? logger;
    const asBegun = await withBegunWrites(turn.session_context, deps.actions, log);
    const session_context = await withEndedMoves(asBegun, deps.sagas, log);
    return { answered: false, ...turn, session_context };
  },

  async Plan({ input: turn }, deps) {
    return { ...turn, ...deps.plan(turn), current_agent: 'Supervisor' };
  },

  async SaveTurn({ input: turn }, { sessions, clock, measurements }) {
    const stored = turn.error === null ? null : await sessions.state(turn.session_id);
    const state = stateAfter(turn, stored);
    const answer = answerOf(turn, state, clock.real());
    await sessions.save({
      owner: ownerOf(turn.identity),
      message_id: turn.message_id,
      version: turn.session_version,
      state,
      record: recordOfTurn(turn, answer),
      answer,
    });
    measurements.turnSaved(turn, answer);
    return answer;
  },
};

export const handler = lazily(() => {
  const config = readVariables(process.env, [
    'ASSISTANT_NOW',
    'SESSION_TABLE',
    'SESSION_TTL_SECONDS',
    'DEFAULT_TIMEZONE',
    'INTENT_CONFIDENCE_THRESHOLD',
    'MAX_CLARIFICATION_ATTEMPTS',
    'CONFIRM_SCHEDULE_FLAG',
    'CANCEL_SCHEDULE_FLAG',
  ]);
  const clock = createClock(config.ASSISTANT_NOW);
  const table = openTable(config.SESSION_TABLE);
  return createSupervisor({
    sessions: createSessions(table, clock, { ttlSeconds: config.SESSION_TTL_SECONDS }),
    sagas: createSagas(table),
    actions: createActionRecords(table),
    clock,
    settings: settingsOf(config),
    defaultTimezone: config.DEFAULT_TIMEZONE,
    plan,
    measurements: createMeasurements(process.env),
  });
});

/** The configuration's figures that decisions need. */
export const settingsOf = (config: {
  INTENT_CONFIDENCE_THRESHOLD: number;
  MAX_CLARIFICATION_ATTEMPTS: number;
  CONFIRM_SCHEDULE_FLAG: boolean;
  CANCEL_SCHEDULE_FLAG: boolean;
}): TurnSettings => ({
  confidence_threshold: config.INTENT_CONFIDENCE_THRESHOLD,
  max_clarification_attempts: config.MAX_CLARIFICATION_ATTEMPTS,
  rehearse_schedule: !config.CONFIRM_SCHEDULE_FLAG,
  rehearse_cancel: !config.CANCEL_SCHEDULE_FLAG,
});
