// Two texts as a person reads what turned: words that go and come, members of lists, an order. Values only.

export interface Piece {
  text: string;
  is: "same" | "gone" | "new";
}

const MOST_WORDS = 400;

/** Word by word: what goes, what comes, what stays (longest common part). Very long texts are told whole. */
export function wordDifference(before: string, after: string): Piece[] {
  if (before === after) return before ? [{ text: before, is: "same" }] : [];
  const old = before.match(/\s+|[^\s]+/g) ?? [];
  const now = after.match(/\s+|[^\s]+/g) ?? [];
  if (!old.length || !now.length || old.length > MOST_WORDS * 2 || now.length > MOST_WORDS * 2) {
    return [piece(before, "gone"), piece(after, "new")].filter((each) => each.text);
  }
  return smooth(walked(old, now));
}

function piece(text: string, is: Piece["is"]): Piece {
  return { text, is };
}

function walked(old: readonly string[], now: readonly string[]): Piece[] {
  const width = now.length + 1;
  const longest = new Uint16Array((old.length + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--)
    for (let column = now.length - 1; column >= 0; column--)
      longest[row * width + column] =
        old[row] === now[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
  const found: Piece[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length || column < now.length) {
    const gone = old[row];
    const come = now[column];
    if (gone !== undefined && gone === come) {
      found.push(piece(gone, "same"));
      row += 1;
      column += 1;
    } else if (gone !== undefined && (come === undefined || at(row + 1, column) >= at(row, column + 1))) {
      found.push(piece(gone, "gone"));
      row += 1;
    } else if (come !== undefined) {
      found.push(piece(come, "new"));
      column += 1;
    }
  }
  return found;
}

/** Neighbours of one kind become one; a lone blank between two changes changes with them. */
function smooth(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  let gone = "";
  let come = "";
  const close = () => {
    if (gone) found.push(piece(gone, "gone"));
    if (come) found.push(piece(come, "new"));
    gone = "";
    come = "";
  };
  for (const [index, each] of pieces.entries()) {
    if (each.is === "gone") gone += each.text;
    else if (each.is === "new") come += each.text;
    else {
      const next = pieces[index + 1];
      if (!each.text.trim() && (gone || come) && next && next.is !== "same") {
        if (gone) gone += each.text;
        if (come) come += each.text;
        continue;
      }
      close();
      const last = found[found.length - 1];
      if (last?.is === "same") last.text += each.text;
      else found.push({ ...each });
    }
  }
  close();
  return found;
}

export interface Listed {
  gone: string[];
  come: string[];
  kept: string[];
}

/** Members of a list as it was and as it becomes. */
export function listDifference(before: readonly string[], after: readonly string[]): Listed {
  const was = new Set(before);
  const is = new Set(after);
  return {
    gone: before.filter((each) => !is.has(each)),
    come: after.filter((each) => !was.has(each)),
    kept: before.filter((each) => is.has(each)),
  };
}

const LISTS = new Set([
  "label", "labels", "genre", "genres", "collection", "collections", "country", "countries", "director", "directors", "writer", "writers",
  "producer", "producers", "style", "styles", "mood", "moods", "similar", "role", "roles", "actor", "actors", "tag", "tags",
]);

export function isList(aspect: string): boolean {
  return LISTS.has(aspect.toLowerCase());
}

/** The members that a text names: a line each, or divided by commas. */
export function membersOf(text: string): string[] {
  const cut = text.includes("\n") ? text.split("\n") : text.split(/[,;]\s+/);
  return cut.map((each) => each.trim()).filter(Boolean);
}

/** Who stands elsewhere among those that stay, apart from those that only make room. `was` and `place` count from 1. */
export function moved<T extends { was: number; place: number }>(stay: readonly T[]): T[] {
  const order = [...stay].sort((one, other) => one.place - other.place);
  const still = new Set(longestRising(order.map((each) => each.was)));
  return order.filter((each) => !still.has(each.was));
}

function longestRising(numbers: readonly number[]): number[] {
  const ends: number[] = [];
  const before: number[] = [];
  for (const [index, number] of numbers.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? (ends[low - 1] ?? -1) : -1;
    ends[low] = index;
  }
  const found: number[] = [];
  for (let at = ends[ends.length - 1] ?? -1; at >= 0; at = before[at] ?? -1) found.push(numbers[at] ?? 0);
  return found.reverse();
}
