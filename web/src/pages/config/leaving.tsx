import { useEffect, useState } from "preact/hooks";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { go, guardLeaving } from "../../router";
import { many } from "../../words";
import { drafts } from "./drafts";

/** Whether leaving for `to` leaves unsaved work behind: other files of the configuration keep it. */
export function isLeaving(to: string): boolean {
  return drafts.value.size > 0 && !/^config([/?]|$)/.test(to);
}

/** Asks before unsaved work is left. */
export function Leaving() {
  const [to, setTo] = useState<string | null>(null);
  useEffect(() => {
    guardLeaving((goal) => {
      if (!isLeaving(goal)) return true;
      setTo(goal);
      return false;
    });
    const warn = (event: BeforeUnloadEvent) => {
      if (drafts.value.size > 0) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, []);
  if (to === null) return null;
  const names = [...drafts.value.keys()].map((key) => key.slice(key.indexOf("/") + 1));
  return (
    <Dialog
      title="Leave without saving?"
      size="small"
      onClose={() => setTo(null)}
      actions={
        <>
          <Button
            kind="danger"
            onClick={() => {
              drafts.value = new Map();
              guardLeaving(null);
              go(to);
            }}
          >
            Leave, drop the changes
          </Button>
          <Button kind="primary" onClick={() => setTo(null)}>
            Stay
          </Button>
        </>
      }
    >
      <p>There are unsaved changes in {many(names.length, "file")}:</p>
      <ul class="plain-list">
        {names.map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
