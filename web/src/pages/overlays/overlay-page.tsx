import { effect } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { segment } from "../../api/client";
import { ApiProblem, asProblem } from "../../api/problem";
import type { ConfigurationDetail, Item, Problem, Reference } from "../../api/types";
import { useApi } from "../../api/use";
import { Button, IconButton, LinkButton } from "../../parts/button";
import { Loading, Trouble } from "../../parts/empty";
import type { PageProps } from "../../parts/lazy";
import { useTitle } from "../../parts/page";
import { tell, tellProblem } from "../../parts/toast";
import { useKeys } from "../../keys";
import { go, guardLeaving, query, setQuery } from "../../router";
import "../../style/overlays.css";
import { AddOverlay } from "./add";
import { hrefOf } from "./chooser";
import { Conflict } from "./conflict";
import { dropDraft, type Kept, keepDraft, readDraft } from "./drafts";
import { Editor } from "./editor";
import { Panels } from "./panels";
import { Picker } from "./picker";
import { pinsOf, remember } from "./pins";

type Shown = "" | "pick" | "add" | "conflict";

/** The overlay editor for one file. */
export default function OverlayPage({ params }: PageProps) {
  const configuration = params["config"] ?? "";
  const file = params["file"] ?? "";
  const editor = useMemo(() => new Editor(configuration, file, tellProblem), [configuration, file]);
  const reference = useApi<Reference>("reference");
  const detail = useApi<ConfigurationDetail>(`configurations/${segment(configuration)}`);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [posterProblem, setPosterProblem] = useState<Problem | null>(null);
  const [turn, setTurn] = useState(0);
  const [pinned, setPinned] = useState<readonly Item[]>([]);
  const [shown, setShown] = useState<Shown>("");
  useTitle(file);
  const library = detail.value?.files.find((one) => one.name === file)?.library ?? "";

  const open = () => {
    const kept = readDraft(configuration, file);
    setProblem(null);
    editor.open().then(
      () => bringBack(editor, kept),
      (thrown: unknown) => setProblem(asProblem(thrown)),
    );
  };
  useEffect(() => {
    open();
    return () => editor.close();
  }, [editor]);
  useEffect(() => {
    if (!detail.value) return;
    setPosterProblem(null);
    const wanted = Number(query.value.get("item") ?? 0);
    pinsOf(configuration, file, library, wanted)
      .then((items) => {
        setPinned(items);
        const first = items.find((one) => one.key === wanted) ?? items[0];
        if (first) editor.show(first);
      })
      .catch((thrown: unknown) => setPosterProblem(asProblem(thrown)));
  }, [editor, detail.value, library, turn]);
  useLeaving(editor);
  useAddress(editor);
  useWriting(editor, setShown);

  const pin = (item: Item) => {
    const next = [...pinned.filter((one) => one.key !== item.key), item];
    setPinned(next);
    remember(configuration, file, next);
    editor.show(item);
  };
  const unpin = (item: Item) => {
    const next = pinned.filter((one) => one.key !== item.key);
    if (!next.length) return;
    setPinned(next);
    remember(configuration, file, next);
    if (editor.item.value?.key === item.key && next[0]) editor.show(next[0]);
  };
  const isReady = editor.saved.value !== null;
  return (
    <div class="frame overlay-page">
      <Head editor={editor} detail={detail.value} add={() => setShown("add")} save={() => void save(editor, setShown)} />
      {/* What is asked again is what failed, and nothing else: to open the file anew would take away what was written since. */}
      {problem && <Trouble problem={problem} again={open} />}
      {!problem && detail.problem && <Trouble problem={detail.problem} again={detail.again} />}
      {!problem && posterProblem && <Trouble problem={posterProblem} again={() => setTurn((before) => before + 1)} />}
      {!isReady && !problem && <Loading words="Opening the overlays" />}
      {isReady && <Panels editor={editor} reference={reference.value ?? null} pinned={pinned} pick={() => setShown("pick")} unpin={unpin} library={library} libraries={detail.value?.libraries ?? []} />}
      {shown === "pick" && <Picker configuration={configuration} library={library} pinned={pinned} onPick={pin} onUnpin={unpin} onClose={() => setShown("")} />}
      {shown === "add" && <AddOverlay editor={editor} onClose={() => setShown("")} />}
      {shown === "conflict" && <Conflict editor={editor} onClose={() => setShown("")} />}
    </div>
  );
}

function Head({ editor, detail, add, save }: { editor: Editor; detail: ConfigurationDetail | undefined; add: () => void; save: () => void }) {
  const files = detail?.files.filter((one) => one.kind === "overlays") ?? [];
  const isWritable = detail?.files.find((one) => one.name === editor.file)?.is_writable ?? true;
  return (
    <header class="overlay-head">
      <h1>
        <span class="sr">Overlay editor: </span>
        {files.length > 1 ? (
          <select aria-label="Overlay file" value={editor.file} onChange={(event) => {
            const select = event.currentTarget;
            go(hrefOf(editor.configuration, select.value));
            select.value = editor.file;
          }}>
            {files.map((one) => (
              <option key={one.name} value={one.name}>
                {shortOf(one.name, files)}
              </option>
            ))}
          </select>
        ) : (
          editor.file
        )}
        {editor.isDirty.value && <span class="dirty">not saved</span>}
      </h1>
      <div class="overlay-tools">
        <IconButton label={editor.undoWords.value ? `Undo: ${editor.undoWords.value}` : "Undo"} icon="undo" disabled={!editor.undoWords.value} onClick={() => void editor.undo()} />
        <IconButton label={editor.redoWords.value ? `Redo: ${editor.redoWords.value}` : "Redo"} icon="again" disabled={!editor.redoWords.value} onClick={() => void editor.redo()} />
        <Button icon="plus" onClick={add}>
          Add
        </Button>
        <LinkButton href={`config/${segment(editor.configuration)}/${segment(editor.file)}`} kind="quiet" icon="config">
          As text
        </LinkButton>
        <Button kind="primary" disabled={!editor.isDirty.value || !isWritable} isBusy={editor.isSaving.value} onClick={save} title={isWritable ? "Ctrl+S" : "The file can only be read"}>
          Save
        </Button>
      </div>
    </header>
  );
}

