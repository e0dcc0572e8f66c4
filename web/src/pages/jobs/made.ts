import type { Job } from "../../api/types";

/** A job for tests. */
export function jobOf(some: Partial<Job>): Job {
  return {
    id: "1",
    kind: "plan",
    title: "Preview",
    state: "running",
    configuration: "c",
    asked: {
      kind: "plan",
      configuration: "c",
      libraries: [],
      items: [],
      sample: null,
      covers: false,
      overlays_only: false,
      engine: "auto",
      plan: "",
      run: "",
      only: [],
      exclude: [],
      passed: [],
    },
    made: "",
    began: "",
    ended: "",
    progress: { words: "", done: 0, total: 0, seconds_left: null },
    problem: "",
    hint: "",
    plan: "",
    run: "",
    counts: {},
    size: 0,
    ...some,
  };
}
