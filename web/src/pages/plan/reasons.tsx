import { segment } from "../../api/client";
import type { Page, RunStep } from "../../api/types";
import { useApi } from "../../api/use";
import { Icon } from "../../parts/icon";
import { BAD, standing } from "./states";

const MOST = 1000;

/** Why the last run did not do something, in the run's own words. */
export function Reasons({ run, state, steps }: { run: string; state: string; steps: readonly number[] }) {
  const isWanted = run !== "" && BAD.includes(state);
  const found = useApi<Page<RunStep>>(isWanted ? `runs/${segment(run)}/steps` : null, { state, limit: MOST });
  const mine = found.value?.rows.filter((step) => step.reason && steps.includes(step.number)) ?? [];
  if (!isWanted || !mine.length) return null;
  return (
    <>
      {mine.map((step) => (
        <p key={step.number} class="warned">
          <Icon name="warning" />
          <span>
            {standing(step.state).words}: {step.reason}
          </span>
        </p>
      ))}
    </>
  );
}
