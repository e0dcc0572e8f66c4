import type { PlanSummary } from "../../api/types";
import { now } from "../../clock";
import { Icon } from "../../parts/icon";
import { setQuery } from "../../router";
import { ago, bytes, count, duration, many, moment } from "../../words";

/** The plan at a glance: what it comes to, what it was read from, what it will cost, and what to beware of. */
export function Head({ summary }: { summary: PlanSummary }) {
  const { things, forecast } = summary;
  const sums: [string, string, number | undefined][] = [
    ["+", "to create", things["created"]],
    ["~", "to change", things["changed"]],
    ["−", "to remove", things["removed"]],
    ["!", "to ask for", things["asked"]],
  ];
  return (
    <div class="plan-head">
      <p class="plan-sums">
        {sums
          .filter(([, , number]) => number)
          .map(([sign, words, number]) => (
            <span key={words}>
              <span class={`mark mark-${words.split(" ")[1]}`} aria-hidden="true">
                {sign}
              </span>
              <strong>{count(number ?? 0)}</strong> <span class="wide-words">{words}</span>
            </span>
          ))}
        {!sums.some(([, , number]) => number) && <span>Nothing to do</span>}
        <span class="plan-cost">
          {many(forecast.requests, "request")}, {many(forecast.uploads, "upload")} ({bytes(forecast.upload_bytes)}), about {duration(forecast.seconds)}
        </span>
      </p>
      <p class="plan-read">
        <span title={moment(summary.read_at)}>
          Read from {summary.server} {ago(summary.read_at, now.value)}
        </span>
        <span class="wide-only">
          by {summary.engine} {summary.engine_version}
        </span>
        <Cautions summary={summary} />
      </p>
    </div>
  );
}

function Cautions({ summary }: { summary: PlanSummary }) {
  const { warnings, unsupported, irreversible, deletions } = summary;
  const said: [string, number, string][] = [
    ["bad", deletions, many(deletions, "thing is deleted", "things are deleted")],
    ["bad", irreversible, `${count(irreversible)} cannot be undone`],
    ["warning", warnings.length, many(warnings.length, "warning")],
    ["warning", unsupported.length, `${count(unsupported.length)} not supported`],
  ];
  const shown = said.filter(([, number]) => number > 0);
  if (!shown.length) return null;
  return (
    <button type="button" class="cautions" onClick={() => setQuery({ tab: "overview" })} title="See them in the overview">
      {shown.map(([tone, , words]) => (
        <span key={words} class={`chip chip-${tone}`}>
          <Icon name="warning" size={14} />
          {words}
        </span>
      ))}
    </button>
  );
}
