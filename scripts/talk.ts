import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { play, TalkError } from '../test/conversations/runner.ts';
import { readScripts } from '../test/conversations/script.ts';
import { openStage, type Stage } from '../test/conversations/stage.ts';

/** `node scripts/talk.ts FILE [PART OF A NAME]`: plays scripts and shows what is said. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { quiet: { type: 'boolean', default: false }, patience: { type: 'string', default: '10000' } },
});
const [file = '', part = ''] = positionals;
const stages = new Map<string, Stage>();
const failed: string[] = [];
let played = 0;
for (const script of readScripts(readFileSync(file, 'utf8'), file)) {
  if (!script.name.toLowerCase().includes(part.toLowerCase())) continue;
  const key = JSON.stringify(script.env);
  const stage = stages.get(key) ?? (await openStage(script.env, { patienceMs: Number(values.patience) }));
  stages.set(key, stage);
  console.log(`== ${script.name}`);
  played += 1;
  try {
    await play(stage, script, values.quiet ? undefined : (line) => console.log(line));
  } catch (error) {
    if (!(error instanceof TalkError)) throw error;
    failed.push(script.name);
    console.log(values.quiet ? error.message : error.message.split('\n\n')[0]);
  }
}
for (const stage of stages.values()) await stage.close();
console.log(`${played} played, ${failed.length} failed${failed.map((name) => `\n  ${name}`).join('')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
