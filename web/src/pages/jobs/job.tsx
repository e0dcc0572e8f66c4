import { useState } from "preact/hooks";
import { useApi } from "../../api/use";
import type { Configuration, Job } from "../../api/types";
import { Button, IconButton, LinkButton } from "../../parts/button";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { Icon } from "../../parts/icon";
import type { PageProps } from "../../parts/lazy";
import { PageFrame } from "../../parts/page";
import { Prose } from "../../parts/prose";
import { Progress } from "../../parts/progress";
import { Tabs } from "../../parts/tabs";
import { go, query, setQuery } from "../../router";
import { ago, moment, took } from "../../words";
import { act, start } from "./acts";
import { Artefacts } from "./artefacts";
import { Asked } from "./asked";
import { DeleteDialog } from "./delete-dialog";
import { guardsOf } from "./guards";
import { Log } from "./log";
import { OverrideDialog } from "./override";
import { Counts, StateChip } from "./pieces";
import { isOver, KINDS, mayGoOn, titleOf } from "./states";
import { jobsAreWhole, jobsProblem, loadJobs, useJobs, useNow } from "./store";
import "../../style/jobs.css";

const TABS = [
  { id: "log", label: "Log" },
  { id: "files", label: "Files" },
  { id: "asked", label: "What was asked" },
];

export default function JobPage({ params }: PageProps) {
  const jobs = useJobs();
  const job = jobs?.find((each) => each.id === params["job"]);
  if (job) return <Found job={job} />;
  return (
    <PageFrame title="Job">
      {jobsProblem.value && <Trouble problem={jobsProblem.value} again={() => void loadJobs()} />}
      {!jobsAreWhole.value && !jobsProblem.value && <Loading words="Asking for the job" />}
      {jobsAreWhole.value && (
        <Empty icon="jobs" title="This job is not there">
          <p class="muted">It was deleted, or its address is wrong.</p>
          <LinkButton href="jobs" kind="primary">
            All jobs
          </LinkButton>
        </Empty>
      )}
    </PageFrame>
  );
}

function Found({ job }: { job: Job }) {
  const configurations = useApi<Configuration[]>("configurations");
  const configuration = configurations.value?.find((each) => each.id === job.configuration);
  const tab = query.value.get("tab") ?? "log";
  return (
    <PageFrame title={titleOf(job)} tools={<Acts job={job} />} lead={<Lead job={job} configuration={configuration} />} isFilled>
      <div class="job-page">
        <Outcome job={job} />
        <Tabs label="About this job" tabs={TABS} chosen={tab} onChoose={(id) => setQuery({ tab: id === "log" ? "" : id })}>
          {tab === "files" ? (
            <Artefacts job={job} />
          ) : tab === "asked" ? (
            <Asked job={job} configuration={configuration} />
          ) : (
            <Log job={job.id} isOver={isOver(job)} startsAtEnd={job.state !== "finished"} />
          )}
        </Tabs>
      </div>
    </PageFrame>
  );
}

function Lead({ job, configuration }: { job: Job; configuration: Configuration | undefined }) {
  const now = useNow(job.state === "running");
  const at = job.began || job.made;
  return (
    <div class="job-lead">
      <span role="status">
        <StateChip state={job.state} />
      </span>
      <span class="job-kind">
        <Icon name={KINDS[job.kind].icon} size={16} />
        {KINDS[job.kind].words}
      </span>
      {configuration && <span>{configuration.name}</span>}
      <time dateTime={at} title={moment(at)}>
        {job.began ? `began ${ago(at, now)}` : `asked for ${ago(at, now)}`}
      </time>
      {job.began && <span>{isOver(job) ? `took ${took(job.began, job.ended, now)}` : `running for ${took(job.began, job.ended, now)}`}</span>}
    </div>
  );
}

/** What there is to see of it: how far it is, what came of it, or why nothing did. */
function Outcome({ job }: { job: Job }) {
  const [isPassing, setPassing] = useState(false);
  const guards = guardsOf(job);
  return (
    <div class="job-outcome">
      {job.state === "waiting" && <p class="muted">It waits for its turn: another job is at work.</p>}
      {job.state === "running" && <Progress progress={job.progress} label={`Progress of ${job.title}`} />}
      {job.problem && (
        <div class="trouble" role="alert">
          <Icon name={guards.length ? "lock" : "error"} />
          <div>
            <p class="trouble-title">
              <Prose text={job.problem} />
            </p>
            {guards.length ? (
              <p class="hint">A guard stopped it: {guards.join(", ")}. Look at what it would do; where that is what you want, go past it.</p>
            ) : (
              job.hint && (
                <p class="hint">
                  <Prose text={job.hint} />
                </p>
              )
            )}
          </div>
          {guards.length > 0 && <Button onClick={() => setPassing(true)}>Go past the guard…</Button>}
        </div>
      )}
      {job.state === "interrupted" && !job.problem && (
        <p class="job-note">
          It was cut off while it ran. {job.kind === "plan" ? "Resume makes the plan anew." : job.kind === "run" ? "Resume lets the engine begin again." : "Resume goes on where it was; nothing is done twice."}
        </p>
      )}
      <Counts counts={job.counts} kind={job.kind} />
      <Goals job={job} />
      {isPassing && <OverrideDialog job={job} guards={guards} onClose={() => setPassing(false)} />}
    </div>
  );
}

function Goals({ job }: { job: Job }) {
  const plan = job.kind === "plan" ? (job.state === "finished" ? job.id : "") : job.plan || job.asked.plan;
  if (!plan && !job.run) return null;
  return (
    <div class="job-goals">
      {plan && (
        <LinkButton href={`plans/${encodeURIComponent(plan)}`} kind={job.kind === "plan" ? "primary" : "plain"} icon="eye">
          {job.kind === "plan" ? "Read the plan" : "The plan"}
        </LinkButton>
      )}
      {job.run && (
        <LinkButton href={`history/${encodeURIComponent(job.run)}`} kind={isOver(job) ? "primary" : "plain"} icon="history">
          What it changed, step by step
        </LinkButton>
      )}
      {job.kind === "undo" && job.asked.run && (
        <LinkButton href={`history/${encodeURIComponent(job.asked.run)}`} icon="undo">
          The run that is taken back
        </LinkButton>
      )}
    </div>
  );
}

function Acts({ job }: { job: Job }) {
  const [isDeleting, setDeleting] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const busy = async (work: Promise<unknown>) => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  const mayRepeat = job.kind === "plan" && isOver(job) && job.state !== "interrupted";
  return (
    <>
      {!isOver(job) && (
        <Button icon="stop" isBusy={isBusy} onClick={() => void busy(act(job, "cancel"))}>
          Cancel
        </Button>
      )}
      {job.state === "interrupted" && (
        <Button kind="primary" icon="play" isBusy={isBusy} onClick={() => void busy(act(job, "resume"))}>
          Resume
        </Button>
      )}
      {mayGoOn(job) && guardsOf(job).length === 0 && (
        <Button icon="play" isBusy={isBusy} onClick={() => void busy(act(job, "resume"))}>
          Go on with it
        </Button>
      )}
      {mayRepeat && (
        <Button icon="again" isBusy={isBusy} onClick={() => void busy(start(job.asked))}>
          Once more
        </Button>
      )}
      {isOver(job) && <IconButton label="Delete this job" icon="trash" onClick={() => setDeleting(true)} />}
      {isDeleting && <DeleteDialog job={job} onClose={() => setDeleting(false)} onDone={() => go("jobs")} />}
    </>
  );
}
