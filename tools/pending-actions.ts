import type * as z from 'zod';
import { PendingAction, type PendingActionOf, type WriteTool } from '../core/contracts/action.ts';

const [confirmation, reschedule, cancellation, note, addressChange] = PendingAction.options;

/** What each write runs on: the pending action itself, as the session holds it. */
export const PENDING = {
  confirm_appointment: confirmation,
  reschedule_appointment: reschedule,
  cancel_appointment: cancellation,
  add_note: note,
  request_address_change: addressChange,
} satisfies { [Tool in WriteTool]: z.ZodType<PendingActionOf<Tool>> };
