import { useState } from "preact/hooks";
import { useApi } from "../../api/use";
import type { Configuration, RunRow, RunStep } from "../../api/types";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { count, many } from "../../words";
import { start } from "../jobs/acts";
import { ranges, undoing } from "./steps";

const SHOWN = 20;

/** Says what an undo comes to, and starts it. */
export function UndoDialog(props: { run: RunRow; steps: RunStep[]; ticked: ReadonlySet<number>; onClose: () => void }) {
  const { run, steps, ticked, onClose } = props;
  const [isBusy, setBusy] = useState(false);
  const configurations = useApi<Configuration[]>("configurations");
  const { back, lost } = undoing(steps, ticked);
  const known = configurations.value ?? [];
  const own = known.find((each) => each.id === run.configuration || each.path === run.configuration) ?? known.find((each) => each.is_current);
  const confirm = async () => {
    setBusy(true);
    const isStarted = await start({ kind: "undo", run: run.id, only: ranges(ticked), configuration: own?.id ?? "" });
    if (!isStarted) setBusy(false);
  };
  return (
    <Dialog
      title={ticked.size ? `Undo ${many(back, "step")}?` : "Undo the whole run?"}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button kind="danger" icon="undo" isBusy={isBusy} disabled={back === 0 || !configurations.value} onClick={() => void confirm()}>
            Undo {many(back, "step")}
          </Button>
        </>
      }
    >
      <p>
        {many(back, "step")} on <b>{run.server}</b> {back === 1 ? "goes" : "go"} back to what stood there before, the last first. What a person
        changed since stays, and is named.
      </p>
      <p class="muted">An undo is a run as well: it is on record here, and can be undone.</p>
      {lost.length > 0 && (
        <div class="job-note">
          <p>
            <b>{many(lost.length, "step")} cannot be undone:</b>
          </p>
          <ul class="lost-steps">
            {lost.slice(0, SHOWN).map((step) => (
              <li key={step.number}>
                {step.words}. <span class="muted">{step.irreversible}</span>
              </li>
            ))}
          </ul>
          {lost.length > SHOWN && <p>and {count(lost.length - SHOWN)} more.</p>}
        </div>
      )}
    </Dialog>
  );
}
