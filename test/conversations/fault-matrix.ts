import type { ToolName } from '../../core/contracts/tool-call.ts';
import { readScripts, type Script } from './script.ts';

/**
 * What one operation meets, what the customer is told, what PF360 holds afterwards; `tool` is the one that meets it,
 * `lines` are the script's.
 */
export type FaultCase = {
  operation: string;
  tool: ToolName;
  fault: string;
  told: string;
  stands: string;
  lines: readonly string[];
};

/** How long the assistant of these scripts waits for one call; a silence is longer. */
export const PATIENCE_MS = 3000;

type Write = {
  name: string;
  tool: ToolName;
  /** Leads to the question for the yes. */
  asks: readonly string[];
  endpoint: string;
  /** The sandbox with and without the write. */
  done: string;
  undone: string;
  /** What PF360 makes of it when it is done. */
  status: 'confirmed' | 'requested';
  /** Where it is looked for afterwards, and the reads of that before it is sent. */
  seen: { at: string; reads: number };
};

const DASHBOARD = { at: 'GET /dashboard/*', reads: 1 };
const NOTES = { at: 'GET /communication/*/notes', reads: 0 };

const WRITES: readonly Write[] = [
  {
    name: 'booking',
    tool: 'confirm_appointment',
    asks: ['> book my flooring installation on June 12 at 1 pm'],
    endpoint: 'POST /scheduler/*/schedule',
    done: '41001_1 is Scheduled on 2026-06-12 at 13:00',
    undone: '41001_1 is Ready To Schedule',
    status: 'confirmed',
    seen: DASHBOARD,
  },
  {
    name: 'move: the release of the old time',
    tool: 'reschedule_appointment',
    asks: ['> move my windows appointment'],
    endpoint: 'GET /scheduler/*/cancel-reschedule',
    done: '41002_1 is Pending Reschedule',
    undone: '41002_1 is Scheduled on 2026-06-09 at 10:00',
    status: 'confirmed',
    seen: DASHBOARD,
  },
  {
    name: 'move: the booking of the new time',
    tool: 'confirm_appointment',
    asks: ['> move my windows appointment to June 18', '> yes', '> the last one'],
    endpoint: 'POST /scheduler/*/schedule',
    done: '41002_1 is Scheduled on 2026-06-18',
    undone: '41002_1 is Pending Reschedule',
    status: 'confirmed',
    seen: DASHBOARD,
  },
  {
    name: 'cancel',
    tool: 'cancel_appointment',
    asks: ['> cancel my windows appointment because of a conflict'],
    endpoint: 'GET /scheduler/*/cancel-appointment',
    done: '41002_1 is Ready To Schedule',
    undone: '41002_1 is Scheduled on 2026-06-09 at 10:00',
    status: 'confirmed',
    seen: DASHBOARD,
  },
  {
    name: 'note',
    tool: 'add_note',
    asks: ['> leave a note that we have two big dogs', '> the bathroom one'],
    endpoint: 'POST /communication/*/note',
    done: '41003_1 has 1 note with "two big dogs"',
    undone: '41003_1 has no notes',
    status: 'confirmed',
    seen: NOTES,
  },
  {
    name: 'address correction',
    tool: 'request_address_change',
    asks: ['> the address for my kitchen cabinets is wrong, it should be 9 Gulf Road, Clearwater, FL 33755'],
    endpoint: 'POST /project-notes/update-address-note',
    done: '41005_1 has 1 note with "9 Gulf Road"',
    undone: '41005_1 has no notes',
    status: 'requested',
    seen: NOTES,
  },
];

/** The words of the customer in a script's lines. */
const wordsIn = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/^> /, ''));

/** A fault of the one request that writes, and how it ends. */
type WriteFault = {
  name: string;
  effect: string;
  /**
   * `found`: PF360 did it, which is read back · `open`: nobody knows, and later it turns out not to be done · `no` ·
   * `refused`: so PF360 says, and so it is · `unchecked`: PF360 says no, did it, and cannot be read for a while.
   */
  ends: 'found' | 'open' | 'no' | 'signed out' | 'refused' | 'unchecked';
};

