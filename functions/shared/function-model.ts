import { createClock } from '../../adapters/clock.ts';
import { readVariables } from '../../adapters/config.ts';
import { MODEL_VARIABLES, type ModelRole, openModel } from '../../adapters/model.ts';
import type { ModelDeps } from './model-question.ts';

/** The model of a deployed agent, from its environment; null when it is to do without. */
export function functionModel(role: ModelRole): ModelDeps | null {
  const config = readVariables(process.env, [...MODEL_VARIABLES, 'SESSION_TABLE', 'ASSISTANT_NOW']);
  const clock = createClock(config.ASSISTANT_NOW);
  const openTable = async () => (await import('../../adapters/table.ts')).openTable(config.SESSION_TABLE);
  const opened = openModel(config, role, { openTable, clock });
  return opened === null ? null : { ...opened, clock };
}
