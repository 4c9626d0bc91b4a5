/** 32-bit FNV-1a of a name's UTF-16 units: the key of a feature in the model file. */
export function hash(name: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < name.length; index++) {
    value = Math.imul(value ^ name.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
