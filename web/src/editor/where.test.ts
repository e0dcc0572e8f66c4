import { describe, expect, it } from "vitest";
import { beside, depthAfter, linesOf, namesBelow, pathOf, valuesOf, whereAt, wordAt } from "./where";

const OVERLAYS = `# colours of mine
templates:
  badge:
    overlay:
      name: text(<<it>>)
overlays:
  IMDb:
    template: {name: badge, it: IMDb}
    overlay:
      name: text(<<imdb_rating>>)
      group: ratings  # the best
    filters:
      - genre: Drama
        year.gte: 2000
  "Resolution: 4K":
    overlay: {name: 4k, font_size: 63}
`;
const CONFIG = `libraries:
  Films:
    overlay_files:
    - default: ribbon
      template_variables:
        use_oscars: true
    - file: config/my.yml
plex:
  url: http://plex
`;

/** The place of `|` in a text. */
function at(text: string): [ReturnType<typeof linesOf>, number, number] {
  const before = text.split("|")[0]!.split("\n");
  return [linesOf(text.replace("|", "")), before.length, before[before.length - 1]!.length];
}
function path(text: string): string {
  const where = whereAt(...at(text));
  return where ? `${where.kind} ${pathOf(where).join(".")} [${where.word}]` : "nowhere";
}

describe("where a cursor stands", () => {
  it("is at the top in an empty text", () => expect(path("|")).toBe("key  []"));
  it("is below the key that is less indented", () => expect(path(`${OVERLAYS}  New:\n    ov|`)).toBe("key overlays.New [ov]"));
  it("goes by the cursor's column in an empty line", () => {
    expect(path(`overlays:\n  A:\n    overlay:\n      |`)).toBe("key overlays.A.overlay []");
    expect(path(`overlays:\n  A:\n    overlay:\n    |`)).toBe("key overlays.A []");
    expect(path(`overlays:\n  A:\n    overlay:\n\n  |`)).toBe("key overlays []");
  });
  it("is a value behind a colon", () => expect(path("overlays:\n  A:\n    overlay:\n      font: fon|")).toBe("value overlays.A.overlay.font [fon]"));
  it("takes quotes off a key, and colons inside of it", () => expect(path(`overlays:\n  "Resolution: 4K":\n    lim|`)).toBe("key overlays.Resolution: 4K [lim]"));
  it("takes a list at the depth of its key for what is below it", () => {
    expect(path("libraries:\n  Films:\n    overlay_files:\n    - def|")).toBe("key libraries.Films.overlay_files.- [def]");
    expect(path("libraries:\n  Films:\n    overlay_files:\n      - default: ri|")).toBe("value libraries.Films.overlay_files.-.default [ri]");
    expect(path("libraries:\n  Films:\n    overlay_files:\n    - default: ribbon\n      template_variables:\n        us|")).toBe(
      "key libraries.Films.overlay_files.-.template_variables [us]",
    );
    expect(path("libraries:\n  Films:\n    overlay_files:\n    - default: ribbon\n      |")).toBe("key libraries.Films.overlay_files.- []");
  });
  it("is nowhere in a comment", () => expect(path("overlays: # ov|")).toBe("nowhere"));
  it("takes no sign within quotes for a comment", () => expect(path(`a: "b # c|`)).toBe(`value a ["b # c]`));
  it("goes into braces", () => {
    expect(path("overlays:\n  A:\n    overlay: {|")).toBe("key overlays.A.overlay []");
    expect(path("overlays:\n  A:\n    overlay: {name: 4k, fo|")).toBe("key overlays.A.overlay [fo]");
    expect(path("overlays:\n  A:\n    overlay: {name: 4k, font: Ro|")).toBe("value overlays.A.overlay.font [Ro]");
    expect(path("overlays:\n  A:\n    suppress_overlays: [B, |")).toBe("value overlays.A.suppress_overlays.- []");
  });
  it("ignores comments and blank lines between", () => expect(path("overlays:\n# here\n\n  A:\n  # there\n    ov|")).toBe("key overlays.A [ov]"));
});

describe("what stands beside a key", () => {
  it("is read above and below, and in the line of the dash", () => {
    const lines = linesOf(CONFIG);
    expect(Object.fromEntries(beside(lines, { line: 5, column: 6 }))).toEqual({ default: "ribbon", template_variables: "" });
  });
  it("ends where the mapping ends", () => {
    const found = beside(linesOf(OVERLAYS), { line: 10, column: 6 });
    expect(Object.fromEntries(found)).toEqual({ name: "text(<<imdb_rating>>)", group: "ratings" });
  });
});

describe("names in a text", () => {
  it("are those just below a key at the top", () => {
    expect(namesBelow(linesOf(OVERLAYS), "overlays")).toEqual(["IMDb", "Resolution: 4K"]);
    expect(namesBelow(linesOf(OVERLAYS), "templates")).toEqual(["badge"]);
  });
  it("are found by the key whose values they are", () => expect(valuesOf(linesOf(OVERLAYS), "group")).toEqual(["ratings"]));
});

describe("the word below a pointer", () => {
  const told = (text: string) => {
    const where = wordAt(...at(text));
    return where && `${where.kind} ${pathOf(where).join(".")} [${where.word}]`;
  };
  it("is a key with what is above it", () => expect(told("overlays:\n  A:\n    over|lay:\n")).toBe("key overlays.A [overlay]"));
  it("is a value with its key", () => expect(told("libraries:\n  F:\n    overlay_files:\n    - default: rib|bon")).toBe("value libraries.F.overlay_files.-.default [ribbon]"));
  it("is a key or a value in braces", () => {
    expect(told("o:\n  A:\n    overlay: {name: 4k, fo|nt: Inter, x: y}")).toBe("key o.A.overlay [font]");
    expect(told("o:\n  A:\n    overlay: {name: 4k, font: In|ter, x: y}")).toBe("value o.A.overlay.font [Inter]");
  });
});

describe("a new line", () => {
  it("begins deeper below a key without a value", () => {
    expect(depthAfter("  IMDb:")).toBe(4);
    expect(depthAfter("  IMDb:  # mine")).toBe(4);
    expect(depthAfter("  - overlay:")).toBe(6);
    expect(depthAfter("  text: |")).toBe(4);
  });
  it("begins beside a key that has one", () => {
    expect(depthAfter("    weight: 10")).toBe(4);
    expect(depthAfter("    - default: ribbon")).toBe(6);
    expect(depthAfter("    - Drama")).toBe(4);
    expect(depthAfter("   ")).toBe(3);
  });
});
