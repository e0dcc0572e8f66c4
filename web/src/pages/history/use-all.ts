import { useEffect, useState } from "preact/hooks";
import { api, type Query } from "../../api/client";
import { asProblem, isAborted } from "../../api/problem";
import type { Page, Problem } from "../../api/types";
import { asTheyCome } from "./steps";

const AT_A_TIME = 500;

export interface All<T> {
  rows: T[];
  total: number;
  isWhole: boolean;
  problem: Problem | null;
  again: () => void;
}

/** A whole list, asked for part by part; what is here is shown while the rest comes. */
export function useAll<T>(path: string, query: Query = {}): All<T> {
  const words = JSON.stringify(query);
  const [state, setState] = useState<Omit<All<T>, "again">>({ rows: [], total: 0, isWhole: false, problem: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    const rows: T[] = [];
    const ask = async () => {
      for (;;) {
        const asked = { ...(JSON.parse(words) as Query), offset: rows.length, limit: AT_A_TIME };
        const page = await api.get<Page<T>>(path, asked, stop.signal);
        rows.push(...page.rows);
        const isWhole = rows.length >= page.total || page.rows.length === 0;
        setState((before) => ({ rows: asTheyCome(rows, before.rows, isWhole), total: Math.max(page.total, rows.length), isWhole, problem: null }));
        if (isWhole) return;
      }
    };
    setState((before) => ({ ...before, isWhole: false, problem: null }));
    ask().catch((thrown: unknown) => {
      if (!isAborted(thrown)) setState((before) => ({ ...before, problem: asProblem(thrown) }));
    });
    return () => stop.abort();
  }, [path, words, turn]);
  return { ...state, again: () => setTurn((before) => before + 1) };
}
