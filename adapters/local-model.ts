import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Model } from '../core/understanding/model.ts';
import { decodeModel } from '../core/understanding/model-file.ts';

/** Name of the model file; a bundle carries it beside the handler. */
export const MODEL_FILE_NAME = 'intents.bin';

/** Where training leaves the model file, seen from this module. */
const TRAINED = `../training/model/${MODEL_FILE_NAME}`;

let loaded: Model | undefined;

/**
 * The local classifier's model, read from its file once a process (about 5 MB, some 30 ms).
 * @throws Error when neither place holds a model file.
 */
export function localModel(): Model {
  loaded ??= decodeModel(readFileSync(modelFile(import.meta.url)));
  return loaded;
}

/** The model file as seen from the module at `from`: beside it in a bundle, else where training leaves it. */
export function modelFile(from: string): string {
  const beside = fileURLToPath(new URL(`./${MODEL_FILE_NAME}`, from));
  return existsSync(beside) ? beside : fileURLToPath(new URL(TRAINED, from));
}
