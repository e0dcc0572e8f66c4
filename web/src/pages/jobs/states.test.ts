import { describe, expect, test } from "vitest";
import type { Event, Job } from "../../api/types";
import { jobOf } from "./made";
import { chosen, counted, groupCounts, mayGoOn, merged, titleOf } from "./states";

function event(job: Job): Event {
  return { kind: "job", id: job.id, job, lines: [] };
}

describe("an event", () => {
  const old = jobOf({ id: "1", made: "2026-11-29T10:00:00Z" });
  const young = jobOf({ id: "3", made: "2026-11-29T12:00:00Z" });

  test("replaces the job of its id where it stands", () => {
    const found = merged([young, old], event({ ...old, state: "finished" }));
    expect(found.map((each) => [each.id, each.state])).toEqual([
      ["3", "running"],
      ["1", "finished"],
    ]);
  });

  test("brings a new job to where its time puts it", () => {
    expect(merged([young, old], event(jobOf({ id: "2", made: "2026-11-29T11:00:00Z" }))).map((each) => each.id)).toEqual(["3", "2", "1"]);
    expect(merged([young, old], event(jobOf({ id: "4", made: "2026-11-29T13:00:00Z" }))).map((each) => each.id)).toEqual(["4", "3", "1"]);
    expect(merged([young, old], event(jobOf({ id: "0", made: "2026-11-29T09:00:00Z" }))).map((each) => each.id)).toEqual(["3", "1", "0"]);
  });

  test("takes away a job that is gone, and leaves all as it is where it is of a log", () => {
    expect(merged([young, old], { kind: "gone", id: "3", job: null, lines: [] })).toEqual([old]);
    expect(merged([young, old], { kind: "log", id: "3", job: null, lines: [] })).toEqual([young, old]);
  });
});

test("a list is narrowed by how jobs stand, by kind, and by words", () => {
  const jobs = [
    jobOf({ id: "1", title: "Films" }),
    jobOf({ id: "2", kind: "apply", state: "failed", problem: "the server is gone" }),
    jobOf({ id: "3", state: "finished" }),
  ];
  const ids = (found: Job[]) => found.map((each) => each.id).join("");
  expect(ids(chosen(jobs, { group: "", kind: "", text: "" }))).toBe("123");
  expect(ids(chosen(jobs, { group: "open", kind: "", text: "" }))).toBe("1");
  expect(ids(chosen(jobs, { group: "bad", kind: "", text: "" }))).toBe("2");
  expect(ids(chosen(jobs, { group: "", kind: "plan", text: "" }))).toBe("13");
  expect(ids(chosen(jobs, { group: "", kind: "", text: "SERVER" }))).toBe("2");
  expect(groupCounts(jobs)).toEqual({ open: 1, over: 2, bad: 1 });
});

test("counts are told in a steady order, without noughts, and unknown ones by their own name", () => {
  expect(counted({ steps: 9, changed: 2, created: 1 }, "plan").map((each) => `${each.count} ${each.words}`)).toEqual(["1 to create", "2 to change", "9 steps in all"]);
  expect(counted({ failed: 1, exact: 3, odd: 2, skipped: 0 }).map((each) => `${each.count} ${each.words}`)).toEqual(["3 done", "1 failed", "2 odd"]);
});

test("a run that ended early can be gone on with, a plan and one that did nothing cannot", () => {
  expect(mayGoOn(jobOf({ kind: "apply", run: "r", state: "cancelled" }))).toBe(true);
  expect(mayGoOn(jobOf({ kind: "undo", run: "r", state: "failed" }))).toBe(true);
  expect(mayGoOn(jobOf({ kind: "apply", run: "", state: "failed" }))).toBe(false);
  expect(mayGoOn(jobOf({ kind: "apply", run: "r", state: "finished" }))).toBe(false);
  expect(mayGoOn(jobOf({ kind: "plan", run: "", state: "failed" }))).toBe(false);
});

test("a preview says in its title that it is one", () => {
  expect(titleOf({ kind: "plan", title: "Films" })).toBe("Preview: Films");
  expect(titleOf({ kind: "undo", title: "Undo run 1" })).toBe("Undo run 1");
});