/** A file's own name, with its folder where two are called the same. */
function shortOf(name: string, files: readonly { name: string }[]): string {
  const last = name.split("/").at(-1) ?? name;
  return files.filter((one) => one.name.endsWith(`/${last}`) || one.name === last).length > 1 ? name : last;
}

async function save(editor: Editor, show: (what: Shown) => void): Promise<void> {
  if (!editor.isDirty.value) return;
  try {
    await editor.save();
    tell("Saved. What was there before is kept as a version.");
  } catch (thrown) {
    if (thrown instanceof ApiProblem && thrown.status === 409) show("conflict");
    else tellProblem(thrown);
  }
}

function useWriting(editor: Editor, show: (what: Shown) => void): void {
  const choose = (by: number) => {
    const drawn = (editor.layers.value?.layers ?? []).filter((one) => one.is_drawn);
    const at = drawn.findIndex((one) => one.overlay === editor.chosen.value);
    const next = drawn[(at + by + drawn.length) % drawn.length];
    if (!next) return;
    editor.choose(next.overlay);
    document.querySelector<HTMLElement>(`[data-layer="${CSS.escape(next.overlay)}"]`)?.focus();
  };
  const chosen = (run: (overlay: string) => Promise<void>) => () => {
    if (editor.chosen.value) void run(editor.chosen.value);
  };
  useKeys("Overlay editor", [
    { key: "Ctrl+s", words: "save", run: () => void save(editor, show), inFields: true },
    { key: "Ctrl+z", words: "undo", run: () => void editor.undo(), inFields: true },
    { key: "Ctrl+Shift+Z", words: "redo", run: () => void editor.redo(), inFields: true },
    { key: "Ctrl+y", words: "redo", run: () => void editor.redo(), inFields: true },
    { key: "[", words: "the layer below", run: () => choose(-1) },
    { key: "]", words: "the layer above", run: () => choose(1) },
    { key: "Arrow keys", words: "move the chosen layer by 1, with Shift by 10", run: () => {}, isListedOnly: true },
    { key: "Alt+Arrow keys", words: "resize it by 1, with Shift by 10", run: () => {}, isListedOnly: true },
    { key: "Alt", words: "while dragging: do not snap", run: () => {}, isListedOnly: true },
    { key: "h", words: "hide or show the chosen layer", run: chosen(async (overlay) => editor.hide(overlay, !editor.hidden.value.includes(overlay))) },
    { key: "Ctrl+d", words: "duplicate the chosen layer", run: chosen((overlay) => editor.duplicate(overlay)) },
    { key: "Delete", words: "remove the chosen layer", run: chosen((overlay) => editor.remove(overlay)) },
    { key: "a", words: "add an overlay", run: () => show("add") },
    { key: "p", words: "choose posters", run: () => show("pick") },
  ]);
}

/** What was typed before the tab was loaded anew, or somebody signed in again; not over what was saved since. */
function bringBack(editor: Editor, kept: Kept | null): void {
  if (!kept || kept.digest !== editor.saved.value?.digest || kept.text === editor.text.value) return;
  editor.type(kept.text, "bring back what was not saved", "");
  tell("What you had not saved is back. Undo takes it away.");
}

/** Asks before unsaved work is left, and keeps it in the tab until it is saved. */
function useLeaving(editor: Editor): void {
  useEffect(() => {
    guardLeaving(() => {
      const mayLeave = !editor.isDirty.value || window.confirm(`${editor.file} has changes that are not saved. Leave it all the same?`);
      if (mayLeave) dropDraft(editor.configuration, editor.file);
      return mayLeave;
    });
    const stop = (event: BeforeUnloadEvent) => {
      if (editor.isDirty.value) event.preventDefault();
    };
    window.addEventListener("beforeunload", stop);
    const keep = effect(() => {
      const [saved, text] = [editor.saved.value, editor.text.value];
      if (!saved) return;
      if (text === saved.text) dropDraft(editor.configuration, editor.file);
      else keepDraft(editor.configuration, editor.file, { digest: saved.digest, text });
    });
    return () => {
      keep();
      guardLeaving(null);
      window.removeEventListener("beforeunload", stop);
    };
  }, [editor]);
}

/** The address names item and overlay, so that a link leads to them. */
function useAddress(editor: Editor): void {
  const wanted = query.value.get("overlay") ?? "";
  // What the page itself put into the address is no wish of somebody's, and may be behind what was chosen since.
  const own = useRef("");
  useEffect(() => {
    if (wanted && wanted !== own.current) editor.choose(wanted);
  }, [editor, wanted, editor.saved.value !== null]);
  const item = editor.item.value?.key;
  const chosen = editor.chosen.value;
  useEffect(() => {
    if (!item) return;
    own.current = chosen;
    setQuery({ item: String(item), overlay: chosen });
  }, [item, chosen]);
}
