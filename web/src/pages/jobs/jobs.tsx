import { useApi } from "../../api/use";
import type { Configuration, Job } from "../../api/types";
import { LinkButton } from "../../parts/button";
import { FilterChip } from "../../parts/chip";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { SearchField } from "../../parts/field";
import { PageFrame } from "../../parts/page";
import { query, setQuery } from "../../router";
import { useKeys } from "../../keys";
import { go } from "../../router";
import { many } from "../../words";
import { JobCard } from "./job-card";
import { chosen, groupCounts, type JobFilter, KINDS } from "./states";
import { jobsProblem, loadJobs, useJobs, useNow } from "./store";
import "../../style/jobs.css";

const GROUPS: { id: Exclude<JobFilter["group"], "">; words: string }[] = [
  { id: "open", words: "Running or waiting" },
  { id: "over", words: "Ended" },
  { id: "bad", words: "Failed or interrupted" },
];

export default function Jobs() {
  const jobs = useJobs();
  const configurations = useApi<Configuration[]>("configurations");
  const now = useNow(jobs?.some((job) => job.state === "running") ?? false);
  useKeys("Jobs", [{ key: "n", words: "New preview", run: () => go("jobs/new") }]);
  const filter: JobFilter = {
    group: (query.value.get("state") ?? "") as JobFilter["group"],
    kind: (query.value.get("kind") ?? "") as JobFilter["kind"],
    text: query.value.get("q") ?? "",
  };
  return (
    <PageFrame
      title="Jobs"
      tools={
        <>
          <SearchField label="Search jobs" value={filter.text} onChange={(q) => setQuery({ q })} />
          <LinkButton href="jobs/new" kind="primary" icon="plus">
            New preview
          </LinkButton>
        </>
      }
    >
      {jobsProblem.value && <Trouble problem={jobsProblem.value} again={() => void loadJobs()} />}
      {!jobs && !jobsProblem.value && <Loading words="Asking for jobs" />}
      {jobs && jobs.length === 0 && <Nothing />}
      {jobs && jobs.length > 0 && (
        <>
          <Filters jobs={jobs} filter={filter} />
          <List jobs={chosen(jobs, filter)} configurations={configurations.value ?? []} now={now} />
        </>
      )}
    </PageFrame>
  );
}

function Filters({ jobs, filter }: { jobs: Job[]; filter: JobFilter }) {
  const counts = groupCounts(jobs);
  return (
    <div class="chips" role="group" aria-label="Which jobs">
      {GROUPS.map(({ id, words }) => (
        <FilterChip key={id} isOn={filter.group === id} count={counts[id]} onChange={(isOn) => setQuery({ state: isOn ? id : "" })}>
          {words}
        </FilterChip>
      ))}
      {(Object.keys(KINDS) as Job["kind"][]).map((kind) => (
        <FilterChip key={kind} isOn={filter.kind === kind} onChange={(isOn) => setQuery({ kind: isOn ? kind : "" })}>
          {KINDS[kind].words}
        </FilterChip>
      ))}
    </div>
  );
}

function List({ jobs, configurations, now }: { jobs: Job[]; configurations: Configuration[]; now: number }) {
  if (jobs.length === 0) return <Empty icon="search" title="No job is like that" />;
  return (
    <>
      <p class="sr" role="status">
        {many(jobs.length, "job")}
      </p>
      <ul class="job-list">
        {jobs.map((job) => (
          <JobCard key={job.id} job={job} configuration={configurations.find((each) => each.id === job.configuration)} now={now} />
        ))}
      </ul>
    </>
  );
}

function Nothing() {
  return (
    <Empty icon="jobs" title="Nothing was previewed yet">
      <p class="muted">A preview shows what your configuration would do to your server, poster by poster. It writes nothing.</p>
      <LinkButton href="jobs/new" kind="primary" icon="plus">
        New preview
      </LinkButton>
      <LinkButton href="welcome" icon="start">
        Set up a configuration
      </LinkButton>
    </Empty>
  );
}
