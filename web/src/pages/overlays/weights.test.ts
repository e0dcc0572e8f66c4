import { describe, expect, it } from "vitest";
import { byWeight, reweighted, type Weighted } from "./weights";

const members = (...weights: number[]): Weighted[] => weights.map((weight, at) => ({ overlay: `o${at}`, weight, isFree: true }));
const after = (given: Weighted[], changes: Map<string, number>) => byWeight(given.map((one) => ({ ...one, weight: changes.get(one.overlay) ?? one.weight }))).map((one) => one.overlay);

describe("a new order", () => {
  it("changes the weight of the one that moved, if it can", () => {
    expect(reweighted(members(104, 103, 50), 2, 0)).toEqual(new Map([["o2", 114]]));
    expect(reweighted(members(100, 80, 50), 2, 1)).toEqual(new Map([["o2", 90]]));
    expect(reweighted(members(100, 80, 50), 0, 2)).toEqual(new Map([["o0", 40]]));
  });

  it("spreads all where there is no room", () => {
    const given = members(3, 2, 1);
    expect(after(given, reweighted(given, 2, 1)!)).toEqual(["o0", "o2", "o1"]);
  });

  it("leaves alone what is fixed, or says that it cannot", () => {
    const given: Weighted[] = [{ overlay: "a", weight: 104, isFree: false }, { overlay: "b", weight: 103, isFree: false }, { overlay: "c", weight: 50, isFree: true }];
    expect(reweighted(given, 2, 1)).toBeNull();
    expect(reweighted(given, 0, 1)).toBeNull();
    expect(reweighted(given, 2, 0)).toEqual(new Map([["c", 114]]));
    expect(reweighted(given, 1, 2)).toBeNull();
  });

  it("is what was wanted, whatever the weights, with strictly falling weights and none below zero", () => {
    let seed = 3;
    const random = (most: number) => (seed = (seed * 48271) % 2147483647) % most;
    for (let turn = 0; turn < 3000; turn += 1) {
      const count = 2 + random(6);
      const given = byWeight(Array.from({ length: count }, (_, at) => ({ overlay: `o${at}`, weight: random(turn % 2 ? 8 : 200), isFree: random(4) > 0 })));
      const from = random(count);
      const to = random(count);
      const changes = reweighted(given, from, to);
      if (!changes) continue;
      const wanted = given.filter((_, at) => at !== from);
      wanted.splice(to, 0, given[from]!);
      for (const [name, weight] of changes) {
        expect(given.find((one) => one.overlay === name)?.isFree).toBe(true);
        expect(weight).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(weight)).toBe(true);
      }
      const now = wanted.map((one) => changes.get(one.overlay) ?? one.weight);
      if (changes.size > 1) for (let at = 1; at < now.length; at += 1) expect(now[at - 1]).toBeGreaterThan(now[at]!);
      const index = to;
      if (index > 0) expect(now[index - 1]).toBeGreaterThan(now[index]!);
      if (index < now.length - 1) expect(now[index]).toBeGreaterThan(now[index + 1]!);
    }
  });
});
