import { FAULT_CASES, type FaultCase, KILLED_CASES, nameOfCase } from './fault-matrix.ts';

type Row = Pick<FaultCase, 'operation' | 'tool' | 'fault' | 'told' | 'stands'>;

/** `docs/faults.md`: what each operation meets, what the customer is told, what PF360 holds afterwards. */
export function faultTable(): string {
  const rows: Row[] = [...FAULT_CASES, ...KILLED_CASES];
  const operations = [...new Set(rows.map(({ operation }) => operation))];
  return [
    '# Faults and what becomes of them',
    '',
    'Written by `npm run fault-table` from the matrix that the tests run (`test/conversations/fault-matrix.ts`); a test',
    'fails when this page is not what the matrix says. Each row is a test of the same name: those of killed processes in',
    '`test/conversations/killed.test.ts`, all others in `test/conversations/faults.test.ts`. “Done” and “not done” are',
    'read from PF360’s stand-in itself, and how often it was asked from its log of requests.',
    '',
    'Two rules are behind all of it. A write is sent once for one yes: when its outcome is not known, PF360 is read, and',
    'only a new yes sends anything again. And a read that fails is told as a failure, never as an empty list.',
    '',
    'A no of PF360 is no outcome either: it has been met saying “taken” or “invalid process step” to what it had done.',
    'Every write that it says no to is looked for once (dashboard and search side by side, or the notes). It counts as',
    'done only if it is shown, our project at our time; if it is not shown, the no stands; where that cannot be looked',
    'at, or the two contradict each other, the customer is told what PF360 answered and that it is still being checked.',
    '',
    'What was done is not undone by a dashboard that lags: for ten minutes a session remembers its own writes to',
    'appointments, and tells them as done here and not shown yet while exactly the state before them is shown',
    '(`core/rules/own-writes.ts`).',
    '',
    'Each operation has the tool that meets the fault beside its name. Of the sixteen tools one is missing here:',
    '`select_date` asks nobody, and so nothing can fail it.',
    '',
    ...operations.flatMap((operation) => table(rows.filter((row) => row.operation === operation))),
    `${rows.length} cases.`,
    '',
  ].join('\n');
}

function table(rows: readonly Row[]): string[] {
  const [first] = rows;
  return [
    `## ${first?.operation} (\`${first?.tool}\`)`,
    '',
    ...aligned([
      ['fault', 'the customer is told', 'PF360 afterwards', 'test'],
      ...rows.map((row) => [row.fault, row.told, row.stands, `\`${nameOfCase(row)}\``]),
    ]),
    '',
  ];
}

/** A Markdown table as the formatter leaves it: every column as wide as its widest cell. */
function aligned(cells: readonly string[][]): string[] {
  const [head = [], ...body] = cells;
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[], fill = ' ') =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
  return [line(head), line([], '-'), ...body.map((row) => line(row))];
}
