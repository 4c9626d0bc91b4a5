/** Prints, as JSON, the shortest of five readings of each bad text, in milliseconds: run in a process of its own. */
import { localModel } from '../../../adapters/local-model.ts';
import { understand } from '../../../core/understanding/understand.ts';
import { BAD_INPUT } from './bad-input.ts';

const model = localModel();
const context = { expecting: null, offers: [], pending_tool: null, task_intent: null };
const times = BAD_INPUT.map(([name, text]) => {
  const readings = Array.from({ length: 5 }, () => {
    const started = performance.now();
    understand({ text, today: '2026-03-02', time: '09:00', context }, model);
    return performance.now() - started;
  });
  return [name, Math.min(...readings)];
});
process.stdout.write(JSON.stringify(Object.fromEntries(times)));
