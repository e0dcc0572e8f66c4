import { useEffect, useId, useRef, useState } from "preact/hooks";
import { problemOf } from "../api/problem";
import type { Mark, Reference } from "../api/types";
import { Loading, Trouble } from "../parts/empty";
import "../style/editor.css";
import type { Cursor, Machine } from "./machine";
import type { FileKind } from "./offers";

export type { Cursor } from "./machine";

/** A phone, as the style sheets have it: there is no room to the right. */
const NARROW = "(max-width: 760px)";

export interface YamlEditorProps {
  text: string;
  /** Findings of the validator, shown in place. A new list is a new answer. */
  marks: readonly Mark[];
  /** For what a person writes; not for texts that came in by `text`. */
  onChange: (text: string) => void;
  /** Words for completion and hover; null while they are not there. */
  reference: Reference | null;
  /** Its name, read aloud. */
  label: string;
  /** Which words fit: those of overlay files, or those of config.yml. */
  file?: FileKind;
  /** Where to go, counted from 1. A new object goes there anew; `keepsFocus` leaves the focus where it is. */
  show?: { line: number; column?: number; keepsFocus?: boolean } | null;
  onCursor?: (cursor: Cursor) => void;
  readOnly?: boolean;
}

/** A text in YAML. A text that comes from outside is put in by the smallest edit, so that cursor and undo stay. */
export function YamlEditor(props: YamlEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const machine = useRef<Machine | null>(null);
  const newest = useRef(props);
  newest.current = props;
  // Texts that were written since the page last said the same: it is behind them, and must not take them back.
  const written = useRef(new Set<string>());
  const help = useId();
  const [state, setState] = useState<"waits" | "there" | "failed">("waits");

  useEffect(() => {
    let isGone = false;
    const narrow = window.matchMedia(NARROW);
    const turned = () => machine.current?.wrap(narrow.matches);
    narrow.addEventListener("change", turned);
    import("./machine").then(
      ({ Machine }) => {
        if (isGone || !place.current) return;
        machine.current = new Machine(place.current, {
          text: newest.current.text,
          label: newest.current.label,
          describedBy: help,
          isReadOnly: newest.current.readOnly ?? false,
          wraps: narrow.matches,
          knowledge: () => ({ reference: newest.current.reference, file: newest.current.file ?? "overlays" }),
          onText: (text) => {
            written.current.add(text);
            newest.current.onChange(text);
          },
          onCursor: (cursor) => newest.current.onCursor?.(cursor),
        });
        setState("there");
      },
      () => setState("failed"),
    );
    return () => {
      isGone = true;
      narrow.removeEventListener("change", turned);
      machine.current?.close();
      machine.current = null;
    };
  }, []);

  useEffect(() => {
    const editor = machine.current;
    if (!editor) return;
    if (props.text === editor.text) written.current.clear();
    else if (!written.current.has(props.text)) {
      written.current.clear();
      editor.take(props.text);
    }
  }, [props.text, state]);
  useEffect(() => machine.current?.mark(props.marks), [props.marks, state]);
  useEffect(() => machine.current?.allow(props.readOnly ?? false), [props.readOnly, state]);
  useEffect(() => {
    if (props.show) machine.current?.show(props.show.line, props.show.column, !props.show.keepsFocus);
  }, [props.show, state]);

  return (
    <div class="yaml-editor">
      {state === "waits" && <Loading words="Opening the editor" />}
      {state === "failed" && (
        <Trouble problem={problemOf({ title: "The editor could not be fetched", hint: "The studio may have been renewed: load the page anew." })} />
      )}
      <div class="yaml-place" ref={place} />
      <p id={help} class="sr">
        Tab indents; Esc and then Tab leaves the editor. Ctrl and Space completes, F8 goes to the next problem, Ctrl and F searches.
        {props.readOnly ? " This text can only be read." : ""}
      </p>
    </div>
  );
}
