// Zoom and pan of a picture that fills its stage at 1. Arithmetic only.

export interface View {
  scale: number;
  /** How far the picture's centre lies from the stage's, in pixels. */
  x: number;
  y: number;
}

export const WHOLE: View = { scale: 1, x: 0, y: 0 };
export const MOST = 8;

/** Zooms by `factor`, and what lies at (`px`, `py`) from the stage's centre stays there. */
export function zoomed(view: View, factor: number, px: number, py: number, width: number, height: number): View {
  const scale = Math.min(MOST, Math.max(1, view.scale * factor));
  const real = scale / view.scale;
  return held({ scale, x: px - (px - view.x) * real, y: py - (py - view.y) * real }, width, height);
}

export function panned(view: View, dx: number, dy: number, width: number, height: number): View {
  return held({ ...view, x: view.x + dx, y: view.y + dy }, width, height);
}

/** Keeps the picture on the stage: at 1 it does not move, above it no further than its edge. */
function held(view: View, width: number, height: number): View {
  const mostX = (width * (view.scale - 1)) / 2;
  const mostY = (height * (view.scale - 1)) / 2;
  return { scale: view.scale, x: clamp(view.x, mostX), y: clamp(view.y, mostY) };
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value)) || 0;
}
