// One plan as the page holds it: what the API told, what a person chose since, and how its jobs stand.

import { computed, signal } from "@preact/signals";
import { api, segment } from "../../api/client";
import { connection, listen } from "../../api/events";
import { ApiProblem, asProblem } from "../../api/problem";
import type { ChoiceInput, Event, Job, NewJobInput, Page, PlanSummary, Problem, ThingRow, Tile } from "../../api/types";
import { tellProblem } from "../../parts/toast";
import { query } from "../../router";
import { type Chosen, leftOut, toTurn, withChoice, type Stepped } from "./choices";
import { entriesOf } from "./filters";
import { byKind } from "./kinds";
import { courseOf, jobsOf, withJob } from "./standing";

const IDLE_MS = 800;
const MOST = 10_000;
const FRESH_MS = 1500;

export class PlanStore {
  readonly summary = signal<PlanSummary | null>(null);
  readonly problem = signal<Problem | null>(null);
  readonly planJob = signal<Job | null>(null);
  readonly tiles = signal<readonly Tile[] | null>(null);
  readonly tilesProblem = signal<Problem | null>(null);
  readonly things = signal<readonly ThingRow[] | null>(null);
  readonly thingsProblem = signal<Problem | null>(null);
  readonly jobs = signal<readonly Job[]>([]);
  private readonly chosen = signal<Chosen>(new Map());
  private readonly pending = signal(0);

  readonly entries = computed(() => entriesOf(this.tiles.value ?? []));
  readonly byKind = computed(() => byKind(this.things.value ?? []));
  readonly out = computed(() => leftOut([...(this.tiles.value ?? []), ...(this.things.value ?? [])], this.chosen.value));
  /** Steps that are left out, with what is on its way to the server. */
  readonly excluded = computed(() => Math.max(0, (this.summary.value?.excluded ?? 0) + this.pending.value));
  readonly course = computed(() => courseOf(this.jobs.value, this.summary.value));
  readonly isBusy = computed(() => this.course.value.is === "running");