const WRITE_FAULTS: readonly WriteFault[] = [
  { name: 'silence, and nothing is done', effect: 'delay 6 seconds, drop', ends: 'open' },
  { name: 'silence, after it was done', effect: 'delay 6 seconds, after commit', ends: 'found' },
  { name: '500, and nothing is done', effect: 'status 500', ends: 'no' },
  { name: '500, after it was done', effect: 'status 500, after commit', ends: 'found' },
  { name: 'connection cut, and nothing is done', effect: 'drop', ends: 'open' },
  { name: 'connection cut, after it was done', effect: 'drop, after commit', ends: 'found' },
  { name: '401 in mid-flow', effect: 'status 401', ends: 'signed out' },
  {
    name: '400 "Invalid process step", and nothing is done',
    effect: 'status 400, body "Invalid process step"',
    ends: 'no',
  },
  {
    name: '400 "Invalid process step", after it was done',
    effect: 'status 400, body "Invalid process step", after commit',
    ends: 'found',
  },
  {
    name: '400 without a known reason, and nothing is done',
    effect: 'status 400, body "Bad request"',
    ends: 'refused',
  },
  {
    name: '400 without a known reason, after it was done',
    effect: 'status 400, body "Bad request", after commit',
    ends: 'found',
  },
  { name: '409, and nothing is done', effect: 'status 409, body "Conflict"', ends: 'refused' },
  { name: '409, after it was done', effect: 'status 409, body "Conflict", after commit', ends: 'found' },
  {
    name: '409, after it was done, and it cannot be read back',
    effect: 'status 409, body "Conflict", after commit',
    ends: 'unchecked',
  },
  { name: '401, after it was done', effect: 'status 401, after commit', ends: 'found' },
  { name: '200 with garbage, and nothing is done', effect: 'status 200, body "<html>busy</html>"', ends: 'no' },
  {
    name: '200 with garbage, after it was done',
    effect: 'status 200, body "<html>busy</html>", after commit',
    ends: 'found',
  },
  { name: '200 with an empty body, after it was done', effect: 'status 200, body "", after commit', ends: 'found' },
  { name: '200 with an error, and nothing is done', effect: 'body {"error":"nothing was done"}', ends: 'refused' },
  { name: '200 with an error, after it was done', effect: 'body {"error":"no answer"}, after commit', ends: 'found' },
  {
    name: '200 around a 500, and nothing is done',
    effect: 'body {"statusCode":500,"message":"Internal server error"}',
    ends: 'no',
  },
  {
    name: '200 around a 500, after it was done',
    effect: 'body {"statusCode":500,"message":"Internal server error"}, after commit',
    ends: 'found',
  },
  {
    name: '200 with the words of a failure, and nothing is done',
    effect: 'body {"data":{"message":"Failed to process your request"}}',
    ends: 'no',
  },
  { name: '429, and nothing is done', effect: 'status 429', ends: 'no' },
  { name: 'a redirect, and nothing is done', effect: 'status 302', ends: 'no' },
  { name: 'a redirect, after it was done', effect: 'status 302, after commit', ends: 'found' },
];

/** Nothing in a reply may sound as if it were done. */
const CLAIMS = "never says: you're booked | is moved | is canceled | I saved | I sent";

/** The reads that come before it is sent are answered, those after it are not. */
const unreadable = ({ at, reads }: Write['seen']): string[] => [
  ...(reads === 0 ? [] : [`fault: ${at}: delay 0 seconds, times ${reads}`]),
  `fault: ${at}: status 500, times 9`,
];

