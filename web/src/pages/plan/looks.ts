// How a person likes the grid; kept in this browser.

import { effect, signal } from "@preact/signals";

export type Size = "small" | "medium" | "large";
export type Side = "before" | "half" | "after";
export const SIZES: { id: Size; label: string }[] = [
  { id: "small", label: "S" },
  { id: "medium", label: "M" },
  { id: "large", label: "L" },
];
export const SIDES: { id: Side; label: string }[] = [
  { id: "before", label: "Before" },
  { id: "half", label: "Half" },
  { id: "after", label: "After" },
];
/** Least width of a tile in pixels; on a phone the middle one makes two columns. */
export const TILE_PX: Record<Size, number> = { small: 108, medium: 160, large: 240 };
/** Where sliders stand. */
export const AT: Record<Side, number> = { before: 100, half: 50, after: 0 };

function kept<T extends string>(name: string, known: { id: T }[], otherwise: T) {
  const key = `halley.plan.${name}`;
  const found = known.find((each) => each.id === localStorage.getItem(key))?.id ?? otherwise;
  const value = signal<T>(found);
  effect(() => localStorage.setItem(key, value.value));
  return value;
}

export const size = kept<Size>("size", SIZES, "medium");
export const side = kept<Side>("side", SIDES, "half");
