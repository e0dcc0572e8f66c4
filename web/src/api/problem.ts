import type { Problem } from "./types";

/** What the API answered in place of what was asked for (RFC 9457), or why nothing was answered. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail || problem.title);
    this.name = "ApiProblem";
    this.problem = problem;
  }

  get status(): number {
    return this.problem.status;
  }
}

const EMPTY: Problem = { type: "about:blank", title: "", status: 0, detail: "", instance: "", hint: "", place: null, key: "" };

export function problemOf(found: Partial<Problem>): Problem {
  return { ...EMPTY, ...found };
}

/** Anything that was thrown, as something that can be shown. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof ApiProblem) return thrown.problem;
  return problemOf({ title: "The page stumbled", detail: thrown instanceof Error ? thrown.message : String(thrown) });
}

export function isAborted(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === "AbortError";
}
