// Where in a YAML text a cursor stands, by indentation alone: a text that somebody is writing is seldom whole YAML.

/** The text by lines, counted from 1. */
export interface Lines {
  count: number;
  line: (number: number) => string;
}

/** A key, or the dash of a list (`-`), and where it is written; columns count from 0. */
export interface Step {
  name: string;
  line: number;
  column: number;
}

export interface Where {
  /** From the top of the file to here. Of a value the last is its key. */
  steps: Step[];
  kind: "key" | "value";
  /** What is written so far, and the column at which it begins. */
  word: string;
  from: number;
}

const KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#{}[\],&*!|>%@`][^#]*?)[ \t]*:(?=[ \t]|$)/;
const DASH = "-";

export function linesOf(text: string): Lines {
  const all = text.split("\n");
  return { count: all.length, line: (number) => all[number - 1] ?? "" };
}

export function bare(word: string): string {
  const quote = word[0];
  return (quote === '"' || quote === "'") && word.length > 1 && word.endsWith(quote) ? word.slice(1, -1) : word;
}

/** What a line opens: its dashes, and the key that follows; and what comes after them. */
export function openings(text: string, line: number): { steps: Step[]; rest: string; at: number } {
  const steps: Step[] = [];
  let at = text.length - text.trimStart().length;
  while (text[at] === "-" && (text[at + 1] === " " || text[at + 1] === undefined)) {
    steps.push({ name: DASH, line, column: at });
    at += 1;
    while (text[at] === " ") at += 1;
  }
  const key = KEY.exec(text.slice(at));
  if (key) {
    steps.push({ name: bare(key[1] ?? ""), line, column: at });
    at += key[0].length;
    while (text[at] === " ") at += 1;
  }
  return { steps, rest: text.slice(at), at };
}

function isSilent(text: string): boolean {
  const bareText = text.trim();
  return bareText === "" || bareText.startsWith("#") || bareText === "---";
}

/** What stands above something that begins at `column` of `line`. A list may lie at the same depth as its key. */
export function above(lines: Lines, line: number, column: number, isDash: boolean): Step[] {
  const found: Step[] = [];
  let limit = column;
  let dash = isDash;
  for (let number = line - 1; number > 0 && (limit > 0 || dash); number -= 1) {
    const text = lines.line(number);
    const depth = text.search(/\S/);
    // Most lines of a long file lie too deep to hold anything: they are passed over unread.
    if (depth < 0 || depth > limit || (depth === limit && !dash) || isSilent(text)) continue;
    for (const step of openings(text, number).steps.reverse()) {
      const holds = step.column < limit || (dash && step.name !== DASH && step.column === limit);
      if (!holds) continue;
      found.unshift(step);
      limit = step.column;
      dash = step.name === DASH;
    }
  }
  return found;
}

