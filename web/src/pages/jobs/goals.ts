// Where Ctrl-K leads among jobs.

import { api } from "../../api/client";
import type { Job } from "../../api/types";
import { go } from "../../router";
import { addGoals, type Goal } from "../../shell/palette";
import { addressOf } from "./acts";
import { STATES, titleOf } from "./states";

/** Called once, by main. */
export function offerJobs(): void {
  addGoals(() => [
    { title: "New preview", kind: "Job", run: () => go("jobs/new") },
    { title: "Add a configuration", kind: "Configuration", run: () => go("welcome") },
  ]);
  addGoals(async (): Promise<Goal[]> => {
    const jobs = await api.get<Job[]>("jobs");
    return jobs.map((job) => ({ title: titleOf(job), kind: `Job, ${STATES[job.state].words.toLowerCase()}`, run: () => go(addressOf(job.id)) }));
  });
}
