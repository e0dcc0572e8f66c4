// What can be done with a job; each tells when it does not come off.

import { api, segment } from "../../api/client";
import type { Job, NewJobInput } from "../../api/types";
import { tellProblem } from "../../parts/toast";
import { go } from "../../router";
import { dropJob, putJob } from "./store";

export function addressOf(id: string): string {
  return `jobs/${segment(id)}`;
}

/** Starts work and shows it. */
export async function start(asked: NewJobInput): Promise<boolean> {
  try {
    const job = await api.post<Job>("jobs", asked);
    putJob(job);
    go(addressOf(job.id));
    return true;
  } catch (thrown) {
    tellProblem(thrown);
    return false;
  }
}

export async function act(job: Job, what: "cancel" | "resume"): Promise<void> {
  try {
    putJob(await api.post<Job>(`${addressOf(job.id)}/${what}`));
  } catch (thrown) {
    tellProblem(thrown);
  }
}

export async function remove(job: Job): Promise<boolean> {
  try {
    await api.delete(addressOf(job.id));
    dropJob(job.id);
    return true;
  } catch (thrown) {
    tellProblem(thrown);
    return false;
  }
}
