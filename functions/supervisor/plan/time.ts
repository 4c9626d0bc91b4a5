import definition from '../../../statemachines/turn.asl.json' with { type: 'json' };

const { TimeoutSeconds, States } = definition;

/** How far a tool may run over: the weather's last call, and what it takes to hand the result on. */
const OVERRUN_SECONDS = 10;

/** How long a turn may spend on tools, all rounds together, for it to be planned, spoken and saved before the machine ends it. */
export const TOOL_SECONDS =
  TimeoutSeconds -
  States.Plan.TimeoutSeconds -
  States.Responder.TimeoutSeconds -
  States.SaveTurn.TimeoutSeconds -
  OVERRUN_SECONDS;

/**
 * When the tools of a turn must be over, in epoch milliseconds on the real clock. What is asked for later is answered as
 * unavailable, and a write that could not be waited for is not begun: so a turn with several slow rounds is answered
 * like any other.
 */
export const toolsEndAt = (received_at: number): number => received_at + TOOL_SECONDS * 1000;
