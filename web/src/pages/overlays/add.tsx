import { useState } from "preact/hooks";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { Field } from "../../parts/field";
import type { Editor } from "./editor";
import { OwnPictureChoice } from "./own-picture-choice";
import { freeName, type NewKind, type Source, yamlOf } from "./new-overlay";

const KINDS: { kind: NewKind; title: string; words: string }[] = [
  { kind: "text", title: "Text", words: "a rating, a running time, a title: anything that an item says of itself" },
  { kind: "picture", title: "Picture", words: "a badge or a ribbon from a file or an address" },
  { kind: "backdrop", title: "Backdrop", words: "a rectangle behind other overlays" },
];

/** Adds an overlay, on every item of the level that is shown; what it is for is narrowed in the text. */
export function AddOverlay({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const [kind, setKind] = useState<NewKind>("text");
  const [name, setName] = useState("");
  const [text, setText] = useState("<<title>>");
  const [source, setSource] = useState<Source>("own");
  const [place, setPlace] = useState("");
  const usual = { text: "New text", picture: "New picture", backdrop: "New backdrop" }[kind];
  const called = freeName(name.trim() || usual, editor.names.value);
  const isReady = kind !== "picture" || place.trim() !== "";
  const add = async (event: Event) => {
    event.preventDefault();
    if (!isReady) return;
    onClose();
    const level = editor.item.value?.type ?? "movie";
    await editor.add(yamlOf({ kind, name: called, level, text, source, place: place.trim() }), called);
  };
  return (
    <Dialog
      title="Add an overlay"
      onClose={onClose}
      size="small"
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={!isReady} onClick={(event) => void add(event)}>
            Add {called}
          </Button>
        </>
      }
    >
      <form class="add-form" onSubmit={(event) => void add(event)}>
        <fieldset>
          <legend>What</legend>
          {KINDS.map((one) => (
            <label key={one.kind} class="add-kind">
              <input type="radio" name="kind" checked={kind === one.kind} onChange={() => setKind(one.kind)} />
              <span>
                <b>{one.title}</b> <span class="muted">{one.words}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <Field label="Name" hint="What the definition is called in the text.">
          {(id, describedBy) => <input id={id} aria-describedby={describedBy} type="text" placeholder={usual} value={name} onInput={(event) => setName(event.currentTarget.value)} />}
        </Field>
        {kind === "text" && (
          <Field label="Text" hint="Variables stand in angle brackets; the palette has all of them.">
            {(id, describedBy) => <input id={id} aria-describedby={describedBy} type="text" value={text} onInput={(event) => setText(event.currentTarget.value)} />}
          </Field>
        )}
        {kind === "picture" && (
          <>
            <Field label="Comes from">
              {(id) => (
                <select
                  id={id}
                  value={source}
                  onChange={(event) => {
                    setSource(event.currentTarget.value as Source);
                    setPlace("");
                  }}
                >
                  <option value="own">a picture of yours</option>
                  <option value="file">a file</option>
                  <option value="default">a picture that comes with Kometa</option>
                  <option value="url">an address</option>
                  <option value="git">the Community-Configs</option>
                  <option value="repo">the custom repo</option>
                </select>
              )}
            </Field>
            {source === "own" ? (
              <OwnPictureChoice configuration={editor.configuration} chosen={place} onChoose={setPlace} />
            ) : (
              <Field label="Where" hint={source === "file" ? "A path, as seen from the configuration's folder: badges/4k.png" : "As Kometa writes it"}>
                {(id, describedBy) => <input id={id} aria-describedby={describedBy} type="text" required value={place} onInput={(event) => setPlace(event.currentTarget.value)} />}
              </Field>
            )}
          </>
        )}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
