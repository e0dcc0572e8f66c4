import { useEffect, useRef } from "preact/hooks";
import type { Reference } from "../../api/types";
import { YamlEditor } from "../../editor/yaml-editor";
import { Chip } from "../../parts/chip";
import type { Editor } from "./editor";
import { overlayAt } from "./lines";

/** The YAML of the file, both ways: what is typed is drawn, what is drawn is written, and the cursor chooses the layer. */
export function TextSide({ editor, reference }: { editor: Editor; reference: Reference | null }) {
  const marks = editor.marks.value;
  const errors = marks.filter((one) => one.severity === "error").length;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // One undo for both sides: that of the editor inside would know nothing of what the hand did.
    const take = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const key = event.key.toLowerCase();
      const run = key === "z" ? (event.shiftKey ? "redo" : "undo") : key === "y" && !event.shiftKey ? "redo" : null;
      if (!run) return;
      event.preventDefault();
      event.stopPropagation();
      void editor[run]();
    };
    const box = place.current;
    box?.addEventListener("keydown", take, true);
    return () => box?.removeEventListener("keydown", take, true);
  }, [editor]);
  return (
    <div class="text-side" ref={place}>
      <div class="text-state" role="status">
        {errors > 0 ? (
          <Chip tone="bad">{errors === 1 ? "1 error" : `${errors} errors`}</Chip>
        ) : marks.length > 0 ? (
          <Chip tone="warning">{marks.length === 1 ? "1 remark" : `${marks.length} remarks`}</Chip>
        ) : (
          <Chip tone="good">valid</Chip>
        )}
        {editor.isUnreadable.value && <span class="hint">The poster shows the text as it could last be read.</span>}
      </div>
      <YamlEditor
        text={editor.text.value}
        marks={marks}
        reference={reference}
        label={`Text of ${editor.file}`}
        file="overlays"
        show={editor.jump.value}
        onChange={(text) => editor.type(text)}
        onCursor={({ line }) => {
          // Only where somebody writes here; a jump from the poster must not choose anything.
          if (!place.current?.contains(document.activeElement)) return;
          const overlay = overlayAt(editor.text.value, line);
          if (overlay) editor.choose(overlay, { jumps: false });
        }}
      />
    </div>
  );
}
