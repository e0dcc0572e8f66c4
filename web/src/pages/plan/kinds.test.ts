import { describe, expect, it } from "vitest";
import type { ThingRow } from "../../api/types";
import { byKind, inShort, kindOf } from "./kinds";

const thing = (more: Partial<ThingRow>): ThingRow => ({
  of: "item", number: 1, title: "", library: "Films", mark: "changed", turns: [], steps: [1], origins: [], irreversible: [], before: null, after: null,
  members_in: [], members_out: [], is_excluded: false, state: "", heading: "", kinds: [], come: [], gone: [], stay: [], comes: 0, goes: 0, holds: 0, ...more,
});
const turn = (aspect: string) => ({ aspect, before: "", after: "x", steps: [1], line: "" });

describe("things", () => {
  it("go under what they are", () => {
    expect(kindOf(thing({ of: "collection" }))).toBe("collections");
    expect(kindOf(thing({ of: "playlist" }))).toBe("playlists");
    expect(kindOf(thing({ of: "server" }))).toBe("others");
    expect(kindOf(thing({ of: "step" }))).toBe("others");
    expect(kindOf(thing({ of: "item" }))).toBe("items");
  });

  it("are no metadata where only their poster turns, which has its own tab", () => {
    const found = byKind([thing({ turns: [turn("poster")] }), thing({ number: 2, turns: [turn("poster"), turn("label")] })]);
    expect(found.items.map((each) => each.number)).toEqual([2]);
  });

  it("say in a line what turns", () => {
    expect(inShort(thing({ comes: 3, goes: 1, turns: [turn("members"), turn("summary")] }))).toBe("+3 −1, summary");
    expect(inShort(thing({ turns: ["a", "b", "c", "d", "e", "f"].map(turn) }))).toBe("a, b, c, d and 2 more");
    expect(inShort(thing({ turns: ["poster", "locked thumb", "label", "locked label"].map(turn) }))).toBe("poster, label, 2 locks");
  });
});
