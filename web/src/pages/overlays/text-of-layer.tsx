import { useEffect, useRef } from "preact/hooks";
import type { Layer } from "../../api/types";
import { useDraft } from "./controls";
import type { Editor } from "./editor";

/** The inside of `text(…)`, the number of `blur(…)`, or the name of a picture: whatever the name says. */
export function TextOfLayer({ editor, layer }: { editor: Editor; layer: Layer }) {
  const name = String(editor.attributesOf(layer)["name"] ?? "");
  const inside = /^(?:text|blur)\((.*)\)$/s.exec(name)?.[1];
  const kind = layer.kind === "text" || layer.kind === "blur" ? layer.kind : "name";
  const [text, setText] = useDraft(inside ?? name);
  const field = useRef<HTMLInputElement>(null);
  const written = (inner: string) => (kind === "name" ? inner : `${kind}(${inner})`);
  const words = `change the text of ${layer.overlay}`;
  const change = (inner: string) => {
    if (inner.trim() && written(inner) !== layer.attributes["name"]) void editor.edit(layer.overlay, { name: written(inner) }, words);
    else editor.letGo();
  };
  useEffect(() => {
    insertInto.current = (variable) => {
      if (kind !== "text" || !field.current) return false;
      const [from, to] = [field.current.selectionStart ?? text.length, field.current.selectionEnd ?? text.length];
      const next = text.slice(0, from) + variable + text.slice(to);
      setText(next);
      change(next);
      const at = from + variable.length;
      requestAnimationFrame(() => field.current?.setSelectionRange(at, at));
      return true;
    };
    return () => {
      insertInto.current = null;
    };
  });
  if (layer.kind === "backdrop") return null;
  return (
    <div class="property property-wide">
      <label for="text-of-layer">{kind === "text" ? "Text" : kind === "blur" ? "How much it blurs" : "Picture"}</label>
      <input
        id="text-of-layer"
        ref={field}
        type="text"
        inputMode={kind === "blur" ? "numeric" : "text"}
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={(event) => {
          const inner = event.currentTarget.value;
          setText(inner);
          if (inner.trim()) editor.hold(layer.overlay, { name: written(inner) }, words);
        }}
        onChange={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") change(event.currentTarget.value);
          if (event.key === "Escape") {
            setText(inside ?? name);
            editor.letGo();
            event.stopPropagation();
          }
        }}
      />
      {layer.kind === "text" && layer.text && layer.text !== text && <p class="hint">On this poster: {layer.text}</p>}
    </div>
  );
}

/** Puts a variable where the cursor of that field is; there only while a text is chosen. */
export const insertInto: { current: ((variable: string) => boolean) | null } = { current: null };
