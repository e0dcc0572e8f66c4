import { expect, test } from "vitest";
import type { RunStep } from "../../api/types";
import { asTheyCome, changed, chosenSteps, isUndoable, ranges, stepCounts, undoing } from "./steps";

function step(number: number, some: Partial<RunStep> = {}): RunStep {
  return { number, words: `add Overlay to film ${number}`, kind: "EditTags", library: "Films", state: "exact", reason: "", irreversible: "", ...some };
}

test("numbers in a row become ranges, as the command line writes them", () => {
  expect(ranges([9, 3, 5, 4, 4, 12])).toEqual(["3-5", "9", "12"]);
  expect(ranges([])).toEqual([]);
});

test("only a step that changed something, and has a way back, can be undone", () => {
  expect(isUndoable(step(1))).toBe(true);
  expect(isUndoable(step(1, { state: "already" }))).toBe(false);
  expect(isUndoable(step(1, { irreversible: "Plex keeps no trash" }))).toBe(false);
});

test("what changed is counted from the outcomes", () => {
  expect(changed({ exact: 3, already: 5, different: 1, undone: 2 })).toBe(4);
  expect(stepCounts([step(1), step(2, { state: "undone" }), step(3)])).toEqual({ exact: 2, undone: 1 });
});

test("steps are narrowed by outcome, by words, and to what cannot be undone", () => {
  const steps = [step(1), step(2, { state: "failed", reason: "503" }), step(3, { irreversible: "gone for good" })];
  const numbers = (found: RunStep[]) => found.map((each) => each.number);
  expect(numbers(chosenSteps(steps, { state: "failed", text: "", isLossOnly: false }))).toEqual([2]);
  expect(numbers(chosenSteps(steps, { state: "", text: "FILM 3", isLossOnly: false }))).toEqual([3]);
  expect(numbers(chosenSteps(steps, { state: "", text: "503", isLossOnly: false }))).toEqual([2]);
  expect(numbers(chosenSteps(steps, { state: "", text: "", isLossOnly: true }))).toEqual([3]);
});

test("an undo says how many steps go back, and which do not", () => {
  const steps = [step(1), step(2, { state: "skipped" }), step(3, { irreversible: "gone" }), step(4)];
  expect(undoing(steps, new Set())).toEqual({ back: 2, lost: [steps[2]] });
  expect(undoing(steps, new Set([4]))).toEqual({ back: 1, lost: [] });
});

test("a list that is asked for once more is never shorter than it was before all of it has come", () => {
  expect(asTheyCome(["A"], ["a", "b", "c"], false)).toEqual(["A", "b", "c"]);
  expect(asTheyCome(["A", "B"], ["a", "b", "c"], true)).toEqual(["A", "B"]);
});
