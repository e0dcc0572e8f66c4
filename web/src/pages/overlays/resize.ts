// What pulling at a handle changes: the rectangle of a backdrop or of a back, the size of a text, the scale of a picture. The
// side that is not pulled stays, whichever side the overlay keeps to.

import { type Attributes, type Axis, type Box, type Canvas, type Length, type Plain, alignOf, allowedOffset, lengthOf, offsetFor, offsetPx, startOf, writtenLength } from "./place";
import type { Pull } from "./snap";

export type Sizing = "back" | "font" | "picture" | "none";

/** What is resized of an overlay of that kind. */
export function sizingOf(kind: string, attributes: Attributes): Sizing {
  const hasBox = "back_width" in attributes || "back_height" in attributes;
  const hasBack = "back_color" in attributes || "back_line_color" in attributes;
  if (kind === "backdrop") return "back";
  if (kind === "text") return hasBox && hasBack ? "back" : "font";
  if (kind === "image") return hasBox && hasBack ? "back" : "picture";
  return "none";
}

/** The handles that make sense: a text only grows as a whole. */
export function handlesOf(sizing: Sizing): Pull[] {
  const corners: Pull[] = [{ x: -1, y: -1 }, { x: 1, y: -1 }, { x: 1, y: 1 }, { x: -1, y: 1 }];
  const sides: Pull[] = [{ x: 0, y: -1 }, { x: 1, y: 0 }, { x: 0, y: 1 }, { x: -1, y: 0 }];
  if (sizing === "none") return [];
  return sizing === "font" ? corners : [...corners, ...sides];
}

/** The box after its side or corner was pulled; never smaller than `least`. */
export function pulledBox(box: Box, pull: Pull, dx: number, dy: number, keepsRatio: boolean, least = 8): Box {
  let width = Math.max(least, box.width + pull.x * dx);
  let height = Math.max(least, box.height + pull.y * dy);
  if (keepsRatio && pull.x && pull.y) {
    const by = Math.max(width / box.width, height / box.height);
    width = Math.max(least, Math.round(box.width * by));
    height = Math.max(least, Math.round(box.height * by));
  }
  return {
    left: pull.x < 0 ? box.left + box.width - width : box.left,
    top: pull.y < 0 ? box.top + box.height - height : box.top,
    width,
    height,
  };
}

export interface Resized {
  changes: Record<string, Plain>;
  box: Box;
}

/** What an overlay becomes whose box is made from `before` to `after`. */
export function resized(kind: string, attributes: Attributes, before: Box, after: Box, canvas: Canvas): Resized {
  switch (sizingOf(kind, attributes)) {
    case "back":
      return withSides(attributes, before, after, canvas, backSide);
    case "picture":
      return withSides(attributes, before, after, canvas, pictureSide);
    case "font":
      return withFont(attributes, before, after, canvas);
    case "none":
      return { changes: {}, box: before };
  }
}

/** A side's new attribute (null: it needs none), and by how much the extent grew. */
type SideOf = (attributes: Attributes, axis: Axis, before: Box, after: Box) => { extent: number; grown: number; key: string; value: Plain };

function backSide(attributes: Attributes, axis: Axis, before: Box, after: Box) {
  const key = axis === "horizontal" ? "back_width" : "back_height";
  const given = lengthOf(attributes[key])?.value;
  // A back is drawn with both corners included, so a pixel larger, and its padding lies outside.
  const extent = given ?? Math.max(1, side(before, axis) - 1 - 2 * paddingOf(attributes));
  const now = Math.max(1, extent + side(after, axis) - side(before, axis));
  return { extent, grown: now - extent, key, value: now };
}

function pictureSide(attributes: Attributes, axis: Axis, before: Box, after: Box) {
  const key = axis === "horizontal" ? "scale_width" : "scale_height";
  const around = "back_color" in attributes || "back_line_color" in attributes ? 1 + 2 * paddingOf(attributes) : 0;
  const extent = Math.max(1, side(before, axis) - around);
  const now = Math.max(1, extent + side(after, axis) - side(before, axis));
  const given = lengthOf(attributes[key]);
  if (!given?.isPercent) return { extent, grown: now - extent, key, value: now };
  const percent = Math.max(1, Math.round((given.value * now) / extent));
  return { extent, grown: Math.round((extent * percent) / given.value) - extent, key, value: `${percent}%` };
}

