import type { Act } from '../../../core/contracts/act.ts';
import type { SessionContext } from '../../../core/contracts/session.ts';
import type { Draft } from './draft.ts';

/** A reply that ends with a question takes its yes, unless something else is being asked or proposed already. */
export function proposeWhatIsAsked({ session, acts }: Draft): void {
  if (session.pending_action !== null || session.expecting !== null || session.proposed !== null) return;
  const last = acts.at(-1);
  if (last !== undefined) session.proposed = proposedBy(last);
}

/** What a yes to an act's question means, where the flow that asks it has not said so; null when it asks none. */
function proposedBy(act: Act): SessionContext['proposed'] {
  switch (act.act) {
    case 'no_projects':
      if (act.instead.length > 0) return null;
      return { intent: act.any ? 'list_projects' : 'talk_to_human', project: null };
    case 'no_appointments':
      return { intent: 'list_projects', project: null };
    case 'show_notes':
      return act.notes.length === 0 && act.unshown === undefined ? { intent: 'add_note', project: act.project } : null;
    default:
      return null;
  }
}
