import { useEffect, useState } from "preact/hooks";
import { api, segment } from "../../api/client";
import { asProblem } from "../../api/problem";
import type { FileText, Problem, TextDifference } from "../../api/types";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { Loading, Trouble } from "../../parts/empty";
import { tell } from "../../parts/toast";
import { Difference } from "./difference";
import type { Editor } from "./editor";

/** Somebody else wrote the file meanwhile: shows in what the texts differ, and asks whose is kept. */
export function Conflict({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const [theirs, setTheirs] = useState<FileText | null>(null);
  const [difference, setDifference] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    const read = async () => {
      try {
        const path = `configurations/${segment(editor.configuration)}/difference/${segment(editor.file)}`;
        const [file, found] = await Promise.all([api.get<FileText>(editor.address), api.post<TextDifference>(path, { text: editor.text.value })]);
        setTheirs(file);
        setDifference(found.difference);
      } catch (thrown) {
        setProblem(asProblem(thrown));
      }
    };
    void read();
  }, []);
  const over = async () => {
    if (!theirs) return;
    try {
      await editor.save(theirs.digest);
      tell("Saved over it. What was there is kept as a version.");
      onClose();
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
  };
  const load = async () => {
    await editor.open();
    tell("Loaded what was saved meanwhile.");
    onClose();
  };
  return (
    <Dialog
      title="The file was changed meanwhile"
      onClose={onClose}
      size="large"
      actions={
        <>
          <Button onClick={onClose}>Go on without saving</Button>
          <Button onClick={() => void load()}>Load theirs, drop mine</Button>
          <Button kind="danger" disabled={!theirs} onClick={() => void over()}>
            Save mine over it
          </Button>
        </>
      }
    >
      <p>From what lies there now (−) to what you have here (+):</p>
      {problem && <Trouble problem={problem} />}
      {!theirs && !problem && <Loading words="Reading what was saved" />}
      {theirs && <Difference text={difference} />}
    </Dialog>
  );
}
