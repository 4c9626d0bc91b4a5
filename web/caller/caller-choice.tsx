import { useId, useState } from 'preact/hooks';
import type { Setup } from '../../runtime/inspector/contract.ts';
import { type Caller, claimsIn } from './caller.ts';

const PASTED = 'pasted token';

/** A customer of the sandbox, or the bearer of a token. */
export function CallerChoice({
  setup,
  caller,
  choose,
}: {
  setup: Setup;
  caller: Caller | null;
  choose: (caller: Caller) => void;
}) {
  const id = useId();
  const [isPasting, setPasting] = useState(!setup.dev_tokens && caller === null);
  const select = (value: string) => {
    setPasting(value === PASTED);
    if (value !== PASTED) choose({ is: 'customer', customer_id: value });
  };
  return (
    <>
      <div class="field">
        <label for={id}>Customer</label>
        <select
          id={id}
          value={isPasting || caller?.is !== 'customer' ? PASTED : caller.customer_id}
          onChange={(event) => select(event.currentTarget.value)}
        >
          {setup.customers.map(({ customer_id, client_name, about, locations }) => (
            <option key={customer_id} value={customer_id}>
              {[customer_id, client_name, ...(locations.length > 1 ? [about] : [])].join(' · ')}
            </option>
          ))}
          <option value={PASTED}>{pastedName(caller)}</option>
        </select>
      </div>
      {(isPasting || (caller === null && !setup.dev_tokens)) && (
        <TokenForm
          use={(token) => {
            setPasting(false);
            choose({ is: 'token', token });
          }}
        />
      )}
    </>
  );
}

function pastedName(caller: Caller | null): string {
  if (caller?.is !== 'token') return 'Paste a token…';
  const claims = claimsIn(caller.token);
  return `Pasted token: ${claims?.customer_id ?? 'unknown'} · ${claims?.client_name ?? 'no name'}`;
}

function TokenForm({ use }: { use: (token: string) => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const token = text.trim().replace(/^Bearer\s+/i, '');
  const submit = (event: Event) => {
    event.preventDefault();
    if (claimsIn(token) === null) setWrong(true);
    else use(token);
  };
  return (
    <form class="field token" onSubmit={submit}>
      <label for={id}>Token</label>
      <div class="row">
        <input
          id={id}
          type="password"
          autocomplete="off"
          placeholder="eyJ…"
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setWrong(false);
          }}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? `${id}-wrong` : undefined}
        />
        <button type="submit">Use</button>
      </div>
      {isWrong && (
        <p id={`${id}-wrong`} class="wrong" role="alert">
          This is no JSON Web Token. <code>npm run token</code> prints one.
        </p>
      )}
    </form>
  );
}
