import { useEffect, useMemo, useState } from "preact/hooks";
import { segment } from "../../api/client";
import type { ConfigurationFile, Mark, Reference } from "../../api/types";
import { ProblemList } from "../../editor/problems";
import { YamlEditor } from "../../editor/yaml-editor";
import { useKeys } from "../../keys";
import { Button, LinkButton } from "../../parts/button";
import { Chip } from "../../parts/chip";
import { Loading, Trouble } from "../../parts/empty";
import { Icon } from "../../parts/icon";
import { Tabs } from "../../parts/tabs";
import { tell, tellProblem } from "../../parts/toast";
import { query, setQuery } from "../../router";
import { many } from "../../words";
import { Conflict } from "./conflict";
import { rowsOf } from "./difference";
import { DifferenceView, SumWords } from "./difference-view";
import { bodyOf } from "./drafts";
import { isSavedMeanwhile, useCheck, useDifference, useFile } from "./use-file";
import { Versions } from "./versions";

/** One file: its text with what is wrong in it, its difference to what is saved, and its earlier versions. */
export function FileDesk(props: { configuration: string; file: ConfigurationFile; reference: Reference | null; onSaved: () => void }) {
  const { configuration, file, reference, onSaved } = props;
  const open = useFile(configuration, file.name);
  const check = useCheck(configuration, file.name, open);
  const [isSaving, setSaving] = useState(false);
  const [isConflict, setConflict] = useState(false);
  const [goal, setGoal] = useState<{ line: number; column?: number; keepsFocus?: boolean } | null>(null);
  const tab = query.value.get("tab") ?? "text";
  const line = Number(query.value.get("line") ?? 0);
  useEffect(() => {
    if (line > 0) setGoal({ line, keepsFocus: false });
  }, [line]);

  const save = async (digest?: string) => {
    if (!open.isDirty || isSaving || !file.is_writable) return;
    setSaving(true);
    try {
      await open.save(digest);
      setConflict(false);
      tell(`${file.name} is saved; what was there is kept among its versions`);
      onSaved();
    } catch (thrown) {
      if (isSavedMeanwhile(thrown)) setConflict(true);
      else tellProblem(thrown);
    } finally {
      setSaving(false);
    }
  };
  const goTo = (mark: Mark) => {
    setQuery({ tab: "" });
    setGoal({ line: mark.line, column: Math.max(mark.column, 1) });
  };
  useKeys("Configuration", [
    { key: "Ctrl+s", words: "save the file", run: () => void save(), inFields: true },
    { key: "F8", words: "in the editor: to the next problem", run: () => {}, isListedOnly: true },
    { key: "Ctrl+ ", words: "in the editor: complete", run: () => {}, isListedOnly: true },
    { key: "Esc, Tab", words: "leave the editor (Tab alone indents)", run: () => {}, isListedOnly: true },
  ]);

  if (open.problem && !open.saved) return <Trouble problem={open.problem} again={open.again} />;
  if (!open.saved) return <Loading words={`Opening ${file.name}`} />;
  const tabs = [
    { id: "text", label: "Text" },
    { id: "difference", label: "Unsaved changes" },
    { id: "versions", label: "Versions" },
  ];
  return (
    <div class="file-desk">
      <Tabs label="About the file" tabs={tabs} chosen={tab} onChoose={(id) => setQuery({ tab: id === "text" ? "" : id })}>
        {/* Kept while another tab is shown: cursor and undo are in it. */}
        <div class="writing" hidden={tab !== "text"}>
          <Writing {...{ file, reference, goal }} text={open.text} marks={check.marks} onChange={open.write} onGo={goTo} problem={check.problem} />
        </div>
        {tab === "difference" && <Unsaved {...{ configuration, file }} open={open} />}
        {tab === "versions" && (
          <Versions
            {...{ configuration }}
            file={file.name}
            digest={open.saved.digest}
            isWritable={file.is_writable}
            onRestore={(text, version) => {
              open.write(text, version);
              setQuery({ tab: "difference" });
              tell("The earlier text stands in the editor; save it to put it in place");
            }}
          />
        )}
      </Tabs>
      <div class="frame-actions file-acts">
        <FileState marks={check.marks} isChecking={check.isChecking} isDirty={open.isDirty} isWritable={file.is_writable} />
        {file.kind === "overlays" && (
          <LinkButton kind="quiet" icon="overlays" href={`overlays/${segment(configuration)}/${segment(file.name)}`}>
            Overlay editor
          </LinkButton>
        )}
        {open.isDirty && (
          <Button kind="quiet" icon="undo" onClick={open.drop}>
            Drop changes
          </Button>
        )}
        <Button kind="primary" icon="check" disabled={!open.isDirty || !file.is_writable} isBusy={isSaving} title="Ctrl+S" onClick={() => void save()}>
          Save
        </Button>
      </div>
      {isConflict && open.draft && (
        <Conflict
          {...{ configuration }}
          file={file.name}
          draft={open.draft}
          onClose={() => setConflict(false)}
          onSaveOver={(digest) => void save(digest)}
          onTakeTheirs={() => {
            setConflict(false);
            open.drop();
            open.again();
          }}
        />
      )}
    </div>
  );
}