/** Where a comment begins in a line, or its length. */
export function commentAt(text: string): number {
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? "";
    if (quote) {
      if (sign === quote) quote = "";
    } else if ((sign === '"' || sign === "'") && (at === 0 || /[\s:,[{(-]/.test(text[at - 1] ?? ""))) quote = sign;
    else if (sign === "#" && (at === 0 || /\s/.test(text[at - 1] ?? ""))) return at;
  }
  return text.length;
}

/** Where the cursor at `column` (from 0) of `line` stands; null in a comment. */
export function whereAt(lines: Lines, line: number, column: number): Where | null {
  const text = lines.line(line);
  if (commentAt(text) < column) return null;
  const before = text.slice(0, column);
  const { steps, rest, at } = openings(before, line);
  const first = steps[0];
  const depth = first ? first.column : at;
  const top = above(lines, line, depth, first?.name === DASH);
  const isValue = steps.length > 0 && steps[steps.length - 1]?.name !== DASH;
  return inFlow({ steps: [...top, ...steps], kind: isValue ? "value" : "key", word: rest, from: at }, line);
}

/** Goes on into `{a: b, c: [d]}` as far as it is written. */
function inFlow(where: Where, line: number): Where {
  if (where.word[0] !== "{" && where.word[0] !== "[") return where;
  const open: { isList: boolean; key: Step | null }[] = [];
  let from = where.from;
  let quote = "";
  for (let index = 0; index < where.word.length; index += 1) {
    const sign = where.word[index] ?? "";
    const at = where.from + index;
    if (quote) {
      if (sign === quote) quote = "";
      continue;
    }
    const frame = open[open.length - 1];
    if ((sign === '"' || sign === "'") && from === at) quote = sign;
    else if (sign === "{" || (sign === "[" && from === at)) {
      open.push({ isList: sign === "[", key: null });
      from = at + 1;
    } else if (sign === "}" || sign === "]") {
      open.pop();
      from = at + 1;
    } else if (sign === "," && frame) {
      frame.key = null;
      from = at + 1;
    } else if (sign === ":" && frame && !frame.isList && !frame.key && (where.word[index + 1] ?? " ") === " ") {
      frame.key = { name: bare(where.word.slice(from - where.from, index).trim()), line, column: from };
      from = at + 1;
    } else if (sign === " " && from === at) from = at + 1;
  }
  const steps = [...where.steps];
  for (const frame of open) {
    if (frame.isList) steps.push({ name: DASH, line, column: from });
    else if (frame.key) steps.push(frame.key);
  }
  const inner = open[open.length - 1];
  const kind = !inner || inner.isList || inner.key ? "value" : "key";
  return { steps, kind, word: where.word.slice(from - where.from), from };
}

/** The names of a path: `["overlays", "IMDb", "overlay", "name"]`. */
export function pathOf(where: Where): string[] {
  return where.steps.map((step) => step.name);
}

/** What stands beside a step in the same mapping: keys with their values as written, also those below it. */
export function beside(lines: Lines, at: { line: number; column: number }): Map<string, string> {
  const found = new Map<string, string>();
  const take = (number: number): boolean => {
    const text = lines.line(number);
    if (isSilent(text)) return true;
    const { steps, rest } = openings(text, number);
    const own = steps.find((step) => step.column === at.column && step.name !== DASH);
    if (own) found.set(own.name, rest.slice(0, commentAt(rest)).trim());
    const first = steps[0];
    return (first ? first.column : text.length - text.trimStart().length) >= at.column;
  };
  if (take(at.line)) for (let number = at.line - 1; number > 0 && take(number); number -= 1);
  for (let number = at.line + 1; number <= lines.count; number += 1) {
    const text = lines.line(number);
    const depth = text.length - text.trimStart().length;
    if (!isSilent(text) && depth < at.column) break;
    take(number);
  }
  return found;
}

/** The keys just below a key at the top of the file: what its templates, overlays, queues are called. */
export function namesBelow(lines: Lines, top: string): string[] {
  const found: string[] = [];
  let isInside = false;
  let depth = 0;
  for (let number = 1; number <= lines.count; number += 1) {
    const text = lines.line(number);
    if (isSilent(text)) continue;
    const step = openings(text, number).steps[0];
    if (!step) continue;
    if (step.column === 0) {
      isInside = step.name === top;
      depth = 0;
    } else if (isInside && (depth === 0 || step.column === depth)) {
      depth = step.column;
      found.push(step.name);
    }
  }
  return found;
}

/** All values that a key has anywhere in the text. */
export function valuesOf(lines: Lines, key: string): string[] {
  const found = new Set<string>();
  for (let number = 1; number <= lines.count; number += 1) {
    const { steps, rest } = openings(lines.line(number), number);
    if (steps[steps.length - 1]?.name !== key) continue;
    const value = bare(rest.slice(0, commentAt(rest)).trim());
    if (value && !value.includes("<<") && !/^[{[&*|>]/.test(value)) found.add(value);
  }
  return [...found];
}

/** The word that stands at a column, and where: for what hovers over it. */
export function wordAt(lines: Lines, line: number, column: number): Where | null {
  const text = lines.line(line);
  const end = commentAt(text);
  if (column > end) return null;
  const { steps } = openings(text, line);
  const key = steps[steps.length - 1];
  if (key && key.name !== DASH && column >= key.column && column <= key.column + key.name.length + 1) {
    const length = KEY.exec(text.slice(key.column))?.[1]?.length ?? key.name.length;
    if (column <= key.column + length) {
      const whole = whereAt(lines, line, key.column + length);
      return whole && { ...whole, kind: "key", word: key.name, from: key.column };
    }
  }
  let stop = column;
  while (stop < end && !/[,}\]]/.test(text[stop] ?? "")) stop += 1;
  const where = whereAt(lines, line, stop);
  if (!where) return null;
  const isFlowKey = /^("[^"]*"|'[^']*'|[^:]*?)\s*:(\s|$)/.exec(where.word);
  if (isFlowKey && where.from <= column) {
    const length = isFlowKey[1]?.length ?? 0;
    if (column <= where.from + length) return { ...where, kind: "key", word: bare(isFlowKey[1] ?? "") };
  }
  // In `{font: x` the text up to the comma was read whole: the key is in the steps already.
  const last = where.steps[where.steps.length - 1];
  if (where.kind === "value" && last && last.line === line && last.name !== DASH && column >= last.column && column <= last.column + last.name.length)
    return { steps: where.steps.slice(0, -1), kind: "key", word: last.name, from: last.column };
  return { ...where, word: bare(where.word.trim()) };
}

/** How far in a line begins that is opened behind `before`: below a key without a value deeper, else beside it. */
export function depthAfter(before: string): number {
  const text = before.slice(0, commentAt(before)).trimEnd();
  const { steps, rest } = openings(text, 0);
  const last = steps[steps.length - 1];
  if (!last) return before.length - before.trimStart().length;
  if (last.name === DASH) return rest ? last.column : last.column + 2;
  return rest === "" || /^[|>][-+\d]*$/.test(rest) ? last.column + 2 : last.column;
}
