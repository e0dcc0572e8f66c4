import { useId, useState } from "preact/hooks";
import type { Job } from "../../api/types";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { Prose } from "../../parts/prose";
import { start } from "./acts";
import { againPast, GUARDS, isPassed } from "./guards";

/** Goes past guards that stopped a run: each is typed by its name, so that nobody does it by habit. */
export function OverrideDialog({ job, guards, onClose }: { job: Job; guards: string[]; onClose: () => void }) {
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const mayPass = isPassed(guards, typed);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!mayPass || isBusy) return;
    setBusy(true);
    if (!(await start(againPast(job.asked, guards)))) setBusy(false);
  };
  return (
    <Dialog
      title={guards.length === 1 ? "Go past the guard?" : "Go past the guards?"}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <button type="submit" form={id} class="button button-danger" disabled={!mayPass} aria-busy={isBusy || undefined}>
            Start again all the same
          </button>
        </>
      }
    >
      <form id={id} class="override" onSubmit={submit}>
        <p>
          <Prose text={job.problem} />
        </p>
        {guards.map((name) => (
          <div key={name} class="field">
            <label for={`${id}-${name}`}>
              Type <code>{name}</code> to go past it
            </label>
            <input
              id={`${id}-${name}`}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              aria-describedby={`${id}-${name}-hint`}
              value={typed[name] ?? ""}
              onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
            />
            <p class="hint" id={`${id}-${name}-hint`}>
              {GUARDS[name]}
            </p>
          </div>
        ))}
      </form>
    </Dialog>
  );
}
