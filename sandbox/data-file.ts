import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';
import { SandboxState } from './state.ts';

/**
 * Reads a state written by `writeState`; null when there is no such file.
 *
 * @throws Error naming the file when it is there but cannot be read, so that a booking is never lost silently.
 */
export function readState(file: string): SandboxState | null {
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'utf8');
  try {
    return SandboxState.parse(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`${file} holds no sandbox state (move it away to start afresh): ${reason}`, { cause: error });
  }
}

/**
 * Writes the state beside the file and renames it into place: a crash leaves the old state or the new one, whole.
 *
 * @throws Error naming the file when it cannot be written.
 */
export function writeState(file: string, state: SandboxState): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(temporary, JSON.stringify(state));
    renameSync(temporary, file);
  } catch (error) {
    throw new Error(`${file} cannot be written: ${String(error)}`, { cause: error });
  }
}
