import { describe, expect, it } from "vitest";
import { alignOf, allowedOffset, inUnit, lengthOf, moved, offsetFor, offsetPx, startOf, writtenLength, type Attributes, type Plain } from "./place";

const CANVAS = { width: 1000, height: 1500 };
const BOX = { left: 100, top: 100, width: 200, height: 80 };

describe("offsets", () => {
  it("reads pixels and percents, and nothing else", () => {
    expect(lengthOf(30)).toEqual({ value: 30, isPercent: false });
    expect(lengthOf("5%")).toEqual({ value: 5, isPercent: true });
    expect(lengthOf("-12")).toEqual({ value: -12, isPercent: false });
    expect(lengthOf("wide")).toBeNull();
    expect(lengthOf(null)).toBeNull();
    expect(writtenLength({ value: 5, isPercent: true })).toBe("5%");
  });

  it("cuts a percent to whole pixels", () => {
    expect(offsetPx(1080, { value: 7, isPercent: true })).toBe(75);
    expect(offsetPx(1080, { value: -7, isPercent: true })).toBe(-75);
  });

  it("finds the offset for every start, on all alignments, and back", () => {
    for (const align of ["near", "centre", "far"] as const)
      for (const canvas of [1000, 1500, 1080, 1920])
        for (let extent = 0; extent < 400; extent += 37)
          for (let start = -50; start < 900; start += 83)
            expect(startOf(align, canvas, extent, offsetFor(align, canvas, extent, start))).toBe(start);
  });
});

describe("moving", () => {
  it("goes by the side that an overlay keeps to", () => {
    const near: Attributes = { horizontal_align: "left", vertical_align: "top", horizontal_offset: 30, vertical_offset: 40 };
    expect(moved(near, BOX, CANVAS, 7, -5).changes).toEqual({ horizontal_offset: 37, vertical_offset: 35 });
    const far: Attributes = { horizontal_align: "right", vertical_align: "bottom", horizontal_offset: 30, vertical_offset: 40 };
    expect(moved(far, BOX, CANVAS, 7, -5).changes).toEqual({ horizontal_offset: 23, vertical_offset: 45 });
    const centre: Attributes = { horizontal_align: "center", vertical_align: "center", horizontal_offset: 0, vertical_offset: 0 };
    expect(moved(centre, BOX, CANVAS, -7, -5).changes).toEqual({ horizontal_offset: -7, vertical_offset: -5 });
  });

  it("changes only the axis that was moved", () => {
    const near: Attributes = { horizontal_offset: 30, vertical_offset: "10%" };
    expect(moved(near, BOX, CANVAS, 7, 0).changes).toEqual({ horizontal_offset: 37 });
  });

  it("gives both offsets to what has none", () => {
    expect(moved({}, BOX, CANVAS, 7, 0).changes).toEqual({ horizontal_offset: 7, vertical_offset: 0 });
  });

  it("keeps percents, and says where the whole percent really puts it", () => {
    const found = moved({ horizontal_offset: "10%", vertical_offset: "10%" }, BOX, CANVAS, 14, 0);
    expect(found.changes).toEqual({ horizontal_offset: "11%" });
    expect(found.box.left).toBe(110);
  });

  it("stays within what is allowed, however far the hand goes", () => {
    const words: Record<string, [string, string]> = { near: ["left", "top"], centre: ["center", "center"], far: ["right", "bottom"] };
    for (const [align, [across, down]] of Object.entries(words))
      for (const unit of [(n: number): Plain => n, (n: number): Plain => `${n}%`])
        for (let by = -3000; by <= 3000; by += 271) {
          const before: Attributes = { horizontal_align: across, vertical_align: down, horizontal_offset: unit(10), vertical_offset: unit(10) };
          expect(alignOf(before, "horizontal")).toBe(align);
          const { changes, box } = moved(before, BOX, CANVAS, by, -by);
          const after = { ...before, ...changes };
          for (const axis of ["horizontal", "vertical"] as const) {
            const length = lengthOf(after[`${axis}_offset`]);
            expect(length).not.toBeNull();
            if (align !== "centre") expect(length!.value).toBeGreaterThanOrEqual(0);
            if (length!.isPercent) expect(Math.abs(length!.value)).toBeLessThanOrEqual(align === "centre" ? 50 : 100);
            const extent = axis === "horizontal" ? BOX.width : BOX.height;
            const side = axis === "horizontal" ? CANVAS.width : CANVAS.height;
            const at = (one: Attributes) => startOf(alignOf(one, axis), side, extent, offsetPx(side, lengthOf(one[`${axis}_offset`])));
            const by_box = axis === "horizontal" ? box.left - BOX.left : box.top - BOX.top;
            expect(by_box).toBe(at(after) - at(before));
          }
        }
  });

  it("comes back to where it began when it is moved to and fro inside of the canvas", () => {
    for (const across of ["left", "center", "right"])
      for (let by = -25; by <= 25; by += 5) {
        const before: Attributes = { horizontal_align: across, horizontal_offset: 30, vertical_offset: 30 };
        const there = moved(before, BOX, CANVAS, by, by);
        const back = moved({ ...before, ...there.changes }, there.box, CANVAS, -by, -by);
        expect({ ...before, ...there.changes, ...back.changes }).toEqual(before);
        expect(back.box).toEqual(BOX);
      }
  });

  it("writes a unit as the other at about the same place", () => {
    expect(inUnit(100, 1000, "near", true)).toBe("10%");
    expect(inUnit("10%", 1500, "near", false)).toBe(150);
    expect(inUnit(undefined, 1500, "near", false)).toBe(0);
    expect(allowedOffset("centre", 1000, -900, true)).toEqual({ value: -50, isPercent: true });
  });
});
