import { describe, expect, it } from "vitest";
import { isList, listDifference, membersOf, moved, wordDifference } from "./differences";

const told = (before: string, after: string) =>
  wordDifference(before, after).map((each) => ({ same: each.text, gone: `[-${each.text}-]`, new: `{+${each.text}+}` })[each.is]).join("");

describe("differences", () => {
  it("of texts are told by words", () => {
    expect(told("A film about the sea", "A film about the cold sea")).toBe("A film about the {+cold +}sea");
    expect(told("Old name", "New name")).toBe("[-Old-]{+New+} name");
    expect(told("", "Something")).toBe("{+Something+}");
    expect(told("Something", "")).toBe("[-Something-]");
    expect(told("same", "same")).toBe("same");
  });

  it("of words that all change are told as a whole", () => {
    expect(told("one two three", "four five six")).toBe("[-one two three-]{+four five six+}");
  });

  it("of very long texts do not take long", () => {
    const long = "word ".repeat(5000);
    const began = performance.now();
    expect(wordDifference(long, `${long}end`).length).toBe(2);
    expect(performance.now() - began).toBeLessThan(100);
  });

  it("lose nothing of either text", () => {
    const before = "The  quick brown fox\njumps over";
    const after = "The quick red fox\njumps far over it";
    const found = wordDifference(before, after);
    expect(found.filter((each) => each.is !== "new").map((each) => each.text).join("")).toBe(before);
    expect(found.filter((each) => each.is !== "gone").map((each) => each.text).join("")).toBe(after);
  });

  it("of lists are members that come, go and stay", () => {
    expect(listDifference(["a", "b"], ["b", "c"])).toEqual({ gone: ["a"], come: ["c"], kept: ["b"] });
    expect(isList("label")).toBe(true);
    expect(isList("summary")).toBe(false);
    expect(membersOf("Overlay, 4K")).toEqual(["Overlay", "4K"]);
    expect(membersOf("Crouching Tiger, Hidden Dragon\nUp")).toEqual(["Crouching Tiger, Hidden Dragon", "Up"]);
  });

  it("of an order are the few that moved, not all that made room", () => {
    const at = (...was: number[]) => was.map((each, index) => ({ was: each, place: index + 1 }));
    expect(moved(at(4, 1, 2, 3))).toEqual([{ was: 4, place: 1 }]);
    expect(moved(at(1, 3, 5))).toEqual([]);
    expect(moved([])).toEqual([]);
  });
});
