import type * as z from 'zod';
import type { Outcome } from '../core/contracts/outcome.ts';
import type { ToolName } from '../core/contracts/tool-call.ts';
import { StateContractError } from '../core/errors.ts';
import type { ToolContext } from '../core/ports.ts';

/** A tool as it is written down: one object, importable without any client. */
type Definition<Name extends ToolName, Input extends z.ZodType, Output extends z.ZodType> = {
  name: Name;
  /** `write` changes something at PF360, whatever the HTTP verb. */
  effect: 'read' | 'write';
  /** For whoever chooses among tools, model or reader. */
  description: string;
  input: Input;
  output: Output;
  run(input: z.output<Input>, context: ToolContext): Promise<Outcome<z.output<Output>>>;
};

export type Tool<Name extends ToolName, Input extends z.ZodType, Output extends z.ZodType> = Definition<
  Name,
  Input,
  Output
> & {
  /**
   * Runs the tool on input from outside.
   *
   * @throws {StateContractError} what it was given is not its input, or what it made is not its output.
   */
  call(input: unknown, context: ToolContext): Promise<Outcome<z.output<Output>>>;
};

/** Adds `call`, which checks what goes in and what comes out. */
export function defineTool<Name extends ToolName, Input extends z.ZodType, Output extends z.ZodType>(
  definition: Definition<Name, Input, Output>,
): Tool<Name, Input, Output> {
  return {
    ...definition,
    async call(input, context) {
      const checked = definition.input.safeParse(input);
      if (!checked.success) throw outOfContract(`input of ${definition.name}`, checked.error);
      const outcome = await definition.run(checked.data, context);
      if (outcome.status !== 'ok') return outcome;
      const value = definition.output.safeParse(outcome.value);
      if (!value.success) throw outOfContract(`output of ${definition.name}`, value.error);
      return { status: 'ok', value: value.data };
    },
  };
}

/** Names the fields that are wrong, never their values: they may be the customer's. */
function outOfContract(what: string, error: z.ZodError): StateContractError {
  const fields = error.issues.map((issue) => issue.path.join('.') || '(whole)');
  return new StateContractError(`${what}: ${[...new Set(fields)].join(', ')}`);
}
