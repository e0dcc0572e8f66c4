import { describe, expect, it } from "vitest";
import type { Reference, Word } from "../api/types";
import { explained, type FileKind, fits, offersAt, quoted } from "./offers";
import { linesOf, whereAt, wordAt } from "./where";

function word(path: string, name: string, more: Partial<Word> = {}): Word {
  return { path, word: name, insert: `${name}: `, kind: "key", summary: `About ${name}`, choices: [], default: "", file: path.startsWith("libraries") ? "config" : "overlays", group: "", ...more };
}

const REFERENCE: Reference = {
  words: [
    word("", "overlays"),
    word("", "templates"),
    word("overlays.*", "overlay"),
    word("overlays.*", "filters"),
    word("overlays.*", "plex_all", { group: "Builders" }),
    word("templates.*", "optional"),
    word("overlays.*.overlay", "name"),
    word("overlays.*.overlay", "font"),
    word("overlays.*.overlay", "horizontal_align", { choices: ["left", "center", "right"] }),
    word("overlays.*.filters.**", "genre"),
    word("overlays.*.filters.**", "genre.count_gt", { summary: "More than that" }),
    word("overlays.*.filters", "episodes"),
    word("overlays.*.filters.episodes", "percentage"),
    word("overlays.*.overlay.name", "<<runtime>>", { insert: "<<runtime>>", kind: "variable" }),
    word("libraries.*", "overlay_files"),
    word("libraries.*.overlay_files.*", "default"),
    word("libraries.*.overlay_files.*", "template_variables"),
    word("libraries.*.overlay_files.*.default", "ribbon", { insert: "ribbon", kind: "value" }),
  ],
  controls: [
    { key: "font", group: "text", control: "font", summary: "The font", choices: [], default: "fonts/Roboto-Medium.ttf", minimum: null, maximum: null, applies_to: [] },
  ],
  defaults: [
    {
      name: "ribbon",
      summary: "Awards",
      levels: ["movie"],
      keys: [],
      per_key: [],
      variables: [{ key: "use_oscars", group: "variables", control: "switch", summary: "", choices: [], default: "true", minimum: null, maximum: null, applies_to: [] }],
    },
  ],
  fonts: ["Inter-Regular"],
};

function place(text: string): [ReturnType<typeof linesOf>, number, number] {
  const before = text.split("|")[0]!.split("\n");
  return [linesOf(text.replace("|", "")), before.length, before[before.length - 1]!.length];
}
function offered(text: string, file: FileKind = "overlays"): string[] {
  const [lines, line, column] = place(text);
  const where = whereAt(lines, line, column);
  return where ? offersAt(REFERENCE, file, lines, line, column, where).map((one) => one.insert) : [];
}
function told(text: string, file: FileKind = "overlays"): string | undefined {
  const [lines, line, column] = place(text);
  const where = wordAt(lines, line, column);
  return (where && explained(REFERENCE, file, lines, where)?.summary) ?? undefined;
}

describe("a pattern", () => {
  it("means one name by a star", () => {
    expect(fits(["overlays", "*"], ["overlays", "IMDb"])).toBe(true);
    expect(fits(["overlays", "*"], ["overlays"])).toBe(false);
    expect(fits(["overlays", "*"], ["overlays", "IMDb", "overlay"])).toBe(false);
  });
  it("means any number of names by two", () => {
    expect(fits(["a", "**"], ["a"])).toBe(true);
    expect(fits(["a", "**"], ["a", "b", "-", "c"])).toBe(true);
    expect(fits(["a", "**"], ["b"])).toBe(false);
  });
  it("may pass over the dashes of lists", () => {
    expect(fits(["libraries", "*", "overlay_files", "*"], ["libraries", "Films", "overlay_files", "-"])).toBe(true);
    expect(fits(["overlays", "*", "filters"], ["overlays", "IMDb", "filters", "-"])).toBe(true);
  });
});

