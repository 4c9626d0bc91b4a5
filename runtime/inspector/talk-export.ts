import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { Answer } from '../../core/contracts/answer.ts';
import type { TurnEvent } from '../../core/contracts/execution-record.ts';
import { ExecutionInput, TurnState } from '../../core/contracts/turn.ts';
import { PROBLEM_OF_ERROR, PROBLEMS } from '../../functions/front-door/problems.ts';
import type { SandboxState } from '../../sandbox/state.ts';
import { claimsOf, isSandboxCustomer } from '../sandbox-customers.ts';

/** What of one turn a script needs. */
export type TalkTurn = {
  request: { message: string; message_id: string | null; channel: string; client_id: string | null };
  identity: ExecutionInput['identity'];
  /** ISO instant with offset; null when the turn was never opened. */
  now: string | null;
  settings: TurnState['settings'] | null;
  model_calls: number;
  answer: Answer | null;
  /** The message had been answered before, and got that answer again. */
  repeated: boolean;
  error: string | null;
  /** The sandbox as the turn began; null when it is not kept. */
  sandbox: SandboxState | null;
  /** Whether something else than the turns before may have changed the sandbox since the last one. */
  disturbed: boolean;
};

const Requested = z.object({
  message: z.string(),
  message_id: z.string().nullable().catch(null).default(null),
  channel: z.enum(['chat', 'sms', 'voice']).catch('chat').default('chat'),
  client_id: z.string().nullable().catch(null).default(null),
});

/** What a script needs of a record; null when the record does not hold it. */
export function talkTurnOf(
  record: readonly TurnEvent[],
  { sandbox, disturbed }: Pick<TalkTurn, 'sandbox' | 'disturbed'>,
): TalkTurn | null {
  const [started] = record;
  const { data: input } = ExecutionInput.safeParse(started?.type === 'TurnStarted' ? started.input : undefined);
  const { data: request } = Requested.safeParse(input?.request);
  if (input === undefined || request === undefined) return null;
  const outputOf = (state: string) => {
    const left = record.findLast((event) => event.type === 'StateExited' && event.state === state);
    return left?.type === 'StateExited' ? left.output : undefined;
  };
  const { data: turn } = TurnState.safeParse(outputOf('OpenTurn'));
  const ended = record.at(-1);
  const { data: answer } = Answer.safeParse(ended?.type === 'TurnEnded' ? ended.output : undefined);
  return {
    request,
    identity: input.identity,
    now: turn?.now ?? null,
    settings: turn?.settings ?? null,
    model_calls: answer?.metadata.model_calls ?? 0,
    answer: answer ?? null,
    repeated: record.some((event) => event.type === 'StateEntered' && event.state === 'AnsweredBefore'),
    error: ended?.type === 'TurnEnded' ? ended.error : null,
    sandbox,
    disturbed,
  };
}

/**
 * A conversation in the form of test/conversations: it says what was said and expects what was answered, so it passes as
 * long as the assistant answers so. For a bug, write into it what should have been answered.
 */
export function talkOf(sessionId: string, turns: readonly TalkTurn[]): string {
  const lines = headOf(sessionId, turns);
  let before: TalkTurn | null = null;
  for (const turn of turns) {
    lines.push('', ...changesBefore(before, turn), ...exchange(before, turn));
    before = turn;
  }
  return `${lines.join('\n')}\n`;
}

function headOf(sessionId: string, turns: readonly TalkTurn[]): string[] {
  const [first] = turns;
  const opened = turns.find(({ now }) => now !== null);
  const customer = first?.identity.customer_id ?? '7001001';
  return [
    `== conversation ${sessionId}`,
    `customer: ${customer}`,
    ...(isSandboxCustomer(customer) ? claimLines(first) : ['-- The sandbox has no such customer: it does not run so.']),
    ...(opened?.now == null ? [] : [`now: ${opened.now}`]),
    `channel: ${first?.request.channel ?? 'chat'}`,
    ...settingLines(opened?.settings ?? null),
    ...(turns.some(({ model_calls }) => model_calls > 0)
      ? ['-- A language model had a part in it: without one it may go another way.']
      : []),
    ...(first?.sandbox === null
      ? ['-- What PF360 was like is not kept: it begins with the sandbox as it is at its start.']
      : []),
  ];
}

/** Claims of the token that are other than the sandbox customer's. */
function claimLines(turn: TalkTurn | undefined): string[] {
  const identity = turn?.identity;
  if (identity === undefined || !isSandboxCustomer(identity.customer_id)) return [];
  const usual = claimsOf(identity.customer_id);
  const terms = (['client_id', 'client_name', 'timezone', 'support_number'] as const).flatMap((name) =>
    identity[name] === usual[name] ? [] : [`${name}="${identity[name] ?? ''}"`],
  );
  return terms.length === 0 ? [] : [`claims: ${terms.join(' ')}`];
}

