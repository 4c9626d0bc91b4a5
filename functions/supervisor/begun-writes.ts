import type { SessionContext } from '../../core/contracts/session.ts';
import type { ActionRecords } from '../../core/ports.ts';
import type { Log } from '../shared/logger.ts';

/**
 * The session with a write that a lost turn had begun among those of unknown outcome: it waits for no yes any more, and a
 * no could not stop it. A record that cannot be read changes nothing: a second yes finds it again.
 */
export async function withBegunWrites(
  context: SessionContext,
  actions: Pick<ActionRecords, 'read'> | undefined,
  log: Log,
): Promise<SessionContext> {
  const { pending_action: pending, unresolved } = context;
  if (actions === undefined || pending === null) return context;
  try {
    if ((await actions.read(pending.id)) === null) return context;
    return { ...context, pending_action: null, expecting: null, unresolved: [...unresolved, pending].slice(-3) };
  } catch (error) {
    log.error('write cannot be read', { error_name: error instanceof Error ? error.name : 'unknown' });
    return context;
  }
}
