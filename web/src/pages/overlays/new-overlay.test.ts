import { describe, expect, it } from "vitest";
import { blocksOf } from "./lines";
import { freeName, renamed, yamlOf } from "./new-overlay";

describe("a new overlay", () => {
  it("is a text, a picture or a backdrop with a place", () => {
    expect(yamlOf({ kind: "text", name: "Title", level: "movie" })).toBe(
      'Title:\n  overlay:\n    name: "text(<<title>>)"\n    font_size: 60\n    font_color: "#FFFFFF"\n    horizontal_align: left\n    vertical_align: top\n    horizontal_offset: 60\n    vertical_offset: 60\n  plex_all: true\n',
    );
    expect(yamlOf({ kind: "backdrop", name: "Bar 2", level: "episode" })).toContain("\n  builder_level: episode\n  plex_all: true\n");
    expect(yamlOf({ kind: "picture", name: "true", level: "movie", source: "url", place: "https://x/y.png" })).toContain('"true":\n  overlay:\n    name: "true"\n    url: "https://x/y.png"\n');
  });

  it("names a picture of one's own, and nothing else", () => {
    const text = yamlOf({ kind: "picture", name: "Ribbon", level: "movie", source: "own", place: "my ribbon" });
    expect(text).toContain("Ribbon:\n  overlay:\n    name: my ribbon\n    horizontal_align: left\n");
  });

  it("gets a name that nobody has", () => {
    expect(freeName("Bar", ["Foo"])).toBe("Bar");
    expect(freeName("Bar", ["Bar", "Bar 2"])).toBe("Bar 3");
    expect(freeName("Bar 2", ["Bar 2"])).toBe("Bar 3");
  });
});

describe("a copy", () => {
  it("is the same under another name", () => {
    const lines = "  'It''s: x':  # a comment\n    overlay:\n      name: backdrop\n\n    plex_all: true";
    expect(renamed(lines, "Copy: 2")).toBe('"Copy: 2":  # a comment\n  overlay:\n    name: backdrop\n\n  plex_all: true\n');
    const back = blocksOf(`overlays:\n${renamed(lines, "Copy").replace(/^/gm, "  ")}`);
    expect(back.map((one) => one.name)).toEqual(["Copy"]);
  });
});
