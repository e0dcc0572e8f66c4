// The shapes of pictures: what room a poster needs before it is there. Values only.

import type { Picture, Tile } from "../../api/types";

const LANDSCAPE = new Set(["episode", "clip", "video"]);
const SQUARE = new Set(["artist", "album", "track"]);

/** Height by width. */
export function ratioOf(tile: { type: string; before: Picture | null; after: Picture | null }): number {
  for (const picture of [tile.after, tile.before]) if (picture && picture.width > 0 && picture.height > 0) return picture.height / picture.width;
  if (LANDSCAPE.has(tile.type)) return 9 / 16;
  return SQUARE.has(tile.type) ? 1 : 1.5;
}

/** The frame that all of some tiles fit into: nothing is higher than a poster, and rows of stills are low. */
export function frameRatio(tiles: readonly Tile[]): number {
  let most = 0;
  for (const tile of tiles) {
    most = Math.max(most, ratioOf(tile));
    if (most >= 1.5) return 1.5;
  }
  return most || 1.5;
}

const WIDTHS = [160, 240, 360, 500, 750, 1000];

/** The width to ask for: few different ones, so that the browser's cache holds them. */
export function widthFor(css_px: number, density: number): number {
  const wanted = css_px * Math.min(density, 2);
  return WIDTHS.find((width) => width >= wanted * 0.9) ?? 1000;
}
