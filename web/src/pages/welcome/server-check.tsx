import type { Loaded } from "../../api/use";
import type { Library, Server } from "../../api/types";
import { Button } from "../../parts/button";
import { Chip } from "../../parts/chip";
import { Loading, Trouble } from "../../parts/empty";
import { Findings } from "../../parts/findings";
import { count, many } from "../../words";

/** What the doctor says of the server. */
export function ServerCheck({ server }: { server: Loaded<Server> }) {
  if (server.problem) return <Trouble problem={server.problem} again={server.again} />;
  if (!server.value) return <Loading words="Asking the server" />;
  const { name, version, url, findings } = server.value;
  return (
    <>
      <div class="server-line">
        <p>
          {name ? <b>{name}</b> : url ? "The server does not answer" : "The server cannot be asked"}
          {version && <span class="muted"> · Plex {version}</span>}
          {url && <span class="muted"> · {url}</span>}
        </p>
        <Button icon="again" kind="quiet" isBusy={server.isLoading} onClick={server.again}>
          Check again
        </Button>
      </div>
      <Findings findings={findings} label="What the doctor found" />
    </>
  );
}

const TYPES: Record<string, string> = { movie: "film", show: "series", artist: "artist", photo: "photo" };

/** The server's libraries; those that the configuration names first. */
export function Libraries({ libraries }: { libraries: Loaded<Library[]> }) {
  if (libraries.problem) return <Trouble problem={libraries.problem} again={libraries.again} />;
  if (!libraries.value) return <Loading words="Counting what is in them" />;
  const sorted = [...libraries.value].sort((one, other) => Number(other.is_configured) - Number(one.is_configured));
  if (!sorted.length) return <p>The server has no libraries.</p>;
  return (
    <ul class="libraries" aria-label="Libraries">
      {sorted.map((each) => {
        const word = TYPES[each.type] ?? "item";
        return (
          <li key={each.id} class={each.is_configured ? "library" : "library library-off"}>
            <span class="library-title">{each.title}</span>
            <span class="library-count">{word === "series" ? `${count(each.count)} series` : many(each.count, word)}</span>
            {each.is_configured ? <Chip tone="good">Configured</Chip> : <Chip>Not in the configuration</Chip>}
          </li>
        );
      })}
    </ul>
  );
}
