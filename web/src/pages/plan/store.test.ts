import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Event, Job, NewJob, PlanSummary, Tile } from "../../api/types";

const { told, tell, connection } = vi.hoisted(() => ({
  told: [] as unknown[],
  tell: { event: (_: unknown) => {} },
  connection: { value: "open" },
}));
vi.mock("../../router", () => ({ query: { peek: () => new URLSearchParams("tab=items") } }));
vi.mock("../../parts/toast", () => ({ tellProblem: (thrown: unknown) => told.push(thrown) }));
vi.mock("../../api/events", () => ({
  connection,
  listen: (listener: (event: unknown) => void) => {
    tell.event = listener;
    return () => {};
  },
}));

const { PlanStore } = await import("./store");

const tile = (key: number): Tile => ({
  key, title: `Film ${key}`, type: "movie", library: "Films", before: null, after: null, steps: [2 * key - 1, 2 * key], definitions: [], is_excluded: false, state: "",
});
const summary = (more: Partial<PlanSummary> = {}): PlanSummary => ({
  id: "p", server: "Attic", machine_id: "", configuration: "c", engine: "native", engine_version: "", read_at: "", libraries: [], steps: 6, things: {}, kinds: {},
  posters: 3, excluded: 0, irreversible: 0, deletions: 0, forecast: { requests: 0, uploads: 0, upload_bytes: 0, seconds: 0 }, unsupported: [], warnings: [],
  definitions: [], run: "", states: {}, kind_words: {}, configuration_path: "", ...more,
});
const asked: NewJob = {
  kind: "apply", configuration: "", libraries: [], items: [], sample: null, covers: false, overlays_only: false, engine: "auto", plan: "p", run: "", only: [], exclude: [], passed: [],
};
const job = (state: Job["state"]): Job => ({
  id: "j", kind: "apply", title: "", state, configuration: "c", asked, made: "2026-01-01", began: "", ended: "",
  progress: { words: "", done: 0, total: 0, seconds_left: null }, problem: "", hint: "", plan: "p", run: "", counts: {}, size: 0,
});

let tiles: Tile[] = [];
let plan: () => PlanSummary | number | Promise<PlanSummary | number> = () => summary();
let choice: (body: { exclude?: number[]; include?: number[] }) => PlanSummary | number = () => summary();
const asks: string[] = [];

beforeEach(() => {
  told.length = 0;
  asks.length = 0;
  tiles = [tile(1), tile(2), tile(3)];
  plan = () => summary();
  vi.stubGlobal("fetch", async (path: string, how: RequestInit) => {
    asks.push(path);
    const page = (rows: unknown[]) => ({ total: rows.length, offset: 0, rows });
    const answer = how.method === "POST" ? choice(JSON.parse(String(how.body))) : path.includes("/posters") ? page(tiles) : path.includes("/things") ? page([]) : path.endsWith("jobs") ? [] : path.includes("jobs/") ? job("finished") : await plan();
    return typeof answer === "number" ? new Response("{}", { status: answer, headers: { "Content-Type": "application/problem+json" } }) : Response.json(answer);
  });
});

const opened = async () => {
  const store = new PlanStore("p");
  store.open();
  await vi.waitFor(() => expect(store.things.value).not.toBeNull());
  return store;
};
const settled = () => new Promise((then) => setTimeout(then, 20));

describe("a plan as the page holds it", () => {
  it("leaves out at once what the server hears of afterwards", async () => {
    const store = await opened();
    choice = (body) => summary({ excluded: body.exclude?.length ?? 0 });
    store.choose([tile(2)], true);
    expect([...store.out.value]).toEqual([3, 4]);
    expect(store.excluded.value).toBe(2);
    await settled();
    expect(store.excluded.value).toBe(2);
    expect(store.summary.value?.excluded).toBe(2);
  });

  it("takes it back where the server says no, and says so", async () => {
    const store = await opened();
    choice = () => 500;
    store.choose([tile(2)], true);
    await settled();
    expect(store.out.value.size).toBe(0);
    expect(store.excluded.value).toBe(0);
    expect(told.length).toBe(1);
  });

  it("reads the rows again where more went with it than was asked for", async () => {
    const store = await opened();
    choice = () => {
      tiles = [tile(1), { ...tile(2), is_excluded: true }, { ...tile(3), is_excluded: true }];
      return summary({ excluded: 4 });
    };
    store.choose([tile(2)], true);
    await settled();
    expect([...store.out.value].sort()).toEqual([3, 4, 5, 6]);
    expect(store.excluded.value).toBe(4);
  });

  it("turns with its job, and reads what became of it at the end", async () => {
    const store = await opened();
    const happen = (state: Job["state"]) => tell.event({ kind: "job", id: "j", job: job(state), lines: [] } satisfies Event);
    happen("running");
    expect(store.course.value.is).toBe("running");
    asks.length = 0;
    tiles = [{ ...tile(1), state: "exact" }];
    happen("finished");
    await settled();
    expect(store.course.value.is).toBe("done");
    expect(store.tiles.value?.[0]?.state).toBe("exact");
    expect(asks.length).toBeGreaterThan(0);
    store.close();
  });

  it("does not mind jobs of other plans", async () => {
    const store = await opened();
    tell.event({ kind: "job", id: "x", job: { ...job("running"), id: "x", plan: "q", asked: { ...asked, plan: "q" } }, lines: [] });
    expect(store.course.value.is).toBe("ready");
  });

  it("is asked for once where its job is told of while it is on its way", async () => {
    let answer: (found: PlanSummary) => void = () => {};
    plan = () => new Promise((then) => (answer = then));
    const store = new PlanStore("p");
    store.open();
    tell.event({ kind: "job", id: "p", job: { ...job("finished"), id: "p", kind: "plan" }, lines: [] });
    answer(summary());
    await vi.waitFor(() => expect(store.things.value).not.toBeNull());
    expect(asks.filter((path) => path.endsWith("plans/p"))).toHaveLength(1);
  });

  it("is asked for again where it came to be while it was refused", async () => {
    let refuse: (status: number) => void = () => {};
    plan = () => new Promise((then) => (refuse = then));
    const store = new PlanStore("p");
    store.open();
    tell.event({ kind: "job", id: "p", job: { ...job("finished"), id: "p", kind: "plan" }, lines: [] });
    plan = () => summary();
    refuse(404);
    await vi.waitFor(() => expect(store.summary.value).not.toBeNull());
    expect(store.problem.value).toBeNull();
  });
});
