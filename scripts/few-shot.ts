import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pickExamples } from '../functions/classifier/few-shot.ts';
import { readTraining } from '../training/corpus.ts';

/** Writes the classifier prompt's examples anew from the training messages: `npm run few-shot`. */
const root = join(import.meta.dirname, '..');
const examples = pickExamples(readTraining(join(root, 'training/data/train')));
const lines = examples.map((example) => `  ${JSON.stringify(example)},`);
writeFileSync(
  join(root, 'functions/classifier/examples.ts'),
  [
    "import type { Example } from './few-shot.ts';",
    '',
    '/** Made by `npm run few-shot` from the messages that the local model learns from. */',
    '// biome-ignore format: one example a line',
    'export const EXAMPLES: readonly Example[] = [',
    ...lines,
    '];',
    '',
  ].join('\n'),
);
console.log(`${examples.length} examples written`);
