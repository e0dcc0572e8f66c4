import { useState } from "preact/hooks";
import type { Job } from "../../api/types";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { Field } from "../../parts/field";
import { tellProblem } from "../../parts/toast";
import type { PlanStore } from "./store";

const MEANS: Record<string, string> = {
  "collection-share": "More than half of what a collection holds would leave it.",
  "deletions-share": "More than a tenth of a library's collections would be deleted.",
  writes: "There are more changes than one run may make.",
  uploads: "There are more pictures than one run may send.",
  deletions: "There are more deletions than one run may make.",
  minutes: "It takes longer than one run may.",
};

/** A guard stopped it. To go past, its name is typed: nobody does that by accident. */
export function GuardDialog({ store, job, guards, onClose }: { store: PlanStore; job: Job; guards: string[]; onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [isBusy, setBusy] = useState(false);
  const word = guards.join(" ");
  const isRight = typed.trim().toLowerCase() === word;
  const start = async () => {
    if (!isRight) return;
    setBusy(true);
    try {
      await store.start({ ...job.asked, passed: [...new Set([...job.asked.passed, ...guards])] });
      onClose();
    } catch (thrown) {
      tellProblem(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title="Go past the guard?"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button kind="danger" disabled={!isRight} isBusy={isBusy} onClick={() => void start()}>
            Go past it
          </Button>
        </>
      }
    >
      <p class="warned">{job.problem}</p>
      {guards.map((guard) => (
        <p key={guard}>
          <code>{guard}</code>: {MEANS[guard] ?? "It stops a run that does more than usual."}
        </p>
      ))}
      <p>If that is what you want, write the name of the guard. Nothing was done yet that this run does not have on record.</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <Field label={`Write “${word}”`}>
          {(id) => (
            <input id={id} type="text" autofocus autocomplete="off" autocapitalize="off" spellcheck={false} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
