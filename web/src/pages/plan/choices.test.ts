import { describe, expect, it } from "vitest";
import { alsoConcerned, isOut, leftOut, toTurn, withChoice } from "./choices";

const row = (steps: number[], is_excluded = false) => ({ steps, is_excluded });

describe("choices", () => {
  it("leave out what the server said, unless it was taken in since", () => {
    const rows = [row([1, 2], true), row([3])];
    expect([...leftOut(rows, new Map())]).toEqual([1, 2]);
    expect([...leftOut(rows, new Map([[1, false], [3, true]]))]).toEqual([2, 3]);
  });

  it("leave out a row only when all of its steps are", () => {
    expect(isOut(row([1, 2]), new Set([1]))).toBe(false);
    expect(isOut(row([1, 2]), new Set([1, 2]))).toBe(true);
    expect(isOut(row([]), new Set([1]))).toBe(false);
  });

  it("turn each step once, and only where it changes sides", () => {
    expect(toTurn([row([1, 2]), row([2, 3])], new Set([3]), true)).toEqual([1, 2]);
    expect(toTurn([row([1, 2]), row([2, 3])], new Set([3]), false)).toEqual([3]);
  });

  it("leave what was chosen before as it was", () => {
    const first = withChoice(new Map(), [1], true);
    expect(withChoice(first, [2], true)).toEqual(new Map([[1, true], [2, true]]));
    expect(first.size).toBe(1);
  });

  it("count who else hangs on a step", () => {
    const rows = [row([1]), row([1, 2]), row([3])];
    expect(alsoConcerned(rows, new Set([rows[0]]), [1])).toBe(1);
  });
});
