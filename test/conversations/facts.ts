/**
 * The part of an answer that a path names: `data.items.1.date`. Items count from 1, `-1` is the last one; `length` is
 * how many there are. Undefined where there is nothing.
 */
export function factAt(root: unknown, path: string): unknown {
  let value = root;
  for (const step of path.split('.')) {
    if (Array.isArray(value) && /^-?\d+$/.test(step)) {
      const position = Number(step);
      value = value.at(position > 0 ? position - 1 : position);
    } else if (Array.isArray(value) && step === 'length') value = value.length;
    else if (typeof value === 'object' && value !== null) value = Reflect.get(value, step);
    else return undefined;
  }
  return value;
}

export const inWords = (value: unknown): string =>
  value === undefined || value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);

/** Whether a fact is as a condition says: `= a | b`, `!= a`, `~ part`, `>= n`, `<= n`, `in from..to`. */
export function holds(fact: unknown, condition: string): boolean {
  const [, sign = '', expected = ''] = /^(=|!=|~|!~|>=|<=|in)\s*(.*)$/.exec(condition.trim()) ?? [];
  const said = inWords(fact);
  const choices = expected.split('|').map((choice) => choice.trim().replace(/^"(.*)"$/, '$1'));
  switch (sign) {
    case '=':
      return choices.includes(said);
    case '!=':
      return !choices.includes(said);
    case '~':
      return choices.some((part) => said.toLowerCase().includes(part.toLowerCase()));
    case '!~':
      return !choices.some((part) => said.toLowerCase().includes(part.toLowerCase()));
    case '>=':
      return compare(said, expected) >= 0;
    case '<=':
      return compare(said, expected) <= 0;
    case 'in': {
      const [from = '', to = ''] = expected.split('..');
      return compare(said, from) >= 0 && compare(said, to) <= 0;
    }
    default:
      throw new SyntaxError(`"${condition}" is no condition`);
  }
}

const isNumber = (text: string) => /^-?\d+(?:\.\d+)?$/.test(text);

const compare = (a: string, b: string): number =>
  isNumber(a) && isNumber(b) ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
