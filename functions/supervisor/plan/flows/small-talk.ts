import type { Act } from '../../../../core/contracts/act.ts';
import type { Draft } from '../draft.ts';
import type { Flow } from '../flow.ts';
import { handOver } from './handoff.ts';
import { moveUnfinished } from './unfinished-move.ts';

// biome-ignore lint/correctness/useYield: a flow that needs no tool
export function* say(draft: Draft, act: Act): Flow<void> {
  draft.acts.push(act);
}

export function* goodbye(draft: Draft): Flow<void> {
  const move = [draft.session.task, draft.session.interrupted].find((task) => task?.released != null);
  if (move?.project != null && move.released !== null && draft.session.pending_action === null) {
    draft.acts.push(moveUnfinished(move.project, move.released, true));
  }
  draft.acts.push({ act: 'goodbye', waiting: draft.session.pending_action?.tool ?? null });
}

/** Words of a customer who has been wronged: a person is the answer, not a list of what the assistant can do. */
const COMPLAINT =
  /\b(damag\w*|broke\w*|scratch\w*|leak\w*|crack\w*|terribl\w*|awful\w*|unacceptable|complain\w*|lawyer|attorney|sue|suing|furious|angry|disgust\w*|ridiculous|worst|no[- ]?show\w*|never showed|didn'?t show|ruined|poor(ly)? (done|work\w*)|bad job|shoddy)\b/i;

export function* elsewhere(draft: Draft): Flow<void> {
  if (COMPLAINT.test(draft.turn.user_message)) return yield* handOver(draft, 'complaint');
  draft.acts.push({ act: 'out_of_scope' });
  if (draft.session.expecting === null) draft.session.proposed = { intent: 'talk_to_human', project: null };
}
