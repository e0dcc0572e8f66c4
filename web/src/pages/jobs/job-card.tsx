import { useState } from "preact/hooks";
import type { Configuration, Job } from "../../api/types";
import { Button, IconButton } from "../../parts/button";
import { Icon } from "../../parts/icon";
import { Prose } from "../../parts/prose";
import { Progress } from "../../parts/progress";
import { ago, moment, took } from "../../words";
import { act, addressOf } from "./acts";
import { DeleteDialog } from "./delete-dialog";
import { Counts, StateChip } from "./pieces";
import { isOver, KINDS } from "./states";

export interface JobCardProps {
  job: Job;
  configuration: Configuration | undefined;
  now: number;
}

/** A job in the list. Its title goes to its page. */
export function JobCard({ job, configuration, now }: JobCardProps) {
  return (
    <li class={`job-card job-${job.state}`}>
      <div class="job-main">
        <div class="job-line">
          <span class="job-kind">
            <Icon name={KINDS[job.kind].icon} size={16} />
            {KINDS[job.kind].words}
          </span>
          <StateChip state={job.state} />
        </div>
        <h2 class="job-title">
          <a href={addressOf(job.id)}>{job.title}</a>
        </h2>
        <Times job={job} configuration={configuration} now={now} />
        {job.state === "running" && <Progress progress={job.progress} label={`Progress of ${job.title}`} />}
        {job.problem && (
          <p class="job-problem">
            <Icon name="error" size={16} />
            <span>
              <Prose text={job.problem} />
            </span>
          </p>
        )}
        <Counts counts={job.counts} kind={job.kind} />
      </div>
      <Acts job={job} />
    </li>
  );
}

function Times({ job, configuration, now }: JobCardProps) {
  const at = job.began || job.made;
  const duration = job.began && took(job.began, job.ended, now);
  return (
    <p class="job-times">
      {configuration && <span>{configuration.name}</span>}
      <time dateTime={at} title={moment(at)}>
        {job.began ? `began ${ago(at, now)}` : `asked for ${ago(at, now)}`}
      </time>
      {duration && <span>{isOver(job) ? `took ${duration}` : `running for ${duration}`}</span>}
    </p>
  );
}

function Acts({ job }: { job: Job }) {
  const [isDeleting, setDeleting] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const once = async (what: "cancel" | "resume") => {
    setBusy(true);
    await act(job, what);
    setBusy(false);
  };
  return (
    <div class="job-acts">
      {job.kind === "plan" && job.state === "finished" && (
        <a class="button" href={`plans/${encodeURIComponent(job.id)}`}>
          <Icon name="eye" />
          <span>
            Read the plan <span class="sr">of {job.title}</span>
          </span>
        </a>
      )}
      {job.run && isOver(job) && (
        <a class="button" href={`history/${encodeURIComponent(job.run)}`}>
          <Icon name="history" />
          <span>
            What it did <span class="sr">in {job.title}</span>
          </span>
        </a>
      )}
      {!isOver(job) && (
        <Button icon="stop" isBusy={isBusy} onClick={() => void once("cancel")}>
          Cancel <span class="sr">{job.title}</span>
        </Button>
      )}
      {job.state === "interrupted" && (
        <Button icon="play" isBusy={isBusy} onClick={() => void once("resume")}>
          Resume <span class="sr">{job.title}</span>
        </Button>
      )}
      {isOver(job) && <IconButton label={`Delete ${job.title}`} icon="trash" onClick={() => setDeleting(true)} />}
      {isDeleting && <DeleteDialog job={job} onClose={() => setDeleting(false)} />}
    </div>
  );
}
