import type { Entities } from '../../../core/understanding/entities/entities.ts';
import { type ReadingContext, readEntities } from '../../../core/understanding/entities/read-entities.ts';

/** A Wednesday. */
export const TODAY = '2026-03-04';

/** Reads a message on a Wednesday morning with nothing asked, unless said otherwise. */
export function read(message: string, context: Partial<ReadingContext> = {}): Entities {
  return readEntities(message, { today: TODAY, time: '10:00', expecting: null, ...context });
}
