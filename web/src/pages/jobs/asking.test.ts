import { expect, test } from "vitest";
import { asBefore, fresh, missing, sentence, toggled, wish } from "./asking";

const film = { key: 12, title: "Heat", context: "Films" };

test("a fresh wish is of everything, and can be started", () => {
  const asking = fresh("c");
  expect(missing(asking)).toBe("");
  expect(wish(asking)).toEqual({
    kind: "plan",
    configuration: "c",
    libraries: [],
    items: [],
    sample: null,
    covers: false,
    overlays_only: false,
    engine: "auto",
  });
});

test("items are asked for only while items are what is meant", () => {
  const asking = { ...fresh("c"), items: [film] };
  expect(wish(asking).items).toEqual([]);
  expect(wish({ ...asking, scope: "items" }).items).toEqual(["12"]);
  expect(missing({ ...fresh("c"), scope: "items" })).toContain("at least one item");
});

test("a sample needs a number that can be", () => {
  expect(missing({ ...fresh("c"), scope: "sample", sample: 0 })).toContain("1 to 10,000");
  expect(missing({ ...fresh("c"), scope: "sample", sample: NaN })).toContain("1 to 10,000");
  expect(wish({ ...fresh("c"), scope: "sample", sample: 7 }).sample).toBe(7);
});

test("an earlier job comes back as it was asked for", () => {
  for (const asking of [
    { ...fresh("c"), scope: "covers" as const, libraries: ["Films"] },
    { ...fresh("c"), libraries: ["Films"], isOverlaysOnly: true },
    { ...fresh("c"), scope: "sample" as const, sample: 5, engine: "native" as const },
    { ...fresh("c"), scope: "items" as const, items: [film] },
  ]) {
    const asked = { plan: "", run: "", only: [], exclude: [], passed: [], configuration: "", ...wish(asking) };
    expect(wish(asBefore({ ...asked, libraries: asking.libraries, items: asked.items ?? [], sample: asked.sample ?? null, covers: asked.covers ?? false, overlays_only: asked.overlays_only ?? false, engine: asked.engine ?? "auto" }))).toEqual(wish(asking));
  }
});

test("an item is chosen and let go by the same hand", () => {
  expect(toggled([], film)).toEqual([film]);
  expect(toggled([film], { ...film })).toEqual([]);
});

test("the sentence says what is going to be previewed", () => {
  expect(sentence({ ...fresh("c"), libraries: ["Films", "Series"], scope: "covers" })).toBe(
    "Preview a sample of Films, Series that covers every definition, overlays only. Nothing is written to the server.",
  );
  expect(sentence({ ...fresh("c"), scope: "items", items: [film] })).toContain("“Heat”");
  expect(sentence({ ...fresh("c"), scope: "sample", sample: 1 })).toContain("Preview 1 item of all libraries");
});
