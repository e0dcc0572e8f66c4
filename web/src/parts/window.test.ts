import { describe, expect, it } from "vitest";
import { columnsIn, spanInSight, stepTo } from "./window";

describe("rows in sight", () => {
  it("holds every row that can be seen, and a few around, wherever the list stands", () => {
    for (let rows = 0; rows < 60; rows += 7) {
      for (let top = 0; top < 3000; top += 97) {
        const { from, to } = spanInSight(top, 500, 80, rows, 2);
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(rows);
        expect(to - from).toBeLessThanOrEqual(500 / 80 + 6);
        for (let row = 0; row < rows; row++) {
          const isSeen = (row + 1) * 80 > top && row * 80 < top + 500;
          if (isSeen) expect(from <= row && row < to).toBe(true);
        }
      }
    }
  });

  it("has nothing to draw where there is nothing", () => {
    expect(spanInSight(0, 500, 80, 0, 2)).toEqual({ from: 0, to: 0 });
    expect(spanInSight(0, 500, 0, 10, 2)).toEqual({ from: 0, to: 0 });
  });
});

describe("columns", () => {
  it("fill the width, and are never narrower than wanted unless there is one", () => {
    for (let width = 50; width < 2000; width += 13) {
      const { columns, tile } = columnsIn(width, 160, 12);
      expect(columns * tile + (columns - 1) * 12).toBeCloseTo(width);
      if (columns > 1) expect(tile).toBeGreaterThanOrEqual(160);
    }
  });
});

describe("keys in a grid", () => {
  it("go by columns and rows, and nowhere beyond the ends", () => {
    expect(stepTo("ArrowDown", 1, 10, 4, 3)).toBe(5);
    expect(stepTo("ArrowUp", 1, 10, 4, 3)).toBeNull();
    expect(stepTo("ArrowRight", 9, 10, 4, 3)).toBeNull();
    expect(stepTo("PageDown", 1, 10, 4, 3)).toBe(9);
    expect(stepTo("End", 1, 10, 4, 3)).toBe(9);
    expect(stepTo("a", 1, 10, 4, 3)).toBeNull();
  });
});
