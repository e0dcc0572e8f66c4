// The studio's jobs, asked for once and then kept as events tell, for as long as a page looks at them.

import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { connection, listen } from "../../api/events";
import { asProblem } from "../../api/problem";
import type { Event, Job, Problem } from "../../api/types";
import { now } from "../../clock";
import { merged } from "./states";

export const jobs = signal<Job[] | null>(null);
export const jobsProblem = signal<Problem | null>(null);
/** Whether the list is whole, and not the one of the last visit: then a job that is not in it is nowhere. */
export const jobsAreWhole = signal(false);

let watchers = 0;
let stop: () => void = () => {};
/** What happened while the list was asked for: it comes on top of the answer. */
let meanwhile: Event[] | null = null;

export async function loadJobs(): Promise<void> {
  if (meanwhile) return;
  meanwhile = [];
  try {
    const found = await api.get<Job[]>("jobs");
    jobs.value = meanwhile.reduce(merged, found);
    jobsProblem.value = null;
    jobsAreWhole.value = watchers > 0;
  } catch (thrown) {
    jobsProblem.value = asProblem(thrown);
  } finally {
    meanwhile = null;
  }
}

/** Puts a job that an answer told of into the list; its event may take a moment. */
export function putJob(job: Job): void {
  hear({ kind: "job", id: job.id, job, lines: [] });
}

export function dropJob(id: string): void {
  hear({ kind: "gone", id, job: null, lines: [] });
}

function hear(event: Event): void {
  if (event.kind === "log") return;
  meanwhile?.push(event);
  if (jobs.value) jobs.value = merged(jobs.value, event);
}

function watch(): () => void {
  watchers += 1;
  if (watchers === 1) {
    const stopListening = listen(hear);
    let wasLost = false;
    const stopLooking = connection.subscribe((stands) => {
      // What went while nobody could tell is only seen in a whole list.
      if (stands === "open" && wasLost) void loadJobs();
      wasLost = stands === "lost" || (wasLost && stands !== "open");
    });
    stop = () => {
      stopListening();
      stopLooking();
    };
    void loadJobs();
  }
  return () => {
    watchers -= 1;
    if (watchers > 0) return;
    stop();
    jobsAreWhole.value = false;
  };
}

/** Keeps the list true while the component is shown. */
export function useJobs(): Job[] | null {
  useEffect(watch, []);
  return jobs.value;
}

/** The time, every second, while something runs; as often as `3 min ago` wants it otherwise. */
export function useNow(runs: boolean): number {
  const [second, setSecond] = useState(0);
  useEffect(() => {
    if (!runs) return;
    setSecond(Date.now());
    const timer = setInterval(() => setSecond(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [runs]);
  return Math.max(now.value, second);
}
