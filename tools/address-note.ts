import type { Pf360 } from '../core/ports.ts';
import { noteStep } from './note-step.ts';
import type { Step } from './write-run.ts';

/** The office changes addresses, nobody else: the note that asks it to, with what it replaces. */
export function addressNote(
  pf360: Pf360,
  projectId: string,
  { address, old_address }: { address: string; old_address: string | null },
): Step<null> {
  const text = [
    'CUSTOMER REQUESTED INSTALLATION ADDRESS UPDATE',
    `New address: ${address}`,
    `Old address: ${old_address ?? 'none on file'}`,
  ].join('\n');
  return noteStep(pf360, projectId, text, () => pf360.addAddressNote(projectId, text));
}
