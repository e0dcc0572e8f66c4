import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import { connection, follow, listen } from "../../api/events";
import { asProblem, isAborted } from "../../api/problem";
import type { LogLine, Page, Problem } from "../../api/types";
import { addressOf } from "./acts";
import { FILTERED_PAGE, LogBook, type LogFilter, PAGE } from "./book";

/** So that a scrollbar that is pulled through a long log asks only for where it rests. */
const REST_MS = 60;

export interface Log {
  book: LogBook;
  problem: Problem | null;
  isLoading: boolean;
  /** A row that is in sight and not here yet; calling what comes back says that it went out of sight. */
  need: (index: number) => () => void;
  again: () => void;
}

/** The log of a job, as far as somebody looks at it. */
export function useLog(job: string, filter: LogFilter): Log {
  const { level, q } = filter;
  const [, redraw] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  const book = useMemo(() => new LogBook({ level, q }), [job, level, q, turn]);
  const asking = useRef(false);
  const needed = useRef(new Set<number>());
  const [isLoading, setLoading] = useState(true);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const bring = useRef(() => {});

  useEffect(() => {
    const stop = new AbortController();
    asking.current = false;
    const ask = async (after: number) => {
      asking.current = true;
      try {
        const page = await api.get<Page<LogLine>>(`${addressOf(job)}/log`, { after, limit: book.isFiltered ? FILTERED_PAGE : PAGE, level, q }, stop.signal);
        book.take(page);
        setProblem(null);
      } catch (thrown) {
        if (isAborted(thrown)) return;
        setProblem(asProblem(thrown));
        needed.current.clear();
      }
      if (stop.signal.aborted) return;
      asking.current = false;
      setLoading(false);
      redraw((before) => before + 1);
      bring.current();
    };
    bring.current = () => {
      if (asking.current || stop.signal.aborted) return;
      for (const index of needed.current) {
        const after = book.after(index);
        if (after !== null) return void ask(after);
      }
    };
    setLoading(true);
    void ask(0);
    const deaf = listen((event) => {
      if (event.kind !== "log" || event.id !== job) return;
      book.hear(event.lines);
      redraw((before) => before + 1);
    });
    // What was said while nobody could hear it is asked for.
    let wasOpen = true;
    const deafToo = connection.subscribe((now) => {
      if (now === "open" && !wasOpen && !asking.current) void ask(book.tip);
      wasOpen = now === "open";
    });
    return () => {
      stop.abort();
      deaf();
      deafToo();
      clearTimeout(timer.current);
      needed.current.clear();
    };
  }, [book]);

  const need = (index: number) => {
    needed.current.add(index);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => bring.current(), REST_MS);
    return () => void needed.current.delete(index);
  };
  return { book, problem, isLoading, need, again: () => setTurn((before) => before + 1) };
}

/** Asks for the log's lines as they come, while the component is shown and the job goes on. */
export function useFollowed(job: string, isOver: boolean): void {
  useEffect(() => {
    if (isOver) return;
    follow(job);
    return () => follow("");
  }, [job, isOver]);
}

/** The numbers of the lines that are errors, in their order. */
export function useErrorLines(job: string): number[] {
  const [numbers, setNumbers] = useState<number[]>([]);
  useEffect(() => {
    const found = new Set<number>();
    const stop = new AbortController();
    const put = (lines: readonly LogLine[]) => {
      for (const line of lines) if (line.level === "error") found.add(line.number);
      setNumbers([...found].sort((one, other) => one - other));
    };
    const ask = async () => {
      let after = 0;
      for (let turn = 0; turn < 20; turn++) {
        const page = await api.get<Page<LogLine>>(`${addressOf(job)}/log`, { after, limit: PAGE, level: "error" }, stop.signal);
        put(page.rows);
        after = page.rows.at(-1)?.number ?? 0;
        if (page.rows.length < PAGE) return;
      }
    };
    // What is wrong is said beside the log itself.
    ask().catch(() => {});
    const deaf = listen((event) => {
      if (event.kind === "log" && event.id === job && event.lines.some((line) => line.level === "error")) put(event.lines);
    });
    return () => {
      stop.abort();
      deaf();
    };
  }, [job]);
  return numbers;
}
