import * as z from 'zod';
import { InvalidRequestError } from '../../core/errors.ts';

/** Where a page of conversations ended: the last one's order and id. It says nothing of whose they are. */
const Position = z.tuple([z.iso.datetime(), z.string().min(1).max(64)]);
export type Position = { lastReceivedAt: string; sessionId: string };

export const cursorOf = ({ lastReceivedAt, sessionId }: Position): string =>
  Buffer.from(JSON.stringify([lastReceivedAt, sessionId])).toString('base64url');

/** @throws {InvalidRequestError} it is no cursor of ours. */
export function positionOf(cursor: string): Position {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    value = undefined;
  }
  const position = Position.safeParse(value);
  if (!position.success) throw new InvalidRequestError('cursor', 'is not one that a page of conversations gave out');
  return { lastReceivedAt: position.data[0], sessionId: position.data[1] };
}
