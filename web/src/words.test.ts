import { describe, expect, it } from "vitest";
import { ago, bytes, duration, many, timeLeft, took } from "./words";

describe("numbers and times in words", () => {
  it("says sizes with the unit that fits", () => {
    expect([0, 999, 1000, 15_400, 9_960_000, 2_000_000_000].map(bytes)).toEqual(["0 B", "999 B", "1.0 KB", "15 KB", "10.0 MB", "2.0 GB"]);
  });
  it("says one and many", () => {
    expect([many(1, "film"), many(1200, "film"), many(0, "library", "libraries")]).toEqual(["1 film", "1,200 films", "0 libraries"]);
  });
  it("says how long something takes", () => {
    expect([3, 60, 61, 3700, 90_000].map(duration)).toEqual(["3 s", "1 min", "1 min 1 s", "1 h 1 min", "1 d 1 h"]);
    expect([2, 43, 400].map(timeLeft)).toEqual(["nearly done", "about 45 s left", "about 7 min left"]);
  });
  it("says when something was, and nothing where nobody knows", () => {
    const now = Date.parse("2026-01-02T12:00:00Z");
    expect(ago("2026-01-02T11:57:00Z", now)).toBe("3 min ago");
    expect(ago("", now)).toBe("");
    expect(took("2026-01-02T11:59:00Z", "", now)).toBe("1 min");
    expect(took("", "", now)).toBe("");
  });
});
