import type { OwnWrite } from '../../core/contracts/own-write.ts';
import type { SessionContext, Task } from '../../core/contracts/session.ts';
import type { Sagas } from '../../core/ports.ts';
import type { Log } from '../shared/logger.ts';

/**
 * The session with what has become of a move that the customer left in the middle: a recovery may have booked the old
 * time again, in which case no new one is looked for, or have found it gone. A record that cannot be read changes nothing: PF360 refuses to
 * book what is booked.
 */
export async function withEndedMoves(
  context: SessionContext,
  sagas: Pick<Sagas, 'read'> | undefined,
  log: Log,
): Promise<SessionContext> {
  async function asItStands(task: Task | null): Promise<Task | null> {
    if (sagas === undefined || task?.project == null || task.released === null) return task;
    const { client_id, project_id } = task.project;
    try {
      const saga = await sagas.read(client_id, project_id);
      switch (saga?.state) {
        case 'restored':
          return { ...task, released: { ...task.released, put_back: true } };
        case 'handed_over':
          return { ...task, released: { ...task.released, lost: task.released.lost ?? 'untold' } };
        default:
          return task;
      }
    } catch (error) {
      log.error('move cannot be read', { error_name: error instanceof Error ? error.name : 'unknown' });
      return task;
    }
  }

  /** A release is what is so until the old time has been booked again. */
  async function isStillSo({ did, client_id, project_id }: OwnWrite): Promise<boolean> {
    if (did !== 'released' || sagas === undefined) return true;
    const saga = await sagas.read(client_id, project_id).catch(() => null);
    return saga?.state !== 'restored' && saga?.state !== 'rebooked';
  }

  const [task, interrupted, kept] = await Promise.all([
    asItStands(context.task),
    asItStands(context.interrupted),
    Promise.all(context.own_writes.map(isStillSo)),
  ]);
  const own_writes = context.own_writes.filter((_, index) => kept[index]);
  return { ...context, task, interrupted, own_writes };
}
