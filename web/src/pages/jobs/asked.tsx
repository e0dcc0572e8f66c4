import type { Configuration, Job } from "../../api/types";
import { LinkButton } from "../../parts/button";
import { moment } from "../../words";

const ENGINES: Record<Job["asked"]["engine"], string> = { auto: "what fits best", native: "Halley's own", kometa: "Kometa" };

/** What a job was asked to do, in full. */
export function Asked({ job, configuration }: { job: Job; configuration: Configuration | undefined }) {
  const { asked } = job;
  const rows: [string, string][] = [
    ["Job", job.id],
    ["Configuration", configuration?.path ?? job.configuration],
    ["Asked for", moment(job.made)],
    ["Began", moment(job.began)],
    ["Ended", moment(job.ended)],
  ];
  if (job.kind === "plan")
    rows.push(
      ["Libraries", asked.libraries.join(", ") || "all"],
      ["Items", asked.items.length ? asked.items.join(", ") : asked.covers ? "a sample that covers every definition" : asked.sample ? `a sample of ${asked.sample}` : "all"],
      ["What", asked.overlays_only ? "overlays only" : "everything"],
      ["Engine", ENGINES[asked.engine]],
    );
  if (asked.only.length) rows.push(["Only", asked.only.join(", ")]);
  if (asked.exclude.length) rows.push(["Left out", asked.exclude.join(", ")]);
  if (asked.passed.length) rows.push(["Guards passed", asked.passed.join(", ")]);
  return (
    <div class="asked">
      <dl class="facts">
        {rows
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {job.kind === "plan" && (
        <LinkButton href={`jobs/new?of=${encodeURIComponent(job.id)}`} icon="again">
          Ask for it again, changed
        </LinkButton>
      )}
    </div>
  );
}