/** Configuration that is other than the usual. */
function settingLines(settings: TalkTurn['settings']): string[] {
  if (settings === null) return [];
  const set = [
    settings.confidence_threshold === 0.7 ? '' : `INTENT_CONFIDENCE_THRESHOLD=${settings.confidence_threshold}`,
    settings.max_clarification_attempts === 3
      ? ''
      : `MAX_CLARIFICATION_ATTEMPTS=${settings.max_clarification_attempts}`,
    settings.rehearse_schedule ? 'CONFIRM_SCHEDULE_FLAG=0' : '',
    settings.rehearse_cancel ? 'CANCEL_SCHEDULE_FLAG=0' : '',
  ].filter((term) => term !== '');
  return set.length === 0 ? [] : [`env: ${set.join(' ')}`];
}

/** What is otherwise than it was for the turn before: clock, channel, location, sandbox. */
function changesBefore(before: TalkTurn | null, turn: TalkTurn): string[] {
  const { request, now, sandbox } = turn;
  const isFirst = before === null;
  const location = request.client_id ?? 'any';
  const clock = !isFirst && now !== null && now !== before.now ? [`clock: ${now}`] : [];
  const channel = !isFirst && request.channel !== before.request.channel ? [`channel: ${request.channel}`] : [];
  const moved = location !== (isFirst ? 'any' : (before.request.client_id ?? 'any')) ? [`location: ${location}`] : [];
  const isOther = isFirst ? !isFresh(sandbox, now) : turn.disturbed && !isSame(sandbox, before.sandbox);
  const state = sandbox !== null && isOther ? [`sandbox state: ${escaped(JSON.stringify(sandbox))}`] : [];
  return [...clock, ...channel, ...moved, ...state];
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** As a sandbox is at its start on that day: what a script begins with anyway. */
function isFresh(sandbox: SandboxState | null, now: string | null): boolean {
  if (sandbox === null || now === null) return true;
  const seeded = Temporal.Instant.from(sandbox.seeded_at);
  const isToday = seeded.equals(Temporal.Instant.from(now));
  return isToday && Object.keys(sandbox.progress).length === 0 && sandbox.notes.length === 0;
}

function exchange(before: TalkTurn | null, turn: TalkTurn): string[] {
  const { request, answer, repeated } = turn;
  if (repeated) {
    const isLast = before !== null && before.request.message_id === request.message_id;
    return isLast
      ? ['repeat:']
      : [`-- An earlier message came again, and got its answer again: ${oneLine(request.message)}`];
  }
  if (answer !== null) return [`> ${escaped(request.message)}`, ...expectations(answer)];
  const status = PROBLEMS[PROBLEM_OF_ERROR[turn.error ?? ''] ?? 'assistant-failed'].status;
  if (status === 409) return [`-- Refused, another turn was still running: ${oneLine(request.message)}`];
  return [`> ${escaped(request.message)}`, `status: ${status}`];
}

/** What was answered, as facts. */
function expectations({ response, intent, data, suggestions, metadata }: Answer): string[] {
  const { pending_action: pending, write_outcome: outcome } = metadata;
  const items = data !== null && 'items' in data ? ` ${data.items.length}` : '';
  const shown = oneLine(response).replaceAll('’', "'");
  const terms = (['date', 'time', 'new_date', 'new_time'] as const).flatMap((name) =>
    typeof pending?.[name] === 'string' ? [` ${name}=${pending[name]}`] : [],
  );
  return [
    ...response.split('\n').map((line) => `-- | ${line}`.trimEnd()),
    ...(suggestions.length === 0 ? [] : [`-- [${suggestions.map(oneLine).join('] [')}]`]),
    `intent: ${intent}`,
    `data: ${data === null ? 'none' : `${data.kind}${items}`}`,
    pending === null ? 'pending: none' : `pending: ${pending.tool} number=${pending.project.number}${terms.join('')}`,
    outcome === null ? 'outcome: none' : `outcome: ${outcome.tool} ${outcome.status}`,
    `clarifies: ${metadata.clarification_needed ? 'yes' : 'no'}`,
    `handoff: ${metadata.handoff ? 'yes' : 'no'}`,
    // A bar separates alternatives there.
    ...(shown.includes('|') ? [] : [`says: ${escaped(shown)}`]),
  ];
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** A line is a line, and braces name variables: what a text has of these is written with a backslash. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replace(/\{(?=\w)/g, '\\{')
    .replace(/\r\n?|\n/g, '\\n');
