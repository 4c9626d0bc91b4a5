import type * as z from 'zod';
import { Answer } from '../../core/contracts/answer.ts';
import { ExecutionInput, OpenedTurn, TurnState } from '../../core/contracts/turn.ts';
import type { Problem } from './contract.ts';
import { complaintsOf } from './problems.ts';

/** What states are given, where it is no turn. */
const INPUTS: Readonly<Record<string, z.ZodType>> = {
  OpenTurn: ExecutionInput,
  RouteOnRepeat: OpenedTurn,
  AnsweredBefore: OpenedTurn,
  TurnEnded: Answer,
};

/**
 * What is wrong with an input that somebody wrote for a state.
 *
 * @param from A visit of a state; null: the whole turn, which begins with OpenTurn.
 */
export function wrongInput(from: string | null, input: unknown): NonNullable<Problem['errors']> {
  const state = from?.split('#')[0] ?? 'OpenTurn';
  const parsed = (INPUTS[state] ?? TurnState).safeParse(input);
  return parsed.success ? [] : complaintsOf(parsed.error);
}
