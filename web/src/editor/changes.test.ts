import { expect, it } from "vitest";
import { smallest } from "./changes";

const done = (before: string, after: string) => {
  const change = smallest(before, after);
  return change ? before.slice(0, change.from) + change.insert + before.slice(change.to) : before;
};

it("is nothing where nothing differs", () => expect(smallest("a", "a")).toBeNull());
it("leaves what both begin and end with", () => expect(smallest("font: 10\nx: 1\n", "font: 12\nx: 1\n")).toEqual({ from: 7, to: 8, insert: "2" }));
it("counts no letter twice where beginning and end overlap", () => {
  for (const [before, after] of [["aa", "aaa"], ["aaa", "aa"], ["", "x"], ["x", ""], ["abab", "ab"], ["ab", "ba"]] as const) {
    expect(done(before, after)).toBe(after);
  }
});
