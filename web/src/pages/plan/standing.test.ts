import { describe, expect, it } from "vitest";
import type { Job, NewJob } from "../../api/types";
import { courseOf, guardsIn, jobsOf, withJob } from "./standing";

const asked: NewJob = {
  kind: "apply", configuration: "", libraries: [], items: [], sample: null, covers: false, overlays_only: false, engine: "auto", plan: "p1", run: "",
  only: [], exclude: [], passed: [],
};
const job = (more: Partial<Job>): Job => ({
  id: "j", kind: "apply", title: "", state: "finished", configuration: "c", asked, made: "2026-01-01T00:00:00Z", began: "", ended: "",
  progress: { words: "", done: 0, total: 0, seconds_left: null }, problem: "", hint: "", plan: "p1", run: "", counts: {}, size: 0, ...more,
});

describe("how a plan stands", () => {
  it("is told by the newest job of this plan", () => {
    const apply = job({ id: "a", run: "r1" });
    const undo = job({ id: "u", kind: "undo", plan: "", asked: { ...asked, kind: "undo", plan: "", run: "r1" }, made: "2026-01-02T00:00:00Z" });
    const other = job({ id: "o", plan: "p2", asked: { ...asked, plan: "p2" }, made: "2026-01-03T00:00:00Z" });
    expect(jobsOf([apply, other, undo], "p1").map((each) => each.id)).toEqual(["u", "a"]);
    expect(courseOf([undo, apply], null)).toEqual({ is: "undone", job: undo });
    expect(courseOf([apply], null)).toEqual({ is: "done", job: apply, run: "r1" });
    expect(courseOf([], null)).toEqual({ is: "ready" });
  });

  it("is stopped by a guard where the job names one that nobody passed yet", () => {
    const hint = "`--override collection-share` goes past it, `--limit collection-share=0.9` sets another";
    const failed = job({ state: "failed", problem: "5 of the 6 items of Coast would leave it", hint });
    expect(courseOf([failed], null)).toEqual({ is: "guarded", job: failed, guards: ["collection-share"] });
    expect(guardsIn({ ...failed, asked: { ...asked, passed: ["collection-share"] } })).toEqual([]);
    expect(courseOf([job({ state: "failed", problem: "the server does not answer" })], null).is).toBe("failed");
  });

  it("takes a job as it stands now in the place of what was known of it", () => {
    const before = job({ id: "a", state: "running" });
    const after = job({ id: "a", state: "finished" });
    expect(withJob([before], after)).toEqual([after]);
    expect(withJob([], after)).toEqual([after]);
  });
});
