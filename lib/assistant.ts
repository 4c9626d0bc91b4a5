import { type App, Tags } from 'aws-cdk-lib';
import { SERVICE } from './names.ts';
import type { Stage } from './stages.ts';
import { StatefulStack } from './stateful-stack.ts';
import { StatelessStack } from './stateless-stack.ts';

/**
 * The whole service for one stage: a stack that holds, and a stack that runs. Neither names an account: it goes where the
 * credentials of the deploy point.
 */
export function assistant(app: App, stage: Stage): { data: StatefulStack; service: StatelessStack } {
  const data = new StatefulStack(app, `${stage.name}-data`, { stage });
  const service = new StatelessStack(app, `${stage.name}-service`, { stage, data });
  for (const stack of [data, service]) {
    Tags.of(stack).add('service', SERVICE);
    Tags.of(stack).add('stage', stage.name);
    Tags.of(stack).add('data', 'customer');
  }
  return { data, service };
}
