import { address, segment } from "../../api/client";
import { useApi } from "../../api/use";
import type { Artefact, Job } from "../../api/types";
import { LinkButton } from "../../parts/button";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { bytes, many } from "../../words";
import { addressOf } from "./acts";

/** Files that a job left. */
export function Artefacts({ job }: { job: Job }) {
  // Asked for anew when the job goes on or ends: it may have left more.
  const found = useApi<Artefact[]>(`${addressOf(job.id)}/artefacts`, { as: job.state });
  if (found.problem) return <Trouble problem={found.problem} again={found.again} />;
  if (!found.value) return <Loading />;
  if (found.value.length === 0) return <Empty icon="folder" title="There are no files" />;
  const total = found.value.reduce((sum, each) => sum + each.size, 0);
  return (
    <div class="files">
      <p class="muted">
        {many(found.value.length, "file")}, {bytes(total)}
      </p>
      <ul class="file-list">
        {found.value.map((each) => (
          <li key={each.name} class="file-row">
            <span class="file-name">{each.name}</span>
            <span class="count">{bytes(each.size)}</span>
            <LinkButton href={address(`${addressOf(job.id)}/artefacts/${segment(each.name)}`)} kind="quiet" icon="download" download>
              Download <span class="sr">{each.name}</span>
            </LinkButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
