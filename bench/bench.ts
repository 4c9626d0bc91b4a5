/**
 * The project's own benchmarks: `npm run bench`. Progress goes to standard error; the last line on standard output is one
 * JSON object, milliseconds throughout.
 */
import { performance } from 'node:perf_hooks';
import { Bench } from 'tinybench';
import { readConfig } from '../adapters/config.ts';
import { localModel } from '../adapters/local-model.ts';
import { NEW_SESSION } from '../core/contracts/session.ts';
import { understand } from '../core/understanding/understand.ts';
import { startAssistant } from '../runtime/assistant.ts';
import { developmentToken } from '../runtime/sandbox-customers.ts';
import { CALIBRATION_FILE } from '../training/folders.ts';
import { readLabelled } from '../training/labelled.ts';

const QUIET = { debug() {}, info() {}, warn() {}, error() {} };
const progress = (text: string): void => void process.stderr.write(`${text}\n`);

const loading = performance.now();
const model = localModel();
const modelLoadMs = performance.now() - loading;

progress('classifier: one message');
const messages = readLabelled(CALIBRATION_FILE).map(({ text }) => text);
let next = 0;
const classify = new Bench({ time: 2000 }).add('classify', () => {
  const text = messages[next++ % messages.length] ?? '';
  understand(
    {
      text,
      today: '2026-03-02',
      time: '09:00',
      context: { expecting: NEW_SESSION.expecting, offers: [], pending_tool: null, task_intent: null },
    },
    model,
  );
});
await classify.run();

progress('whole turns over HTTP: state machine, handlers, stores and sandbox on this machine');
const starting = performance.now();
const config = readConfig({ ...process.env, PORT: '0', PF360_SANDBOX_PORT: '0', DATA_DIR: ':memory:' });
const assistant = await startAssistant(config, { withoutHistory: true, log: QUIET });
const startMs = performance.now() - starting;
const secret = 'secret' in config.JWT_KEY ? config.JWT_KEY.secret : '';
const token = await developmentToken('7001001', secret);
const turn = async (message: string): Promise<void> => {
  const answer = await fetch(`${assistant.url}/api/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ message }),
  });
  if (answer.status !== 200) throw new Error(`the turn was answered with ${answer.status}`);
  await answer.text();
};
const turns = new Bench({ time: 3000 })
  .add('greeting', () => turn('hello there'))
  .add('list of projects', () => turn('show me my projects'))
  .add('open dates', () => turn('when could you come out for the flooring?'));
await turns.run();
await assistant.close();

const figures = ({ tasks }: Bench) =>
  Object.fromEntries(
    tasks.map(({ name, result }) => {
      const latency = 'latency' in result ? result.latency : null;
      return [name, { p50: round(latency?.p50), p99: round(latency?.p99), runs: latency?.samplesCount ?? 0 }];
    }),
  );
const round = (ms: number | undefined): number | null => (ms === undefined ? null : Math.round(ms * 1000) / 1000);

console.log(
  JSON.stringify({
    model_load_ms: round(modelLoadMs),
    start_ms: round(startMs),
    classify_ms: figures(classify).classify,
    turn_ms: figures(turns),
  }),
);
