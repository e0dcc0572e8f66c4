import { describe, expect, it } from "vitest";
import { FrameLoop } from "./frames";

/** Answers when it is told to. */
class Slow {
  readonly asked: number[] = [];
  readonly shown: number[] = [];
  readonly failed: unknown[] = [];
  private readonly open = new Map<number, { resolve: (n: number) => void; reject: (why: unknown) => void }>();
  readonly loop = new FrameLoop<number, number>({
    fetch: (asked, signal) => {
      this.asked.push(asked);
      signal.addEventListener("abort", () => this.open.get(asked)?.reject(new DOMException("", "AbortError")));
      return new Promise((resolve, reject) => this.open.set(asked, { resolve, reject }));
    },
    show: (picture) => this.shown.push(picture),
    fail: (thrown) => this.failed.push(thrown),
  });
  ask(revision: number, isFull = false) {
    this.loop.ask({ asked: revision, revision, isFull, at_ms: 0 });
  }
  async answer(asked: number) {
    this.open.get(asked)?.resolve(asked);
    await Promise.resolve();
    await Promise.resolve();
  }
  async refuse(asked: number) {
    this.open.get(asked)?.reject(new Error("no"));
    await Promise.resolve();
    await Promise.resolve();
  }
}

describe("frames", () => {
  it("has one request under way, and takes the newest of what was wanted meanwhile", async () => {
    const slow = new Slow();
    for (const each of [1, 2, 3, 4]) slow.ask(each);
    expect(slow.asked).toEqual([1]);
    await slow.answer(1);
    expect(slow.asked).toEqual([1, 4]);
    await slow.answer(4);
    expect(slow.shown).toEqual([1, 4]);
    expect(slow.loop.isIdle).toBe(true);
  });

  it("goes on after a failure", async () => {
    const slow = new Slow();
    slow.ask(1);
    slow.ask(2);
    await slow.refuse(1);
    await slow.answer(2);
    expect(slow.failed).toHaveLength(1);
    expect(slow.shown).toEqual([2]);
  });

  it("lets go of a full picture when the hand moves on, and says nothing of it", async () => {
    const slow = new Slow();
    slow.ask(1, true);
    slow.ask(2);
    await slow.answer(1);
    expect(slow.asked).toEqual([1, 2]);
    await slow.answer(2);
    expect(slow.shown).toEqual([2]);
    expect(slow.failed).toEqual([]);
  });

  it("shows nothing older than what is shown", async () => {
    const slow = new Slow();
    slow.ask(5);
    await slow.answer(5);
    slow.ask(3);
    await slow.answer(3);
    expect(slow.shown).toEqual([5]);
  });

  it("shows nothing once it is closed", async () => {
    const slow = new Slow();
    slow.ask(1);
    slow.loop.close();
    await slow.answer(1);
    slow.ask(2);
    expect(slow.shown).toEqual([]);
    expect(slow.asked).toEqual([1]);
  });
});
