import { useState } from "preact/hooks";
import type { Job } from "../../api/types";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { tell } from "../../parts/toast";
import { bytes } from "../../words";
import { remove } from "./acts";

export function DeleteDialog({ job, onClose, onDone }: { job: Job; onClose: () => void; onDone?: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    const isDone = await remove(job);
    setBusy(false);
    if (!isDone) return;
    tell("The job was deleted.");
    onClose();
    onDone?.();
  };
  return (
    <Dialog
      title="Delete this job?"
      size="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" icon="trash" isBusy={isBusy} onClick={confirm}>
            Delete
          </Button>
        </>
      }
    >
      <p>
        <b>{job.title}</b>, with its log and files{job.size > 0 && ` (${bytes(job.size)})`}.
      </p>
      <p class="muted">
        {job.kind === "plan"
          ? "A plan that was applied from it stays in the history, and can still be undone."
          : "What it did on the server stays, and so does its run in the history, from which it can be undone."}
      </p>
    </Dialog>
  );
}
