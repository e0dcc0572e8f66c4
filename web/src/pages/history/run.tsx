import { useEffect, useState } from "preact/hooks";
import { segment } from "../../api/client";
import { useApi } from "../../api/use";
import type { Job, RunRow, RunStep } from "../../api/types";
import { now } from "../../clock";
import { Button, LinkButton } from "../../parts/button";
import { Chip, FilterChip } from "../../parts/chip";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { SearchField } from "../../parts/field";
import { Icon } from "../../parts/icon";
import type { PageProps } from "../../parts/lazy";
import { PageFrame } from "../../parts/page";
import { Progress } from "../../parts/progress";
import { VirtualList } from "../../parts/virtual-list";
import { query, setQuery } from "../../router";
import { ago, many, moment, took } from "../../words";
import { addressOf } from "../jobs/acts";
import { counted } from "../jobs/states";
import { useJobs } from "../jobs/store";
import { Step } from "./step";
import { changed, chosenSteps, isUndoable, runKind, runState, stepCounts, type StepFilter } from "./steps";
import { UndoDialog } from "./undo-dialog";
import { useAll } from "./use-all";
import { useIsNarrow } from "./use-narrow";
import "../../style/jobs.css";
import "../../style/history.css";

export default function RunPage({ params }: PageProps) {
  const id = params["run"] ?? "";
  const run = useApi<RunRow>(`runs/${segment(id)}`);
  const jobs = useJobs() ?? [];
  const own = jobs.find((job) => job.run === id);
  const undos = jobs.filter((job) => job.kind === "undo" && job.asked.run === id);
  useEffect(() => {
    if (own) run.again();
  }, [own?.state]);
  if (run.problem && !run.value)
    return (
      <PageFrame title="Run">
        <Trouble problem={run.problem} again={run.again} />
        <div>
          <LinkButton href="history">All runs</LinkButton>
        </div>
      </PageFrame>
    );
  if (!run.value) return <PageFrame title="Run"><Loading /></PageFrame>;
  return <Found run={run.value} job={own} undos={undos} />;
}

function Found({ run, job, undos }: { run: RunRow; job: Job | undefined; undos: Job[] }) {
  const steps = useAll<RunStep>(`runs/${segment(run.id)}/steps`, { as: [run.state, ...undos.map((each) => each.state)].join() });
  const [ticked, setTicked] = useState<ReadonlySet<number>>(new Set());
  const [isUndoing, setUndoing] = useState<"" | "whole" | "ticked">("");
  const isNarrow = useIsNarrow();
  const filter: StepFilter = {
    state: query.value.get("state") ?? "",
    text: query.value.get("q") ?? "",
    isLossOnly: query.value.get("lost") === "1",
  };
  const rows = chosenSteps(steps.rows, filter);
  const tickable = rows.filter(isUndoable);
  const areAllTicked = tickable.length > 0 && tickable.every((step) => ticked.has(step.number));
  const tick = (numbers: number[], isOn: boolean) => {
    const next = new Set(ticked);
    for (const number of numbers) {
      if (isOn) next.add(number);
      else next.delete(number);
    }
    setTicked(next);
  };
  const counts = steps.isWhole ? stepCounts(steps.rows) : run.counts;
  const mayUndo = run.state !== "running" && changed(counts) > 0;
  return (
    <PageFrame
      title={`${runKind(run.kind)} on ${run.server}`}
      tools={<SearchField label="Search steps" value={filter.text} onChange={(q) => setQuery({ q })} />}
      lead={<Lead run={run} job={job} undos={undos} />}
      isFilled
      actions={
        <>
          <p class="start-words" role="status">
            {ticked.size ? `${many(ticked.size, "step")} ticked` : `${many(changed(counts), "step")} left something on the server`}
          </p>
          {ticked.size > 0 && (
            <Button kind="quiet" onClick={() => setTicked(new Set())}>
              Untick all
            </Button>
          )}
          <Button icon="undo" disabled={!mayUndo || ticked.size === 0} onClick={() => setUndoing("ticked")}>
            Undo the ticked…
          </Button>
          <Button kind="danger" icon="undo" disabled={!mayUndo || !steps.isWhole} onClick={() => setUndoing("whole")}>
            Undo the whole run…
          </Button>
        </>
      }
    >
      <div class="step-filters">
        <label class="tick-all">
          <input
            type="checkbox"
            checked={areAllTicked}
            disabled={!mayUndo || tickable.length === 0}
            onChange={(event) => tick(tickable.map((step) => step.number), event.currentTarget.checked)}
          />
          Tick all shown
        </label>
        <Filters counts={counts} steps={steps.rows} filter={filter} />
      </div>
      {job?.state === "running" && (
        <div class="run-progress">
          <Progress progress={job.progress} label="Progress of this run" />
        </div>
      )}
      {steps.problem && <Trouble problem={steps.problem} again={steps.again} />}
      {!steps.isWhole && !steps.rows.length && !steps.problem && <Loading words="Asking for steps" />}
      {steps.isWhole && rows.length === 0 && <Empty icon="search" title={steps.rows.length ? "No step is like that" : "It did nothing"} />}
      {rows.length > 0 && (
        <VirtualList
          label="Steps"
          items={rows}
          keyOf={(step) => step.number}
          rowHeight={isNarrow ? 92 : 60}
          render={(step) => <Step step={step} isTicked={ticked.has(step.number)} mayTick={mayUndo} onTick={(isOn) => tick([step.number], isOn)} />}
        />
      )}
      {isUndoing && (
        <UndoDialog run={run} steps={steps.rows} ticked={isUndoing === "ticked" ? ticked : new Set()} onClose={() => setUndoing("")} />
      )}
    </PageFrame>
  );
}

function Filters({ counts, steps, filter }: { counts: Record<string, number>; steps: RunStep[]; filter: StepFilter }) {
  const lost = chosenSteps(steps, { state: "", text: "", isLossOnly: true }).length;
  return (
    <div class="chips" role="group" aria-label="Which steps">
      {counted(counts).map((each) => (
        <FilterChip key={each.name} isOn={filter.state === each.name} count={each.count} onChange={(isOn) => setQuery({ state: isOn ? each.name : "" })}>
          {each.words}
        </FilterChip>
      ))}
      {(lost > 0 || filter.isLossOnly) && (
        <FilterChip isOn={filter.isLossOnly} count={lost} onChange={(isOn) => setQuery({ lost: isOn ? "1" : "" })}>
          cannot be undone
        </FilterChip>
      )}
    </div>
  );
}

function Lead({ run, job, undos }: { run: RunRow; job: Job | undefined; undos: Job[] }) {
  const { words, tone } = runState(run.state);
  return (
    <div class="job-lead">
      <Chip tone={tone}>{words}</Chip>
      <time dateTime={run.began} title={ago(run.began, now.value)}>
        {moment(run.began)}
      </time>
      {run.ended && <span>took {took(run.began, run.ended)}</span>}
      <code>{run.id}</code>
      {job && <a href={addressOf(job.id)}>the job that did it</a>}
      {run.kind === "undo" && run.of && (
        <a href={`history/${segment(run.of)}`}>the run that it took back</a>
      )}
      {undos.map((each) => (
        <a key={each.id} href={addressOf(each.id)} class="undo-link">
          <Icon name="undo" size={14} /> {each.state === "finished" ? `undone ${ago(each.ended, now.value)}` : `undo: ${each.state}`}
        </a>
      ))}
    </div>
  );
}
