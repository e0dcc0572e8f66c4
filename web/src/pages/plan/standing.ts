// How a plan stands: not done yet, under way, stopped by a guard, done, taken back. From its jobs alone.

import type { Job, PlanSummary } from "../../api/types";

export type Course =
  | { is: "ready" }
  | { is: "running"; job: Job }
  | { is: "guarded"; job: Job; guards: string[] }
  | { is: "failed"; job: Job }
  | { is: "cancelled"; job: Job }
  | { is: "interrupted"; job: Job }
  | { is: "done"; job: Job | null; run: string }
  | { is: "undone"; job: Job };

const GUARDS = ["collection-share", "deletions-share", "writes", "uploads", "deletions", "minutes"];

/** The applies of a plan and what took them back, newest first. */
export function jobsOf(jobs: readonly Job[], plan: string): Job[] {
  const applies = jobs.filter((job) => job.kind === "apply" && (job.plan === plan || job.asked.plan === plan));
  const runs = new Set(applies.map((job) => job.run).filter(Boolean));
  const undos = jobs.filter((job) => job.kind === "undo" && (job.plan === plan || runs.has(job.asked.run)));
  return [...applies, ...undos].sort((one, other) => other.made.localeCompare(one.made));
}

export function courseOf(jobs: readonly Job[], summary: PlanSummary | null): Course {
  const job = jobs[0];
  if (!job) return summary?.run ? { is: "done", job: null, run: summary.run } : { is: "ready" };
  switch (job.state) {
    case "waiting":
    case "running":
      return { is: "running", job };
    case "failed": {
      const guards = guardsIn(job);
      return guards.length ? { is: "guarded", job, guards } : { is: "failed", job };
    }
    case "cancelled":
      return { is: "cancelled", job };
    case "interrupted":
      return { is: "interrupted", job };
    case "finished":
      return job.kind === "undo" ? { is: "undone", job } : { is: "done", job, run: job.run || summary?.run || "" };
  }
}

/** The guards that stopped a job, as its words name them (`--override collection-share`). */
export function guardsIn(job: Pick<Job, "problem" | "hint" | "asked">): string[] {
  const said = `${job.problem} ${job.hint}`;
  const named = [...said.matchAll(/--override[ =]([a-z-]+)/g)].map((found) => found[1] ?? "");
  const quoted = [...said.matchAll(/`([a-z-]+)`/g)].map((found) => found[1] ?? "").filter((word) => GUARDS.includes(word));
  return [...new Set([...named, ...quoted])].filter((name) => name && !job.asked.passed.includes(name));
}

/** The jobs with one of them as it stands now. */
export function withJob(jobs: readonly Job[], job: Job): Job[] {
  const at = jobs.findIndex((each) => each.id === job.id);
  return at < 0 ? [job, ...jobs] : jobs.map((each, index) => (index === at ? job : each));
}
