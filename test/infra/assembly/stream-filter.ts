type Rule = string | { prefix: string } | { exists: boolean };

/**
 * Whether a stream's record passes one of an event source mapping's filters, as far as ours go: values, prefixes and the
 * presence of a leaf.
 */
export function passes(record: unknown, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => fits(record, JSON.parse(pattern)));
}

function fits(value: unknown, pattern: Record<string, unknown>): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    const held = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
    return Array.isArray(wanted) ? wanted.some((rule) => obeys(held, rule)) : fits(held, wanted as never);
  });
}

function obeys(held: unknown, rule: Rule): boolean {
  if (typeof rule === 'string') return held === rule;
  if ('exists' in rule) return (held !== undefined) === rule.exists;
  return typeof held === 'string' && held.startsWith(rule.prefix);
}
