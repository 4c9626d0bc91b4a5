import { writeFileSync } from 'node:fs';
import { faultTable } from '../test/conversations/fault-table.ts';

/** Writes docs/faults.md anew. */
writeFileSync(new URL('../docs/faults.md', import.meta.url), faultTable());
console.log('docs/faults.md is written.');
