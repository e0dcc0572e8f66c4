import { useEffect } from "preact/hooks";
import { segment } from "../../api/client";
import { useApi } from "../../api/use";
import type { Health, RunRow } from "../../api/types";
import { now } from "../../clock";
import { LinkButton } from "../../parts/button";
import { Chip } from "../../parts/chip";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { SearchField } from "../../parts/field";
import { PageFrame } from "../../parts/page";
import { VirtualList } from "../../parts/virtual-list";
import { query, setQuery } from "../../router";
import { ago, bytes, many, moment, took } from "../../words";
import { Counts } from "../jobs/pieces";
import { useJobs } from "../jobs/store";
import { runKind, runState } from "./steps";
import { useAll } from "./use-all";
import { useIsNarrow } from "./use-narrow";
import "../../style/jobs.css";
import "../../style/history.css";

export default function History() {
  const runs = useAll<RunRow>("runs");
  const health = useApi<Health>("system/health");
  const text = query.value.get("q") ?? "";
  const isNarrow = useIsNarrow();
  // A run that comes or ends is told of by its job.
  const told = (useJobs() ?? [])
    .filter((job) => job.run)
    .map((job) => `${job.run} ${job.state}`)
    .join();
  useEffect(() => {
    if (told) runs.again();
  }, [told]);
  const words = text.trim().toLowerCase();
  const rows = runs.rows.filter((run) => `${run.id} ${run.kind} ${run.server} ${run.state}`.toLowerCase().includes(words));
  return (
    <PageFrame
      title="History"
      tools={runs.rows.length > 0 && <SearchField label="Search runs" value={text} onChange={(q) => setQuery({ q })} />}
      lead={health.value && <RoomUsed health={health.value} />}
      isFilled
    >
      {runs.problem && <Trouble problem={runs.problem} again={runs.again} />}
      {!runs.isWhole && !runs.rows.length && !runs.problem && <Loading words="Asking for runs" />}
      {runs.isWhole && !runs.rows.length && <Nothing />}
      {runs.rows.length > 0 && rows.length === 0 && <Empty icon="search" title="No run is like that" />}
      {rows.length > 0 && (
        <VirtualList label="Runs" items={rows} keyOf={(run) => run.id} rowHeight={isNarrow ? 124 : 100} render={(run) => <Row run={run} />} />
      )}
    </PageFrame>
  );
}

function RoomUsed({ health }: { health: Health }) {
  const { room } = health;
  return (
    <p>
      What it takes to take things back: {bytes(room.journal)} of journal, {bytes(room.pictures)} in {many(room.picture_count, "picture")}.
    </p>
  );
}

function Row({ run }: { run: RunRow }) {
  const { words, tone } = runState(run.state);
  return (
    <article class="run-row">
      <div class="job-line">
        <h2 class="job-title">
          <a href={`history/${segment(run.id)}`}>
            {runKind(run.kind)} on {run.server || "an unknown server"}
          </a>
        </h2>
        <Chip tone={tone}>{words}</Chip>
      </div>
      <p class="job-times">
        <time dateTime={run.began} title={moment(run.began)}>
          {ago(run.began, now.value)}
        </time>
        {run.ended && <span>took {took(run.began, run.ended)}</span>}
        <code>{run.id}</code>
        {run.of && run.kind === "undo" && (
          <span>
            of <a href={`history/${segment(run.of)}`}>{run.of}</a>
          </span>
        )}
      </p>
      <Counts counts={run.counts} />
    </article>
  );
}

function Nothing() {
  return (
    <Empty icon="history" title="Nothing was written to a server yet">
      <p class="muted">When a plan is applied, every change is kept here with what stood there before, so that it can be taken back.</p>
      <LinkButton href="jobs" kind="primary" icon="jobs">
        To the previews
      </LinkButton>
    </Empty>
  );
}
