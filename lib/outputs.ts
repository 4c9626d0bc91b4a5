import { CfnOutput, type Stack } from 'aws-cdk-lib';

/** What an operator's commands need of a stack, under names that stay: docs/operate.md reads them by these. */
export function outputs(stack: Stack, values: Record<string, { value: string; is: string }>): void {
  for (const [name, { value, is }] of Object.entries(values)) {
    new CfnOutput(stack, `Output${name}`, { value, description: is }).overrideLogicalId(name);
  }
}
