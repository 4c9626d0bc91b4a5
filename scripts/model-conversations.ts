import { parseArgs } from 'node:util';
import { behaviourOf, conversations, MODES, passPowers, playRepeatedly } from '../test/bedrock/repeated-talks.ts';

/**
 * `npm run eval:conversations -- [--runs 4] [--modes sensible,mixed] [--files booking,moving] [--part TEXT] [--seed 1]
 * [--least 0.95] [--json]`: plays the project's conversations several times with a language model on and tells pass^1 to
 * pass^k: how often all of k runs of a conversation go as its script says. The model is a stand-in that behaves as the modes
 * say, one after the other; `--modes real` asks the model that the environment configures (`BEDROCK_MODEL_ID`, credentials).
 * Exits 1 when pass^k of a mode that means well is below `--least`.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '4' },
    modes: { type: 'string', default: 'sensible,mixed' },
    files: { type: 'string', default: '' },
    part: { type: 'string', default: '' },
    seed: { type: 'string', default: '1' },
    least: { type: 'string', default: '0.95' },
    json: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const modes = values.modes.split(',');
const unknown = modes.find((mode) => mode !== 'real' && !MODES.includes(mode));
if (unknown !== undefined || !Number.isInteger(runs) || runs < 1) {
  console.error(`--runs must be a whole number, --modes some of real, ${MODES.join(', ')}`);
  process.exit(1);
}
const scripts = conversations(values.files.split(',').filter(Boolean), values.part);
const reports: Record<string, unknown>[] = [];
for (const mode of modes) {
  const { played, calls, complaints } = await playRepeatedly(scripts, {
    runs,
    model: behaviourOf(mode, Number(values.seed)),
    onRun: (run) => values.json || console.error(`${mode}: run ${run} of ${runs}`),
  });
  const powers = passPowers(played);
  const failed = played.filter(({ right }) => right < runs);
  reports.push({
    mode,
    conversations: scripts.length,
    runs,
    pass: powers.map((power) => Math.round(power * 10_000) / 10_000),
    model_calls: calls,
    complaints,
    failed: failed.map(({ name, file, right, why }) => ({ name, file, right, why })),
  });
  if (!values.json) {
    console.log(`${mode}: ${scripts.length} conversations, ${runs} runs, ${calls ?? 'unknown'} calls of the model`);
    for (const [at, power] of powers.entries()) console.log(`  pass^${at + 1}  ${(100 * power).toFixed(1)} %`);
    for (const { name, file, right, why } of failed) console.log(`  ${right} of ${runs}: ${file} ${name}\n    ${why}`);
    for (const complaint of complaints) console.log(`  the stand-in complains: ${complaint}`);
  }
  const means = mode === 'sensible' || mode === 'real';
  if (complaints.length > 0 || (means && (powers.at(-1) ?? 0) < Number(values.least))) process.exitCode = 1;
}
if (values.json) console.log(JSON.stringify({ seed: Number(values.seed), modes: reports }));
