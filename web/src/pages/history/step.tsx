import { useId } from "preact/hooks";
import type { RunStep } from "../../api/types";
import { Chip } from "../../parts/chip";
import { stepState } from "../jobs/states";
import { isUndoable, whyNotUndoable } from "./steps";

/** A step of a run, with what became of it; a tick takes it into the next undo. */
export function Step(props: { step: RunStep; isTicked: boolean; mayTick: boolean; onTick: (isOn: boolean) => void }) {
  const { step, isTicked, mayTick, onTick } = props;
  const id = useId();
  const { words, tone } = stepState(step.state);
  const mayBe = mayTick && isUndoable(step);
  const about = [step.library, step.reason, step.irreversible && `cannot be undone: ${step.irreversible}`].filter(Boolean).join(" · ");
  return (
    <div class="step-row">
      <input
        id={id}
        type="checkbox"
        checked={isTicked}
        disabled={!mayBe}
        title={whyNotUndoable(step) || undefined}
        onChange={(event) => onTick(event.currentTarget.checked)}
      />
      <span class="step-at">{step.number}</span>
      <span class="step-text">
        <label for={id} title={step.words}>
          {step.words}
        </label>
        {about && (
          <span class={step.irreversible ? "hint step-lost" : "hint"} title={about}>
            {about}
          </span>
        )}
      </span>
      <Chip tone={tone}>{words}</Chip>
    </div>
  );
}
