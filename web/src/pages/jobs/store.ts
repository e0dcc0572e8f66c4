// The studio's jobs, asked for once and then kept as events tell, for as long as a page looks at them.

import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { connection, listen } from "../../api/events";
import { asProblem } from "../../api/problem";
import type { Event, Job, Problem } from "../../api/types";
import { merged } from "./states";

export const jobs = signal<Job[] | null>(null);
export const jobsProblem = signal<Problem | null>(null);

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
    const stopLooking = connection.subscribe((now) => {
      // What went while nobody could tell is only seen in a whole list.
      if (now === "open" && wasLost) void loadJobs();
      wasLost = now === "lost" || (wasLost && now !== "open");
    });
    stop = () => {
      stopListening();
      stopLooking();
    };
    void loadJobs();
  }
  return () => {
    watchers -= 1;
    if (watchers === 0) stop();
  };
}

/** Keeps the list true while the component is shown. */
export function useJobs(): Job[] | null {
  useEffect(watch, []);
  return jobs.value;
}

/** The time, every second, while something runs; it stands still otherwise. */
export function useNow(runs: boolean): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!runs) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [runs]);
  return now;
}
