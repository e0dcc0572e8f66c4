// What a hand does on the stage, from where it went down to where it is: moves the chosen layer, or pulls at one of its handles.

import type { Layer } from "../../api/types";
import { type Attributes, type Box, boxOf, type Canvas, holds, moved, type Plain } from "./place";
import { pulledBox, resized, sizingOf } from "./resize";
import { type Guide, type Pull, snapped } from "./snap";

/** How near, in pixels of the screen, something snaps. */
export const SNAP_PX = 6;
/** How far a hand goes before it is a drag and no click. */
export const SLACK_PX = 3;

export interface Grip {
  layer: Layer;
  attributes: Attributes;
  box: Box;
  /** Absent: the whole layer. */
  pull?: Pull;
  others: readonly Box[];
  canvas: Canvas;
}

export interface Held {
  changes: Record<string, Plain>;
  box: Box;
  guides: Guide[];
}

export interface HowHeld {
  /** In units of the canvas. */
  tolerance: number;
  isFree: boolean;
  /** Shift: along one axis only; with a handle, the other way about its shape than usual. */
  isStraight: boolean;
}

/** What comes of a grip that was taken so far. */
export function dragged(grip: Grip, dx: number, dy: number, how: HowHeld): Held {
  return grip.pull ? resizedBy(grip, grip.pull, dx, dy, how) : movedBy(grip, dx, dy, how);
}

function movedBy(grip: Grip, dx: number, dy: number, how: HowHeld): Held {
  let [x, y] = [Math.round(dx), Math.round(dy)];
  if (how.isStraight) [x, y] = Math.abs(x) >= Math.abs(y) ? [x, 0] : [0, y];
  const there = { ...grip.box, left: grip.box.left + x, top: grip.box.top + y };
  const snap = how.isFree ? { dx: 0, dy: 0, guides: [] } : snapped(there, grip.others, grip.canvas, how.tolerance);
  const toX = how.isStraight && x === 0 ? 0 : x + snap.dx;
  const toY = how.isStraight && y === 0 ? 0 : y + snap.dy;
  const found = moved(grip.attributes, grip.box, grip.canvas, toX, toY);
  return { ...found, guides: lying(snap.guides, found.box) };
}

function resizedBy(grip: Grip, pull: Pull, dx: number, dy: number, how: HowHeld): Held {
  const sizing = sizingOf(grip.layer.kind, grip.attributes);
  const keepsRatio = sizing === "font" || (sizing === "picture") !== how.isStraight;
  let wanted = pulledBox(grip.box, pull, Math.round(dx), Math.round(dy), keepsRatio);
  let guides: Guide[] = [];
  if (!how.isFree && !(keepsRatio && pull.x && pull.y)) {
    const snap = snapped(wanted, grip.others, grip.canvas, how.tolerance, pull);
    wanted = pulledBox(grip.box, pull, Math.round(dx) + snap.dx, Math.round(dy) + snap.dy, keepsRatio);
    guides = snap.guides;
  }
  const found = resized(grip.layer.kind, grip.attributes, grip.box, wanted, grip.canvas);
  return { ...found, guides: lying(guides, found.box) };
}

/** Only lines on which the box really lies: percents and the edges of what is allowed may have kept it off. */
function lying(guides: readonly Guide[], box: Box): Guide[] {
  return guides.filter(({ direction, at }) => {
    const [start, extent] = direction === "across" ? [box.left, box.width] : [box.top, box.height];
    return [start, start + extent / 2, start + extent].some((one) => Math.abs(one - at) < 1);
  });
}

/** The layers under a point, the topmost first. */
export function under(layers: readonly Layer[], x: number, y: number, slack: number): Layer[] {
  return layers.filter((one) => one.is_drawn && one.width > 0 && holds(boxOf(one), x, y, Math.max(0, slack - Math.min(one.width, one.height) / 4))).reverse();
}

/** Why a hand cannot move a layer whose attributes can be changed; empty where it can. */
export function whyFixed(layer: Layer): string {
  if (layer.queue && !("horizontal_offset" in layer.attributes)) return `its place comes from the queue \`${layer.queue}\``;
  if (layer.kind === "blur") return "a blur lies over everything";
  return "";
}
