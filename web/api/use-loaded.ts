import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, type Problem } from './problem.ts';

/** `value` stays while it is loaded again; `problem` is that of the last try. */
export type Loaded<Value> = { value: Value | null; problem: Problem | null; reload: () => void };

/** Loads what `load` gives, again whenever `key` is another one or `reload` is called. A late answer is dropped. */
export function useLoaded<Value>(key: string, load: (signal: AbortSignal) => Promise<Value>): Loaded<Value> {
  const [state, setState] = useState<{ key: string; value: Value | null; problem: Problem | null }>({
    key,
    value: null,
    problem: null,
  });
  const [round, setRound] = useState(0);
  const loading = useRef(load);
  loading.current = load;
  useEffect(() => {
    const abort = new AbortController();
    loading.current(abort.signal).then(
      (value) => {
        if (!abort.signal.aborted) setState({ key, value, problem: null });
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setState((before) => ({ ...before, key, problem: asProblem(error) }));
      },
    );
    return () => abort.abort();
  }, [key, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { value: state.value, problem: state.problem, reload };
}
