import { useState } from "preact/hooks";
import { segment } from "../../api/client";
import type { Page, RunStep } from "../../api/types";
import { useApi } from "../../api/use";
import { Button, LinkButton } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { Loading, Trouble } from "../../parts/empty";
import { Icon } from "../../parts/icon";
import { setQuery } from "../../router";
import { count } from "../../words";
import { Segmented } from "./segmented";
import { outcomes, standing } from "./states";

const MOST = 200;

export interface OutcomeProps {
  run: string;
  /** Steps by what became of them. */
  counts: Record<string, number>;
  /** What is shown first. */
  first: string;
  hasPosters: (state: string) => boolean;
  onClose: () => void;
}

/** What became of each step, with the reason where it is not what was to be. */
export function OutcomeDialog(props: OutcomeProps) {
  const { run, counts, first, hasPosters, onClose } = props;
  const [state, setState] = useState(first);
  const choices = [...outcomes(counts).map((each) => ({ id: each.standing.id, label: `${each.standing.words} ${count(each.count)}` })), { id: "", label: "All" }];
  const steps = useApi<Page<RunStep>>(`runs/${segment(run)}/steps`, { state, limit: MOST });
  return (
    <Dialog
      title="What became of it"
      size="large"
      onClose={onClose}
      actions={
        <>
          {state && hasPosters(state) && (
            <Button
              onClick={() => {
                setQuery({ tab: "posters", state, q: "", library: "", overlay: "", type: "" });
                onClose();
              }}
            >
              Show these posters
            </Button>
          )}
          <LinkButton href={`history/${segment(run)}`}>All of it in the history</LinkButton>
        </>
      }
    >
      <Segmented label="Which steps" choices={choices} chosen={state} onChoose={setState} />
      {steps.problem && <Trouble problem={steps.problem} again={steps.again} />}
      {steps.isLoading && !steps.value && <Loading />}
      {steps.value && steps.value.rows.length === 0 && <p class="hint">There are none.</p>}
      <ul class="outcomes">
        {steps.value?.rows.map((step) => {
          const said = standing(step.state);
          return (
            <li key={step.number}>
              <span class={`tone-${said.tone}`}>
                <Icon name={said.icon} size={16} /> {said.words}
              </span>
              <span>
                {step.words}
                {step.reason && <span class="hint"> {step.reason}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      {steps.value && steps.value.total > steps.value.rows.length && <p class="hint">and {count(steps.value.total - steps.value.rows.length)} more</p>}
    </Dialog>
  );
}
