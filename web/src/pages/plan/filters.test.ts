import { describe, expect, it } from "vitest";
import type { Tile } from "../../api/types";
import { asQuery, entriesOf, facets, isNarrowed, NOTHING, ordered, orderIn, shown, stateOf, wantedIn } from "./filters";

const tile = (key: number, more: Partial<Tile> = {}): Tile => ({
  key,
  title: `Film ${key}`,
  type: "movie",
  library: "Films",
  before: null,
  after: null,
  steps: [key],
  definitions: ["4K"],
  is_excluded: false,
  state: "",
  ...more,
});
const tiles = [
  tile(1, { title: "Blue Hour" }),
  tile(2, { title: "Ninth Quay", definitions: ["4K", "HDR"] }),
  tile(3, { title: "Deep Field", library: "Shows", type: "show", definitions: [], state: "failed" }),
];
const entries = entriesOf(tiles);
const nobody = new Set<number>();
const keys = (found: Tile[]) => found.map((each) => each.key);

describe("filters", () => {
  it("go into the address and come back", () => {
    const query = new URLSearchParams(asQuery({ text: "blue hour", state: "todo" }));
    expect(wantedIn(query)).toEqual({ ...NOTHING, text: "blue hour", state: "todo" });
    expect(isNarrowed(NOTHING)).toBe(false);
  });

  it("find every word in title, library or definition, however it is written", () => {
    expect(keys(shown(entries, { ...NOTHING, text: "HOUR blue" }, nobody))).toEqual([1]);
    expect(keys(shown(entries, { ...NOTHING, text: "hdr" }, nobody))).toEqual([2]);
  });

  it("narrow by library, overlay, kind and state together", () => {
    expect(keys(shown(entries, { ...NOTHING, overlay: "4K" }, nobody))).toEqual([1, 2]);
    expect(keys(shown(entries, { ...NOTHING, overlay: "4K", state: "left" }, new Set([2])))).toEqual([2]);
    expect(keys(shown(entries, { ...NOTHING, library: "Shows", type: "movie" }, nobody))).toEqual([]);
    expect(keys(shown(entries, { ...NOTHING, state: "failed" }, nobody))).toEqual([3]);
  });

  it("count what each choice would show beside the other filters", () => {
    const found = facets(entries, { ...NOTHING, library: "Films" }, nobody);
    expect(found.library).toEqual([{ value: "Films", count: 2 }, { value: "Shows", count: 1 }]);
    expect(found.overlay).toEqual([{ value: "4K", count: 2 }, { value: "HDR", count: 1 }]);
    expect(found.state).toEqual([{ value: "todo", count: 2 }, { value: "failed", count: 0 }]);
  });

  it("tell what a run made of a poster before what was chosen, save that it was skipped", () => {
    expect(stateOf(tile(1, { state: "exact" }), new Set([1]))).toBe("exact");
    expect(stateOf(tile(1, { state: "skipped" }), new Set([1]))).toBe("left");
    expect(stateOf(tile(1, { state: "skipped" }), nobody)).toBe("skipped");
    expect(stateOf(tile(1), nobody)).toBe("todo");
  });

  it("put posters in the order that the address names, and else leave the plan's", () => {
    const two = [tile(10), tile(9, { definitions: ["4K", "HDR"] }), tile(8, { definitions: ["4K"] })];
    expect(keys([...ordered(two, orderIn(new URLSearchParams("sort=title")))])).toEqual([8, 9, 10]);
    expect(keys([...ordered(two, orderIn(new URLSearchParams("sort=badges")))])).toEqual([9, 10, 8]);
    expect(keys([...ordered(two, orderIn(new URLSearchParams("sort=nonsense")))])).toEqual([10, 9, 8]);
  });

  it("go through 5,000 posters in a few milliseconds", () => {
    const many = entriesOf(Array.from({ length: 5000 }, (_, key) => tile(key)));
    const began = performance.now();
    facets(many, { ...NOTHING, text: "film 4" }, nobody);
    shown(many, { ...NOTHING, text: "film 4" }, nobody);
    expect(performance.now() - began).toBeLessThan(200);
  });
});
