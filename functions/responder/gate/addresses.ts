/** Words of street names and the ways they are written. */
const STREET_WORDS = [
  ['street', 'st', 'st.'],
  ['avenue', 'ave', 'ave.', 'av'],
  ['road', 'rd', 'rd.'],
  ['drive', 'dr', 'dr.'],
  ['lane', 'ln', 'ln.'],
  ['boulevard', 'blvd', 'blvd.'],
  ['court', 'ct', 'ct.'],
  ['circle', 'cir', 'cir.'],
  ['place', 'pl', 'pl.'],
  ['terrace', 'ter', 'ter.'],
  ['trail', 'trl', 'trl.'],
  ['parkway', 'pkwy', 'pkwy.'],
  ['highway', 'hwy', 'hwy.'],
  ['apartment', 'apt', 'apt.'],
  ['north', 'n', 'n.'],
  ['south', 's', 's.'],
  ['east', 'e', 'e.'],
  ['west', 'w', 'w.'],
] as const;

const STATES =
  'AL Alabama AK Alaska AZ Arizona AR Arkansas CA California CO Colorado CT Connecticut DE Delaware FL Florida ' +
  'GA Georgia HI Hawaii ID Idaho IL Illinois IN Indiana IA Iowa KS Kansas KY Kentucky LA Louisiana ME Maine ' +
  'MD Maryland MA Massachusetts MI Michigan MN Minnesota MS Mississippi MO Missouri MT Montana NE Nebraska ' +
  'NV Nevada OH Ohio OK Oklahoma OR Oregon PA Pennsylvania TN Tennessee TX Texas UT Utah VT Vermont VA Virginia ' +
  'WA Washington WI Wisconsin WY Wyoming';

const STATE_NAMES: ReadonlyMap<string, string> = new Map(
  [...STATES.matchAll(/([A-Z]{2}) (\w+)/g)].map(([, code = '', name = '']) => [code, name]),
);

/**
 * The ways an address on file may be written in a reply: the whole, its parts between commas one after the other, the
 * street without its number, state names written out, street words short or long. Digits are never changed.
 */
export function addressForms(address: string): string[] {
  const parts = address
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const runs = parts.flatMap((_, from) => parts.slice(from).map((__, count) => parts.slice(from, from + count + 1)));
  const joined = runs.flatMap((run) => [run.join(', '), run.join(' ')]);
  const pieces = parts.flatMap(piecesOf);
  const written = [address, ...joined, ...pieces].flatMap((form) => [form, withStateName(form)]);
  return [...new Set(written.flatMap(withStreetWords))].filter((form) => form.length > 1);
}

/** "412 Heron Way" also as "Heron Way"; "FL 33606" also as "FL" and "33606". */
function piecesOf(part: string): string[] {
  const street = /^\d+\S*\s+(\D.+)$/.exec(part)?.[1];
  const state = /^([A-Z]{2})\s+(\d{5})(?:-\d{4})?$/.exec(part);
  return [street, state?.[1], state?.[2]].filter((piece) => piece !== undefined);
}

const withStateName = (text: string): string =>
  text.replace(/\b[A-Z]{2}\b(?=$| \d{5}|,)/g, (code) => STATE_NAMES.get(code) ?? code);

function withStreetWords(text: string): string[] {
  const forms = [text];
  for (const spellings of STREET_WORDS) {
    const pattern = new RegExp(
      `(?<=\\s|^)(?:${spellings.map((each) => each.replace('.', '\\.')).join('|')})(?=[\\s,]|$)`,
      'i',
    );
    if (!pattern.test(text)) continue;
    for (const form of [...forms]) forms.push(...spellings.map((spelling) => form.replace(pattern, spelling)));
  }
  return forms;
}
