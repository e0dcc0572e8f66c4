import type { PlanSummary, ThingRow } from "../../api/types";
import { Icon } from "../../parts/icon";
import { Prose } from "../../parts/prose";
import { bytes, count, duration, moment } from "../../words";
import { nameOf } from "./kinds";
import { useNarrow } from "./narrow";
import type { PlanStore } from "./store";

/** Everything that can be counted of a plan, and everything that it warns of, in full. */
export function Overview({ store, summary }: { store: PlanStore; summary: PlanSummary }) {
  const things = store.things.value ?? [];
  const lasting = things.filter((thing) => thing.irreversible.length > 0);
  const gone = things.filter((thing) => thing.mark === "removed");
  return (
    // It scrolls, and on a phone nothing in it takes the focus.
    <div class="overview" role="region" aria-label="Overview" tabIndex={0}>
      <Told title="Warnings" lines={summary.warnings} />
      <Told title="Not supported by this engine" lines={summary.unsupported} />
      <Things title="Cannot be undone" things={lasting} words={(thing) => thing.irreversible.join("; ")} all={summary.irreversible} />
      <Things title="Removed" things={gone} words={(thing) => thing.library} all={gone.length} />
      <section class="card">
        <h2>Steps by library</h2>
        <Kinds summary={summary} />
      </section>
      <Facts summary={summary} />
    </div>
  );
}

function Told({ title, lines }: { title: string; lines: readonly string[] }) {
  if (!lines.length) return null;
  return (
    <section class="card caution-card">
      <h2>
        <Icon name="warning" /> {title} <span class="count">{count(lines.length)}</span>
      </h2>
      <ul class="told">
        {lines.map((line, index) => (
          <li key={index}>
            <Prose text={line} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const MOST = 50;

function Things(props: { title: string; things: readonly ThingRow[]; words: (thing: ThingRow) => string; all: number }) {
  const { title, things, words, all } = props;
  if (!things.length) return null;
  return (
    <section class="card caution-card">
      <h2>
        <Icon name="warning" /> {title} <span class="count">{count(all)}</span>
      </h2>
      <ul class="told">
        {things.slice(0, MOST).map((thing) => (
          <li key={`${thing.of} ${thing.number}`}>
            <strong>{nameOf(thing)}</strong> <span class="muted">{words(thing)}</span>
          </li>
        ))}
        {things.length > MOST && <li class="muted">and {count(things.length - MOST)} more</li>}
      </ul>
    </section>
  );
}

/** A column a library; on a phone, where columns have no room, a line. */
function Kinds({ summary }: { summary: PlanSummary }) {
  const isNarrow = useNarrow();
  const libraries = Object.entries(summary.kinds);
  if (!libraries.length) return <p class="hint">There are none.</p>;
  const kinds = [...new Set(libraries.flatMap(([, found]) => Object.keys(found)))];
  const wordsOf = (kind: string) => summary.kind_words[kind] ?? kind;
  const sumOf = (kind: string) => count(libraries.reduce((sum, [, found]) => sum + (found[kind] ?? 0), 0));
  if (isNarrow) {
    return (
      <ul class="kinds">
        {kinds.map((kind) => (
          <li key={kind}>
            <span>{wordsOf(kind)}</span>
            <strong>{sumOf(kind)}</strong>
            {libraries.length > 1 && (
              <span class="muted">
                {libraries
                  .filter(([, found]) => found[kind])
                  .map(([library, found]) => `${library || "Server"} ${count(found[kind] ?? 0)}`)
                  .join(", ")}
              </span>
            )}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <div class="table-room" tabIndex={0} role="region" aria-label="Steps by library">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            {libraries.map(([library]) => (
              <th key={library} scope="col" class="number">
                {library || "Server"}
              </th>
            ))}
            {libraries.length > 1 && (
              <th scope="col" class="number">
                All
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => (
            <tr key={kind}>
              <th scope="row">{wordsOf(kind)}</th>
              {libraries.map(([library, found]) => (
                <td key={library} class="number">
                  {found[kind] ? count(found[kind]) : ""}
                </td>
              ))}
              {libraries.length > 1 && <td class="number">{sumOf(kind)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Facts({ summary }: { summary: PlanSummary }) {
  const { forecast } = summary;
  return (
    <section class="card">
      <h2>This plan</h2>
      <dl class="facts">
        <dt>Server</dt>
        <dd>{summary.server}</dd>
        <dt>Configuration</dt>
        <dd>{summary.configuration_path || summary.configuration}</dd>
        <dt>Engine</dt>
        <dd>
          {summary.engine} {summary.engine_version}
        </dd>
        <dt>Server read</dt>
        <dd>{moment(summary.read_at)}</dd>
        <dt>Libraries</dt>
        <dd>{summary.libraries.join(", ")}</dd>
        <dt>Steps</dt>
        <dd>
          {count(summary.steps)}, of which {count(summary.excluded)} left out
        </dd>
        <dt>Forecast</dt>
        <dd>
          {count(forecast.requests)} requests, {count(forecast.uploads)} uploads of {bytes(forecast.upload_bytes)}, about {duration(forecast.seconds)}
        </dd>
      </dl>
    </section>
  );
}
