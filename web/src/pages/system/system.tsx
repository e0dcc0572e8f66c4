import { useApi } from "../../api/use";
import type { Configuration, Finding, Health } from "../../api/types";
import { Button, LinkButton } from "../../parts/button";
import { Loading, Trouble } from "../../parts/empty";
import { Findings } from "../../parts/findings";
import { PageFrame } from "../../parts/page";
import { bytes, duration, many, moment } from "../../words";
import { Configurations } from "../welcome/configurations";
import "../../style/jobs.css";
import "../../style/welcome.css";

export default function System() {
  const health = useApi<Health>("system/health");
  const configurations = useApi<Configuration[]>("configurations");
  const current = configurations.value?.find((each) => each.is_current);
  return (
    <PageFrame title="System">
      <div class="system">
        {current && <Doctor key={current.id} configuration={current} />}
        <section class="card" aria-labelledby="system-configurations">
          <h2 id="system-configurations">Configurations</h2>
          {configurations.problem && <Trouble problem={configurations.problem} again={configurations.again} />}
          {!configurations.value && !configurations.problem && <Loading />}
          {configurations.value && configurations.value.length > 0 && <Configurations configurations={configurations.value} onChange={configurations.again} />}
          {configurations.value && (
            <div>
              <LinkButton href="welcome" icon="plus">
                Add a configuration
              </LinkButton>
            </div>
          )}
        </section>
        {health.problem && <Trouble problem={health.problem} again={health.again} />}
        {health.isLoading && !health.value && <Loading />}
        {health.value && (
          <>
            <Service health={health.value} />
            <Room health={health.value} />
            <About health={health.value} />
          </>
        )}
      </div>
    </PageFrame>
  );
}

/** What `halley doctor` says, in its words. */
function Doctor({ configuration }: { configuration: Configuration }) {
  const found = useApi<Finding[]>("system/doctor", { configuration: configuration.id });
  const bad = found.value?.filter((each) => each.severity === "error" || each.severity === "warning").length ?? 0;
  return (
    <section class="card" aria-labelledby="system-health">
      <div class="server-line">
        <h2 id="system-health">Health of {configuration.name}</h2>
        <Button icon="again" kind="quiet" isBusy={found.isLoading} onClick={found.again}>
          Check again
        </Button>
      </div>
      {found.problem && <Trouble problem={found.problem} again={found.again} />}
      {!found.value && !found.problem && <Loading words="The doctor looks" />}
      {found.value && (
        <p role="status" class="muted">
          {bad ? `${many(bad, "thing")} to look at.` : "Nothing is wrong."}
        </p>
      )}
      {found.value && <Findings findings={found.value} label="What the doctor found" />}
    </section>
  );
}

function Service({ health }: { health: Health }) {
  return (
    <section class="card" aria-labelledby="system-service">
      <h2 id="system-service">Schedule and backup</h2>
      {health.is_service ? (
        <dl class="facts">
          <dt>Next run</dt>
          <dd>{health.next_run ? moment(health.next_run) || health.next_run : "none is planned"}</dd>
          <dt>Last backup</dt>
          <dd>{health.backup ? moment(health.backup) || health.backup : "none yet"}</dd>
        </dl>
      ) : (
        <p>
          Nothing is scheduled: this studio runs by itself, and does something only when you ask. Runs by the clock and backups come with Halley's
          service, which is not running here.
        </p>
      )}
    </section>
  );
}

function Room({ health }: { health: Health }) {
  const { room } = health;
  return (
    <section class="card" aria-labelledby="system-room">
      <h2 id="system-room">Disk</h2>
      <dl class="facts">
        <dt>Free</dt>
        <dd>{bytes(health.disk_free)}</dd>
        <dt>Jobs</dt>
        <dd>{bytes(room.jobs)}</dd>
        <dt>Journal of runs</dt>
        <dd>{bytes(room.journal)}</dd>
        <dt>Kept pictures</dt>
        <dd>
          {bytes(room.pictures)} in {many(room.picture_count, "picture")}
        </dd>
      </dl>
      <p class="hint">Deleting a job frees what it left. The journal and the pictures are what runs are taken back from.</p>
    </section>
  );
}

function About({ health }: { health: Health }) {
  return (
    <section class="card" aria-labelledby="system-about">
      <h2 id="system-about">Studio</h2>
      <dl class="facts">
        <dt>Version</dt>
        <dd>{health.version}</dd>
        <dt>Running for</dt>
        <dd>{duration(health.uptime_s)}</dd>
        <dt>API</dt>
        <dd>
          <a href="api/v1/openapi.json" target="_blank" rel="noreferrer">
            OpenAPI document
          </a>
        </dd>
      </dl>
    </section>
  );
}