function writeCase(write: Write, { name: fault, effect, ends }: WriteFault): FaultCase {
  const { name: operation, tool, asks, endpoint, done, undone, status, seen } = write;
  const before = [...asks, `pending: ${tool}`, `fault: ${endpoint}: ${effect}`, '> yes'];
  const came = (count: number) => `sandbox: ${endpoint} came ${count} times`;
  const again = [
    '> yes',
    `outcome: ${tool} ${status}`,
    `sandbox: ${done}`,
    // Once for the yes that failed, once for the new one.
    came(2),
  ];
  switch (ends) {
    case 'found':
      return {
        operation,
        tool,
        fault,
        told: `${status}, read back`,
        stands: 'done, sent once',
        lines: [...before, `outcome: ${tool} ${status}`, `sandbox: ${done}`, 'repeat:', came(1)],
      };
    case 'open':
      return {
        operation,
        tool,
        fault,
        told: 'not known yet; minutes later: not done, with the question anew',
        stands: 'not done until the new yes, then done once',
        lines: [
          ...before,
          `outcome: ${tool} unknown`,
          'pending: none',
          CLAIMS,
          `sandbox: ${undone}`,
          // Meanwhile it is only looked for.
          '> yes',
          `outcome: ${tool} unknown`,
          came(1),
          'clock: +4 minutes',
          '> hello',
          `outcome: ${tool} not_done`,
          `pending: ${tool}`,
          CLAIMS,
          came(1),
          ...again,
        ],
      };
    case 'no':
      return {
        operation,
        tool,
        fault,
        told: 'not done, with the question anew',
        stands: 'not done until the new yes, then done once',
        lines: [
          ...before,
          `outcome: ${tool} not_done`,
          `pending: ${tool}`,
          CLAIMS,
          `sandbox: ${undone}`,
          came(1),
          ...again,
        ],
      };
    case 'refused':
      return {
        operation,
        tool,
        fault,
        told: 'refused, once it is looked at',
        stands: 'not done, sent once',
        lines: [...before, `outcome: ${tool} refused`, CLAIMS, `sandbox: ${undone}`, came(1)],
      };
    case 'unchecked':
      return {
        operation,
        tool,
        fault,
        told: `what PF360 answered, and that it could not be checked; later: ${status}, read back`,
        stands: 'done, sent once',
        lines: [
          ...asks,
          `pending: ${tool}`,
          `fault: ${endpoint}: ${effect}`,
          ...unreadable(seen),
          '> yes',
          `outcome: ${tool} unknown`,
          'pending: none',
          "says: couldn't check",
          CLAIMS,
          'never says: nothing was | was not',
          'faults over:',
          '> hello',
          `outcome: ${tool} ${status}`,
          `sandbox: ${done}`,
          came(1),
        ],
      };
    case 'signed out':
      return {
        operation,
        tool,
        fault,
        told: 'not done, sign in again',
        stands: 'not done until the new yes, then done once',
        lines: [
          ...before,
          `outcome: ${tool} not_done`,
          'says: sign in',
          CLAIMS,
          `sandbox: ${undone}`,
          came(1),
          ...again,
        ],
      };
  }
}

