// Snapping: edges and centres of what is moved against those of the canvas and of other layers. Arithmetic only.

import type { Box, Canvas } from "./place";

/** A line that something lies on, over the whole canvas: `at` from its left (`across`) or its top. */
export interface Guide {
  direction: "across" | "down";
  at: number;
}

export interface Snapped {
  dx: number;
  dy: number;
  guides: Guide[];
}

/** Which parts of the box move: all of them, or with a handle only the sides that it pulls. */
export interface Pull {
  x: -1 | 0 | 1;
  y: -1 | 0 | 1;
}

/** How much to add so that an edge or the centre lies on a line, where one is near enough. */
export function snapped(box: Box, others: readonly Box[], canvas: Canvas, tolerance: number, pull?: Pull): Snapped {
  const across = nearest(
    pull ? pulled(box.left, box.width, pull.x) : all(box.left, box.width),
    [0, canvas.width / 2, canvas.width, ...others.flatMap((one) => all(one.left, one.width))],
    tolerance,
  );
  const down = nearest(
    pull ? pulled(box.top, box.height, pull.y) : all(box.top, box.height),
    [0, canvas.height / 2, canvas.height, ...others.flatMap((one) => all(one.top, one.height))],
    tolerance,
  );
  const guides: Guide[] = [];
  for (const at of across.lines) guides.push({ direction: "across", at });
  for (const at of down.lines) guides.push({ direction: "down", at });
  return { dx: across.by, dy: down.by, guides };
}

function all(start: number, extent: number): number[] {
  return [start, start + extent / 2, start + extent];
}

function pulled(start: number, extent: number, side: -1 | 0 | 1): number[] {
  return side === 0 ? [] : [side < 0 ? start : start + extent];
}

function nearest(own: readonly number[], targets: readonly number[], tolerance: number): { by: number; lines: number[] } {
  let by = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const mine of own)
    for (const target of targets) {
      const distance = Math.round(target - mine);
      if (Math.abs(distance) < least && Math.abs(distance) <= tolerance) {
        least = Math.abs(distance);
        by = distance;
      }
    }
  if (least === Number.POSITIVE_INFINITY) return { by: 0, lines: [] };
  const lines = new Set<number>();
  for (const mine of own) for (const target of targets) if (Math.abs(target - (mine + by)) < 1) lines.add(target);
  return { by, lines: [...lines] };
}
