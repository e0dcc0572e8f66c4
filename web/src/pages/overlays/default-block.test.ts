import { describe, expect, it } from "vitest";
import { defaultBlock, withDefault } from "./default-block";

const BLOCK = defaultBlock("ratings", { rating1: "user", rating1_font_size: 70, horizontal_position: "right", back_color: "#00000099", rating2: "" });

describe("a default", () => {
  it("is named with the variables that were given", () => {
    expect(BLOCK).toBe('- default: ratings\n  template_variables:\n    rating1: user\n    rating1_font_size: 70\n    horizontal_position: right\n    back_color: "#00000099"\n');
    expect(defaultBlock("ribbon", {})).toBe("- default: ribbon\n");
  });

  it("comes behind the files that a library has, as far in as they", () => {
    const text = "libraries:\n  Movies:   # mine\n    overlay_files:\n      - file: a.yml   # first\n      - default: ribbon\n        template_variables:\n          style: black\n\n  # shows\n  Shows:\n    overlay_files:\n    - file: b.yml\nplex:\n  url: x\n";
    expect(withDefault(text, "Movies", "- default: x\n")).toBe(text.replace("style: black\n", "style: black\n      - default: x\n"));
    expect(withDefault(text, "Shows", BLOCK)).toBe(text.replace("    - file: b.yml\n", "    - file: b.yml\n" + BLOCK.replace(/^(?=.)/gm, "    ")));
  });

  it("begins a list where there is none", () => {
    expect(withDefault("libraries:\n  Movies:\n    collection_files:\n      - file: c.yml\n", "Movies", "- default: x\n")).toBe("libraries:\n  Movies:\n    collection_files:\n      - file: c.yml\n    overlay_files:\n    - default: x\n");
    expect(withDefault("libraries:\n  Movies:\n    overlay_files: []  # none yet\n    operations: {}\n", "Movies", "- default: x\n")).toBe("libraries:\n  Movies:\n    overlay_files:  # none yet\n    - default: x\n    operations: {}\n");
    expect(withDefault("libraries:\n  Movies:\n", "Movies", "- default: x\n")).toBe("libraries:\n  Movies:\n    overlay_files:\n    - default: x\n");
    expect(withDefault('libraries:\n  "TV: all":\n    overlay_files:', "TV: all", "- default: x\n")).toBe('libraries:\n  "TV: all":\n    overlay_files:\n    - default: x\n');
  });

  it("leaves alone what it does not understand", () => {
    expect(withDefault("libraries: {Movies: {}}\n", "Movies", BLOCK)).toBeNull();
    expect(withDefault("libraries:\n  Movies: {overlay_files: []}\n", "Movies", BLOCK)).toBeNull();
    expect(withDefault("libraries:\n  Movies:\n    overlay_files: {file: a.yml}\n", "Movies", BLOCK)).toBeNull();
    expect(withDefault("libraries:\n  Movies:\n    overlay_files:\n      file: a.yml\n", "Movies", BLOCK)).toBeNull();
    expect(withDefault("plex:\n  url: x\n", "Movies", BLOCK)).toBeNull();
    expect(withDefault("libraries:\n  Shows:\n    a: b\n", "Movies", BLOCK)).toBeNull();
  });
});