  private queue: Promise<void> = Promise.resolve();
  private stop: () => void = () => {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private tilesTurn = 0;
  private isGone = false;
  private isLoading = false;
  /** Whether the plan came to be while it was asked for: then a refusal is out of date. */
  private isMadeMeanwhile = false;

  constructor(readonly id: string) {}

  get path(): string {
    return `plans/${segment(this.id)}`;
  }

  /** Reads everything, and follows what happens, until `close`. */
  open(): void {
    this.stop = listen((event) => this.happened(event));
    void this.load();
  }

  close(): void {
    this.isGone = true;
    this.stop();
    clearTimeout(this.timer);
  }

  async load(): Promise<void> {
    this.problem.value = null;
    this.isMadeMeanwhile = false;
    this.isLoading = true;
    try {
      this.summary.value = await api.get<PlanSummary>(this.path);
    } catch (thrown) {
      if (!this.isMadeMeanwhile) await this.explain(thrown);
      this.isLoading = false;
      if (this.isMadeMeanwhile && !this.isGone) await this.load();
      return;
    }
    this.isLoading = false;
    const isPosters = this.summary.value.posters > 0 && !query.peek().get("tab");
    await Promise.all([this.loadTiles(), this.loadJobs(), isPosters ? null : this.loadThings()]);
    if (this.isBusy.value) this.refreshSoon();
    // The first posters go before what nobody looks at yet.
    if (isPosters) whenIdle(() => !this.isGone && void this.loadThings());
  }

  /** There is no plan: perhaps its job is still at it. */
  private async explain(thrown: unknown): Promise<void> {
    const status = thrown instanceof ApiProblem ? thrown.status : 0;
    if (status === 404 || status === 409) {
      try {
        this.planJob.value = await api.get<Job>(`jobs/${segment(this.id)}`);
      } catch {
        this.planJob.value = null;
      }
    }
    this.problem.value = asProblem(thrown);
  }

  async loadTiles(): Promise<void> {
    const turn = ++this.tilesTurn;
    try {
      const tiles = await this.all<Tile>(`${this.path}/posters`);
      // An answer that was overtaken tells of what is no more.
      if (turn !== this.tilesTurn) return;
      this.tiles.value = tiles;
      this.tilesProblem.value = null;
    } catch (thrown) {
      if (turn === this.tilesTurn) this.tilesProblem.value = asProblem(thrown);
    }
  }

  async loadThings(): Promise<void> {
    try {
      this.things.value = await this.all<ThingRow>(`${this.path}/things`);
      this.thingsProblem.value = null;
    } catch (thrown) {
      this.thingsProblem.value = asProblem(thrown);
    }
  }

  private async all<T>(path: string): Promise<T[]> {
    const rows: T[] = [];
    for (;;) {
      const page = await api.get<Page<T>>(path, { offset: rows.length, limit: MOST });
      rows.push(...page.rows);
      if (!page.rows.length || rows.length >= page.total) return rows;
    }
  }

  private async loadJobs(): Promise<void> {
    try {
      this.jobs.value = jobsOf(await api.get<Job[]>("jobs"), this.id);
    } catch (thrown) {
      tellProblem(thrown);
    }
  }

  private happened(event: Event): void {
    if (event.kind === "gone") {
      this.jobs.value = this.jobs.value.filter((job) => job.id !== event.id);
      return;
    }
    if (event.kind !== "job" || !event.job) return;
    this.jobHappened(event.job);
  }

  private jobHappened(job: Job): void {
    if (job.id === this.id) this.planHappened(job);
    const before = this.jobs.value.find((each) => each.id === job.id);
    const mine = jobsOf(withJob(this.jobs.value, job), this.id);
    if (!mine.some((each) => each.id === job.id)) return;
    this.jobs.value = mine;
    const isOver = job.state !== "running" && job.state !== "waiting";
    if (isOver && before && before.state !== job.state) void this.refresh();
    else if (!isOver) this.refreshSoon();
  }

  private planHappened(job: Job): void {
    this.planJob.value = job;
    if (this.summary.value || job.state !== "finished") return;
    if (this.isLoading) this.isMadeMeanwhile = true;
    else void this.load();
  }

  /** What a run made of the rows, read again: at most so often, and not more than a fifth of the time. */
  private refreshSoon(): void {
    if (this.timer !== undefined || this.isGone) return;
    this.timer = setTimeout(async () => {
      const began = performance.now();
      await this.loadTiles();
      if (this.isGone) return;
      const took_ms = performance.now() - began;
      this.timer = setTimeout(async () => {
        this.timer = undefined;
        if (connection.value !== "open") await this.askJob();
        if (this.isBusy.value) this.refreshSoon();
      }, took_ms * 4);
    }, FRESH_MS);
  }

  /** Where nobody tells what happens, it is asked for. */
  private async askJob(): Promise<void> {
    const course = this.course.value;
    if (course.is !== "running" || this.isGone) return;
    try {
      this.jobHappened(await api.get<Job>(`jobs/${segment(course.job.id)}`));
    } catch {
      // The next turn asks again.
    }
  }

  async refresh(): Promise<void> {
    if (this.isGone) return;
    try {
      this.summary.value = await api.get<PlanSummary>(this.path);
    } catch (thrown) {
      tellProblem(thrown);
    }
    await Promise.all([this.loadTiles(), this.loadThings()]);
  }

  /** Leaves rows out or takes them in: at once here, then on the server. The steps that turned come back. */
  choose(rows: Iterable<Stepped>, leavesOut: boolean): number[] {
    return this.chooseSteps(toTurn(rows, this.out.value, leavesOut), leavesOut);
  }

  chooseSteps(steps: number[], leavesOut: boolean): number[] {
    if (!steps.length) return steps;
    const delta = leavesOut ? steps.length : -steps.length;
    this.chosen.value = withChoice(this.chosen.value, steps, leavesOut);
    this.pending.value += delta;
    const choice: ChoiceInput = leavesOut ? { exclude: steps } : { include: steps };
    this.queue = this.queue.then(async () => {
      const expected = (this.summary.value?.excluded ?? 0) + delta;
      try {
        const summary = await api.post<PlanSummary>(`${this.path}/choice`, choice);
        this.pending.value -= delta;
        this.summary.value = summary;
        // What builds on a step goes with it: then other rows turned, too.
        if (summary.excluded !== expected) await this.readAgain();
      } catch (thrown) {
        this.pending.value -= delta;
        this.chosen.value = withChoice(this.chosen.value, steps, !leavesOut);
        tellProblem(thrown);
      }
    });
    return steps;
  }

  private async readAgain(): Promise<void> {
    const before = this.chosen.value;
    await Promise.all([this.loadTiles(), this.loadThings()]);
    // What was chosen meanwhile is newer than what was read.
    this.chosen.value = new Map([...this.chosen.value].filter(([step, isOut]) => before.get(step) !== isOut));
  }

  async start(job: NewJobInput): Promise<void> {
    await this.queue;
    const made = await api.post<Job>("jobs", job);
    this.jobs.value = jobsOf(withJob(this.jobs.value, made), this.id);
    this.refreshSoon();
  }

  async tellJob(id: string, word: "cancel" | "resume"): Promise<void> {
    const job = await api.post<Job>(`jobs/${segment(id)}/${word}`);
    this.jobs.value = jobsOf(withJob(this.jobs.value, job), this.id);
  }
}

function whenIdle(then: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(then, { timeout: IDLE_MS });
  else setTimeout(then, IDLE_MS);
}
