import { useEffect } from "preact/hooks";
import { segment } from "../../api/client";
import type { ConfigurationDetail, ConfigurationFile, Reference } from "../../api/types";
import { useApi } from "../../api/use";
import { LinkButton } from "../../parts/button";
import { ConfigurationChoice, useConfigurations } from "../../parts/configuration-choice";
import { Empty, Loading, Trouble } from "../../parts/empty";
import type { PageProps } from "../../parts/lazy";
import { PageFrame } from "../../parts/page";
import { go } from "../../router";
import "../../style/config.css";
import { addressOf } from "./address";
import { FileDesk } from "./file-desk";
import { FileChoice, FileList } from "./file-list";
import { Leaving } from "./leaving";
import { fileFor } from "./named";

// Each file is a page of its own; what is known of its configuration is shown until it is read anew.
const lastSeen = new Map<string, ConfigurationDetail>();

/** The configuration: its files, and an editor for each. */
export default function ConfigurationPage({ params }: PageProps) {
  const all = useConfigurations();
  const chosen = params["config"] ?? "";
  const current = all.value?.find((one) => one.is_current) ?? all.value?.[0];
  useEffect(() => {
    if (!chosen && current) go(`config/${segment(current.id)}`, { replace: true });
  }, [chosen, current?.id]);
  const choice = all.value && (
    <ConfigurationChoice all={all.value} chosen={chosen} onChoose={(id) => go(`config/${segment(id)}`)} />
  );
  if (all.problem) {
    return (
      <PageFrame title="Configuration">
        <Trouble problem={all.problem} again={all.again} />
      </PageFrame>
    );
  }
  if (all.value?.length === 0) {
    return (
      <PageFrame title="Configuration">
        <Empty icon="config" title="No configuration yet">
          <p class="muted">Show the studio where your config.yml lies, or begin with the demo.</p>
          <LinkButton kind="primary" href="welcome">
            Add a configuration
          </LinkButton>
        </Empty>
      </PageFrame>
    );
  }
  return (
    <>
      {chosen ? <Files configuration={chosen} file={params["file"] ?? ""} choice={choice ?? null} /> : <Loading />}
      <Leaving />
    </>
  );
}

function Files({ configuration, file, choice }: { configuration: string; file: string; choice: preact.JSX.Element | null }) {
  const detail = useApi<ConfigurationDetail>(`configurations/${segment(configuration)}`);
  const reference = useApi<Reference>("reference");
  if (detail.value) lastSeen.set(configuration, detail.value);
  const shown = detail.value ?? lastSeen.get(configuration);
  const files = shown?.files ?? [];
  const found = shown && fileFor(shown, file);
  const first = files[0];
  useEffect(() => {
    if (!file && first) go(addressOf(configuration, first.name), { replace: true });
  }, [configuration, file, first?.name]);
  useEffect(() => {
    if (found && found.name !== file) go(addressOf(configuration, found.name) + window.location.search, { replace: true });
  }, [configuration, file, found?.name]);
  return (
    <PageFrame
      isFilled
      title={file || "Configuration"}
      tools={
        <>
          {choice}
          <LinkButton kind="quiet" icon="info" href="reference">
            Reference
          </LinkButton>
          <FileChoice {...{ configuration, files }} chosen={file} onChoose={(name) => go(addressOf(configuration, name))} />
        </>
      }
    >
      {detail.problem && !shown && <Trouble problem={detail.problem} again={detail.again} />}
      {!shown && !detail.problem && <Loading />}
      {shown && (
        <div class="config-body">
          <FileList {...{ configuration, files }} chosen={file} />
          {found && <FileDesk {...{ configuration }} file={found} reference={reference.value ?? null} onSaved={detail.again} />}
          {!found && file && <Unknown file={file} first={first} configuration={configuration} />}
        </div>
      )}
    </PageFrame>
  );
}

function Unknown({ file, first, configuration }: { file: string; first: ConfigurationFile | undefined; configuration: string }) {
  return (
    <Empty icon="config" title={`The configuration names no file ${file}`}>
      {first && <LinkButton href={addressOf(configuration, first.name)}>Open {first.name}</LinkButton>}
    </Empty>
  );
}
