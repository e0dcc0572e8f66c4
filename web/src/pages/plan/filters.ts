// What of a plan is shown: words of the address, and which posters they mean. Values only.

import type { Tile } from "../../api/types";
import { type Stepped, isOut } from "./choices";
import { ORDER } from "./states";

export interface Wanted {
  text: string;
  library: string;
  overlay: string;
  state: string;
  type: string;
}

export type Order = "" | "title" | "badges";
export const ORDERS: { id: Order; words: string }[] = [
  { id: "", words: "Plan's order" },
  { id: "title", words: "By title" },
  { id: "badges", words: "Most overlays" },
];

export function orderIn(query: URLSearchParams): Order {
  return ORDERS.find((each) => each.id === query.get("sort"))?.id ?? "";
}

/** Tiles in an order; those that are alike in it stay as they were. */
export function ordered(tiles: readonly Tile[], order: Order): readonly Tile[] {
  if (order === "title") return [...tiles].sort((one, other) => byTitle.compare(one.title, other.title));
  if (order === "badges") return [...tiles].sort((one, other) => other.definitions.length - one.definitions.length);
  return tiles;
}

const byTitle = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export const NOTHING: Wanted = { text: "", library: "", overlay: "", state: "", type: "" };
const WORDS = { text: "q", library: "library", overlay: "overlay", state: "state", type: "type" } as const;

export function wantedIn(query: URLSearchParams): Wanted {
  const read = (name: keyof Wanted) => query.get(WORDS[name]) ?? "";
  return { text: read("text"), library: read("library"), overlay: read("overlay"), state: read("state"), type: read("type") };
}

/** The words of the address for a change of filters. */
export function asQuery(change: Partial<Wanted>): Record<string, string> {
  return Object.fromEntries(Object.entries(change).map(([name, value]) => [WORDS[name as keyof Wanted], value]));
}

export function isNarrowed(wanted: Wanted): boolean {
  return Object.values(wanted).some(Boolean);
}

export interface Stateful extends Stepped {
  state: string;
}

/** What a run left as it was before: it can be done, or left out, as if there had been none. */
const AGAIN = new Set(["skipped", "undone"]);

/** How a row stands: what a run made of it goes before what is to be done. */
export function stateOf(row: Stateful, out: ReadonlySet<number>): string {
  if (row.state && !AGAIN.has(row.state)) return row.state;
  if (isOut(row, out)) return "left";
  return row.state || "todo";
}

/** A tile with what is searched, made once. */
export interface Entry {
  tile: Tile;
  text: string;
}

export function entriesOf(tiles: readonly Tile[]): Entry[] {
  return tiles.map((tile) => ({ tile, text: `${tile.title} ${tile.library} ${tile.type} ${tile.definitions.join(" ")}`.toLowerCase() }));
}

export function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

type Facet = Exclude<keyof Wanted, "text">;

function fits(entry: Entry, wanted: Wanted, words: readonly string[], out: ReadonlySet<number>, but?: Facet): boolean {
  const { tile } = entry;
  if (wanted.library && but !== "library" && tile.library !== wanted.library) return false;
  if (wanted.type && but !== "type" && tile.type !== wanted.type) return false;
  if (wanted.overlay && but !== "overlay" && !tile.definitions.includes(wanted.overlay)) return false;
  if (wanted.state && but !== "state" && stateOf(tile, out) !== wanted.state) return false;
  return words.every((word) => entry.text.includes(word));
}

export function shown(entries: readonly Entry[], wanted: Wanted, out: ReadonlySet<number>): Tile[] {
  const words = wordsOf(wanted.text);
  const found: Tile[] = [];
  for (const entry of entries) if (fits(entry, wanted, words, out)) found.push(entry.tile);
  return found;
}

export interface Choice {
  value: string;
  count: number;
}

/** What each filter can be set to, with how many posters it would show beside the other filters. */
export function facets(entries: readonly Entry[], wanted: Wanted, out: ReadonlySet<number>): Record<Facet, Choice[]> {
  const words = wordsOf(wanted.text);
  const tally = (but: Facet, valuesOf: (tile: Tile) => readonly string[]): Choice[] => {
    const counts = new Map<string, number>();
    for (const entry of entries) {
      const isShown = fits(entry, wanted, words, out, but);
      for (const value of valuesOf(entry.tile)) counts.set(value, (counts.get(value) ?? 0) + (isShown ? 1 : 0));
    }
    return [...counts].map(([value, count]) => ({ value, count }));
  };
  const byName = (one: Choice, other: Choice) => one.value.localeCompare(other.value);
  const byRank = (one: Choice, other: Choice) => ORDER.indexOf(one.value) - ORDER.indexOf(other.value);
  return {
    library: tally("library", (tile) => [tile.library]),
    type: tally("type", (tile) => [tile.type]),
    overlay: tally("overlay", (tile) => tile.definitions).sort(byName),
    state: tally("state", (tile) => [stateOf(tile, out)]).sort(byRank),
  };
}
