import { describe, expect, it } from "vitest";
import { readColour, writeColour } from "./colour";
import { scalar, typed } from "./scalar";

describe("colours", () => {
  it("reads all four lengths", () => {
    expect(readColour("#abc")).toEqual({ hex: "#aabbcc", alpha: 255 });
    expect(readColour("#abc8")).toEqual({ hex: "#aabbcc", alpha: 0x88 });
    expect(readColour("#0B0E14C4")).toEqual({ hex: "#0b0e14", alpha: 0xc4 });
    for (const wrong of ["red", "#12", "#12345", "", "#1234567"]) expect(readColour(wrong)).toBeNull();
  });

  it("comes back as it was, for every alpha", () => {
    for (let alpha = 0; alpha <= 255; alpha += 1) expect(readColour(writeColour({ hex: "#0b0e14", alpha }))).toEqual({ hex: "#0b0e14", alpha });
    expect(writeColour({ hex: "#ffffff", alpha: 255 })).toBe("#FFFFFF");
  });
});

describe("values", () => {
  it("quotes what YAML would read as something else", () => {
    expect(scalar("right")).toBe("right");
    expect(scalar("fonts/Inter-Bold.ttf")).toBe("fonts/Inter-Bold.ttf");
    expect(scalar("5%")).toBe("5%");
    for (const text of ["yes", "No", "null", "1.5", "12", "", "#FFF", "a: b", "a #b", "- x", "<<title>>", " x", "x "]) expect(scalar(text)).toBe(JSON.stringify(text));
    expect([scalar(7), scalar(true), scalar(null)]).toEqual(["7", "true", "null"]);
  });

  it("reads what was typed as what it means", () => {
    expect([typed("7"), typed("-2.5"), typed("true"), typed(" "), typed("5%"), typed("007")]).toEqual([7, -2.5, true, null, "5%", "007"]);
  });
});
