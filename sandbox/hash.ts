/**
 * A 32-bit hash of the parts, the same on every machine and in every run. It stands in for chance wherever the sandbox
 * wants variety that a test can rely on: which slots a date keeps, what the weather does.
 */
export function hash(...parts: readonly (string | number)[]): number {
  const text = parts.join('|');
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  // FNV-1a alone leaves neighbouring dates alike in the high bits; the final mix of MurmurHash3 spreads them.
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** The hash of the parts as a number from 0 (included) to 1 (excluded). */
export function fraction(...parts: readonly (string | number)[]): number {
  return hash(...parts) / 2 ** 32;
}
