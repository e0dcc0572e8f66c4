// Guards that stopped a run: which they are, what each looks after, and whether a person typed them. Values only.

import type { Job, NewJob } from "../../api/types";

/** As `halley apply --override` knows them. */
export const GUARDS: Record<string, string> = {
  "collection-share": "More than half of what a collection holds would go.",
  "deletions-share": "More than a tenth of a library's collections would be deleted.",
  writes: "More changes than the budget allows.",
  uploads: "More uploads than the budget allows.",
  deletions: "More deletions than the budget allows.",
  minutes: "The run takes longer than the budget allows.",
};

/** The guards that stopped a job, as its hint names them (`--override uploads`). */
export function guardsOf(job: Job): string[] {
  if (job.state !== "failed" || job.kind === "plan") return [];
  const found = `${job.hint} ${job.problem}`.matchAll(/--override[ =]([a-z-]+)/g);
  return [...new Set([...found].map((each) => each[1] ?? ""))].filter((name) => name in GUARDS);
}

/** Whether what was typed names every guard. */
export function isPassed(guards: readonly string[], typed: Record<string, string>): boolean {
  return guards.length > 0 && guards.every((name) => (typed[name] ?? "").trim() === name);
}

/** The same work once more, past these guards as well. */
export function againPast(asked: NewJob, guards: readonly string[]): NewJob {
  return { ...asked, passed: [...new Set([...asked.passed, ...guards])] };
}
