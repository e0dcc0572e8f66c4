// Who comes first in a queue, or wins a group, is the heaviest. A new order becomes new weights, of as few overlays as can be.

export interface Weighted {
  overlay: string;
  weight: number;
  /** Whether its weight can be changed here. */
  isFree: boolean;
}

/** The heaviest first; of the same weight, as they stand. */
export function byWeight<T extends { weight: number }>(members: readonly T[]): T[] {
  return members.map((one, at) => ({ one, at })).sort((a, b) => b.one.weight - a.one.weight || a.at - b.at).map(({ one }) => one);
}

/** Weights that put the member at `from` at `to`, members being ordered; null where what is fixed does not let it. */
export function reweighted(ordered: readonly Weighted[], from: number, to: number): Map<string, number> | null {
  const one = ordered[from];
  if (!one || from === to || to < 0 || to >= ordered.length) return null;
  const wanted = ordered.filter((_, at) => at !== from);
  wanted.splice(to, 0, one);
  if (one.isFree) {
    const weight = between(wanted[to - 1]?.weight, wanted[to + 1]?.weight);
    if (weight !== null) return new Map([[one.overlay, weight]]);
  }
  return spread(wanted);
}

/** A weight below one and above the other; null where there is none. */
function between(above: number | undefined, below: number | undefined): number | null {
  if (above === undefined) return below === undefined ? 10 : below + 10;
  if (below === undefined) return above > 10 ? above - 10 : above > 0 ? above - 1 : null;
  return above - below >= 2 ? Math.floor((above + below) / 2) : null;
}

/** Weights for all that are free, between those that are not. */
function spread(wanted: readonly Weighted[]): Map<string, number> | null {
  const found = new Map<string, number>();
  let at = 0;
  let above = Number.POSITIVE_INFINITY;
  while (at < wanted.length) {
    let end = at;
    while (end < wanted.length && wanted[end]?.isFree) end += 1;
    const next = wanted[end];
    if (next && next.weight >= above) return null;
    const below = next ? next.weight : -1;
    const free = wanted.slice(at, end);
    const top = above === Number.POSITIVE_INFINITY ? Math.max(below, 0) + 10 * (free.length + (next ? 1 : 0)) + (next ? 0 : 10) : above;
    const step = Math.floor((top - below) / (free.length + 1));
    if (free.length && step < 1) return null;
    for (const [index, each] of free.entries()) {
      const weight = top - step * (index + 1);
      if (weight !== each.weight) found.set(each.overlay, weight);
    }
    if (next) above = next.weight;
    at = end + 1;
  }
  return found;
}
