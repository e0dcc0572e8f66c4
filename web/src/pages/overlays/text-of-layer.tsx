import type { Layer } from "../../api/types";
import { useDraft } from "./controls";
import { type Editor, insideOf, kindOf } from "./editor";

/** The inside of `text(…)`, the number of `blur(…)`, or the name of a picture: whatever the name says. */
export function TextOfLayer({ editor, layer }: { editor: Editor; layer: Layer }) {
  const name = String(editor.attributesOf(layer)["name"] ?? "");
  const inside = insideOf(name);
  const kind = kindOf(layer);
  const [text, setText] = useDraft(inside ?? name);
  const isBracketed = kind === "text" || kind === "blur";
  const written = (inner: string) => (isBracketed ? `${kind}(${inner})` : inner);
  const words = `change the text of ${layer.overlay}`;
  const change = (inner: string) => {
    if (inner.trim() && written(inner) !== layer.attributes["name"]) void editor.edit(layer.overlay, { name: written(inner) }, words);
    else editor.letGo();
  };
  const remember = (field: HTMLInputElement) => {
    editor.caret = { overlay: layer.overlay, from: field.selectionStart ?? text.length, to: field.selectionEnd ?? text.length };
  };
  if (kind === "backdrop") return null;
  return (
    <div class="property property-wide">
      <label for="text-of-layer">{kind === "text" ? "Text" : kind === "blur" ? "How much it blurs" : "Name of the picture"}</label>
      <input
        id="text-of-layer"
        type="text"
        inputMode={kind === "blur" ? "numeric" : "text"}
        spellcheck={false}
        autocomplete="off"
        value={text}
        onSelect={(event) => remember(event.currentTarget)}
        onInput={(event) => {
          const inner = event.currentTarget.value;
          setText(inner);
          remember(event.currentTarget);
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
