import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { segment } from "../../api/client";
import { knowsConfiguration } from "../../api/session";
import { useApi } from "../../api/use";
import type { Configuration, Library, NewJobInput, Server } from "../../api/types";
import { Button, LinkButton } from "../../parts/button";
import { Loading, Trouble } from "../../parts/empty";
import { PageFrame } from "../../parts/page";
import { start } from "../jobs/acts";
import { AddConfiguration } from "./add-configuration";
import { Configurations } from "./configurations";
import { Libraries, ServerCheck } from "./server-check";
import "../../style/jobs.css";
import "../../style/welcome.css";

/** From nothing to the first preview. */
export default function Welcome() {
  const configurations = useApi<Configuration[]>("configurations");
  const known = configurations.value;
  // The demo may be on its way: it comes by itself.
  const isEmpty = known?.length === 0;
  useEffect(() => {
    if (!isEmpty) return;
    const timer = setInterval(configurations.again, 3000);
    return () => clearInterval(timer);
  }, [isEmpty]);
  // The last one may just have been forgotten: the studio begins with this page then.
  useEffect(() => {
    if (isEmpty !== undefined) knowsConfiguration(!isEmpty);
  }, [isEmpty]);
  const current = known?.find((each) => each.is_current) ?? known?.[0];
  const of = current ? `configurations/${segment(current.id)}` : null;
  const server = useApi<Server>(of && `${of}/server`);
  const isThere = Boolean(server.value?.name);
  const isFine = !server.value?.findings.some((each) => each.severity === "error");
  const libraries = useApi<Library[]>(of && isThere ? `${of}/libraries` : null);
  const hasAny = libraries.value?.some((each) => each.is_configured && each.count > 0) ?? false;
  return (
    <PageFrame title="Welcome to Halley" actions={current && <Start configuration={current} why={whyNot(server.value, libraries.value, hasAny)} />}>
      <div class="welcome">
        <p class="welcome-lead">
          See what your Kometa configuration will do to your Plex server, poster by poster, before it does it. Until you apply a plan, nothing is
          written to the server.
        </p>
        {configurations.problem && <Trouble problem={configurations.problem} again={configurations.again} />}
        {!known && !configurations.problem && <Loading words="Looking for a configuration" />}
        {known && (
          <Step number={1} title="Configuration" isDone={current?.problems === 0}>
            <ConfigurationStep known={known} onChange={configurations.again} />
          </Step>
        )}
        {current && (
          <Step number={2} title="Server" isDone={isThere && isFine}>
            <ServerCheck server={server} />
          </Step>
        )}
        {current && isThere && (
          <Step number={3} title="Libraries" isDone={hasAny}>
            <Libraries libraries={libraries} />
          </Step>
        )}
      </div>
    </PageFrame>
  );
}

function ConfigurationStep({ known, onChange }: { known: Configuration[]; onChange: () => void }) {
  const [isAdding, setAdding] = useState(false);
  if (known.length === 0)
    return (
      <>
        <p>
          No <code>config.yml</code> was found where one usually lies. Say where yours is, or look around in the demo.
        </p>
        <AddConfiguration onAdded={onChange} />
      </>
    );
  return (
    <>
      <Configurations configurations={known} onChange={onChange} />
      <div>
        <Button icon={isAdding ? "close" : "plus"} expanded={isAdding} onClick={() => setAdding(!isAdding)}>
          {isAdding ? "Not now" : "Another one"}
        </Button>
      </div>
      {isAdding && (
        <AddConfiguration
          onAdded={() => {
            setAdding(false);
            onChange();
          }}
        />
      )}
    </>
  );
}

function Step(props: { number: number; title: string; isDone: boolean; children: ComponentChildren }) {
  return (
    <section class={props.isDone ? "card step step-done" : "card step"} aria-label={props.title}>
      <h2>
        <span class="step-number" aria-hidden="true">
          {props.isDone ? "✓" : props.number}
        </span>
        {props.title}
      </h2>
      {props.children}
    </section>
  );
}

/** Why no preview can be started; the empty word where one can. */
function whyNot(server: Server | undefined, libraries: Library[] | undefined, hasAny: boolean): string {
  if (!server) return "Asking the server…";
  if (!server.name) return "A preview needs the server: see step 2.";
  if (!libraries) return "Counting what is in the libraries…";
  return hasAny ? "" : "The configuration names no library of this server that holds anything.";
}

function Start({ configuration, why }: { configuration: Configuration; why: string }) {
  const [busy, setBusy] = useState("");
  const begin = async (name: string, some: Partial<NewJobInput>) => {
    if (busy) return;
    setBusy(name);
    if (!(await start({ kind: "plan", configuration: configuration.id, ...some }))) setBusy("");
  };
  return (
    <>
      <p class={why ? "start-words" : "start-words start-aside"} role="status">
        {why || "Nothing is written to the server."}
      </p>
      <LinkButton href={`jobs/new?configuration=${segment(configuration.id)}`} kind="quiet">
        Choose in detail
      </LinkButton>
      <Button disabled={why !== ""} isBusy={busy === "covers"} onClick={() => void begin("covers", { covers: true })}>
        Preview a sample that covers every definition
      </Button>
      <Button kind="primary" icon="play" disabled={why !== ""} isBusy={busy === "all"} onClick={() => void begin("all", {})}>
        Preview everything
      </Button>
    </>
  );
}
