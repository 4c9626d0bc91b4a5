import { Answer } from '../../core/contracts/answer.ts';

/**
 * What no reply may ever show, whatever was asked (contract, part 7, and the channels' forms). Returns what is wrong,
 * one line each; none for a decent answer.
 */
export function indecencies(body: unknown, channel: string, sessionId: string): string[] {
  const parsed = Answer.safeParse(body);
  if (!parsed.success) return [`no answer as the contract has it: ${parsed.error.message.slice(0, 300)}`];
  const { response, suggestions, metadata } = parsed.data;
  const wrong: string[] = [];
  for (const text of [response, ...suggestions]) {
    for (const [what, pattern] of LEAKS) {
      const found = pattern.exec(text)?.[0];
      if (found !== undefined) wrong.push(`${what} in the text: ${found}`);
    }
    if (text.includes(sessionId)) wrong.push('the session id in the text');
    if (text.includes(metadata.execution_id)) wrong.push('the execution id in the text');
  }
  if (response.trim() === '') wrong.push('an empty reply');
  if (suggestions.some((text) => text.trim() === '')) wrong.push('an empty suggestion');
  if (new Set(suggestions).size !== suggestions.length) wrong.push('a suggestion twice');
  if ((metadata.pending_action !== null) !== (metadata.next_expected_intent === 'affirm')) {
    wrong.push(`a pending action and next_expected_intent ${metadata.next_expected_intent} do not go together`);
  }
  wrong.push(...formOf(response, channel));
  return wrong;
}

const LEAKS: readonly (readonly [string, RegExp])[] = [
  // Ids of the sandbox: projects, customers, searches, notes of it; then those of the assistant's making.
  ['a project id', /\b900[0-9]{5}\b/],
  ['a customer id', /\b700100\d\b/],
  ['a request id', /\breq_\d+|\b5100\d{4}\b/],
  ['a tenant id', /\b\d\d[A-Z]{2}\d\dSB\b/],
  ['a UUID', /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-/i],
  ['JSON', /[{}]|\[\s*"|"\w+": ?["[{\dtfn]/],
  ['an unprinted value', /\bundefined\b|\bNaN\b|\bnull\b|\[object /],
  ['a stack trace', /\bat \S+ \([^)]*:\d+|\.[tj]s:\d+|\bError:/],
  ['an address of the inside', /https?:|localhost|127\.0\.0\.1|slotsChatbot|\/scheduler\//],
  ['a tool or field name', /\b[a-z]+_(?:appointment|projects?|dates|slots|note|notes|id|change|address|hours)\b/],
];

function formOf(response: string, channel: string): string[] {
  const wrong: string[] = [];
  if (channel === 'sms') {
    if (response.length > 1500) wrong.push(`an SMS of ${response.length} characters`);
    const odd = /[^\x20-\x7e\n]/.exec(response)?.[0];
    if (odd !== undefined) wrong.push(`an SMS with ${JSON.stringify(odd)}`);
  }
  if (channel === 'voice') {
    if (/^\s*(?:[-*•]|\d+[.)])\s/m.test(response)) wrong.push('a list read out');
    if (/\b\d{5}_\d\b/.test(response)) wrong.push('a project number read out');
    if (/\d\d\/\d\d\/\d{4}|\d{4}-\d\d-\d\d/.test(response)) wrong.push('a date in figures read out');
    if (response.length > 900) wrong.push(`${response.length} characters to listen to`);
  }
  if (/\*\*|__|^#+ /m.test(response)) wrong.push('markup');
  return wrong;
}
