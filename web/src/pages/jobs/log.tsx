import { useEffect, useRef, useState } from "preact/hooks";
import type { LogLine } from "../../api/types";
import { useKeys } from "../../keys";
import { Button, IconButton } from "../../parts/button";
import { FilterChip } from "../../parts/chip";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { SearchField } from "../../parts/field";
import { VirtualList } from "../../parts/virtual-list";
import { count, many } from "../../words";
import { cut, type Level, type LogFilter, nextOf } from "./book";
import { useErrorLines, useFollowed, useLog } from "./use-log";

const ROW = 22;
const FILTERS: { level: Level; words: string }[] = [
  { level: "info", words: "No debug" },
  { level: "warning", words: "Warnings and errors" },
  { level: "error", words: "Errors" },
];

/** The log of a job: live, narrowed by level and words, with a way from error to error. */
export function Log({ job, isOver, startsAtEnd }: { job: string; isOver: boolean; startsAtEnd: boolean }) {
  const [level, setLevel] = useState<LogFilter["level"]>("");
  const [text, setText] = useState("");
  const q = useLater(text);
  const [follows, setFollows] = useState(startsAtEnd);
  const [shown, setShown] = useState({ number: 0, turn: 0 });
  useFollowed(job, isOver);
  const log = useLog(job, { level, q });
  const errors = useErrorLines(job);
  const rows = useIndexes(log.book.total);

  const showLine = (number: number) => {
    setLevel("");
    setText("");
    setFollows(false);
    setShown((before) => ({ number, turn: before.turn + 1 }));
  };
  const jump = (step: 1 | -1) => {
    const next = nextOf(errors, shown.number, step);
    if (next !== null) showLine(next);
  };
  useKeys("Log", [
    { key: "e", words: "Next error", run: () => jump(1) },
    { key: "Shift+E", words: "Previous error", run: () => jump(-1) },
    { key: "f", words: "Follow the end, or stop following", run: () => setFollows((before) => !before) },
  ]);
  const isNarrowed = log.book.isFiltered;
  return (
    <section class="log" aria-label="Log">
      <div class="log-tools">
        <SearchField label="Search the log" value={text} onChange={setText} />
        <div class="chips" role="group" aria-label="Levels">
          {FILTERS.map((each) => (
            <FilterChip key={each.level} isOn={level === each.level} onChange={(isOn) => setLevel(isOn ? each.level : "")}>
              {each.words}
            </FilterChip>
          ))}
        </div>
        <div class="log-jumps" role="group" aria-label="Errors">
          <IconButton label="Previous error" icon="up" disabled={!errors.length} onClick={() => jump(-1)} />
          <span class={errors.length ? "log-errors" : "log-errors muted"} role="status">
            {errors.length ? many(errors.length, "error") : "no errors"}
          </span>
          <IconButton label="Next error" icon="down" disabled={!errors.length} onClick={() => jump(1)} />
        </div>
        <Button icon="down" pressed={follows} onClick={() => setFollows(!follows)}>
          Follow the end
        </Button>
      </div>
      {log.problem && <Trouble problem={log.problem} again={log.again} />}
      {log.isLoading && !log.book.total && <Loading words="Asking for the log" />}
      {!log.isLoading && !log.book.total && !log.problem && (
        <Empty icon={isNarrowed ? "search" : "wait"} title={isNarrowed ? "No line is like that" : isOver ? "The log is empty" : "Nothing was said yet"} />
      )}
      {log.book.total > 0 && (
        <VirtualList
          key={`${level} ${q}`}
          label="Lines of the log"
          role="log"
          items={rows}
          keyOf={(index) => index}
          rowHeight={ROW}
          followsEnd={follows}
          onFollow={setFollows}
          show={!isNarrowed && shown.number ? { index: shown.number - 1, turn: shown.turn } : undefined}
          render={(index) => {
            const line = log.book.at(index);
            if (!line) return <Missing index={index} need={log.need} />;
            return <Line line={line} q={q} isMarked={line.number === shown.number} onShow={isNarrowed ? showLine : null} />;
          }}
        />
      )}
      <p class="log-foot">
        {isNarrowed ? `${many(log.book.total, "line")} of that kind` : many(log.book.total, "line")}
        {shown.number > 0 && !isNarrowed && ` · line ${count(shown.number)} is marked`}
      </p>
    </section>
  );
}

function Line(props: { line: LogLine; q: string; isMarked: boolean; onShow: ((number: number) => void) | null }) {
  const { line, q, isMarked, onShow } = props;
  return (
    <div class={`log-line log-${line.level}${isMarked ? " log-marked" : ""}`}>
      {onShow ? (
        <button type="button" class="log-number" title="Show it among its neighbours" aria-label={`Show line ${line.number} among its neighbours`} onClick={() => onShow(line.number)}>
          {line.number}
        </button>
      ) : (
        <span class="log-number">{line.number}</span>
      )}
      <span class="log-at">{timeOf(line.at)}</span>
      <span class="log-level">{line.level}</span>
      <span class="log-text">{cut(line.text, q).map((piece, at) => (at % 2 ? <mark key={at}>{piece}</mark> : piece))}</span>
    </div>
  );
}

/** A row whose line is not here yet; being in sight is what brings it. */
function Missing({ index, need }: { index: number; need: (index: number) => () => void }) {
  useEffect(() => need(index), [index]);
  return (
    <div class="log-line log-missing">
      <span class="log-number">…</span>
    </div>
  );
}

function timeOf(at: string): string {
  const then = new Date(at);
  return Number.isNaN(then.getTime()) ? "" : then.toLocaleTimeString("en-GB");
}

/** 0, 1, 2 … below `total`: rows by their place, kept while they only grow. */
function useIndexes(total: number): number[] {
  const held = useRef<number[]>([]);
  if (held.current.length > total) held.current = [];
  while (held.current.length < total) held.current.push(held.current.length);
  return held.current;
}

function useLater(text: string): string {
  const [late, setLate] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setLate(text.trim()), 200);
    return () => clearTimeout(timer);
  }, [text]);
  return text === "" ? "" : late;
}
