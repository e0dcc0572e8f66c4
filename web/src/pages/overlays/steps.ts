// Undo and redo over whole texts. Typing that goes on without a pause is one step; a drag is one.

export interface Step {
  text: string;
  /** What was done to come here: `move Bar`. */
  words: string;
  /** What was chosen then. */
  chosen: string;
}

export const JOINS_MS = 900;
const MOST = 300;

export class Steps {
  private readonly past: Step[] = [];
  private ahead: Step[] = [];
  private joins = "";
  private at_ms = 0;

  constructor(private current: Step) {}

  get now(): Step {
    return this.current;
  }
  get undoWords(): string {
    return this.past.length ? this.current.words : "";
  }
  get redoWords(): string {
    return this.ahead.at(-1)?.words ?? "";
  }

  /** A new text. Steps of one `kind` that follow each other quickly become one. */
  add(step: Step, at_ms: number, kind = ""): void {
    if (step.text === this.current.text) return;
    const isMore = kind !== "" && kind === this.joins && at_ms - this.at_ms < JOINS_MS;
    this.joins = kind;
    this.at_ms = at_ms;
    this.ahead = [];
    if (!isMore) this.past.push(this.current);
    if (this.past.length > MOST) this.past.shift();
    this.current = step;
  }

  undo(): Step | null {
    const before = this.past.pop();
    if (!before) return null;
    this.ahead.push(this.current);
    this.joins = "";
    this.current = before;
    return before;
  }

  redo(): Step | null {
    const next = this.ahead.pop();
    if (!next) return null;
    this.past.push(this.current);
    this.joins = "";
    this.current = next;
    return next;
  }
}
