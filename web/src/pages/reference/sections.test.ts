import { describe, expect, it } from "vitest";
import type { Reference, Word } from "../../api/types";
import { found, placeOf, sectionsOf } from "./sections";

function word(path: string, name: string, group: string, more: Partial<Word> = {}): Word {
  return { path, word: name, insert: name, kind: "key", summary: `About ${name}`, choices: [], default: "", file: "overlays", group, ...more };
}

const REFERENCE: Reference = {
  words: [
    word("", "overlays", ""),
    word("overlays.*.filters.**", "genre", "Filters"),
    word("overlays.*.filters.**", "genre.not", "Filters"),
    word("overlays.*.filters.**", "year.gte", "Filters"),
    word("queues.*", "horizontal_align", "Queues"),
    word("queues.*.*", "horizontal_align", "Queues"),
    word("settings", "cache", "Settings", { file: "config" }),
  ],
  controls: [],
  defaults: [
    {
      name: "ribbon",
      summary: "Awards",
      levels: [],
      keys: [],
      per_key: [],
      variables: [{ key: "use_oscars", group: "", control: "switch", summary: "", choices: [], default: "", minimum: null, maximum: null, applies_to: [] }],
    },
  ],
  fonts: [],
};
const all = sectionsOf(REFERENCE);
const seen = (sections: typeof all) => sections.map((one) => `${one.of} ${one.title}: ${one.entries.map((entry) => entry.word + entry.endings.join("")).join(" ")}`);

describe("the reference", () => {
  it("is told by group, endings with their word, and the same word once", () =>
    expect(seen(all)).toEqual([
      "overlays Sections: overlays",
      "overlays Filters: genre.not year.gte",
      "overlays Queues: horizontal_align",
      "config Settings: cache",
      "defaults default: ribbon: use_oscars",
    ]));
  it("says where a word stands", () => expect(placeOf("overlays.*.filters.**")).toBe("overlays › … › filters"));
  it("finds by every word that is asked for", () => {
    expect(seen(found(all, "genre.not"))).toEqual(["overlays Filters: genre.not"]);
    expect(seen(found(all, "about filters year"))).toEqual(["overlays Filters: year.gte"]);
    expect(found(all, "nothing at all")).toEqual([]);
  });
});
