import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { api, onForgotten, useToken } from "./client";
import type { ApiProblem } from "./problem";

const sent: Headers[] = [];
let answers: Response[] = [];

function problem(status: number, key: string): Response {
  return new Response(JSON.stringify({ title: "No", status, key }), { status, headers: { "Content-Type": "application/problem+json" } });
}

beforeEach(() => {
  sent.length = 0;
  useToken("old");
  vi.stubGlobal("fetch", async (_: string, asked: RequestInit) => {
    sent.push(new Headers(asked.headers));
    return answers.shift();
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  onForgotten(async () => {});
});

test("a word that belongs to no session any more is asked for anew, once", async () => {
  onForgotten(async () => useToken("new"));
  answers = [problem(403, "csrf"), new Response('{"done": true}')];
  expect(await api.post("jobs", {})).toEqual({ done: true });
  expect(sent.map((one) => one.get("X-CSRF-Token"))).toEqual(["old", "new"]);
});

test("what is refused again is told, and so is what is refused for another reason", async () => {
  answers = [problem(403, "csrf"), problem(403, "csrf")];
  await expect(api.post("jobs", {})).rejects.toSatisfy((thrown) => (thrown as ApiProblem).status === 403);
  expect(sent).toHaveLength(2);
  answers = [problem(403, "origin")];
  await expect(api.post("jobs", {})).rejects.toThrow("No");
  expect(sent).toHaveLength(3);
});
