import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { sensible } from '../test/bedrock/stand-in.ts';
import { startWorld } from '../test/bedrock/world.ts';

/**
 * `npm run model:cost`: calls, tokens and price of 1,000 turns for a few mixes of conversations, from recorded runs and a
 * dated price file; writes the table in docs/bedrock.md. `-- --record` talks the mixes through again, with the stand-in that
 * means well, and records what Converse's usage says of each call.
 */
const ROOT = join(import.meta.dirname, '..');
const RUNS = join(ROOT, 'docs/model-runs-2026-11.json');
const PRICES = join(ROOT, 'docs/model-prices-2026-11.json');
const PAGE = join(ROOT, 'docs/bedrock.md');

const Run = z.object({
  mix: z.string(),
  turns: z.int(),
  calls: z.int(),
  input_tokens: z.int(),
  output_tokens: z.int(),
});
type Run = z.infer<typeof Run>;
const Prices = z.object({
  as_of: z.string(),
  models: z.record(z.string(), z.object({ input: z.number(), output: z.number() })),
});

const TEN_TURNS = [
  'Hi',
  'show me my projects',
  'I want to schedule the flooring one',
  'next Tuesday works',
  '10 AM please',
  'yes, book it',
  'what will the weather be that day?',
  'add a note: gate code is 4821',
  'cancel the bathroom appointment',
  'thanks, bye',
];

/** Messages written apart from the local model's training, opening ones only, each a session of its own. */
function strangers(most: number): string[][] {
  const Line = z.object({ text: z.string(), expecting: z.string().nullish() });
  const lines = readFileSync(join(ROOT, 'training/data/test.jsonl'), 'utf8').trim().split('\n');
  const opening = lines.map((line) => Line.parse(JSON.parse(line))).filter(({ expecting }) => expecting == null);
  const step = Math.max(1, Math.floor(opening.length / most));
  return opening
    .filter((_, at) => at % step === 0)
    .slice(0, most)
    .map(({ text }) => [text]);
}

const MIXES: { mix: string; alwaysAsk: boolean; talks: () => string[][] }[] = [
  { mix: 'the ten-turn conversation', alwaysAsk: false, talks: () => [TEN_TURNS] },
  { mix: 'unseen opening messages, much of them hard', alwaysAsk: false, talks: () => strangers(150) },
  { mix: 'the ten turns, the model asked about every message', alwaysAsk: true, talks: () => [TEN_TURNS] },
];

async function record(): Promise<Run[]> {
  const runs: Run[] = [];
  for (const { mix, alwaysAsk, talks } of MIXES) {
    const world = await startWorld(sensible, { alwaysAsk });
    const run: Run = { mix, turns: 0, calls: 0, input_tokens: 0, output_tokens: 0 };
    for (const messages of talks()) {
      let session: string | undefined;
      for (const message of messages) {
        const { answer } = await world.say('7001001', message, session);
        session = answer.session_id;
        run.turns += 1;
        run.calls += answer.metadata.model_calls;
        run.input_tokens += answer.metadata.input_tokens;
        run.output_tokens += answer.metadata.output_tokens;
      }
    }
    runs.push(run);
    await world.close();
  }
  return runs;
}

const { values } = parseArgs({ options: { record: { type: 'boolean', default: false } } });
if (values.record) writeFileSync(RUNS, `${JSON.stringify(await record(), null, 2)}\n`);
const runs = z.array(Run).parse(JSON.parse(readFileSync(RUNS, 'utf8')));
const prices = Prices.parse(JSON.parse(readFileSync(PRICES, 'utf8')));

const names = Object.keys(prices.models);
const per1000 = ({ turns }: Run, figure: number) => (figure / turns) * 1000;
const rows = runs.map((run) => {
  const cost = names.map((name) => {
    const { input, output } = prices.models[name] ?? { input: 0, output: 0 };
    return ((per1000(run, run.input_tokens) * input + per1000(run, run.output_tokens) * output) / 1e6).toFixed(3);
  });
  const figures = [run.calls, run.input_tokens, run.output_tokens].map((figure) => Math.round(per1000(run, figure)));
  return `| ${[run.mix, run.turns, ...figures.map((figure) => figure.toLocaleString('en-US')), ...cost].join(' | ')} |`;
});
const table = [
  `| mix | turns run | calls | tokens in | tokens out | ${names.map((name) => `USD, ${name}`).join(' | ')} |`,
  `|---|---|---|---|---|${names.map(() => '---|').join('')}`,
  ...rows,
].join('\n');
const page = readFileSync(PAGE, 'utf8');
writeFileSync(
  PAGE,
  page.replace(/(?<=<!-- cost -->\n)[\s\S]*?(?=<!-- \/cost -->)/, () => `\n${table}\n\n`),
);
console.log(table);
