// Where things stand on a canvas, and which offsets put them there. The engine decides in the end; this is the arithmetic
// that turns a hand's movement into the attributes of the YAML, and shows the frame before the engine has answered.

export type Plain = string | number | boolean | null;
export type Attributes = Readonly<Record<string, Plain>>;
export type Axis = "horizontal" | "vertical";

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Canvas {
  width: number;
  height: number;
}

/** A side of a canvas, and where something begins along it. */
export interface Along {
  axis: Axis;
  canvas: number;
}

export interface Length {
  value: number;
  isPercent: boolean;
}

/** An offset or a scale as it stands in the YAML; null where there is none that can be read. */
export function lengthOf(value: Plain | undefined): Length | null {
  if (typeof value === "number") return { value: Math.trunc(value), isPercent: false };
  if (typeof value !== "string") return null;
  const found = /^\s*(-?\d+)\s*(%?)\s*$/.exec(value);
  return found ? { value: Number(found[1]), isPercent: found[2] === "%" } : null;
}

/** As YAML has it. */
export function writtenLength(length: Length): Plain {
  return length.isPercent ? `${length.value}%` : length.value;
}

/** An offset in pixels, cut as the engine cuts it. */
export function offsetPx(canvas: number, length: Length | null): number {
  if (!length) return 0;
  return length.isPercent ? Math.trunc(canvas * 0.01 * length.value) : length.value;
}

export function alignOf(attributes: Attributes, axis: Axis): "near" | "centre" | "far" {
  const word = attributes[`${axis}_align`];
  if (word === "center") return "centre";
  return word === (axis === "horizontal" ? "right" : "bottom") ? "far" : "near";
}

/** Where something of an extent begins. */
export function startOf(align: "near" | "centre" | "far", canvas: number, extent: number, offset: number): number {
  if (align === "far") return canvas - extent - offset;
  if (align === "centre") return Math.trunc(canvas / 2) - Math.trunc(extent / 2) + offset;
  return offset;
}

/** The offset in pixels that makes something begin there. */
export function offsetFor(align: "near" | "centre" | "far", canvas: number, extent: number, start: number): number {
  if (align === "far") return canvas - extent - start;
  if (align === "centre") return start - Math.trunc(canvas / 2) + Math.trunc(extent / 2);
  return start;
}

/** An offset in pixels as an offset that is allowed: only what is centred may be negative, percents have their bounds. */
export function allowedOffset(align: "near" | "centre" | "far", canvas: number, px: number, isPercent: boolean): Length {
  const isCentred = align === "centre";
  if (!isPercent) return { value: Math.round(isCentred ? px : Math.max(0, px)), isPercent };
  const percent = Math.round((px * 100) / canvas);
  return { value: isCentred ? Math.min(50, Math.max(-50, percent)) : Math.min(100, Math.max(0, percent)), isPercent };
}

export interface Moved {
  changes: Record<string, Plain>;
  box: Box;
}

/** What an overlay becomes that is moved by so much. Percents stay percents; the box is where it then really is. */
export function moved(attributes: Attributes, box: Box, canvas: Canvas, dx: number, dy: number): Moved {
  const across = movedAlong(attributes, { axis: "horizontal", canvas: canvas.width }, dx);
  const down = movedAlong(attributes, { axis: "vertical", canvas: canvas.height }, dy);
  const changes: Record<string, Plain> = {};
  const isMissing = !("horizontal_offset" in attributes && "vertical_offset" in attributes);
  // The two offsets belong together: one alone is an error.
  if (across.value !== attributes["horizontal_offset"] || isMissing) changes["horizontal_offset"] = across.value;
  if (down.value !== attributes["vertical_offset"] || isMissing) changes["vertical_offset"] = down.value;
  return { changes, box: { ...box, left: box.left + across.by, top: box.top + down.by } };
}

function movedAlong(attributes: Attributes, along: Along, by: number): { value: Plain; by: number } {
  const align = alignOf(attributes, along.axis);
  const before = lengthOf(attributes[`${along.axis}_offset`]);
  const from = offsetPx(along.canvas, before);
  const sign = align === "far" ? -1 : 1;
  if (by === 0 && before) return { value: writtenLength(before), by: 0 };
  const after = allowedOffset(align, along.canvas, from + sign * by, before?.isPercent ?? false);
  return { value: writtenLength(after), by: sign * (offsetPx(along.canvas, after) - from) };
}

/** Pixels as percents and back, at the same place as nearly as whole numbers allow. */
export function inUnit(value: Plain | undefined, canvas: number, align: "near" | "centre" | "far", isPercent: boolean): Plain {
  const length = lengthOf(value) ?? { value: 0, isPercent: false };
  if (length.isPercent === isPercent) return writtenLength(length);
  return writtenLength(allowedOffset(align, canvas, offsetPx(canvas, length), isPercent));
}

/** The words of a column and row of the alignment grid. */
export const ACROSS = ["left", "center", "right"] as const;
export const DOWN = ["top", "center", "bottom"] as const;

/** Offsets that are right after a new alignment: the distance from an edge stays a distance from an edge. */
export function offsetAfterAlign(before: Plain | undefined, from: string, to: string): Plain {
  if (to === "center") return 0;
  if (from === "center") return 30;
  return before ?? 0;
}

export function boxOf(layer: { left: number; top: number; width: number; height: number }): Box {
  return { left: layer.left, top: layer.top, width: layer.width, height: layer.height };
}

export function holds(box: Box, x: number, y: number, slack = 0): boolean {
  return x >= box.left - slack && x < box.left + box.width + slack && y >= box.top - slack && y < box.top + box.height + slack;
}
