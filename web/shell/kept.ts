/** What this browser keeps. A browser that keeps nothing, or no more, is as good as an empty one. */
export function kept(storage: Storage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** Null takes it away. */
export function keep(storage: Storage, key: string, value: unknown): void {
  try {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch {
    // Full, or refused: the page then forgets on reload and works on.
  }
}
