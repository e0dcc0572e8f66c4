// Which steps are to be done and which are left out. A poster or a thing is left out when all of its steps are. Values only.

export interface Stepped {
  steps: readonly number[];
  is_excluded: boolean;
}

/** What a person chose here, by step: true leaves it out. It counts before what the rows said when they were read. */
export type Chosen = ReadonlyMap<number, boolean>;

/** All steps that are left out, by what rows said and what was chosen since. */
export function leftOut(rows: Iterable<Stepped>, chosen: Chosen): Set<number> {
  const found = new Set<number>();
  for (const row of rows) if (row.is_excluded) for (const step of row.steps) if (chosen.get(step) !== false) found.add(step);
  for (const [step, isOut] of chosen) if (isOut) found.add(step);
  return found;
}

export function isOut(row: Stepped, out: ReadonlySet<number>): boolean {
  return row.steps.length > 0 && row.steps.every((step) => out.has(step));
}

/** The steps of some rows that would change sides. */
export function toTurn(rows: Iterable<Stepped>, out: ReadonlySet<number>, leavesOut: boolean): number[] {
  const found = new Set<number>();
  for (const row of rows) for (const step of row.steps) if (out.has(step) !== leavesOut) found.add(step);
  return [...found];
}

export function withChoice(chosen: Chosen, steps: readonly number[], leavesOut: boolean): Chosen {
  const next = new Map(chosen);
  for (const step of steps) next.set(step, leavesOut);
  return next;
}

/** How many other rows hang on these steps, too: a label for 412 items is one step. */
export function alsoConcerned(rows: Iterable<Stepped>, mine: ReadonlySet<unknown>, steps: readonly number[]): number {
  const wanted = new Set(steps);
  let found = 0;
  for (const row of rows) if (!mine.has(row) && row.steps.some((step) => wanted.has(step))) found += 1;
  return found;
}
