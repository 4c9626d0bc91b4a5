import { useMemo, useState } from 'preact/hooks';
import type { Setup } from '../../runtime/inspector/contract.ts';
import { local } from '../api/local.ts';
import { type Loaded, useLoaded } from '../api/use-loaded.ts';
import { keep, kept } from '../shell/kept.ts';
import { type Caller, isCaller } from './caller.ts';

/** Kept for this tab only: it may hold a token. */
const KEY = 'caller';

/**
 * Who the pages speak for, the same on all of them: as chosen before in this tab, else the sandbox's first customer. Null
 * until that is known, and where a token has to be pasted first.
 */
export function useCaller(): { setup: Loaded<Setup>; caller: Caller | null; choose: (caller: Caller) => void } {
  const setup = useLoaded('setup', local.setup);
  const [chosen, setChosen] = useState<Caller | null>(() => {
    const before = kept(sessionStorage, KEY);
    return isCaller(before) ? before : null;
  });
  const choose = (caller: Caller) => {
    keep(sessionStorage, KEY, caller);
    setChosen(caller);
  };
  const caller = useMemo<Caller | null>(() => {
    if (setup.value === null) return null;
    const { customers } = setup.value;
    if (chosen?.is === 'token' || customers.some(({ customer_id }) => customer_id === chosen?.customer_id))
      return chosen;
    const [first] = customers;
    return first === undefined ? null : { is: 'customer', customer_id: first.customer_id };
  }, [setup.value, chosen]);
  return { setup, caller, choose };
}