describe("offers", () => {
  it("are the keys of the place", () => {
    expect(offered("|")).toEqual(["overlays:\n  ", "templates:\n  "]);
    expect(offered("overlays:\n  A:\n    |")).toEqual(["overlay:\n      ", "filters:\n      ", "plex_all: "]);
    expect(offered("overlays:\n  A:\n    filters:\n      - |")).toEqual(["genre: ", "genre.count_gt: ", "episodes:\n          "]);
    expect(offered("overlays:\n  A:\n    filters:\n      episodes:\n        |")).toEqual(["genre: ", "genre.count_gt: ", "percentage: "]);
  });
  it("stay in their line in braces, and where something follows", () => {
    expect(offered("overlays:\n  A: {|")).toEqual(["overlay: ", "filters: ", "plex_all: "]);
    expect(offered("overlays:\n  A:\n    | # mine")).toEqual(["overlay: ", "filters: ", "plex_all: "]);
  });
  it("are in a template those of an overlay, and its own", () =>
    expect(offered("templates:\n  badge:\n    |")).toEqual(["overlay:\n      ", "filters:\n      ", "plex_all: ", "optional: "]));
  it("are no keys that are there already", () => expect(offered("overlays:\n  A:\n    filters:\n      genre: x\n    |")).toEqual(["overlay:\n      ", "plex_all: "]));
  it("bring no second colon", () => expect(offered("overlays:\n  A:\n    fil|ters:\n      genre: x\n")).toContain("filters"));
  it("are nothing where a person gives a name", () => expect(offered("overlays:\n  |")).toEqual([]));
  it("are the choices of a key", () => expect(offered("overlays:\n  A:\n    overlay:\n      horizontal_align: |")).toEqual(["left", "center", "right"]));
  it("are the default and the fonts of the machine for a font", () =>
    expect(offered("overlays:\n  A:\n    overlay: {name: text(x), font: |")).toEqual(["fonts/Roboto-Medium.ttf", "Inter-Regular"]));
  it("are variables behind <<, without closing twice", () => {
    expect(offered("overlays:\n  A:\n    overlay:\n      name: text(<<ru|)")).toEqual(["<<runtime>>"]);
    expect(offered("overlays:\n  A:\n    overlay:\n      name: text(<<ru|>>)")).toEqual(["<<runtime"]);
  });
  it("are the names of the text's own templates", () => {
    const text = "templates:\n  badge: {}\noverlays:\n  A:\n    template: ";
    expect(offered(`${text}{name: |`)).toEqual(["badge"]);
    expect(offered(`${text}|`)).toEqual(["badge"]);
  });
  it("know config.yml apart from overlay files", () => {
    expect(offered("libraries:\n  Films:\n    |", "config")).toEqual(["overlay_files:\n      - "]);
    expect(offered("libraries:\n  Films:\n    |")).toEqual([]);
  });
  it("are plain keys in a block of files", () =>
    expect(offered("libraries:\n  F:\n    overlay_files:\n    - |", "config")).toEqual(["default: ", "template_variables:\n        "]));
  it("are default files, and the variables of the one that is named", () => {
    expect(offered("libraries:\n  F:\n    overlay_files:\n    - default: |", "config")).toEqual(["ribbon"]);
    const text = "libraries:\n  F:\n    overlay_files:\n    - default: ribbon\n      template_variables:\n        ";
    expect(offered(`${text}|`, "config")).toEqual(["use_oscars: "]);
    expect(offered(`${text}use_oscars: |`, "config")).toEqual(["true", "false"]);
  });
});

describe("what is told of a word", () => {
  it("is the summary of a key", () => expect(told("overlays:\n  A:\n    fil|ters: x")).toBe("About filters"));
  it("is that of the key with its modifier where there is one", () => expect(told("overlays:\n  A:\n    filters:\n      genre.count|_gt: x")).toBe("More than that"));
  it("is that of the key before a filter's modifier", () => expect(told("overlays:\n  A:\n    filters:\n      genre.n|ot: x")).toBe("About genre"));
  it("is that of a variable, and of a value", () => {
    expect(told("overlays:\n  A:\n    overlay:\n      name: text(<<run|time>>)")).toBe("About <<runtime>>");
    expect(told("libraries:\n  F:\n    overlay_files:\n    - default: rib|bon", "config")).toBe("About ribbon");
  });
  it("is nothing of a name that a person gave", () => expect(told("overlays:\n  Fil|ters:\n    overlay: x")).toBeUndefined());
});

describe("a value", () => {
  it("is quoted where YAML would read something else", () => {
    expect(quoted("Resolution: 4K")).toBe('"Resolution: 4K"');
    expect(quoted("#fff")).toBe('"#fff"');
    expect(quoted("Inter-Regular")).toBe("Inter-Regular");
  });
});
