import * as z from 'zod';

/**
 * Why the gate turns a text down, by name: in the log, as a dimension of the metric and in the execution's record. A kind
 * tells what was wrong and holds nobody's words.
 */
export const GateKind = z.enum([
  'form',
  'markup',
  'link',
  'email',
  'instruction',
  'id',
  'name',
  'person',
  'project',
  'word',
  'statement',
  'date',
  'weekday',
  'time',
  'duration',
  'number',
  'price',
  'phone',
  'quote',
  'weather',
  'outcome',
  'promise',
  'left_out',
]);
export type GateKind = z.infer<typeof GateKind>;