const ONCE: readonly FaultCase[] = WRITES.flatMap(({ name: operation, tool, asks, endpoint, done, undone, status }) => {
  const before = [...asks, `pending: ${tool}`];
  const earlier = operation.startsWith('move: the booking') ? 1 : 0;
  return [
    {
      operation,
      tool,
      fault: 'a time-out before it is sent',
      told: 'not done, with the question anew',
      stands: 'not sent until the new yes, then done once',
      lines: [
        ...before,
        // What has to be so is looked up first.
        'fault: GET /dashboard/*: delay 6 seconds, drop, times 9',
        '> yes',
        `outcome: ${tool} not_done`,
        `pending: ${tool}`,
        CLAIMS,
        `sandbox: ${undone}`,
        `sandbox: ${endpoint} came never times`,
        'faults over:',
        '> yes',
        `outcome: ${tool} ${status}`,
        `sandbox: ${done}`,
        `sandbox: ${endpoint} came 1 times`,
      ],
    },
    {
      operation,
      tool,
      fault: 'the yes is delivered twice at the same moment',
      told: `${status} once; the other delivery waits for that answer`,
      stands: 'done once',
      lines: [
        ...before,
        `fault: ${endpoint}: delay 300 ms`,
        'twice at once: yes',
        'status: 200, 409',
        'until answered:',
        `outcome: ${tool} ${status}`,
        `sandbox: ${done}`,
        `sandbox: ${endpoint} came 1 times`,
      ],
    },
    {
      operation,
      tool,
      fault: 'another message at the same moment as the yes',
      told: 'one of them is answered, the other told to wait',
      stands: 'done at most once',
      lines: [...before, 'fault: GET *: delay 150 ms, times 2', 'at once: yes // yes, go ahead', 'status: 200, 409'],
    },
    {
      operation,
      tool,
      fault: 'the yes comes after the question has run out',
      told: 'not acted on; the question anew',
      stands: 'not done',
      lines: [
        ...before,
        'clock: +16 minutes',
        '> yes',
        'outcome: none',
        'says: too long',
        `sandbox: ${undone}`,
        `sandbox: ${endpoint} came never times`,
      ],
    },
    {
      operation,
      tool,
      fault: 'the yes is said in another session',
      told: 'nothing waits for a yes',
      stands: 'not done',
      lines: [
        ...before,
        'session: other',
        '> yes',
        'outcome: none',
        'pending: none',
        `sandbox: ${undone}`,
        `sandbox: ${earlier} writes`,
      ],
    },
  ];
});

const TAKEN: readonly FaultCase[] = [
  {
    operation: 'booking',
    tool: 'confirm_appointment',
    fault: 'the slot is taken between the question and the yes',
    told: 'refused: taken; other times of that day',
    stands: 'not done, not sent',
    lines: [
      '> book my flooring installation on June 12 at 1 pm',
      'somebody takes: 2026-06-12 13:00 from 41001_1',
      '> yes',
      'outcome: confirm_appointment refused',
      'says: taken',
      'data: time_slots',
      'every: data.items time != 13:00',
      'sandbox: no writes',
    ],
  },
  {
    operation: 'booking',
    tool: 'confirm_appointment',
    fault: 'the slot is taken between the check and the booking',
    told: 'refused: taken; other times',
    stands: 'not done, sent once',
    lines: [
      '> book my flooring installation on June 12 at 1 pm',
      'fault: POST /scheduler/*/schedule: status 409, body "The selected slot was taken by another booking"',
      '> yes',
      'outcome: confirm_appointment refused',
      'says: taken',
      'sandbox: 41001_1 is Ready To Schedule',
      'sandbox: POST /scheduler/*/schedule came 1 times',
    ],
  },
  {
    operation: 'booking',
    tool: 'confirm_appointment',
    fault: 'the offered date has gone before the yes',
    told: 'refused; other dates',
    stands: 'not done, not sent',
    lines: [
      '> book my flooring installation on June 12 at 1 pm',
      'somebody takes: 2026-06-12 from 41001_1',
      '> yes',
      'outcome: confirm_appointment refused',
      'data: dates',
      'every: data.items date != 2026-06-12',
      'sandbox: no writes',
    ],
  },
  {
    operation: 'move: the booking of the new time',
    tool: 'confirm_appointment',
    fault: 'the slot is taken between the question and the yes',
    told: 'refused: taken; the old time has been given up, other times',
    stands: 'released, not booked, not sent',
    lines: [
      '> move my windows appointment to June 18',
      '> yes',
      '> the last one',
      'let: hour = metadata.pending_action.time',
      'somebody takes: 2026-06-18 {hour} from 41002_1',
      '> yes',
      'outcome: confirm_appointment refused',
      'says: taken',
      'sandbox: 41002_1 is Pending Reschedule',
      'sandbox: 1 write',
    ],
  },
  {
    operation: 'move: the booking of the new time',
    tool: 'confirm_appointment',
    fault: 'the offered date has gone before the yes',
    told: 'refused; the old time has been given up, other dates',
    stands: 'released, not booked, not sent',
    lines: [
      '> move my windows appointment to June 18',
      '> yes',
      '> the last one',
      'somebody takes: 2026-06-18 from 41002_1',
      '> yes',
      'outcome: confirm_appointment refused',
      'says: has been given up',
      'data: dates',
      'every: data.items date != 2026-06-18',
      'sandbox: 41002_1 is Pending Reschedule',
      'sandbox: 1 write',
    ],
  },
  {
    operation: 'move: the release of the old time',
    tool: 'reschedule_appointment',
    fault: 'the appointment has changed before the yes',
    told: 'refused; a person',
    stands: 'not done, not sent',
    lines: [
      '> move my windows appointment',
      'office sets: 41002_1 to In Progress',
      '> yes',
      'outcome: reschedule_appointment refused',
      'handoff: yes',
      'sandbox: no writes',
    ],
  },
  {
    operation: 'cancel',
    tool: 'cancel_appointment',
    fault: 'the appointment has changed before the yes',
    told: 'refused; a person',
    stands: 'not done, not sent',
    lines: [
      '> cancel my windows appointment because of a conflict',
      'office sets: 41002_1 to In Progress',
      '> yes',
      'outcome: cancel_appointment refused',
      'handoff: yes',
      'sandbox: no writes',
    ],
  },
];

