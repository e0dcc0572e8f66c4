import { describe, expect, it } from "vitest";
import { MOST, panned, WHOLE, zoomed } from "./zoom";

describe("zoom", () => {
  it("keeps what lies under the pointer where it is", () => {
    const view = zoomed(WHOLE, 2, 100, 50, 1000, 1000);
    expect(view).toEqual({ scale: 2, x: -100, y: -50 });
  });

  it("ends at the whole picture and at its most", () => {
    expect(zoomed(WHOLE, 0.5, 10, 10, 100, 100)).toEqual(WHOLE);
    expect(zoomed(WHOLE, 100, 0, 0, 100, 100).scale).toBe(MOST);
  });

  it("does not lose the picture out of sight", () => {
    expect(panned(WHOLE, 50, 50, 100, 100)).toEqual(WHOLE);
    expect(panned({ scale: 2, x: 0, y: 0 }, 900, -900, 100, 200)).toEqual({ scale: 2, x: 50, y: -100 });
  });
});
