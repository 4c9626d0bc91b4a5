import type { Act } from '../../core/contracts/act.ts';
import type { PendingAction } from '../../core/contracts/action.ts';
import type { ProjectRef } from '../../core/contracts/project.ts';
import type { TurnState } from '../../core/contracts/turn.ts';

/** Characters that a session's summary may take: the oldest lines go first. */
const LIMIT = 1200;

/**
 * The session's running summary with this turn in it: what was asked for, and what became of it, from acts alone. No
 * customer's words and no model's are in it. It stands for older turns in a model's prompt, so that prompts do not grow.
 */
export function summaryAfter(turn: TurnState): string {
  const told = [...new Set(turn.acts.map(lineOf).filter((line) => line !== null))];
  const line = `${turn.turn}. ${turn.intent ?? 'unclear'}${told.length === 0 ? '' : `: ${told.join('; ')}`}`.slice(
    0,
    240,
  );
  const lines = [...turn.session_context.summary.split('\n').filter((old) => old !== ''), line];
  while (lines.join('\n').length > LIMIT) lines.shift();
  return lines.join('\n');
}

function lineOf(act: Act): string | null {
  switch (act.act) {
    case 'write_result':
      return `${of(act.action)} ${act.status}`;
    case 'ask_confirmation':
      return `asked to confirm ${of(act.action)}`;
    case 'move_unfinished':
      return `the move of ${name(act.project)} is unfinished, its old time given up`;
    case 'not_shown_yet':
      return `${name(act.project)} ${act.did.replace('_', ' ')} here, which PF360 does not show yet`;
    case 'declined':
      return `${act.tool} declined`;
    case 'show_projects':
      return `${act.items.length} of ${act.total} projects shown`;
    case 'offer_dates':
      return `${act.dates.length} dates offered for ${name(act.project)}`;
    case 'offer_times':
      return `times on ${act.date} offered for ${name(act.project)}`;
    case 'ask_project':
      return 'asked which project';
    case 'ask_reason':
      return `asked why ${name(act.project)} is to be cancelled`;
    case 'clarify':
      return 'asked what was meant';
    case 'handoff':
      return `handed over to a person (${act.reason})`;
    case 'failure':
      return `${act.of} ${act.kind}`;
    default:
      return null;
  }
}

const name = ({ category, type, number }: ProjectRef): string => `${category} ${type} ${number}`.slice(0, 60);

function of(action: PendingAction): string {
  const when = 'date' in action ? ` ${action.date}${action.time === null ? '' : ` ${action.time}`}` : '';
  return `${action.tool} ${name(action.project)}${when}`;
}