type Read = { name: string; tool: ToolName; asks: string; endpoint: string; works: string; before?: readonly string[] };

const READS: readonly Read[] = [
  {
    name: 'list of projects',
    tool: 'list_projects',
    asks: 'what projects do I have?',
    endpoint: 'GET /dashboard/*',
    works: 'data: projects 5',
  },
  {
    name: 'details',
    tool: 'get_project_details',
    asks: 'who is coming to do the windows?',
    endpoint: 'GET /dashboard/*',
    works: 'says: Marco Reyes',
  },
  {
    name: 'projects by words',
    tool: 'select_project',
    asks: 'details on my windows projects',
    endpoint: 'GET /dashboard/*',
    works: 'data: project',
  },
  {
    name: 'appointment',
    tool: 'get_appointment_status',
    asks: 'when is my windows install?',
    endpoint: 'GET /dashboard/*',
    works: 'says: June 9',
  },
  {
    name: 'address on file',
    tool: 'get_installation_address',
    asks: 'what address do you have for my flooring?',
    endpoint: 'GET /dashboard/*',
    works: 'says: 1418 Bayshore Bend',
  },
  {
    name: 'open dates',
    tool: 'get_available_dates',
    asks: 'when could you come for the flooring?',
    endpoint: 'GET /scheduler/*/slotsChatbot',
    works: 'data: dates',
  },
  {
    name: 'open times',
    tool: 'get_time_slots',
    asks: 'June 12',
    endpoint: 'GET /scheduler/*/slotsChatbot',
    works: 'data: time_slots',
    before: ['> book the flooring', 'data: dates'],
  },
  {
    name: 'office hours',
    tool: 'get_business_hours',
    asks: 'when are you open?',
    endpoint: 'GET /scheduler/*/business-hours',
    works: 'data: hours',
  },
  {
    name: 'notes',
    tool: 'list_notes',
    asks: 'what notes are on my kitchen cabinets?',
    endpoint: 'GET /communication/*/notes',
    works: 'data: notes 1',
  },
  {
    name: 'weather',
    tool: 'get_weather',
    asks: "what's the weather in Orlando?",
    endpoint: 'GET /v1/forecast',
    works: 'data: weather',
  },
  {
    name: 'place of the weather',
    tool: 'get_weather',
    asks: "what's the weather in Orlando?",
    endpoint: 'GET /v1/search',
    works: 'data: weather',
  },
];

const READ_FAULTS: readonly { name: string; effect: string }[] = [
  { name: '500 three times', effect: 'status 500, times 3' },
  { name: 'garbage', effect: 'status 200, body "<html>busy</html>", times 9' },
  { name: 'empty body', effect: 'status 200, body "", times 9' },
  { name: 'silence', effect: 'delay 6 seconds, drop, times 3' },
  { name: '200 with an error', effect: 'body {"error":"broken","data":[]}, times 9' },
];

