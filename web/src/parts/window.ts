// Which rows of a long list are worth having: those in sight and a few around them. Arithmetic only.

export interface Span {
  /** First row to draw, and the one after the last. */
  from: number;
  to: number;
}

export function spanInSight(top: number, height: number, rowHeight: number, rows: number, around: number): Span {
  if (rows === 0 || rowHeight <= 0) return { from: 0, to: 0 };
  const first = Math.floor(top / rowHeight) - around;
  const last = Math.ceil((top + height) / rowHeight) + around;
  return { from: Math.max(0, Math.min(first, rows)), to: Math.max(0, Math.min(last, rows)) };
}

/** How many tiles of at least `wanted` pixels go into a width, and how wide each is then. */
export function columnsIn(width: number, wanted: number, gap: number): { columns: number; tile: number } {
  const columns = Math.max(1, Math.floor((width + gap) / (wanted + gap)));
  return { columns, tile: (width - gap * (columns - 1)) / columns };
}

/** Where a key leads from `at` in a grid; null where it leads nowhere. */
export function stepTo(key: string, at: number, total: number, columns: number, rowsInSight: number): number | null {
  const last = total - 1;
  const page = Math.max(1, rowsInSight) * columns;
  const to: Record<string, number> = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + columns,
    ArrowUp: at - columns,
    PageDown: Math.min(at + page, last),
    PageUp: Math.max(at - page, 0),
    Home: 0,
    End: last,
  };
  const found = to[key];
  return found === undefined || found < 0 || found > last ? null : found;
}