function withSides(attributes: Attributes, before: Box, after: Box, canvas: Canvas, sideOf: SideOf): Resized {
  const across = sideOf(attributes, "horizontal", before, after);
  const down = sideOf(attributes, "vertical", before, after);
  const changes: Record<string, Plain> = {};
  const isWide = side(before, "horizontal") !== side(after, "horizontal");
  const isHigh = side(before, "vertical") !== side(after, "vertical");
  const isPicture = across.key === "scale_width";
  const keepsRatio = isPicture && isWide && isHigh && !(across.key in attributes && down.key in attributes);
  if (keepsRatio) {
    // One of the two is enough: the other follows as the picture is.
    const one = down.key in attributes ? down : across;
    changes[one.key] = one.value;
  } else {
    if (isWide || (isPicture && isHigh)) changes[across.key] = across.value;
    if (isHigh || (isPicture && isWide)) changes[down.key] = down.value;
  }
  const left = placed(attributes, "horizontal", canvas.width, across, after.left - before.left);
  const top = placed(attributes, "vertical", canvas.height, down, after.top - before.top);
  if (hasOffsets(attributes)) {
    if (left.value !== attributes["horizontal_offset"]) changes["horizontal_offset"] = left.value;
    if (top.value !== attributes["vertical_offset"]) changes["vertical_offset"] = top.value;
  }
  return {
    changes,
    box: { left: before.left + left.by, top: before.top + top.by, width: before.width + across.grown, height: before.height + down.grown },
  };
}

/** The offset with which something that grew begins `by` further on; and by how much it really does. */
function placed(attributes: Attributes, axis: Axis, canvas: number, grown: { extent: number; grown: number }, by: number): { value: Plain; by: number } {
  const align = alignOf(attributes, axis);
  const given = lengthOf(attributes[`${axis}_offset`]);
  const offset = offsetPx(canvas, given);
  const start = startOf(align, canvas, grown.extent, offset);
  const extent = grown.extent + grown.grown;
  const wanted = offsetFor(align, canvas, extent, start + by);
  const isSame = wanted === offset;
  const length: Length = isSame && given ? given : allowedOffset(align, canvas, wanted, given?.isPercent ?? false);
  return { value: writtenLength(length), by: startOf(align, canvas, extent, offsetPx(canvas, length)) - start };
}

function withFont(attributes: Attributes, before: Box, after: Box, canvas: Canvas): Resized {
  const size = lengthOf(attributes["font_size"])?.value ?? 36;
  const now = Math.max(1, Math.round(size * Math.max(after.width / before.width, after.height / before.height)));
  const by = now / size;
  const width = Math.round(before.width * by);
  const height = Math.round(before.height * by);
  const left = anchored(attributes, "horizontal", canvas.width, before.left, before.width, width);
  const top = anchored(attributes, "vertical", canvas.height, before.top, before.height, height);
  return { changes: now === size ? {} : { font_size: now }, box: { left, top, width, height } };
}

/** A text grows from where it keeps to: on the poster, or in the box that it stands in. */
function anchored(attributes: Attributes, axis: Axis, canvas: number, start: number, before: number, after: number): number {
  const isBoxed = (axis === "horizontal" ? "back_width" : "back_height") in attributes;
  const align = isBoxed ? inBox(attributes, axis) : alignOf(attributes, axis);
  if (isBoxed) return align === "near" ? start : align === "far" ? start + before - after : start + Math.floor((before - after) / 2);
  return startOf(align, canvas, after, offsetFor(align, canvas, before, start));
}

function inBox(attributes: Attributes, axis: Axis): "near" | "centre" | "far" {
  const word = attributes["back_align"];
  if (word === (axis === "horizontal" ? "left" : "top")) return "near";
  return word === (axis === "horizontal" ? "right" : "bottom") ? "far" : "centre";
}

function hasOffsets(attributes: Attributes): boolean {
  return "horizontal_offset" in attributes && "vertical_offset" in attributes;
}

function paddingOf(attributes: Attributes): number {
  return lengthOf(attributes["back_padding"])?.value ?? 0;
}

function side(box: Box, axis: Axis): number {
  return axis === "horizontal" ? box.width : box.height;
}
