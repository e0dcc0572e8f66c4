import { useState } from "preact/hooks";
import type { FileText } from "../../api/types";
import { useApi } from "../../api/use";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { Loading, Trouble } from "../../parts/empty";
import { rowsOf, turned } from "./difference";
import { DifferenceView } from "./difference-view";
import { bodyOf, type UnsavedText } from "./drafts";
import { pathFor, useDifference } from "./use-file";

/** The file was saved by another window or program meanwhile: what changed there, and what saving over it would change. */
export function Conflict(props: {
  configuration: string;
  file: string;
  draft: UnsavedText;
  onSaveOver: (digest: string) => void;
  onTakeTheirs: () => void;
  onClose: () => void;
}) {
  const { configuration, file, draft, onSaveOver, onTakeTheirs, onClose } = props;
  const [side, setSide] = useState<"theirs" | "mine">("theirs");
  const now = useApi<FileText>(pathFor(configuration, file, "files"), { checks: "false" });
  const digest = now.value?.digest ?? "";
  const theirs = useDifference(configuration, file, digest ? { text: draft.base } : null, digest);
  const mine = useDifference(configuration, file, digest ? bodyOf(draft) : null, digest);
  const shown = side === "theirs" ? theirs : mine;
  const rows = shown.text === undefined ? null : side === "theirs" ? turned(rowsOf(shown.text)) : rowsOf(shown.text);
  return (
    <Dialog
      title={`${file} was changed meanwhile`}
      size="large"
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Go on editing
          </Button>
          <Button kind="danger" icon="undo" onClick={onTakeTheirs}>
            Drop mine, take theirs
          </Button>
          <Button kind="primary" icon="check" disabled={!digest} onClick={() => onSaveOver(digest)}>
            Save mine over it
          </Button>
        </>
      }
    >
      <p>
        Since you began, another window or another program wrote this file. Nothing is lost: if you save yours over it, the text that
        lies there now is kept among the versions.
      </p>
      <div class="chips" role="group" aria-label="What to show">
        <Button kind="quiet" pressed={side === "theirs"} onClick={() => setSide("theirs")}>
          What they changed
        </Button>
        <Button kind="quiet" pressed={side === "mine"} onClick={() => setSide("mine")}>
          What saving mine would change
        </Button>
      </div>
      {(now.problem ?? shown.problem) && <Trouble problem={(now.problem ?? shown.problem)!} />}
      {!rows && !now.problem && !shown.problem && <Loading words="Comparing" />}
      {rows && rows.length === 0 && <p class="muted">Nothing differs.</p>}
      {rows && rows.length > 0 && <DifferenceView rows={rows} label={side === "theirs" ? "What they changed" : "What saving mine would change"} />}
    </Dialog>
  );
}
