import { readFileSync } from 'node:fs';
import { afterAll, describe, test } from '@jest/globals';
import { play } from './runner.ts';
import { readScripts } from './script.ts';
import { openStage, type Stage } from './stage.ts';

/**
 * A test for each script of `scripts/<name>.talk`, played in order on one assistant (one more for each configuration
 * that a script asks for).
 */
export function describeTalks(name: string, options: Parameters<typeof openStage>[1] = {}): void {
  const file = `test/conversations/scripts/${name}.talk`;
  const stages = new Map<string, Promise<Stage>>();
  const stageFor = (env: Record<string, string>) => {
    const key = JSON.stringify(env);
    const stage = stages.get(key) ?? openStage(env, options);
    stages.set(key, stage);
    return stage;
  };
  afterAll(async () => {
    for (const stage of stages.values()) await (await stage).close();
  });
  describe(name, () => {
    for (const script of readScripts(readFileSync(new URL(`./scripts/${name}.talk`, import.meta.url), 'utf8'), file)) {
      test(script.name, async () => play(await stageFor(script.env), script));
    }
  });
}
