import { parseArgs } from 'node:util';
import { ordeal } from '../test/bedrock/ordeal.ts';

/**
 * `npm run ordeal:model -- --turns 2000 --seed 7`: random conversations with a model that is hostile in every way at once
 * and a PF360 that fails; prints the figures and every violation, and exits 1 when there is one. A seed repeats its run.
 */
const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    faults: { type: 'string', default: '0.06' },
  },
});
const began = Date.now();
const report = await ordeal({ turns: Number(values.turns), seed: Number(values.seed), faults: Number(values.faults) });
console.log(JSON.stringify({ ...report, seconds: Math.round((Date.now() - began) / 1000) }, null, 2));
process.exitCode = report.violations.length === 0 && report.complaints.length === 0 ? 0 : 1;
