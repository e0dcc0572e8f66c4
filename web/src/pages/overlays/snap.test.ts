import { describe, expect, it } from "vitest";
import { snapped } from "./snap";

const CANVAS = { width: 1000, height: 1500 };

describe("snapping", () => {
  it("draws an edge to the edge of the canvas", () => {
    expect(snapped({ left: 4, top: 700, width: 100, height: 61 }, [], CANVAS, 6)).toMatchObject({ dx: -4, guides: [{ direction: "across", at: 0 }] });
  });

  it("draws a centre to the centre", () => {
    const found = snapped({ left: 447, top: 300, width: 100, height: 50 }, [], CANVAS, 6);
    expect([found.dx, found.dy]).toEqual([3, 0]);
    expect(found.guides).toEqual([{ direction: "across", at: 500 }]);
  });

  it("draws to another layer, whichever of its lines is nearest", () => {
    const found = snapped({ left: 203, top: 402, width: 100, height: 50 }, [{ left: 200, top: 300, width: 40, height: 100 }], CANVAS, 6);
    expect([found.dx, found.dy]).toEqual([-3, -2]);
  });

  it("leaves alone what is too far from everything", () => {
    expect(snapped({ left: 120, top: 220, width: 100, height: 50 }, [], CANVAS, 6)).toEqual({ dx: 0, dy: 0, guides: [] });
  });

  it("moves only the side that a handle pulls", () => {
    const box = { left: 3, top: 3, width: 494, height: 300 };
    expect(snapped(box, [], CANVAS, 6, { x: 1, y: 0 })).toMatchObject({ dx: 3, dy: 0 });
    expect(snapped(box, [], CANVAS, 6, { x: -1, y: -1 })).toMatchObject({ dx: -3, dy: -3 });
  });

  it("never moves by more than its tolerance, and lies on each line that it shows", () => {
    for (let left = -40; left < 1040; left += 13)
      for (const tolerance of [0, 4, 11]) {
        const box = { left, top: left, width: 90, height: 40 };
        const found = snapped(box, [{ left: 333, top: 555, width: 77, height: 31 }], CANVAS, tolerance);
        expect(Math.abs(found.dx)).toBeLessThanOrEqual(tolerance);
        expect(Math.abs(found.dy)).toBeLessThanOrEqual(tolerance);
        for (const guide of found.guides) {
          const [start, extent] = guide.direction === "across" ? [box.left + found.dx, box.width] : [box.top + found.dy, box.height];
          expect(Math.min(...[start, start + extent / 2, start + extent].map((one) => Math.abs(one - guide.at)))).toBeLessThan(1);
        }
      }
  });
});
