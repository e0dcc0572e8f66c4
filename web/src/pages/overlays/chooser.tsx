import { useEffect, useState } from "preact/hooks";
import { api, segment } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { Configuration, ConfigurationDetail, Problem } from "../../api/types";
import { LinkButton } from "../../parts/button";
import { Chip } from "../../parts/chip";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { PageFrame } from "../../parts/page";
import { go } from "../../router";
import "../../style/overlays.css";

/** The overlay files of all configurations; where there is only one, it is opened at once. */
export default function Chooser() {
  const [details, setDetails] = useState<ConfigurationDetail[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const read = async () => {
    try {
      setProblem(null);
      const all = await api.get<Configuration[]>("configurations");
      const found = await Promise.allSettled(all.map((one) => api.get<ConfigurationDetail>(`configurations/${segment(one.id)}`)));
      setDetails(found.flatMap((one) => (one.status === "fulfilled" ? [one.value] : [])));
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  useEffect(() => void read(), []);
  const files = details?.flatMap((one) => one.files.filter((file) => file.kind === "overlays").map((file) => ({ one, file }))) ?? [];
  const only = files.length === 1 ? files[0] : undefined;
  useEffect(() => {
    if (only) go(hrefOf(only.one.configuration.id, only.file.name), { replace: true });
  }, [only?.file.name]);
  return (
    <PageFrame title="Overlays">
      {problem && <Trouble problem={problem} again={() => void read()} />}
      {!details && !problem && <Loading words="Looking for overlay files" />}
      {details && files.length === 0 && (
        <Empty icon="overlays" title="No overlay file yet">
          <p>
            A configuration names its overlay files under <code>overlay_files</code> of a library.
          </p>
          <LinkButton href={details.length ? "config" : "welcome"} kind="primary">
            {details.length ? "Open the configuration" : "Find a configuration"}
          </LinkButton>
        </Empty>
      )}
      {details?.map((one) => (
        <section key={one.configuration.id} class="card">
          <h2>
            {one.configuration.name} {one.configuration.is_current && <Chip tone="good">current</Chip>}
          </h2>
          <ul class="file-list">
            {one.files
              .filter((file) => file.kind === "overlays")
              .map((file) => (
                <li key={file.name}>
                  <a href={hrefOf(one.configuration.id, file.name)}>{file.name}</a>
                  <span class="muted">{file.library}</span>
                  {!file.is_writable && <Chip tone="warning">can only be read</Chip>}
                </li>
              ))}
          </ul>
        </section>
      ))}
    </PageFrame>
  );
}

export function hrefOf(configuration: string, file: string): string {
  return `overlays/${segment(configuration)}/${segment(file)}`;
}
