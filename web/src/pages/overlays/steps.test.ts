import { describe, expect, it } from "vitest";
import { Steps } from "./steps";

const step = (text: string, words = "type") => ({ text, words, chosen: "" });

describe("steps", () => {
  it("goes back and forth, and says what it takes back", () => {
    const steps = new Steps(step("a", "open"));
    steps.add(step("b", "move Bar"), 0);
    steps.add(step("c", "colour Bar"), 10);
    expect(steps.undoWords).toBe("colour Bar");
    expect(steps.undo()?.text).toBe("b");
    expect(steps.redoWords).toBe("colour Bar");
    expect(steps.undo()?.text).toBe("a");
    expect(steps.undo()).toBeNull();
    expect(steps.undoWords).toBe("");
    expect(steps.redo()?.text).toBe("b");
    expect(steps.redo()?.text).toBe("c");
    expect(steps.redo()).toBeNull();
  });

  it("makes one step of typing without a pause, and of nothing else", () => {
    const steps = new Steps(step(""));
    steps.add(step("t"), 0, "type");
    steps.add(step("te"), 100, "type");
    steps.add(step("tex"), 200, "type");
    steps.add(step("text"), 5000, "type");
    expect(steps.undo()?.text).toBe("tex");
    expect(steps.undo()?.text).toBe("");
  });

  it("forgets what was ahead once something else is done", () => {
    const steps = new Steps(step("a"));
    steps.add(step("b"), 0);
    steps.undo();
    steps.add(step("c"), 0);
    expect(steps.redo()).toBeNull();
    expect(steps.undo()?.text).toBe("a");
  });

  it("takes no step where nothing changed, and comes back to the first from any walk", () => {
    const steps = new Steps(step("0"));
    steps.add(step("0"), 0);
    expect(steps.undo()).toBeNull();
    let seed = 7;
    for (let turn = 0; turn < 500; turn += 1) {
      seed = (seed * 48271) % 2147483647;
      if (seed % 3 === 0) steps.undo();
      else if (seed % 3 === 1) steps.redo();
      else steps.add(step(String(seed)), turn * 10_000);
    }
    while (steps.undo()) continue;
    expect(steps.now.text).toBe("0");
  });
});
