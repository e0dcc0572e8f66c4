// Jobs as a person reads them, and the list of them as events change it. Values only.

import type { Event, Job } from "../../api/types";
import type { IconName } from "../../parts/icon";
import type { Tone } from "../../parts/chip";

export interface Shown {
  words: string;
  tone: Tone;
  icon: IconName;
}

export const STATES: Record<Job["state"], Shown> = {
  waiting: { words: "Waiting", tone: "plain", icon: "wait" },
  running: { words: "Running", tone: "busy", icon: "play" },
  finished: { words: "Finished", tone: "good", icon: "check" },
  failed: { words: "Failed", tone: "bad", icon: "error" },
  cancelled: { words: "Cancelled", tone: "plain", icon: "stop" },
  interrupted: { words: "Interrupted", tone: "warning", icon: "warning" },
};

export const KINDS: Record<Job["kind"], { words: string; icon: IconName }> = {
  plan: { words: "Preview", icon: "eye" },
  apply: { words: "Apply", icon: "play" },
  undo: { words: "Undo", icon: "undo" },
  run: { words: "Run", icon: "play" },
};

/** Outcomes of steps and marks of things, in the order in which they are told. */
const COUNTS: Record<string, { words: string; tone: Tone }> = {
  created: { words: "created", tone: "plain" },
  changed: { words: "changed", tone: "plain" },
  removed: { words: "removed", tone: "plain" },
  exact: { words: "done", tone: "good" },
  already: { words: "stood so already", tone: "plain" },
  asked: { words: "asked for", tone: "plain" },
  different: { words: "came out different", tone: "warning" },
  begun: { words: "cut off", tone: "warning" },
  refused: { words: "refused", tone: "warning" },
  skipped: { words: "skipped", tone: "plain" },
  failed: { words: "failed", tone: "bad" },
  left: { words: "not come to", tone: "warning" },
  undone: { words: "undone", tone: "plain" },
};

/** Of a plan nothing is done yet. */
const PLANNED: Record<string, string> = {
  created: "to create",
  changed: "to change",
  removed: "to remove",
  asked: "to ask the server for",
  steps: "steps in all",
};

export interface Counted {
  name: string;
  words: string;
  count: number;
  tone: Tone;
}

/** Counts that are not nought, known ones first and in their order. */
export function counted(counts: Record<string, number>, kind: Job["kind"] = "apply"): Counted[] {
  const order = Object.keys(COUNTS);
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(([name, count]) => ({ name, count, words: (kind === "plan" && PLANNED[name]) || COUNTS[name]?.words || name, tone: COUNTS[name]?.tone ?? "plain" }));
}

/** What a job is called where nothing beside it says of what kind it is. */
export function titleOf(job: Pick<Job, "kind" | "title">): string {
  return job.kind === "plan" ? `Preview: ${job.title}` : job.title;
}

/** Whether a run that ended early can be gone on with: nothing that it did is done again. */
export function mayGoOn(job: Job): boolean {
  return job.kind !== "plan" && job.run !== "" && (job.state === "failed" || job.state === "cancelled");
}

export function stepState(state: string): { words: string; tone: Tone } {
  return COUNTS[state] ?? { words: state, tone: "plain" };
}

export function isOver(job: Job): boolean {
  return job.state !== "waiting" && job.state !== "running";
}

/** The list after an event: a job replaces the one of its id, or comes to it, newest first. */
export function merged(jobs: readonly Job[], event: Event): Job[] {
  if (event.kind === "gone") return jobs.filter((each) => each.id !== event.id);
  const job = event.job;
  if (event.kind !== "job" || !job) return [...jobs];
  if (jobs.some((each) => each.id === job.id)) return jobs.map((each) => (each.id === job.id ? job : each));
  const at = jobs.findIndex((each) => each.made < job.made);
  return at < 0 ? [...jobs, job] : [...jobs.slice(0, at), job, ...jobs.slice(at)];
}

export interface JobFilter {
  group: "" | "open" | "over" | "bad";
  kind: "" | Job["kind"];
  text: string;
}

const GROUPS: Record<Exclude<JobFilter["group"], "">, (job: Job) => boolean> = {
  open: (job) => !isOver(job),
  over: (job) => isOver(job),
  bad: (job) => job.state === "failed" || job.state === "interrupted",
};

export function chosen(jobs: readonly Job[], filter: JobFilter): Job[] {
  const words = filter.text.trim().toLowerCase();
  return jobs.filter(
    (job) =>
      (filter.group === "" || GROUPS[filter.group](job)) &&
      (filter.kind === "" || job.kind === filter.kind) &&
      (words === "" || `${job.title} ${job.id} ${job.problem}`.toLowerCase().includes(words)),
  );
}

export function groupCounts(jobs: readonly Job[]): Record<"open" | "over" | "bad", number> {
  return {
    open: jobs.filter(GROUPS.open).length,
    over: jobs.filter(GROUPS.over).length,
    bad: jobs.filter(GROUPS.bad).length,
  };
}
