import { useState } from "preact/hooks";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { tellProblem } from "../../parts/toast";
import type { PlanStore } from "./store";

/** Asks before a run is taken back. */
export function UndoDialog({ store, run, onClose }: { store: PlanStore; run: string; onClose: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const start = async () => {
    setBusy(true);
    try {
      await store.start({ kind: "undo", run });
      onClose();
    } catch (thrown) {
      tellProblem(thrown);
      setBusy(false);
    }
  };
  const irreversible = store.summary.value?.irreversible ?? 0;
  return (
    <Dialog
      title="Take it back?"
      size="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it as it is</Button>
          <Button kind="primary" icon="undo" isBusy={isBusy} onClick={() => void start()}>
            Undo
          </Button>
        </>
      }
    >
      <p>Everything that was applied is put back as it stood before. What somebody changed on the server since then is left alone, and named.</p>
      {irreversible > 0 && <p class="warned">What could not be undone stays: {irreversible === 1 ? "one step" : `${irreversible} steps`} of this plan said so beforehand.</p>}
      <p class="hint">To take back only a part, go to the run in the history.</p>
    </Dialog>
  );
}
