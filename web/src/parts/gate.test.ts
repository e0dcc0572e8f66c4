import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { REST_MS, SpeedGate } from "./gate";

describe("the gate for pictures", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const frames: (() => void)[] = [];
  const gate = () => new SpeedGate((then) => void frames.push(then));
  const frame = () => frames.splice(0).forEach((then) => then());

  it("stays open while somebody scrolls slowly", () => {
    const mine = gate();
    for (let at = 0; at < 200; at += 16) mine.moved(at, at);
    expect(mine.isOpen.value).toBe(true);
  });

  it("shuts while somebody flings, and opens after a rest that two frames confirm", () => {
    const mine = gate();
    mine.moved(5000, 16);
    expect(mine.isOpen.value).toBe(false);
    vi.advanceTimersByTime(REST_MS);
    frame();
    expect(mine.isOpen.value).toBe(false);
    frame();
    expect(mine.isOpen.value).toBe(true);
  });

  it("stays shut where more scrolling was on its way when the rest was over", () => {
    const mine = gate();
    mine.moved(5000, 16);
    vi.advanceTimersByTime(REST_MS);
    frame();
    mine.moved(10_000, 200);
    frame();
    expect(mine.isOpen.value).toBe(false);
  });
});
