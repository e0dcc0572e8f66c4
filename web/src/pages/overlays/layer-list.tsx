import { useState } from "preact/hooks";
import { useKeptFocus } from "./kept-focus";
import type { Layer } from "../../api/types";
import { IconButton } from "../../parts/button";
import { Icon } from "../../parts/icon";
import { Coded } from "./coded";
import type { Editor } from "./editor";

/** All overlays of the text: those on the poster, the foremost first, then the others with why they are not there. */
export function LayerList({ editor }: { editor: Editor }) {
  const layers = editor.layers.value?.layers ?? [];
  const drawn = layers.filter((one) => one.is_drawn).reverse();
  const others = layers.filter((one) => !one.is_drawn);
  const [dragged, setDragged] = useState("");
  const [over, setOver] = useState("");
  const keep = useKeptFocus("layer", layers);

  /** Brings a layer right before (in front of) another in the order of drawing, which is that of the text. */
  const bring = (overlay: string, at: number) => {
    const rest = drawn.filter((one) => one.overlay !== overlay);
    const behind = rest[at];
    if (editor.names.value.includes(overlay)) void editor.reorder(overlay, behind ? behind.overlay : null);
  };
  const step = (layer: Layer, by: number) => {
    const at = drawn.findIndex((one) => one.overlay === layer.overlay);
    if (at < 0 || at + by < 0 || at + by >= drawn.length) return;
    keep(layer.overlay);
    bring(layer.overlay, at + by);
  };
  return (
    <div class="layer-list">
      <h2 id="drawn-layers">On this poster</h2>
      {drawn.length === 0 && <p class="hint">Nothing of this file is drawn on it.</p>}
      <ul aria-labelledby="drawn-layers">
        {drawn.map((layer, at) => (
          <li
            key={layer.overlay}
            class={over === layer.overlay && dragged ? "is-over" : undefined}
            draggable
            onDragStart={(event) => {
              event.dataTransfer?.setData("text/plain", layer.overlay);
              setDragged(layer.overlay);
            }}
            onDragOver={(event) => {
              if (!dragged) return;
              event.preventDefault();
              setOver(layer.overlay);
            }}
            onDragEnd={() => setDragged("")}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged && dragged !== layer.overlay) bring(dragged, at);
              setDragged("");
              setOver("");
            }}
          >
            <Row editor={editor} layer={layer} step={(by) => step(layer, by)} />
          </li>
        ))}
      </ul>
      {others.length > 0 && <h2 id="other-layers">Not on this poster</h2>}
      <ul aria-labelledby="other-layers">
        {others.map((layer) => (
          <li key={layer.overlay}>
            <Row editor={editor} layer={layer} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Row({ editor, layer, step }: { editor: Editor; layer: Layer; step?: (by: number) => void }) {
  const isHidden = editor.hidden.value.includes(layer.overlay);
  const isChosen = editor.chosen.value === layer.overlay;
  return (
    <div class={isChosen ? "layer-row is-chosen" : "layer-row"}>
      <IconButton label={isHidden ? `Show ${layer.overlay}` : `Hide ${layer.overlay}`} icon="eye" pressed={isHidden} size={16} onClick={() => editor.hide(layer.overlay, !isHidden)} />
      <button
        type="button"
        class="layer-name"
        data-of-layer={layer.overlay}
        aria-pressed={isChosen}
        title={layer.why || undefined}
        onClick={() => editor.choose(layer.overlay)}
        onKeyDown={(event) => {
          const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
          if (!by) return;
          event.preventDefault();
          if (event.altKey) step?.(by);
          else neighbour(event.currentTarget, by)?.focus();
        }}
      >
        <span class="layer-title">
          {layer.overlay}
          {!layer.is_editable && (
            <>
              <Icon name="lock" size={13} />
              <span class="sr">, from a template</span>
            </>
          )}
        </span>
        <span class="layer-more">
          <Coded words={layer.is_drawn ? told(layer) : isHidden ? "hidden here" : layer.why} />
        </span>
      </button>
      {isChosen && step && (
        <>
          <IconButton label={`Bring ${layer.overlay} forward`} icon="up" size={14} onClick={() => step(-1)} />
          <IconButton label={`Send ${layer.overlay} back`} icon="down" size={14} onClick={() => step(1)} />
        </>
      )}
    </div>
  );
}

function told(layer: Layer): string {
  const belongs = layer.queue ? `queue ${layer.queue}` : layer.group ? `group ${layer.group}` : "";
  return [layer.text ? `“${layer.text}”` : layer.kind, belongs].filter(Boolean).join(", ");
}

function neighbour(from: HTMLElement, by: number): HTMLElement | undefined {
  const all = [...(from.closest(".layer-list")?.querySelectorAll<HTMLElement>(".layer-name") ?? [])];
  return all[all.indexOf(from) + by];
}