function Writing(props: {
  file: ConfigurationFile;
  reference: Reference | null;
  text: string;
  marks: readonly Mark[];
  problem: Parameters<typeof Trouble>[0]["problem"] | null;
  goal: { line: number; column?: number; keepsFocus?: boolean } | null;
  onChange: (text: string) => void;
  onGo: (mark: Mark) => void;
}) {
  const { file, reference, text, marks, problem, goal, onChange, onGo } = props;
  const hasSecrets = useMemo(() => text.includes("‹•••"), [text]);
  return (
    <>
      {!file.is_writable && (
        <p class="file-note">
          <Icon name="lock" size={16} /> The studio may not write this file; it can only be read here.
        </p>
      )}
      {hasSecrets && file.is_writable && (
        <p class="file-note">
          <Icon name="lock" size={16} />
          <span>
            <code>‹•••1›</code> stands for a secret; left as it is, it is saved unchanged.
          </span>
        </p>
      )}
      {problem && <Trouble problem={problem} />}
      <YamlEditor
        {...{ text, marks, onChange, reference }}
        file={file.kind}
        label={`Text of ${file.name}`}
        show={goal}
        readOnly={!file.is_writable}
      />
      {marks.length > 0 && (
        <section class="problems" aria-label={`Problems in ${file.name}`}>
          <ProblemList marks={marks} onGo={onGo} />
        </section>
      )}
    </>
  );
}

function FileState(props: { marks: readonly Mark[]; isChecking: boolean; isDirty: boolean; isWritable: boolean }) {
  const { marks, isChecking, isDirty, isWritable } = props;
  const errors = marks.filter((mark) => mark.severity === "error").length;
  const others = marks.length - errors;
  return (
    <div class="file-state" role="status">
      {isChecking && <Chip icon="again">Checking</Chip>}
      {!isChecking && errors > 0 && <Chip tone="bad">{many(errors, "error")}</Chip>}
      {!isChecking && others > 0 && <Chip tone="warning">{many(others, "warning")}</Chip>}
      {!isChecking && marks.length === 0 && <Chip tone="good">No problems</Chip>}
      {isDirty && <Chip tone="note">Unsaved</Chip>}
      {!isWritable && <Chip icon="lock">Read only</Chip>}
    </div>
  );
}

function Unsaved({ configuration, file, open }: { configuration: string; file: ConfigurationFile; open: ReturnType<typeof useFile> }) {
  const { draft, saved } = open;
  const difference = useDifference(configuration, file.name, draft ? bodyOf(draft) : null, saved?.digest ?? "");
  if (!draft) return <p class="pad muted">Nothing is changed: what stands in the editor is what is saved.</p>;
  if (difference.problem) return <Trouble problem={difference.problem} />;
  if (difference.text === undefined) return <Loading words="Comparing" />;
  const rows = rowsOf(difference.text);
  if (rows.length === 0) return <p class="pad muted">The text reads as what is saved.</p>;
  return (
    <div class="unsaved">
      <p class="pad muted">
        Saving would change: <SumWords rows={rows} />
      </p>
      <DifferenceView rows={rows} label="Unsaved changes" />
    </div>
  );
}

