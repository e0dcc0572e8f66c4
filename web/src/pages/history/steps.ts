// Runs and their steps as a person reads them, and which of them can be taken back. Values only.

import type { RunStep } from "../../api/types";
import type { Tone } from "../../parts/chip";

/** A list that is asked for once more, part by part: behind what came stands what was there, so that nobody's place is lost. */
export function asTheyCome<T>(came: readonly T[], before: readonly T[], isWhole: boolean): T[] {
  return isWhole ? [...came] : [...came, ...before.slice(came.length)];
}

export const RUN_KINDS: Record<string, string> = { apply: "Apply", undo: "Undo", record: "Recorded run" };

const RUN_STATES: Record<string, { words: string; tone: Tone }> = {
  running: { words: "Running", tone: "busy" },
  finished: { words: "Finished", tone: "good" },
  stopped: { words: "Stopped", tone: "warning" },
  failed: { words: "Failed", tone: "bad" },
};

export function runState(state: string): { words: string; tone: Tone } {
  return RUN_STATES[state] ?? { words: state, tone: "plain" };
}

export function runKind(kind: string): string {
  return RUN_KINDS[kind] ?? kind;
}

/** What a step may have left on the server. */
const LEFT_SOMETHING = new Set(["exact", "different", "asked", "begun"]);

/** How many steps of a run left something, as their counts tell. */
export function changed(counts: Record<string, number>): number {
  return Object.entries(counts).reduce((sum, [state, count]) => sum + (LEFT_SOMETHING.has(state) ? count : 0), 0);
}

/** Steps by what became of them, those that were undone since by themselves. */
export function stepCounts(steps: readonly RunStep[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const step of steps) counts[step.state] = (counts[step.state] ?? 0) + 1;
  return counts;
}

export function isUndoable(step: RunStep): boolean {
  return LEFT_SOMETHING.has(step.state) && step.irreversible === "";
}

/** Why a step has no tick; the empty word where it has one. */
export function whyNotUndoable(step: RunStep): string {
  if (step.irreversible) return step.irreversible;
  if (step.state === "undone") return "It was undone.";
  return LEFT_SOMETHING.has(step.state) ? "" : "It changed nothing.";
}

export interface StepFilter {
  state: string;
  text: string;
  isLossOnly: boolean;
}

export function chosenSteps(steps: readonly RunStep[], filter: StepFilter): RunStep[] {
  const words = filter.text.trim().toLowerCase();
  return steps.filter(
    (step) =>
      (filter.state === "" || step.state === filter.state) &&
      (!filter.isLossOnly || (step.irreversible !== "" && LEFT_SOMETHING.has(step.state))) &&
      (words === "" || `${step.number} ${step.words} ${step.kind} ${step.library} ${step.reason}`.toLowerCase().includes(words)),
  );
}

/** Numbers as `--only` takes them: 3, 4, 5 and 9 are `3-5` and `9`. */
export function ranges(numbers: Iterable<number>): string[] {
  const sorted = [...new Set(numbers)].sort((one, other) => one - other);
  const found: [number, number][] = [];
  for (const number of sorted) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
}

export interface Undoing {
  /** Steps that go back. */
  back: number;
  /** Steps that changed something and cannot go back. */
  lost: RunStep[];
}

/** What taking back comes to, of all steps or of those that are ticked. */
export function undoing(steps: readonly RunStep[], ticked: ReadonlySet<number>): Undoing {
  const meant = ticked.size ? steps.filter((step) => ticked.has(step.number)) : steps;
  return {
    back: meant.filter(isUndoable).length,
    lost: meant.filter((step) => step.irreversible !== "" && LEFT_SOMETHING.has(step.state)),
  };
}