const readCase = (
  { name, tool, asks, endpoint, works, before = [] }: Read,
  fault: (typeof READ_FAULTS)[number],
): FaultCase => ({
  operation: name,
  tool,
  fault: fault.name,
  told: 'cannot be had right now; nothing is made up',
  stands: 'unchanged; asked again, it works',
  lines: [
    ...before,
    `fault: ${endpoint}: ${fault.effect}`,
    `> ${asks}`,
    "says: couldn't get | can't get | isn't answering",
    "never says: don't see any | no projects | closed | no open | not found | there are no",
    'data: none',
    'faults over:',
    'clock: +1 minute',
    `> ${asks}`,
    works,
    'sandbox: no writes',
  ],
});

/** Asks for the appointment that a write is about. */
const ASKS_WHEN: Readonly<Record<string, string>> = {
  booking: '> when is my flooring appointment?',
  'move: the release of the old time': '> when is my windows install?',
  'move: the booking of the new time': '> when is my windows install?',
  cancel: '> when is my windows install?',
};

/** The dashboard goes on showing what was so before the yes. */
const LAGS: readonly FaultCase[] = WRITES.flatMap(({ name: operation, tool, asks, endpoint, done }) => {
  const when = ASKS_WHEN[operation];
  if (when === undefined) return [];
  return [
    {
      operation,
      tool,
      fault: 'the dashboard lags behind it',
      told: 'done or requested; asked about later: what was done here, and that it is not shown yet',
      stands: 'done, sent once',
      lines: [
        ...asks,
        `pending: ${tool}`,
        'fault: GET /dashboard/*: stale, times 99',
        '> yes',
        `sandbox: ${done}`,
        when,
        'says: In this conversation',
        "says: doesn't show it yet | still shows it",
        "never says: is scheduled | doesn't have an appointment",
        `sandbox: ${endpoint} came 1 times`,
      ],
    },
  ];
});

export const FAULT_CASES: readonly FaultCase[] = [
  ...WRITES.flatMap((write) => WRITE_FAULTS.map((fault) => writeCase(write, fault))),
  ...ONCE,
  ...TAKEN,
  ...LAGS,
  ...READS.flatMap((read) => READ_FAULTS.map((fault) => readCase(read, fault))),
];

/** A write in whose middle the process is killed; `done` and `undone` are what the sandbox then holds, as scripts say it. */
export type KilledCase = Omit<FaultCase, 'lines'> &
  Pick<Write, 'endpoint' | 'done' | 'undone' | 'status'> & { says: readonly string[]; afterCommit: boolean };

/** Killed processes cannot be told in a script: these are tests of their own. */
export const KILLED_CASES: readonly KilledCase[] = WRITES.flatMap(
  ({ name: operation, tool, asks, endpoint, done, undone, status }) => {
    const write = { operation, tool, endpoint, done, undone, status, says: wordsIn(asks) };
    return [
      {
        ...write,
        fault: 'the process is killed between "started" and "done", before PF360 has done it',
        told: 'after the restart the same yes is not known yet: it is only looked for',
        stands: 'not done, sent once',
        afterCommit: false,
      },
      {
        ...write,
        fault: 'the process is killed between PF360’s commit and SaveTurn',
        told: `after the restart the same yes is answered: ${status}, read back`,
        stands: 'done, sent once',
        afterCommit: true,
      },
    ];
  },
);

export const nameOfCase = ({ operation, fault }: Pick<FaultCase, 'operation' | 'fault'>): string =>
  `${operation}: ${fault}`;

export const faultScripts = (): Script[] =>
  readScripts(
    FAULT_CASES.map((each) => [`== ${nameOfCase(each)}`, ...each.lines].join('\n')).join('\n\n'),
    'fault-matrix.ts',
  );
