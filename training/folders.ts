import { fileURLToPath } from 'node:url';

const inside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export const TRAIN_FOLDER = inside('./data/train');
export const CALIBRATION_FILE = inside('./data/calibration.jsonl');
export const TEST_FILE = inside('./data/test.jsonl');
/** Written after the model was chosen; nothing is ever decided by it. */
export const UNSEEN_FILE = inside('./data/unseen.jsonl');
export const VECTOR_FOLDER = inside('./vectors');
export const MODEL_FILE = inside('./model/intents.bin');
