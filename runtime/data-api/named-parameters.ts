/**
 * Puts the Data API's named parameters (`:name`) into PostgreSQL's form (`$1`). A name used twice is one parameter.
 * Literals, quoted names, comments and casts (`::`) are left alone.
 *
 * @returns the statement, and the names in the order of their numbers.
 */
export function positional(sql: string): { text: string; names: string[] } {
  const names: string[] = [];
  const text = sql.replace(TOKENS, (token, _tag, name: string | undefined) => {
    if (name === undefined) return token;
    const known = names.indexOf(name);
    return `$${known === -1 ? names.push(name) : known + 1}`;
  });
  return { text, names };
}

const TOKENS = new RegExp(
  [
    String.raw`[eE]'(?:[^'\\]|\\.|'')*'`,
    "'(?:[^']|'')*'",
    '"(?:[^"]|"")*"',
    String.raw`--[^\n]*`,
    String.raw`/\*[\s\S]*?\*/`,
    String.raw`\$([A-Za-z_]*)\$[\s\S]*?\$\1\$`,
    '::',
    ':([A-Za-z0-9_]+)',
  ].join('|'),
  'g',
);
