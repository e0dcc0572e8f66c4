import { useState } from "preact/hooks";
import type { Job } from "../../api/types";
import { Button, LinkButton } from "../../parts/button";
import { Chip } from "../../parts/chip";
import { Progress } from "../../parts/progress";
import { tellProblem } from "../../parts/toast";
import { count, many } from "../../words";
import { ApplyDialog } from "./apply-dialog";
import { GuardDialog } from "./guard-dialog";
import { OutcomeDialog } from "./outcome-dialog";
import type { Course } from "./standing";
import { BAD, GOOD, outcomes } from "./states";
import type { PlanStore } from "./store";
import { UndoDialog } from "./undo-dialog";

type Asked = "" | "apply" | "guard" | "undo" | "outcome";

/** At the foot, always in sight: what will be done, how it goes, what was done, and the way back. */
export function ApplyBar({ store }: { store: PlanStore }) {
  const [asked, setAsked] = useState<Asked>("");
  const [outcome, setOutcome] = useState("");
  const showOutcome = (state: string) => {
    setOutcome(state);
    setAsked("outcome");
  };
  const course = store.course.value;
  const summary = store.summary.value;
  if (!summary) return null;
  const run = runOf(course, summary.run);
  return (
    <div class="apply-bar">
      <State store={store} course={course} onOutcome={showOutcome} />
      <span class="apply-acts">
        <Acts store={store} course={course} onAsk={setAsked} />
      </span>
      {asked === "apply" && <ApplyDialog store={store} onClose={() => setAsked("")} />}
      {asked === "guard" && course.is === "guarded" && <GuardDialog store={store} job={course.job} guards={course.guards} onClose={() => setAsked("")} />}
      {asked === "undo" && run && <UndoDialog store={store} run={run} onClose={() => setAsked("")} />}
      {asked === "outcome" && run && "job" in course && course.job && (
        <OutcomeDialog
          run={run}
          counts={course.job.counts}
          first={outcome}
          hasPosters={(state) => store.tiles.value?.some((tile) => tile.state === state) ?? false}
          onClose={() => setAsked("")}
        />
      )}
    </div>
  );
}

function runOf(course: Course, otherwise: string): string {
  if (course.is === "done") return course.run;
  return course.is === "ready" || course.is === "undone" ? otherwise : course.job.run || otherwise;
}

function Count({ store }: { store: PlanStore }) {
  const steps = store.summary.value?.steps ?? 0;
  const out = store.excluded.value;
  if (!steps) return <span role="status">There is nothing to do: the server is as the configuration wants it.</span>;
  return (
    <span class="apply-count" role="status">
      {out ? (
        <>
          <strong>{count(steps - out)}</strong> of {many(steps, "change")}, {count(out)} left out
        </>
      ) : (
        <>
          <strong>{count(steps)}</strong> {steps === 1 ? "change" : "changes"}
        </>
      )}
    </span>
  );
}

function State({ store, course, onOutcome }: { store: PlanStore; course: Course; onOutcome: (state: string) => void }) {
  switch (course.is) {
    case "ready":
      return <Count store={store} />;
    case "running":
      return <UnderWay job={course.job} />;
    case "guarded":
    case "failed":
      return (
        <p class="apply-said" role="alert">
          <Chip tone="bad">{course.is === "guarded" ? "Stopped by a guard" : "It failed"}</Chip>
          <span>{course.job.problem}</span>
          {course.is === "failed" && course.job.hint && <span class="muted">{course.job.hint}</span>}
        </p>
      );
    case "interrupted":
      return (
        <p class="apply-said" role="status">
          <Chip tone="warning">Interrupted</Chip>
          <span>It was cut off. Going on does what is left, and nothing twice.</span>
        </p>
      );
    case "cancelled":
      return (
        <p class="apply-said" role="status">
          <Chip tone="warning">Cancelled</Chip>
          <Counts job={course.job} onOutcome={onOutcome} />
        </p>
      );
    case "undone":
      return (
        <p class="apply-said" role="status">
          <Chip tone="note" icon="undo">
            Taken back
          </Chip>
          <Count store={store} />
        </p>
      );
    case "done":
      return (
        <p class="apply-said" role="status">
          <Chip tone={course.job && BAD.some((word) => course.job?.counts[word]) ? "warning" : "good"}>Applied</Chip>
          {course.job ? <Counts job={course.job} onOutcome={onOutcome} /> : null}
        </p>
      );
  }
}

function UnderWay({ job }: { job: Job }) {
  const what = job.kind === "undo" ? "Taking it back" : "Applying";
  const { progress } = job;
  return <Progress progress={{ ...progress, words: progress.total ? what : `${what}: getting ready` }} label={what} />;
}

function Counts({ job, onOutcome }: { job: Job; onOutcome: (state: string) => void }) {
  const found = outcomes(job.counts);
  return (
    <span class="apply-counts">
      {found.map(({ standing, count: number }) => (
        <button key={standing.id} type="button" class={`outcome tone-${standing.tone}`} onClick={() => onOutcome(standing.id)} title="See what became of each step">
          {count(number)} {standing.words.toLowerCase()}
        </button>
      ))}
    </span>
  );
}

function Acts({ store, course, onAsk }: { store: PlanStore; course: Course; onAsk: (asked: Asked) => void }) {
  const left = (store.summary.value?.steps ?? 0) - store.excluded.value;
  const tell = (job: Job, word: "cancel" | "resume") => store.tellJob(job.id, word).catch(tellProblem);
  const apply = (words: string, kind: "primary" | "plain" = "primary") => (
    <Button kind={kind} icon="check" disabled={left === 0} onClick={() => onAsk("apply")}>
      {words}
    </Button>
  );
  const steps = store.summary.value?.steps ?? 0;
  const states = { ...(course.is === "done" ? course.job?.counts : {}), ...store.summary.value?.states };
  const more = left - GOOD.reduce((sum, word) => sum + (states[word] ?? 0), 0);
  const all = left === steps ? `Apply ${many(steps, "change")}` : `Apply ${count(left)} of ${many(steps, "change")}`;
  switch (course.is) {
    case "ready":
      return steps ? apply(all) : null;
    case "running":
      return (
        <Button icon="stop" onClick={() => void tell(course.job, "cancel")}>
          Cancel
        </Button>
      );
    case "guarded":
      return (
        <>
          {apply("Apply again", "plain")}
          <Button kind="danger" onClick={() => onAsk("guard")}>
            Go past the guard…
          </Button>
        </>
      );
    case "failed":
    case "cancelled":
      return (
        <>
          {course.job.run && course.job.kind === "apply" && (
            <Button icon="undo" onClick={() => onAsk("undo")}>
              Undo what was done
            </Button>
          )}
          {course.job.kind === "undo" ? (
            <Button kind="primary" icon="undo" onClick={() => onAsk("undo")}>
              Undo again
            </Button>
          ) : (
            apply("Apply again")
          )}
        </>
      );
    case "interrupted":
      return (
        <Button kind="primary" icon="play" onClick={() => void tell(course.job, "resume")}>
          Go on
        </Button>
      );
    case "undone":
      return apply(all, "plain");
    case "done":
      return (
        <>
          {course.run && (
            <span class="wide-only">
              <LinkButton href={`history/${encodeURIComponent(course.run)}`}>In the history</LinkButton>
            </span>
          )}
          {more > 0 && apply(`Apply the other ${count(more)}`, "plain")}
          {course.run && (
            <Button icon="undo" kind="primary" onClick={() => onAsk("undo")}>
              Undo
            </Button>
          )}
        </>
      );
  }
}
