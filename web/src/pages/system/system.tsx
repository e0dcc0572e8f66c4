import { useApi } from "../../api/use";
import type { Health } from "../../api/types";
import { Loading, Trouble } from "../../parts/empty";
import { PageFrame } from "../../parts/page";
import { bytes, duration, many } from "../../words";

export default function System() {
  const health = useApi<Health>("system/health");
  return (
    <PageFrame title="System">
      {health.problem && <Trouble problem={health.problem} again={health.again} />}
      {health.isLoading && !health.value && <Loading />}
      {health.value && <Figures health={health.value} />}
    </PageFrame>
  );
}

function Figures({ health }: { health: Health }) {
  const { room } = health;
  return (
    <section class="card">
      <h2>Studio</h2>
      <dl class="facts">
        <dt>Version</dt>
        <dd>{health.version}</dd>
        <dt>Running for</dt>
        <dd>{duration(health.uptime_s)}</dd>
        <dt>Journal of runs</dt>
        <dd>{bytes(room.journal)}</dd>
        <dt>Kept pictures</dt>
        <dd>
          {bytes(room.pictures)} in {many(room.picture_count, "picture")}
        </dd>
        <dt>Jobs</dt>
        <dd>{bytes(room.jobs)}</dd>
        <dt>Free on the disk</dt>
        <dd>{bytes(health.disk_free)}</dd>
      </dl>
    </section>
  );
}
