import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { api, type Query } from "./client";
import { asProblem, isAborted } from "./problem";
import type { Problem } from "./types";

/** Something that was asked for: what came, or why not, or that it is still under way. */
export interface Loaded<T> {
  value: T | undefined;
  problem: Problem | null;
  isLoading: boolean;
  again: () => void;
  put: (value: T) => void;
}

/** Asks for `path` and asks again when path or query change; only the newest answer counts. `null` asks for nothing. */
export function useApi<T>(path: string | null, query: Query = {}): Loaded<T> {
  const words = JSON.stringify(query);
  const [state, setState] = useState<{ value: T | undefined; problem: Problem | null; isLoading: boolean }>({
    value: undefined,
    problem: null,
    isLoading: path !== null,
  });
  const [turn, setTurn] = useState(0);
  const asked = useRef("");
  useEffect(() => {
    if (path === null) {
      setState({ value: undefined, problem: null, isLoading: false });
      return;
    }
    const stop = new AbortController();
    // Another path is another thing: what was shown does not belong to it. Another query narrows the same thing.
    const isOther = asked.current !== path;
    asked.current = path;
    setState((before) => ({ value: isOther ? undefined : before.value, problem: null, isLoading: true }));
    api
      .get<T>(path, JSON.parse(words) as Query, stop.signal)
      .then((value) => setState({ value, problem: null, isLoading: false }))
      .catch((thrown: unknown) => {
        if (!isAborted(thrown)) setState((before) => ({ value: before.value, problem: asProblem(thrown), isLoading: false }));
      });
    return () => stop.abort();
  }, [path, words, turn]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  const put = useCallback((value: T) => setState({ value, problem: null, isLoading: false }), []);
  return { ...state, again, put };
}
