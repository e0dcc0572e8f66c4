import { describe, expect, it } from "vitest";
import { OneAtATime } from "./one-at-a-time";

function bench() {
  const asked: { question: string; answer: (text: string) => void; refuse: (why: string) => void }[] = [];
  const told: string[] = [];
  const one = new OneAtATime<string, string>(
    (question) => new Promise((answer, refuse) => asked.push({ question, answer, refuse })),
    (answer, question) => told.push(`${question}: ${answer}`),
    (thrown, question) => told.push(`${question} failed: ${String(thrown)}`),
  );
  const settled = () => new Promise((then) => setTimeout(then, 0));
  return { asked, told, one, settled };
}

describe("questions about a text", () => {
  it("are asked one at a time, the newest next, and only its answer is told", async () => {
    const { asked, told, one, settled } = bench();
    for (const question of ["a", "b", "c"]) one.put(question);
    expect(asked.map((each) => each.question)).toEqual(["a"]);
    asked[0]!.answer("old");
    await settled();
    expect(asked.map((each) => each.question)).toEqual(["a", "c"]);
    asked[1]!.answer("new");
    await settled();
    expect(told).toEqual(["c: new"]);
  });
  it("may fail, and the next is asked all the same", async () => {
    const { asked, told, one, settled } = bench();
    one.put("a");
    asked[0]!.refuse("no");
    await settled();
    one.put("b");
    asked[1]!.answer("yes");
    await settled();
    expect(told).toEqual(["a failed: no", "b: yes"]);
  });
  it("do not count when they were dropped", async () => {
    const { asked, told, one, settled } = bench();
    one.put("a");
    one.drop();
    asked[0]!.answer("late");
    await settled();
    expect(told).toEqual([]);
  });
});
