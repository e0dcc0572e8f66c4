import { describe, expect, it } from "vitest";
import type { Layer } from "../../api/types";
import { dragged, type Grip, under, whyFixed } from "./hand";

const CANVAS = { width: 1000, height: 1500 };
const layer = (more: Partial<Layer>): Layer => ({
  overlay: "A", kind: "text", left: 100, top: 100, width: 200, height: 50, is_drawn: true, why: "", text: "", group: "", queue: "", weight: 0, place: null, attributes: {}, is_editable: true, ...more,
});
const grip = (more: Partial<Grip> = {}): Grip => ({
  layer: layer({}), attributes: { horizontal_offset: 100, vertical_offset: 100, font_size: 40 }, box: { left: 100, top: 100, width: 200, height: 50 }, others: [], canvas: CANVAS, ...more,
});
const HOW = { tolerance: 10, isFree: false, isStraight: false };

describe("a hand", () => {
  it("moves, and snaps unless it is told not to", () => {
    expect(dragged(grip(), 295, 0, HOW).changes).toEqual({ horizontal_offset: 400 });
    expect(dragged(grip(), 295, 0, HOW).guides).toEqual([{ direction: "across", at: 500 }]);
    expect(dragged(grip(), 295, 0, { ...HOW, isFree: true })).toMatchObject({ changes: { horizontal_offset: 395 }, guides: [] });
  });

  it("goes along one axis with Shift", () => {
    expect(dragged(grip(), 33, 8, { ...HOW, isStraight: true, isFree: true }).changes).toEqual({ horizontal_offset: 133 });
    expect(dragged(grip(), 8, -33, { ...HOW, isStraight: true, isFree: true }).changes).toEqual({ vertical_offset: 67 });
  });

  it("shows no line on which the layer does not lie", () => {
    const percent = grip({ attributes: { horizontal_offset: "10%", vertical_offset: "10%" } });
    for (let by = -90; by < 700; by += 3)
      for (const guide of dragged(percent, by, 0, HOW).guides) {
        const { box } = dragged(percent, by, 0, HOW);
        const lines = guide.direction === "across" ? [box.left, box.left + 100, box.left + 200] : [box.top, box.top + 25, box.top + 50];
        expect(Math.min(...lines.map((one) => Math.abs(one - guide.at)))).toBeLessThan(1);
      }
  });

  it("makes a text larger by its corner", () => {
    expect(dragged(grip({ pull: { x: 1, y: 1 } }), 200, 0, HOW).changes).toEqual({ font_size: 80 });
  });

  it("finds what is under a point, the topmost first, and not what is not drawn", () => {
    const layers = [layer({ overlay: "back" }), layer({ overlay: "front", left: 150 }), layer({ overlay: "gone", is_drawn: false })];
    expect(under(layers, 160, 110, 0).map((one) => one.overlay)).toEqual(["front", "back"]);
    expect(under(layers, 110, 110, 0).map((one) => one.overlay)).toEqual(["back"]);
    expect(under(layers, 10, 10, 0)).toEqual([]);
  });

  it("says why it cannot move something", () => {
    expect(whyFixed(layer({}))).toBe("");
    expect(whyFixed(layer({ kind: "blur" }))).toContain("blur");
    expect(whyFixed(layer({ queue: "facts" }))).toContain("queue `facts`");
    expect(whyFixed(layer({ queue: "facts", attributes: { horizontal_offset: 1 } }))).toBe("");
  });
});
