// The lines of a log of which only some are here. Without a filter every line has its place by its number, so any part can
// be asked for; with one they are asked for from the first on, as nobody knows where the thousandth that fits stands.

import type { LogLine, Page } from "../../api/types";

export type Level = LogLine["level"];

export interface LogFilter {
  /** This one and whatever is graver; the empty word for all. */
  level: Level | "";
  q: string;
}

export const LEVELS: readonly Level[] = ["debug", "info", "warning", "error"];
export const PAGE = 500;
/** Of a filtered log, which is asked for from the first line on. */
export const FILTERED_PAGE = 5000;

export function fits(line: LogLine, filter: LogFilter): boolean {
  const isGrave = filter.level === "" || LEVELS.indexOf(line.level) >= LEVELS.indexOf(filter.level);
  return isGrave && (filter.q === "" || line.text.toLowerCase().includes(filter.q.toLowerCase()));
}

export class LogBook {
  /** How many lines the filter means, as far as is known. */
  total = 0;
  readonly isFiltered: boolean;
  private readonly filter: LogFilter;
  private readonly rows = new Map<number, LogLine>();
  /** Of a filtered log: rows held from the first on, the number of the last of them, and of the last that was heard. */
  private held = 0;
  private lastHeld = 0;
  private lastHeard = 0;
  private isOpened = false;
  private readonly early: LogLine[] = [];

  constructor(filter: LogFilter) {
    this.filter = filter;
    this.isFiltered = filter.level !== "" || filter.q !== "";
  }

  at(index: number): LogLine | undefined {
    return this.rows.get(index);
  }

  /** What to ask for (`after` a line's number) so that a row comes nearer; null where it is here. */
  after(index: number): number | null {
    if (this.rows.has(index) || index >= this.total) return null;
    return this.isFiltered ? this.lastHeld : Math.floor(index / PAGE) * PAGE;
  }

  /** The last line that is known: what was missed comes after it. */
  get tip(): number {
    return this.isFiltered ? this.lastHeld : this.total;
  }

  /** Takes in what was asked for. */
  take(page: Page<LogLine>): void {
    for (const line of page.rows) {
      if (!this.isFiltered) this.rows.set(line.number - 1, line);
      else if (line.number > this.lastHeld) this.append(line);
    }
    // The count may be of a moment ago, or count a line that was heard twice: where nothing more comes, that is the end.
    this.total = page.rows.length === 0 && this.isFiltered ? this.held : Math.max(this.total, page.total, this.held);
    if (this.isOpened) return;
    this.isOpened = true;
    this.hear(this.early.splice(0));
  }

  /** Takes in lines that come while the job runs. */
  hear(lines: readonly LogLine[]): void {
    if (!this.isFiltered) {
      for (const line of lines) this.rows.set(line.number - 1, line);
      this.total = Math.max(this.total, ...lines.map((line) => line.number));
    } else if (!this.isOpened) this.early.push(...lines);
    else for (const line of lines) this.hearOne(line);
  }

  private hearOne(line: LogLine): void {
    if (line.number <= Math.max(this.lastHeard, this.lastHeld)) return;
    this.lastHeard = line.number;
    if (!fits(line, this.filter)) return;
    if (this.held === this.total) this.append(line);
    this.total = Math.max(this.total, this.held) + (this.lastHeld === line.number ? 0 : 1);
  }

  private append(line: LogLine): void {
    this.rows.set(this.held, line);
    this.held += 1;
    this.lastHeld = line.number;
  }
}

/** The number that comes next after `from`, round the end; null where there is none. `numbers` ascend. */
export function nextOf(numbers: readonly number[], from: number, step: 1 | -1): number | null {
  if (numbers.length === 0) return null;
  if (step === 1) return numbers.find((each) => each > from) ?? numbers[0] ?? null;
  return numbers.findLast((each) => each < from) ?? numbers.at(-1) ?? null;
}

/** A text cut at each place where `q` stands in it; every second piece is such a place. */
export function cut(text: string, q: string): string[] {
  if (q === "") return [text];
  const pieces: string[] = [];
  const low = text.toLowerCase();
  const wanted = q.toLowerCase();
  let from = 0;
  for (let at = low.indexOf(wanted); at >= 0; at = low.indexOf(wanted, from)) {
    pieces.push(text.slice(from, at), text.slice(at, at + q.length));
    from = at + q.length;
  }
  return [...pieces, text.slice(from)];
}
