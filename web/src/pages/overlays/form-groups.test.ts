import { describe, expect, it } from "vitest";
import type { Control, DefaultOverlay } from "../../api/types";
import { grouped, ofBadge } from "./form-groups";

const control = (key: string, group = "variables"): Control => ({ key, group, control: "text", summary: "", choices: [], default: "", minimum: null, maximum: null, applies_to: [] });
const OVERLAY: DefaultOverlay = {
  name: "ribbon", summary: "", levels: [], keys: ["oscars", "golden"], per_key: ["weight", "back_color", "regex"],
  variables: [control("back_color", "back"), control("rating1"), control("rating1_font"), control("style"), control("horizontal_align", "position")],
};

describe("the form of a default", () => {
  it("groups what belongs together, a file's own first", () => {
    expect(grouped(OVERLAY, "").map(([name, all]) => [name, all.length])).toEqual([["rating1", 2], ["variables", 1], ["position", 1], ["back", 1]]);
    expect(grouped(OVERLAY, "back col").map(([name]) => name)).toEqual(["back"]);
  });

  it("has for one badge whether it is drawn, and each look", () => {
    const known = [control("weight", "overlay"), { ...control("back_color", "back"), control: "colour" as const }];
    expect(ofBadge(OVERLAY, "oscars", known).map((one) => one.key)).toEqual(["use_oscars", "regex_oscars", "weight_oscars", "back_color_oscars"]);
    expect(ofBadge(OVERLAY, "nobody", known)).toEqual([]);
  });
});
