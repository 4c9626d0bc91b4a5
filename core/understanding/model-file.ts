import * as z from 'zod';
import type { Calibration, LinearPart, Model, NetworkPart, QuantisedTable } from './model.ts';
import { type NetworkSize, type NetworkWeights, WEIGHT_NAMES, weightLengths } from './network.ts';

/**
 * The model file: four letters, the header's length (32 bits, little-endian), a JSON header, then the numbers.
 * The header says where each run of numbers starts (bytes after the header, multiples of 4) and how many there are.
 */
const MAGIC = 'SAM1';

const Section = z.object({ name: z.string(), start: z.int().min(0), length: z.int().min(0) });
const Header = z.object({
  version: z.string(),
  words: z.string(),
  trained: z.int(),
  common: z.int(),
  classNames: z.array(z.string()),
  size: z.object({ token: z.int(), filters: z.int(), hidden: z.int(), contexts: z.int(), classes: z.int() }),
  networks: z.int(),
  calibration: z.object({
    temperature: z.number().positive(),
    coefficients: z.array(z.number()),
    bareAnswer: z.number(),
  }),
  sections: z.array(Section),
});
type Header = z.infer<typeof Header>;

/** The bytes of a model file; the same model gives the same bytes. */
export function encodeModel(model: Model): Uint8Array {
  const runs: { name: string; bytes: Uint8Array; length: number }[] = [];
  const put = (name: string, values: Int8Array | Float32Array | Uint32Array) =>
    runs.push({
      name,
      bytes: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
      length: values.length,
    });
  const putTable = (name: string, table: QuantisedTable) => {
    put(`${name}.values`, table.values);
    put(`${name}.scales`, table.scales);
  };
  put('linear.keys', model.linear.keys);
  putTable('linear.weights', model.linear.weights);
  put('linear.bias', Float32Array.from(model.linear.bias));
  putTable('spare', model.spare);
  for (const [n, network] of model.networks.entries()) {
    putTable(`${n}.vectors`, network.vectors);
    putTable(`${n}.classVectors`, network.classVectors);
    for (const name of WEIGHT_NAMES)
      putTable(`${n}.${name}`, quantise(network.weights[name], columnsOf(name, model.size)));
  }

  let start = 0;
  const sections = runs.map(({ name, bytes, length }) => {
    const section = { name, start, length };
    start += Math.ceil(bytes.length / 4) * 4;
    return section;
  });
  const header: Header = {
    version: model.version,
    words: [...model.words.keys()].join(' '),
    trained: model.trained,
    common: model.common,
    classNames: [...model.classNames.keys()],
    size: model.size,
    networks: model.networks.length,
    calibration: { ...model.calibration, coefficients: [...model.calibration.coefficients] },
    sections,
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const from = 8 + Math.ceil(json.length / 4) * 4;
  const file = new Uint8Array(from + start);
  file.set(new TextEncoder().encode(MAGIC));
  new DataView(file.buffer).setUint32(4, json.length, true);
  file.fill(0x20, 8, from);
  file.set(json, 8);
  for (const [i, { bytes }] of runs.entries()) file.set(bytes, from + (sections[i]?.start ?? 0));
  return file;
}

/**
 * A model from the bytes of its file.
 * @throws Error when the bytes are no model file of this version.
 */
export function decodeModel(file: Uint8Array): Model {
  if (new TextDecoder().decode(file.subarray(0, 4)) !== MAGIC) throw new Error('not a model file');
  const bytes = file.byteOffset % 4 === 0 ? file : Uint8Array.from(file);
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  const header = Header.parse(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))));
  const from = bytes.byteOffset + 8 + Math.ceil(headerLength / 4) * 4;
  const sections = new Map(header.sections.map((section) => [section.name, section]));
  const place = (name: string) => {
    const section = sections.get(name);
    if (section === undefined) throw new Error(`the model file lacks ${name}`);
    return { start: from + section.start, length: section.length };
  };
  const floats = (name: string): Float32Array => {
    const { start, length } = place(name);
    return new Float32Array(bytes.buffer as ArrayBuffer, start, length);
  };
  const table = (name: string): QuantisedTable => {
    const { start, length } = place(`${name}.values`);
    const scales = floats(`${name}.scales`);
    const values = new Int8Array(bytes.buffer as ArrayBuffer, start, length);
    return { columns: scales.length === 0 ? 0 : length / scales.length, values, scales };
  };
  const keys = place('linear.keys');
  const linear: LinearPart = {
    keys: new Uint32Array(bytes.buffer as ArrayBuffer, keys.start, keys.length),
    weights: table('linear.weights'),
    bias: Float64Array.from(floats('linear.bias')),
  };
  const networks = Array.from({ length: header.networks }, (_, n): NetworkPart => {
    const weights = Object.fromEntries(
      WEIGHT_NAMES.map((name) => [name, restore(table(`${n}.${name}`))]),
    ) as unknown as NetworkWeights;
    checkLengths(weights, header.size);
    return { vectors: table(`${n}.vectors`), classVectors: table(`${n}.classVectors`), weights };
  });
  const calibration: Calibration = header.calibration;
  return {
    version: header.version,
    words: new Map(header.words.split(' ').map((word, row) => [word, row])),
    trained: header.trained,
    common: header.common,
    spare: table('spare'),
    classNames: new Map(header.classNames.map((name, number) => [name, number])),
    size: header.size,
    linear,
    networks,
    calibration,
  };
}

/** Rows of real values as rows of whole numbers; each row keeps its own factor. */
export function quantise(values: ArrayLike<number>, columns: number): QuantisedTable {
  const rows = values.length / columns;
  const whole = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let largest = 0;
    for (let j = 0; j < columns; j++) largest = Math.max(largest, Math.abs(values[row * columns + j] ?? 0));
    const scale = Math.fround(largest / 127);
    scales[row] = scale;
    if (scale === 0) continue;
    for (let j = 0; j < columns; j++) whole[row * columns + j] = Math.round((values[row * columns + j] ?? 0) / scale);
  }
  return { columns, values: whole, scales };
}

function restore({ columns, values, scales }: QuantisedTable): Float64Array {
  const restored = Float64Array.from(values);
  for (const [row, scale] of scales.entries()) {
    for (let i = row * columns; i < (row + 1) * columns; i++) restored[i] = scale * (restored[i] as number);
  }
  return restored;
}

function columnsOf(name: keyof NetworkWeights, size: NetworkSize): number {
  if (name === 'hidden' || name === 'hiddenBias') return size.hidden;
  if (name === 'output' || name === 'outputBias') return size.classes;
  return size.filters;
}

function checkLengths(weights: NetworkWeights, size: NetworkSize): void {
  const lengths = weightLengths(size);
  for (const name of WEIGHT_NAMES) {
    if (weights[name].length !== lengths[name]) throw new Error(`the model file's ${name} is not of its stated size`);
  }
}
