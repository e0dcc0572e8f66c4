import { describe, expect, it } from "vitest";
import { type Attributes, alignOf, lengthOf, offsetPx, startOf } from "./place";
import { handlesOf, pulledBox, resized, sizingOf } from "./resize";
import type { Pull } from "./snap";

const CANVAS = { width: 1000, height: 1500 };
const ALIGNS = [["left", "top"], ["center", "center"], ["right", "bottom"]] as const;

/** A backdrop's box as the engine reckons it. */
function backdrop(attributes: Attributes) {
  const width = Number(attributes["back_width"]);
  const height = Number(attributes["back_height"]);
  const padding = Number(attributes["back_padding"] ?? 0);
  const x = startOf(alignOf(attributes, "horizontal"), CANVAS.width, width, offsetPx(CANVAS.width, lengthOf(attributes["horizontal_offset"])));
  const y = startOf(alignOf(attributes, "vertical"), CANVAS.height, height, offsetPx(CANVAS.height, lengthOf(attributes["vertical_offset"])));
  return { left: x - padding, top: y - padding, width: width + 1 + 2 * padding, height: height + 1 + 2 * padding };
}

describe("what is resized", () => {
  it("fits the kind", () => {
    expect(sizingOf("backdrop", {})).toBe("back");
    expect(sizingOf("text", { font_size: 40 })).toBe("font");
    expect(sizingOf("text", { back_width: 100, back_color: "#000" })).toBe("back");
    expect(sizingOf("text", { back_width: 100 })).toBe("font");
    expect(sizingOf("image", {})).toBe("picture");
    expect(sizingOf("blur", {})).toBe("none");
    expect(handlesOf("font")).toHaveLength(4);
    expect(handlesOf("back")).toHaveLength(8);
    expect(handlesOf("none")).toHaveLength(0);
  });
});

describe("pulling a box", () => {
  it("moves the side that is pulled, and leaves the other", () => {
    const box = { left: 100, top: 100, width: 200, height: 50 };
    expect(pulledBox(box, { x: 1, y: 0 }, 10, 99, false)).toEqual({ left: 100, top: 100, width: 210, height: 50 });
    expect(pulledBox(box, { x: -1, y: -1 }, 10, 5, false)).toEqual({ left: 110, top: 105, width: 190, height: 45 });
    expect(pulledBox(box, { x: 1, y: 1 }, 100, 0, true)).toEqual({ left: 100, top: 100, width: 300, height: 75 });
    expect(pulledBox(box, { x: 1, y: 1 }, -500, -500, false)).toMatchObject({ width: 8, height: 8 });
  });
});

describe("a backdrop", () => {
  it("is where it was pulled to, on every alignment and by every handle", () => {
    for (const [across, down] of ALIGNS)
      for (const pull of handlesOf("back"))
        for (let by = -60; by <= 60; by += 7) {
          const attributes: Attributes = {
            name: "backdrop", horizontal_align: across, vertical_align: down, horizontal_offset: 200, vertical_offset: 200, back_width: 301, back_height: 200, back_padding: 5,
          };
          const before = backdrop(attributes);
          const wanted = pulledBox(before, pull as Pull, by, -by, false);
          const found = resized("backdrop", attributes, before, wanted, CANVAS);
          expect(found.box).toEqual(wanted);
          expect(backdrop({ ...attributes, ...found.changes })).toEqual(wanted);
        }
  });

  it("says nothing of a side that stays", () => {
    const attributes: Attributes = { horizontal_offset: 10, vertical_offset: 10, back_width: 100, back_height: 50 };
    const before = backdrop(attributes);
    expect(resized("backdrop", attributes, before, pulledBox(before, { x: 1, y: 0 }, 25, 0, false), CANVAS).changes).toEqual({ back_width: 125 });
  });

  it("keeps what cannot go further at the edge, and shows it there", () => {
    const attributes: Attributes = { horizontal_align: "right", horizontal_offset: 0, vertical_offset: 0, back_width: 100, back_height: 50 };
    const before = backdrop(attributes);
    const found = resized("backdrop", attributes, before, pulledBox(before, { x: 1, y: 0 }, 40, 0, false), CANVAS);
    expect(found.changes).toEqual({ back_width: 140 });
    expect(found.box).toEqual(backdrop({ ...attributes, ...found.changes }));
  });
});

describe("a text", () => {
  it("grows with its corner, from the side that it keeps to", () => {
    const before = { left: 859, top: 83, width: 80, height: 40 };
    const found = resized("text", { font_size: 54, horizontal_align: "right", horizontal_offset: 61, vertical_offset: 83 }, before, { ...before, width: 120, height: 60 }, CANVAS);
    expect(found.changes).toEqual({ font_size: 81 });
    expect(found.box).toEqual({ left: 819, top: 83, width: 120, height: 60 });
  });
});

describe("a text in a box", () => {
  it("grows in it, from where it stands in it", () => {
    const before = { left: 66, top: 1409, width: 154, height: 34 };
    const attributes: Attributes = { font_size: 44, vertical_align: "bottom", horizontal_offset: 66, vertical_offset: 30, back_width: 260, back_height: 88, back_align: "left" };
    const found = resized("text", attributes, before, { ...before, width: 231, height: 51 }, CANVAS);
    expect(found.changes).toEqual({ font_size: 66 });
    expect(found.box).toEqual({ left: 66, top: 1400, width: 231, height: 51 });
  });
});

describe("a picture", () => {
  const before = { left: 100, top: 100, width: 200, height: 100 };
  it("needs one scale where its shape stays", () => {
    const attributes: Attributes = { horizontal_offset: 100, vertical_offset: 100 };
    const found = resized("image", attributes, before, pulledBox(before, { x: 1, y: 1 }, 100, 0, true), CANVAS);
    expect(found.changes).toEqual({ scale_width: 300 });
  });

  it("needs both where it is stretched", () => {
    const attributes: Attributes = { horizontal_offset: 100, vertical_offset: 100 };
    expect(resized("image", attributes, before, { ...before, width: 250 }, CANVAS).changes).toEqual({ scale_width: 250, scale_height: 100 });
  });

  it("keeps percents", () => {
    const attributes: Attributes = { horizontal_offset: 100, vertical_offset: 100, scale_width: "50%" };
    expect(resized("image", attributes, before, pulledBox(before, { x: 1, y: 1 }, 100, 0, true), CANVAS).changes).toEqual({ scale_width: "75%" });
  });

  it("gets no offsets where it has none", () => {
    expect(resized("image", {}, before, { left: 50, top: 50, width: 250, height: 125 }, CANVAS).changes).toEqual({ scale_width: 250 });
  });
});
