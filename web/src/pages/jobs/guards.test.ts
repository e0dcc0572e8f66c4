import { expect, test } from "vitest";
import { againPast, guardsOf, isPassed } from "./guards";
import { jobOf } from "./made";

const stopped = jobOf({
  kind: "apply",
  state: "failed",
  hint: "nothing was done; `--override collection-share --override deletions` does it all the same",
});

test("the hint names the guards that stopped a run", () => {
  expect(guardsOf(stopped)).toEqual(["collection-share", "deletions"]);
  expect(guardsOf({ ...stopped, hint: "`--override uploads` goes past it, `--limit uploads=N` sets another" })).toEqual(["uploads"]);
  expect(guardsOf({ ...stopped, hint: "look whether the server runs" })).toEqual([]);
  expect(guardsOf({ ...stopped, kind: "plan" })).toEqual([]);
});

test("every guard has to be typed by its name", () => {
  expect(isPassed(["uploads", "writes"], { uploads: "uploads" })).toBe(false);
  expect(isPassed(["uploads", "writes"], { uploads: "uploads", writes: " writes " })).toBe(true);
  expect(isPassed([], {})).toBe(false);
});

test("the work is asked for again with what was passed before, and now", () => {
  const asked = { ...stopped.asked, passed: ["writes"] };
  expect(againPast(asked, ["uploads", "writes"]).passed).toEqual(["writes", "uploads"]);
});
