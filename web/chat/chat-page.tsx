import { useEffect, useId, useRef } from 'preact/hooks';
import type { Channel } from '../../core/contracts/turn.ts';
import type { Setup } from '../../runtime/inspector/contract.ts';
import { type Caller, claimsIn } from '../caller/caller.ts';
import { CallerChoice } from '../caller/caller-choice.tsx';
import { useCaller } from '../caller/use-caller.ts';
import { WhenLoaded } from '../parts/loaded.tsx';
import { Page } from '../parts/page.tsx';
import { capitalized } from '../parts/words.ts';
import { Composer, type ComposerHandle } from './composer.tsx';
import { type Conversation, type Step, waitingIn } from './conversation.ts';
import { ExchangeView } from './exchange-view.tsx';
import { useConversation } from './use-conversation.ts';
import { Waiting } from './waiting.tsx';

/** Talking to the assistant as one of its customers. */
export function ChatPage() {
  const { setup, caller, choose } = useCaller();
  return (
    <Page title="Chat" heading={<span class="hidden">Chat with the assistant</span>}>
      <WhenLoaded loaded={setup}>{(value) => <Chat setup={value} caller={caller} choose={choose} />}</WhenLoaded>
    </Page>
  );
}

type ChatProps = { setup: Setup; caller: Caller | null; choose: (caller: Caller) => void };

function Chat({ setup, caller, choose }: ChatProps) {
  const { conversation, step } = useConversation(caller);
  const composer = useRef<ComposerHandle>(null);
  const end = useRef<HTMLDivElement>(null);
  const { exchanges } = conversation;
  const waiting = waitingIn(conversation);

  const outcome = exchanges.at(-1)?.outcome.is;
  useEffect(() => {
    if (exchanges.length > 0) end.current?.scrollIntoView({ block: 'end' });
  }, [exchanges.length, outcome]);

  const send = (message: string) => {
    step({ does: 'say', message, message_id: crypto.randomUUID(), at: Date.now() });
    composer.current?.focus();
  };
  const begin = () => {
    step({ does: 'begin', session_id: crypto.randomUUID() });
    composer.current?.focus();
  };

  return (
    <div class="chat">
      <Settings setup={setup} caller={caller} choose={choose} conversation={conversation} step={step} begin={begin} />
      <div class="talk">
        <div role="log" aria-label="Conversation" class="log">
          {exchanges.length === 0 && <Welcome say={send} disabled={caller === null} />}
          <ol>
            {exchanges.map((exchange, index) => (
              <ExchangeView
                key={exchange.message_id}
                exchange={exchange}
                exchanges={exchanges}
                index={index}
                threshold={setup.confidence_threshold}
                say={send}
                again={() => step({ does: 'ask again', message_id: exchange.message_id, at: Date.now() })}
                edit={() => {
                  step({ does: 'withdraw', message_id: exchange.message_id });
                  composer.current?.edit(exchange.message);
                }}
                begin={begin}
              />
            ))}
          </ol>
        </div>
        <Waiting exchange={waiting} />
        <div ref={end} class="end" />
      </div>
      <Composer handle={composer} isWaiting={waiting !== null} disabled={caller === null} say={send} />
    </div>
  );
}

function Settings({
  setup,
  caller,
  choose,
  conversation: { channel, client_id, session_id, exchanges },
  step,
  begin,
}: ChatProps & { conversation: Conversation; step: (step: Step) => void; begin: () => void }) {
  const id = useId();
  const locations = locationsOf(setup, caller);
  return (
    <section class="settings" aria-label="Who talks, and how">
      <CallerChoice setup={setup} caller={caller} choose={choose} />
      {locations.length > 0 && (
        <div class="field">
          <label for={`${id}-location`}>Location</label>
          <select
            id={`${id}-location`}
            value={client_id ?? ''}
            onChange={({ currentTarget: { value } }) =>
              step({ does: 'switch location', client_id: value === '' ? null : value })
            }
          >
            <option value="">All locations</option>
            {locations.map((location) => (
              <option key={location.client_id} value={location.client_id}>
                {location.client_name}
              </option>
            ))}
          </select>
        </div>
      )}
      <fieldset class="field segments">
        <legend>Channel</legend>
        {setup.channels.map((name: Channel) => (
          <label key={name}>
            <input
              type="radio"
              name={`${id}-channel`}
              checked={channel === name}
              onChange={() => step({ does: 'switch channel', channel: name })}
            />
            <span>{name === 'sms' ? 'SMS' : capitalized(name)}</span>
          </label>
        ))}
      </fieldset>
      <div class="field actions">
        {exchanges.length > 0 && <a href={`/sessions/${session_id}`}>Session</a>}
        <button type="button" onClick={begin}>
          New session
        </button>
      </div>
    </section>
  );
}

function locationsOf(setup: Setup, caller: Caller | null) {
  if (caller?.is === 'token') return claimsIn(caller.token)?.locations ?? [];
  return setup.customers.find(({ customer_id }) => customer_id === caller?.customer_id)?.locations ?? [];
}

const OPENINGS = ['What can I schedule?', 'Book my flooring installation', 'When is my windows visit?'];

function Welcome({ say, disabled }: { say: (message: string) => void; disabled: boolean }) {
  return (
    <div class="welcome">
      <p class="large">Talk to the assistant as a customer would.</p>
      <p class="muted">
        {disabled
          ? 'Paste a token first: this assistant takes none that this page could make.'
          : 'Every reply links to the execution that made it, where you can see each step and run it again.'}
      </p>
      {!disabled && (
        <div class="chips">
          {OPENINGS.map((text) => (
            <button key={text} type="button" class="chip" onClick={() => say(text)}>
              {text}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
