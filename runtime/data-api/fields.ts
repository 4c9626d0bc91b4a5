import * as z from 'zod';
import type { BoundValue } from './engine.ts';

/** A parameter or a field in the Data API's JSON. Exactly one of these; blobs in base64. */
export const Field = z.union([
  z.strictObject({ isNull: z.literal(true) }),
  z.strictObject({ booleanValue: z.boolean() }),
  z.strictObject({ longValue: z.int() }),
  z.strictObject({ doubleValue: z.number() }),
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ blobValue: z.base64() }),
]);
export type Field = z.infer<typeof Field>;

export const Parameter = z.object({
  name: z.string().min(1),
  value: Field,
  typeHint: z.enum(['DATE', 'DECIMAL', 'JSON', 'TIME', 'TIMESTAMP', 'UUID']).optional(),
});
export type Parameter = z.infer<typeof Parameter>;

type ArrayValue =
  | { stringValues: string[] }
  | { longValues: number[] }
  | { doubleValues: number[] }
  | { booleanValues: boolean[] };
export type ResultField = Field | { arrayValue: ArrayValue };

const OID = {
  bool: 16,
  bytea: 17,
  int8: 20,
  int2: 21,
  int4: 23,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  varchar: 1043,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  uuid: 2950,
  inferred: 0,
};

const HINTED = {
  DATE: OID.date,
  DECIMAL: OID.numeric,
  JSON: OID.json,
  TIME: OID.time,
  TIMESTAMP: OID.timestamp,
  UUID: OID.uuid,
};

/** Text is bound as `varchar` unless a hint says otherwise: a statement that lacks a cast fails here as it does in AWS. */
export function bound({ value, typeHint }: Parameter): BoundValue {
  if ('isNull' in value) return { oid: OID.inferred, text: null };
  if ('booleanValue' in value) return { oid: OID.bool, text: String(value.booleanValue) };
  if ('longValue' in value) return { oid: OID.int8, text: String(value.longValue) };
  if ('doubleValue' in value) return { oid: OID.float8, text: String(value.doubleValue) };
  if ('blobValue' in value) {
    return { oid: OID.bytea, text: `\\x${Buffer.from(value.blobValue, 'base64').toString('hex')}` };
  }
  return { oid: typeHint === undefined ? OID.varchar : HINTED[typeHint], text: value.stringValue };
}

/** A value of a result as the Data API gives it: instants in UTC without a zone, numerics and documents as strings. */
export function field(oid: number, value: string | null | readonly unknown[]): ResultField {
  if (value === null) return { isNull: true };
  if (typeof value !== 'string') return { arrayValue: arrayValue(value) };
  switch (oid) {
    case OID.bool:
      return { booleanValue: value === 't' };
    case OID.int2:
    case OID.int4:
    case OID.int8:
    case OID.oid:
      return { longValue: Number(value) };
    case OID.float4:
    case OID.float8:
      return { doubleValue: Number(value) };
    case OID.bytea:
      return { blobValue: Buffer.from(value.slice(2), 'hex').toString('base64') };
    case OID.timestamptz:
      return { stringValue: value.replace(/\+00$/, '') };
    default:
      return { stringValue: value };
  }
}

function arrayValue(values: readonly unknown[]): ArrayValue {
  const present = values.filter((value) => value !== null);
  if (present.length > 0 && present.every((value) => typeof value === 'boolean')) return { booleanValues: present };
  if (present.length > 0 && present.every((value) => typeof value === 'number')) {
    return present.every(Number.isInteger) ? { longValues: present } : { doubleValues: present };
  }
  return { stringValues: present.map(String) };
}

const TYPE_NAMES = new Map(Object.entries(OID).map(([name, oid]) => [oid, name]));

/** What the Data API tells of a column. */
export const columnMetadata = ({ name, oid }: { name: string; oid: number }) => ({
  name,
  label: name,
  typeName: TYPE_NAMES.get(oid) ?? 'text',
  nullable: 2,
});

/** A row as `formatRecordsAs: JSON` gives it. */
export const plain = (value: ResultField): unknown => {
  if ('isNull' in value) return null;
  if ('arrayValue' in value) return Object.values(value.arrayValue)[0];
  return Object.values(value)[0];
};
