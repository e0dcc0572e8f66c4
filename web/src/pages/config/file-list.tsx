import type { ConfigurationFile } from "../../api/types";
import { Chip } from "../../parts/chip";
import { Icon, type IconName } from "../../parts/icon";
import { many } from "../../words";
import { addressOf } from "./address";
import { drafts, keyOf } from "./drafts";

export const KINDS: Record<ConfigurationFile["kind"], { words: string; icon: IconName }> = {
  config: { words: "Configuration", icon: "config" },
  overlays: { words: "Overlays", icon: "overlays" },
  collections: { words: "Collections", icon: "poster" },
  metadata: { words: "Metadata", icon: "info" },
  playlists: { words: "Playlists", icon: "play" },
  other: { words: "Other files", icon: "folder" },
};

/** The files of a configuration, by kind. */
export function FileList({ configuration, files, chosen }: { configuration: string; files: ConfigurationFile[]; chosen: string }) {
  const kinds = (Object.keys(KINDS) as ConfigurationFile["kind"][]).filter((kind) => files.some((file) => file.kind === kind));
  return (
    <nav class="file-list" aria-label="Files of the configuration">
      {kinds.map((kind) => (
        <section key={kind}>
          <h2>{KINDS[kind].words}</h2>
          <ul>
            {files
              .filter((file) => file.kind === kind)
              .map((file) => (
                <li key={file.name}>
                  <FileLink configuration={configuration} file={file} isChosen={file.name === chosen} />
                </li>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

function FileLink({ configuration, file, isChosen }: { configuration: string; file: ConfigurationFile; isChosen: boolean }) {
  const isDirty = drafts.value.has(keyOf(configuration, file.name));
  return (
    <a class="file-link" href={addressOf(configuration, file.name)} aria-current={isChosen ? "page" : undefined} title={file.name}>
      <Icon name={file.is_writable ? KINDS[file.kind].icon : "lock"} size={16} />
      <span class="file-words">
        <span class="file-name">
          {isDirty && (
            <>
              <span class="file-dot" aria-hidden="true">
                ●
              </span>
              <span class="sr">unsaved: </span>
            </>
          )}
          {file.name}
        </span>
        {(file.library || !file.is_writable) && (
          <span class="hint">{[file.library, file.is_writable ? "" : "read only"].filter(Boolean).join(", ")}</span>
        )}
      </span>
      {file.problems > 0 && (
        <Chip tone="bad">
          {file.problems}
          <span class="sr">{file.problems === 1 ? "error" : "errors"}</span>
        </Chip>
      )}
    </a>
  );
}

/** The same on a phone: one field. */
export function FileChoice(props: { configuration: string; files: ConfigurationFile[]; chosen: string; onChoose: (name: string) => void }) {
  const { configuration, files, chosen, onChoose } = props;
  const words = (file: ConfigurationFile) => {
    const more = [drafts.value.has(keyOf(configuration, file.name)) ? "unsaved" : "", file.problems ? many(file.problems, "error") : ""];
    return [file.name, ...more.filter(Boolean)].join(" · ");
  };
  return (
    <select class="file-choice" aria-label="File" value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
      {files.map((file) => (
        <option key={file.name} value={file.name}>
          {words(file)}
        </option>
      ))}
    </select>
  );
}
