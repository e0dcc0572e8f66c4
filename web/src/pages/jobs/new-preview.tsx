import { useEffect, useState } from "preact/hooks";
import { segment } from "../../api/client";
import { useApi } from "../../api/use";
import type { Configuration, Job, Library, NewJob } from "../../api/types";
import { Button, LinkButton } from "../../parts/button";
import { FilterChip } from "../../parts/chip";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { Field, Switch } from "../../parts/field";
import { PageFrame } from "../../parts/page";
import { query } from "../../router";
import { many } from "../../words";
import { start } from "./acts";
import { asBefore, type Asking, fresh, isOfOverlays, missing, type Scope, sentence, wish } from "./asking";
import { ItemSearch } from "./item-search";
import "../../style/jobs.css";

const SCOPES: { id: Scope; words: string; hint: string }[] = [
  { id: "everything", words: "Everything", hint: "All that a run would change." },
  { id: "covers", words: "A sample that covers every definition", hint: "The fewest items on which each overlay is seen at least once. Quick." },
  { id: "sample", words: "A sample of so many items", hint: "Spread over the libraries." },
  { id: "items", words: "Items that I choose", hint: "Films, series, seasons or episodes, searched by title." },
];

const ENGINES: { id: NewJob["engine"]; words: string }[] = [
  { id: "auto", words: "What fits best" },
  { id: "native", words: "Halley's own, the fastest" },
  { id: "kometa", words: "Kometa itself, behind the gateway" },
];

export default function NewPreview() {
  const configurations = useApi<Configuration[]>("configurations");
  const of = query.value.get("of");
  const before = useApi<Job>(of ? `jobs/${segment(of)}` : null);
  if (configurations.problem) return <PageFrame title="New preview"><Trouble problem={configurations.problem} again={configurations.again} /></PageFrame>;
  if (!configurations.value || before.isLoading) return <PageFrame title="New preview"><Loading /></PageFrame>;
  const known = configurations.value;
  if (known.length === 0)
    return (
      <PageFrame title="New preview">
        <Empty icon="config" title="There is no configuration yet">
          <LinkButton href="welcome" kind="primary" icon="start">
            Set one up
          </LinkButton>
        </Empty>
      </PageFrame>
    );
  const wanted = query.value.get("configuration");
  const chosen = known.find((each) => each.id === wanted) ?? known.find((each) => each.is_current) ?? known[0];
  return <Form known={known} first={before.value ? asBefore(before.value.asked) : fresh(chosen?.id ?? "")} />;
}

function Form({ known, first }: { known: Configuration[]; first: Asking }) {
  const [asking, setAsking] = useState(first);
  const [isBusy, setBusy] = useState(false);
  const put = (some: Partial<Asking>) => setAsking((old) => ({ ...old, ...some }));
  const lack = missing(asking);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (lack || isBusy) return;
    setBusy(true);
    if (!(await start(wish(asking)))) setBusy(false);
  };
  return (
    <form class="frame" onSubmit={submit}>
      <PageFrame
        title="New preview"
        actions={
          <>
            <p class="start-words" role="status">
              {lack || sentence(asking)}
            </p>
            <Button type="submit" kind="primary" icon="play" disabled={lack !== ""} isBusy={isBusy}>
              Start the preview
            </Button>
          </>
        }
      >
        <div class="asking">
          {known.length > 1 && (
            <section class="card">
              <Field label="Configuration">
                {(id) => (
                  <select id={id} value={asking.configuration} onChange={(event) => put({ configuration: event.currentTarget.value, libraries: [], items: [] })}>
                    {known.map((each) => (
                      <option key={each.id} value={each.id}>
                        {each.name}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            </section>
          )}
          <Libraries configuration={asking.configuration} chosen={asking.libraries} onChange={(libraries) => put({ libraries })} />
          <section class="card">
            <fieldset>
              <legend>What to preview</legend>
              {SCOPES.map((scope) => (
                <ScopeChoice key={scope.id} scope={scope} asking={asking} put={put} />
              ))}
            </fieldset>
          </section>
          <section class="card">
            <Switch
              label="Overlays only"
              hint={
                asking.scope === "everything"
                  ? "Leave out collections, metadata and playlists."
                  : "So it is for some items: collections, metadata and playlists need whole libraries."
              }
              isOn={isOfOverlays(asking)}
              disabled={asking.scope !== "everything"}
              onChange={(isOverlaysOnly) => put({ isOverlaysOnly })}
            />
            <Field label="Engine" hint="Both read the same configuration and come to the same.">
              {(id, describedBy) => (
                <select
                  id={id}
                  aria-describedby={describedBy}
                  value={asking.engine}
                  onChange={(event) => put({ engine: event.currentTarget.value as NewJob["engine"] })}
                >
                  {ENGINES.map((each) => (
                    <option key={each.id} value={each.id}>
                      {each.words}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </section>
        </div>
      </PageFrame>
    </form>
  );
}

function ScopeChoice({ scope, asking, put }: { scope: (typeof SCOPES)[number]; asking: Asking; put: (some: Partial<Asking>) => void }) {
  const id = `scope-${scope.id}`;
  const isChosen = asking.scope === scope.id;
  return (
    <div class="switch scope">
      <input id={id} type="radio" name="scope" checked={isChosen} aria-describedby={`${id}-hint`} onChange={() => put({ scope: scope.id })} />
      <div>
        <label for={id}>{scope.words}</label>
        <p class="hint" id={`${id}-hint`}>
          {scope.hint}
        </p>
        {isChosen && scope.id === "sample" && (
          <input
            type="number"
            aria-label="How many items"
            min={1}
            max={10_000}
            step={1}
            class="short"
            value={Number.isNaN(asking.sample) ? "" : asking.sample}
            onInput={(event) => put({ sample: event.currentTarget.valueAsNumber })}
          />
        )}
        {isChosen && scope.id === "items" && <ItemSearch configuration={asking.configuration} library={asking.libraries.length === 1 ? asking.libraries[0]! : ""} items={asking.items} onChange={(items) => put({ items })} />}
      </div>
    </div>
  );
}

function Libraries(props: { configuration: string; chosen: string[]; onChange: (chosen: string[]) => void }) {
  const { configuration, chosen, onChange } = props;
  const found = useApi<Library[]>(configuration ? `configurations/${segment(configuration)}/libraries` : null);
  // A library that an earlier job named and that is there no longer must not be asked for unseen.
  useEffect(() => {
    const there = found.value?.map((each) => each.title);
    if (there && chosen.some((each) => !there.includes(each))) onChange(chosen.filter((each) => there.includes(each)));
  }, [found.value]);
  const configured = found.value?.filter((each) => each.is_configured) ?? [];
  const total = configured.reduce((sum, each) => sum + each.count, 0);
  return (
    <section class="card">
      <fieldset>
        <legend>Libraries</legend>
        {found.problem && <Trouble problem={found.problem} again={found.again} />}
        {found.isLoading && !found.value && <Loading words="Asking the server" />}
        {found.value && (
          <div class="chips">
            {configured.map((each) => (
              <FilterChip
                key={each.id}
                isOn={chosen.includes(each.title)}
                count={each.count}
                onChange={(isOn) => onChange(isOn ? [...chosen, each.title] : chosen.filter((title) => title !== each.title))}
              >
                {each.title}
              </FilterChip>
            ))}
          </div>
        )}
        {found.value && (
          <p class="hint">
            {configured.length === 0
              ? "The configuration names no library of this server."
              : chosen.length
                ? "Only these."
                : `None is chosen: all of them, ${many(total, "item")}.`}
          </p>
        )}
      </fieldset>
    </section>
  );
}
