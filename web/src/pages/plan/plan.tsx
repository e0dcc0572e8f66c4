import { useEffect, useMemo } from "preact/hooks";
import type { Job } from "../../api/types";
import { address } from "../../api/client";
import { LinkButton } from "../../parts/button";
import { Empty, Loading, Trouble } from "../../parts/empty";
import type { PageProps } from "../../parts/lazy";
import { PageFrame } from "../../parts/page";
import { Progress } from "../../parts/progress";
import { Tabs } from "../../parts/tabs";
import { query, setQuery } from "../../router";
import "../../style/plan.css";
import { ApplyBar } from "./apply-bar";
import { Head } from "./head";
import { type Kind, KINDS } from "./kinds";
import { Overview } from "./overview";
import { Posters } from "./posters";
import { PlanStore } from "./store";
import { ThingList } from "./thing-list";

/** A plan: read, approved in part, carried out, taken back. */
export default function Plan({ params }: PageProps) {
  const id = params["plan"] ?? "";
  const store = useMemo(() => new PlanStore(id), [id]);
  useEffect(() => {
    store.open();
    return () => store.close();
  }, [store]);
  const summary = store.summary.value;
  if (!summary) return <NotYet store={store} />;
  return (
    <PageFrame
      title={`Plan for ${summary.server}`}
      tools={
        <>
          {summary.posters > 0 && (
            <LinkButton href={address(`${store.path}/posters.zip`)} icon="download" download>
              All posters
            </LinkButton>
          )}
          <LinkButton href={address(`${store.path}/report.html`)} icon="link" download>
            Report
          </LinkButton>
        </>
      }
      lead={<Head summary={summary} />}
      actions={<ApplyBar store={store} />}
      isFilled
    >
      <Parts store={store} />
    </PageFrame>
  );
}

function Parts({ store }: { store: PlanStore }) {
  const summary = store.summary.value;
  const things = store.byKind.value;
  if (!summary) return null;
  const isRead = store.things.value !== null;
  const asked = query.value.get("tab") ?? "";
  const tabs = [
    ...(summary.posters > 0 ? [{ id: "posters", label: "Posters", count: summary.posters }] : []),
    // A tab that the address names is there from the start: what is in it may still be on its way.
    ...KINDS.filter(({ id }) => things[id].length > 0 || (!isRead && id === asked)).map(({ id, label }) => ({
      id,
      label,
      count: isRead ? things[id].length : undefined,
    })),
    { id: "overview", label: "Overview" },
  ];
  const chosen = tabs.some((tab) => tab.id === asked) ? asked : (tabs[0]?.id ?? "overview");
  const configuration = summary.configuration;
  return (
    <Tabs label="Parts of the plan" tabs={tabs} chosen={chosen} onChoose={(tab) => setQuery({ tab, thing: "", item: "", mark: "" })}>
      {chosen === "posters" && <Posters store={store} configuration={configuration} />}
      {chosen === "overview" && <Overview store={store} summary={summary} />}
      {KINDS.some(({ id }) => id === chosen) && <ThingList key={chosen} store={store} kind={chosen as Kind} configuration={configuration} />}
    </Tabs>
  );
}

/** There is no plan to show: it is still being made, or it never was. */
function NotYet({ store }: { store: PlanStore }) {
  const job = store.planJob.value;
  const problem = store.problem.value;
  // A stream of events may tell of the plan's job before there is an answer about the plan; only that says that there is none.
  const isTold = job !== null && (problem !== null || isUnderWay(job));
  return (
    <PageFrame title="Plan">
      {!job && problem && (
        <>
          <Trouble problem={problem} again={() => void store.load()} />
          <div>
            <LinkButton href="jobs">All jobs</LinkButton>
          </div>
        </>
      )}
      {!problem && !isTold && <Loading words="Reading the plan" />}
      {job && isTold && <Making job={job} />}
    </PageFrame>
  );
}

function isUnderWay(job: Job): boolean {
  return job.state === "waiting" || job.state === "running";
}

function Making({ job }: { job: Job }) {
  const isOn = isUnderWay(job);
  return (
    <Empty icon={isOn ? "wait" : "error"} title={isOn ? "The plan is being made" : "No plan came of this"}>
      <p>{job.title}</p>
      {isOn && <Progress progress={job.progress} label="Making the plan" />}
      {job.problem && <p>{job.problem}</p>}
      {job.hint && <p class="hint">{job.hint}</p>}
      <LinkButton href={`jobs/${encodeURIComponent(job.id)}`}>See the job and its log</LinkButton>
    </Empty>
  );
}
