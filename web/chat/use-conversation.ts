import { useEffect, useLayoutEffect, useReducer, useRef } from 'preact/hooks';
import { asProblem } from '../api/problem.ts';
import { type Said, say } from '../api/say.ts';
import { type Caller, forgetToken, sameCaller, tokenOf } from '../caller/caller.ts';
import { keep, kept } from '../shell/kept.ts';
import { advance, type Conversation, type Exchange, emptyConversation, type Step, waitingIn } from './conversation.ts';

/** Kept for this tab: a second tab is a conversation of its own. */
const KEY = 'conversation';
const AFTER_CUT_MS = 1000;

type Kept = { caller: Caller | null; conversation: Conversation };

const newId = (): string => crypto.randomUUID();

/**
 * The conversation of this tab with the assistant. A message that waits for its answer is asked for until it is there;
 * after a reload, or on coming back to the page, it is asked for again under the same ids.
 */
export function useConversation(caller: Caller | null): { conversation: Conversation; step: (step: Step) => void } {
  const restored = useRef<Kept | null>(null);
  restored.current ??= restore();
  const [conversation, step] = useReducer(advance, restored.current.conversation);
  const owner = useRef(restored.current.caller);

  // A session belongs to its customer: another one begins another, before anything more can be written or sent.
  const isOthers = caller !== null && owner.current !== null && !sameCaller(caller, owner.current);
  useLayoutEffect(() => {
    if (caller === null) return;
    owner.current = caller;
    if (isOthers) {
      step({ does: 'switch location', client_id: null });
      step({ does: 'begin', session_id: newId() });
    }
  }, [caller, isOthers]);

  // Kept before it is seen: what the page shows as said is not lost by a reload in that moment.
  useLayoutEffect(() => {
    if (!isOthers) keep(sessionStorage, KEY, { caller: owner.current, conversation } satisfies Kept);
  }, [conversation, isOthers]);

  const waiting = waitingIn(conversation);
  useEffect(() => {
    if (waiting === null || caller === null || isOthers) return;
    const abort = new AbortController();
    ask(caller, conversation.session_id, waiting, { signal: abort.signal, step });
    return () => abort.abort();
  }, [waiting?.message_id, conversation.session_id, caller, isOthers]);

  return { conversation, step };
}

async function ask(
  caller: Caller,
  session_id: string,
  { message, message_id, channel, client_id }: Exchange,
  { signal, step }: { signal: AbortSignal; step: (step: Step) => void },
): Promise<void> {
  const said: Said = { message, session_id, message_id, channel, ...(client_id === null ? {} : { client_id }) };
  const stillRunning = () => step({ does: 'wait on', message_id });
  try {
    const answer = await onceMoreIfCut(signal, () =>
      withFreshToken(caller, (token) => say(token, said, { signal, stillRunning })),
    );
    if (!signal.aborted) step({ does: 'answer', message_id, answer });
  } catch (error) {
    if (signal.aborted) return;
    const { status, title, detail } = asProblem(error);
    step({ does: 'refuse', message_id, refusal: { status, title, detail } });
  }
}

/**
 * A browser cuts the requests of a page that is being reloaded, or put aside, before it tells the page so: that nothing
 * answers is only said when it is still so a moment later.
 */
async function onceMoreIfCut<Value>(signal: AbortSignal, call: () => Promise<Value>): Promise<Value> {
  try {
    return await call();
  } catch (error) {
    if (signal.aborted || asProblem(error).status !== 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, AFTER_CUT_MS));
    signal.throwIfAborted();
    return await call();
  }
}

/** A development token that has expired is replaced once. */
async function withFreshToken<Value>(caller: Caller, call: (token: string) => Promise<Value>): Promise<Value> {
  try {
    return await call(await tokenOf(caller));
  } catch (error) {
    if (caller.is === 'token' || asProblem(error).status !== 401) throw error;
    forgetToken(caller);
    return await call(await tokenOf(caller));
  }
}

function restore(): Kept {
  const before = kept(sessionStorage, KEY);
  // Written by this page alone; a browser that holds something else begins anew.
  const isWhole = typeof before === 'object' && before !== null && 'caller' in before && 'conversation' in before;
  return isWhole ? (before as Kept) : { caller: null, conversation: emptyConversation(newId()) };
}
