// A unified diff, taken apart for showing.

export type RowKind = "same" | "removed" | "added" | "gap";

/** A piece of a line; `isChanged` where it is what differs from the line that it stands for. */
export interface Piece {
  text: string;
  isChanged: boolean;
}

export interface Row {
  kind: RowKind;
  /** Numbers of the line before and after; null where it is not there. */
  before: number | null;
  after: number | null;
  pieces: Piece[];
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** The rows of a unified diff; lines that took the place of others show what in them is new. */
export function rowsOf(difference: string): Row[] {
  const rows: Row[] = [];
  let [before, after] = [0, 0];
  let isInside = false;
  for (const line of difference.split("\n")) {
    const hunk = HUNK.exec(line);
    if (hunk) {
      [before, after] = [Number(hunk[1]), Number(hunk[2])];
      if (isInside || before > 1) rows.push({ kind: "gap", before: null, after: null, pieces: [] });
      isInside = true;
    } else if (isInside && line !== "" && !line.startsWith("\\")) {
      const pieces = [{ text: line.slice(1), isChanged: false }];
      if (line[0] === "-") rows.push({ kind: "removed", before: before++, after: null, pieces });
      else if (line[0] === "+") rows.push({ kind: "added", before: null, after: after++, pieces });
      else rows.push({ kind: "same", before: before++, after: after++, pieces });
    }
  }
  return paired(rows);
}

function paired(rows: Row[]): Row[] {
  let at = 0;
  while (at < rows.length) {
    const start = at;
    while (rows[at]?.kind === "removed") at += 1;
    const middle = at;
    while (rows[at]?.kind === "added") at += 1;
    if (middle - start === at - middle) for (let index = 0; index < middle - start; index += 1) compare(rows[start + index], rows[middle + index]);
    if (at === start) at += 1;
  }
  return rows;
}

/** Marks in two lines what they do not share at their beginning and end. Lines with little in common stay whole. */
function compare(before: Row | undefined, after: Row | undefined): void {
  if (!before || !after) return;
  const [one, other] = [textOf(before), textOf(after)];
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && one[one.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  if ((start + end) * 3 < most) return;
  before.pieces = cut(one, start, one.length - end);
  after.pieces = cut(other, start, other.length - end);
}

function cut(text: string, from: number, to: number): Piece[] {
  const pieces = [
    { text: text.slice(0, from), isChanged: false },
    { text: text.slice(from, to), isChanged: true },
    { text: text.slice(to), isChanged: false },
  ];
  return pieces.filter((piece) => piece.text !== "");
}

export function textOf(row: Row): string {
  return row.pieces.map((piece) => piece.text).join("");
}

/** The same difference, seen from the other side. */
export function turned(rows: Row[]): Row[] {
  const kinds: Record<RowKind, RowKind> = { same: "same", gap: "gap", removed: "added", added: "removed" };
  const found = rows.map((row) => ({ ...row, kind: kinds[row.kind], before: row.after, after: row.before }));
  // What goes away is shown before what comes.
  const sorted: Row[] = [];
  let waiting: Row[] = [];
  for (const row of found) {
    if (row.kind === "added") waiting.push(row);
    else if (row.kind === "removed") sorted.push(row);
    else {
      sorted.push(...waiting, row);
      waiting = [];
    }
  }
  return [...sorted, ...waiting];
}

export interface Sum {
  added: number;
  removed: number;
}

export function sumOf(rows: readonly Row[]): Sum {
  return { added: rows.filter((row) => row.kind === "added").length, removed: rows.filter((row) => row.kind === "removed").length };
}
