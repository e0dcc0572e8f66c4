import { useState } from "preact/hooks";
import type { ThingRow } from "../../api/types";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { Icon } from "../../parts/icon";
import { tellProblem } from "../../parts/toast";
import { bytes, count, duration, many } from "../../words";
import { isOut } from "./choices";
import { nameOf } from "./kinds";
import type { PlanStore } from "./store";

const MOST = 12;

/** Before anything is done: what will be, what of it cannot be undone, what goes, what it costs. */
export function ApplyDialog({ store, onClose }: { store: PlanStore; onClose: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const summary = store.summary.value;
  if (!summary) return null;
  const left = store.excluded.value;
  const steps = summary.steps - left;
  const chosen = (store.things.value ?? []).filter((thing) => !isOut(thing, store.out.value));
  const removed = chosen.filter((thing) => thing.mark === "removed");
  const lasting = chosen.filter((thing) => thing.irreversible.length > 0);
  const share = summary.steps ? steps / summary.steps : 0;
  const start = async () => {
    setBusy(true);
    try {
      await store.start({ kind: "apply", plan: store.id });
      onClose();
    } catch (thrown) {
      tellProblem(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`Apply ${many(steps, "change")} to ${summary.server}?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Not yet</Button>
          <Button kind="primary" icon="check" isBusy={isBusy} onClick={() => void start()}>
            {removed.length ? `Apply, and remove ${many(removed.length, "thing")}` : "Apply"}
          </Button>
        </>
      }
    >
      {left > 0 && <p>{count(left)} of {many(summary.steps, "change")} are left out, as you chose.</p>}
      <Named title={`${many(removed.length, "thing is removed", "things are removed")}`} things={removed} words={(thing) => thing.library} />
      <Named
        title={`${many(lasting.length, "thing")} cannot be put back afterwards`}
        things={lasting}
        words={(thing) => thing.irreversible.join("; ")}
      />
      {!removed.length && !lasting.length && <p>Nothing is removed, and all of it can be undone.</p>}
      <p>
        About {many(Math.round(summary.forecast.requests * share), "request")} and {many(Math.round(summary.forecast.uploads * share), "upload")} (
        {bytes(summary.forecast.upload_bytes * share)}), about {duration(summary.forecast.seconds * share)}.
      </p>
      <p class="hint">
        Each change is done only where the server still holds what this plan saw, and is read back. Everything is on record: one click takes it back.
      </p>
    </Dialog>
  );
}

function Named({ title, things, words }: { title: string; things: readonly ThingRow[]; words: (thing: ThingRow) => string }) {
  if (!things.length) return null;
  return (
    <section class="warned warned-list">
      <h3>
        <Icon name="warning" /> {title}
      </h3>
      <ul>
        {things.slice(0, MOST).map((thing) => (
          <li key={`${thing.of} ${thing.number}`}>
            <strong>{nameOf(thing)}</strong> {words(thing)}
          </li>
        ))}
        {things.length > MOST && <li>and {count(things.length - MOST)} more</li>}
      </ul>
    </section>
  );
}
