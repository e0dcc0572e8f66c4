import { describe, expect, it } from "vitest";
import { blocksOf, keyOf, lineOf, lineOfTemplate, overlayAt, drawnBy, templatesOf, textOf, withWeight, writtenIn, writtenKeys, usersOf } from "./lines";

const TEXT = `# what is drawn
templates:
  fact:
    overlay: {name: <<overlay_name>>}

overlays:
  # -- facts
  Resolution 4K:   # the best
    template: {name: fact, picture: 4k, weight: 104}
    plex_search: {all: {resolution: 4k}}

  "Quoted: one":
    template:
      name: fact
      weight: 30
    plex_all: true
  Bar:
    overlay:
      name: backdrop

      weight: 10
queues:
  facts: []
`;

describe("lines", () => {
  it("finds the key of a line, quoted or not", () => {
    expect(keyOf("  Bar:")).toEqual({ indent: 2, key: "Bar" });
    expect(keyOf('  "A: \\"b\\"": x')).toEqual({ indent: 2, key: 'A: "b"' });
    expect(keyOf("  'it''s': x")).toEqual({ indent: 2, key: "it's" });
    expect(keyOf("  - a: b")).toBeNull();
    expect(keyOf("  # a: b")).toBeNull();
    expect(keyOf("  Time 10:30: x")).toEqual({ indent: 2, key: "Time 10:30" });
  });

  it("knows where each overlay begins and ends", () => {
    expect(blocksOf(TEXT)).toEqual([
      { name: "Resolution 4K", from: 8, to: 10 },
      { name: "Quoted: one", from: 12, to: 16 },
      { name: "Bar", from: 17, to: 21 },
    ]);
    expect(lineOf(TEXT, "Bar")).toBe(17);
    expect(lineOf(TEXT, "Nobody")).toBe(0);
    expect(textOf(TEXT, "Bar").split("\n")[0]).toBe("  Bar:");
  });

  it("says for every line of an overlay that it is of it, and of no other", () => {
    for (const block of blocksOf(TEXT)) for (let line = block.from; line <= block.to; line += 1) expect(overlayAt(TEXT, line)).toBe(block.name);
    for (const line of [1, 3, 6, 7, 11, 22]) expect(overlayAt(TEXT, line)).toBe("");
  });

  it("finds nothing in a text that is none", () => {
    expect(blocksOf("")).toEqual([]);
    expect(blocksOf("overlays:")).toEqual([]);
    expect(blocksOf("overlays: [\n  a: b")).toEqual([{ name: "a", from: 2, to: 2 }]);
  });

  it("changes the weight of what a template draws, and nothing else", () => {
    const after = withWeight(TEXT, "Resolution 4K", 7);
    expect(after).toBe(TEXT.replace("weight: 104", "weight: 7"));
    expect(withWeight(TEXT, "Quoted: one", 31)).toBe(TEXT.replace("weight: 30", "weight: 31"));
    expect(withWeight(TEXT, "Nobody", 1)).toBeNull();
    expect(withWeight("overlays:\n  A:\n    template: {name: x}\n", "A", 1)).toBeNull();
    expect(withWeight("overlays:\n  A:\n    template: {name: x, weight: <<w>>}\n", "A", 1)).toBeNull();
  });

  it("knows which attributes an overlay says itself", () => {
    const block = "overlays:\n  A:\n    overlay:\n      name: text(a: b)\n      # font: x\n      font_size: 3\n\n    plex_all: true\n";
    expect([...writtenKeys(block, "A")]).toEqual(["name", "font_size"]);
    expect([...writtenKeys('overlays:\n  A:\n    overlay: {name: backdrop, back_color: "#FFF",\n      back_width: 5}\n    plex_all: true\n', "A")]).toEqual(["name", "back_color", "back_width"]);
    expect([...writtenKeys("overlays:\n  A:\n    overlay: text(x)\n", "A")]).toEqual(["name"]);
    expect([...writtenKeys(TEXT, "Resolution 4K")]).toEqual([]);
  });

  it("knows the templates of an overlay, and which of them draws", () => {
    expect(templatesOf(TEXT, "Resolution 4K")).toEqual(["fact"]);
    expect(templatesOf(TEXT, "Quoted: one")).toEqual(["fact"]);
    expect(templatesOf(TEXT, "Bar")).toEqual([]);
    expect(drawnBy(TEXT, "Resolution 4K")).toBe("fact");
    expect(usersOf(TEXT, "fact")).toBe(2);
    expect(lineOfTemplate(TEXT, "fact")).toBe(3);
    const several = "templates:\n  badge:\n    overlay:\n      name: x\n      horizontal_offset: <<offset>>\n      vertical_offset: 30\n  list:\n    plex_all: true\noverlays:\n  A:\n    template: &both [{name: list}, {name: badge}]\n  B:\n    template: *both\n  C:\n    template: badge # one\n";
    expect(templatesOf(several, "A")).toEqual(["list", "badge"]);
    expect(templatesOf(several, "B")).toEqual(["list", "badge"]);
    expect(templatesOf(several, "C")).toEqual(["badge"]);
    expect(drawnBy(several, "B")).toBe("badge");
    expect(usersOf(several, "badge")).toBe(3);
    expect([...writtenIn(several, "badge", "templates")]).toEqual([["name", "x"], ["horizontal_offset", "<<offset>>"], ["vertical_offset", "30"]]);
  });
});
