/** One conversation: who talks when, and lines to be played in order. */
export type Script = {
  name: string;
  /** The file, for messages. */
  file: string;
  customer: string;
  /** ISO instant with offset at which the clocks stand when the conversation begins. */
  now: string;
  channel: string;
  /** Configuration that differs from the usual. */
  env: Record<string, string>;
  /** Claims of the token that differ from the customer's; an empty text takes the claim away. */
  claims: Record<string, string>;
  lines: Line[];
};

/** `> text` has the keyword `>`; anything else is `keyword: rest`. */
export type Line = { number: number; keyword: string; rest: string };

/** Monday, 1 June 2026, nine in the morning in New York. */
const USUAL_NOW = '2026-06-01T09:00:00-04:00';

/**
 * Reads the scripts of a file: each begins with `== name`, then come its head lines, then what is said and expected.
 * Empty lines and lines that begin with `--` say nothing.
 *
 * @throws SyntaxError names the file and the line.
 */
export function readScripts(text: string, file: string): Script[] {
  const scripts: Script[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const number = index + 1;
    const line = raw.trim();
    if (line === '' || line.startsWith('--')) continue;
    const title = /^== +(.+)$/.exec(line)?.[1];
    if (title !== undefined) {
      const head = { customer: '7001001', now: USUAL_NOW, channel: 'chat', env: {}, claims: {} };
      scripts.push({ name: title, file, ...head, lines: [] });
      continue;
    }
    const script = scripts.at(-1);
    if (script === undefined) throw new SyntaxError(`${file}:${number}: a script begins with "== name"`);
    const parsed = readLine(line, number);
    if (parsed === null) throw new SyntaxError(`${file}:${number}: neither "> text" nor "keyword: …": ${line}`);
    if (!(script.lines.length === 0 && readHead(script, parsed))) script.lines.push(parsed);
  }
  const names = scripts.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new SyntaxError(`${file}: two scripts are called "${twice}"`);
  return scripts;
}

function readLine(line: string, number: number): Line | null {
  if (line.startsWith('>')) return { number, keyword: '>', rest: line.slice(1).trim() };
  const [, keyword, rest] = /^([a-z][a-z ,]*?):(?:\s+(.*))?$/.exec(line) ?? [];
  return keyword === undefined ? null : { number, keyword, rest: rest ?? '' };
}

function readHead(script: Script, { keyword, rest }: Line): boolean {
  switch (keyword) {
    case 'customer':
    case 'now':
    case 'channel':
      script[keyword] = rest;
      return true;
    case 'env':
    case 'claims':
      Object.assign(script[keyword], readPairs(rest));
      return true;
    default:
      return false;
  }
}

/** `a=1 b="two words" c~part`: name, sign and value of each. */
export function readTerms(text: string): { name: string; sign: '=' | '~'; value: string }[] {
  return [...text.matchAll(/([A-Za-z_][\w.]*)([=~])(?:"([^"]*)"|(\S*))/g)].map(([, name, sign, quoted, bare]) => ({
    name: name ?? '',
    sign: sign === '~' ? '~' : '=',
    value: quoted ?? bare ?? '',
  }));
}

const readPairs = (text: string): Record<string, string> =>
  Object.fromEntries(readTerms(text).map(({ name, value }) => [name, value]));
