import { useComputed } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Layer } from "../../api/types";
import type { Editor } from "./editor";
import { dragged, type Grip, SLACK_PX, SNAP_PX, under } from "./hand";
import { type Axis, type Box, boxOf, type Canvas, lengthOf, type Plain } from "./place";
import { handlesOf, resized, sizingOf } from "./resize";
import type { Pull } from "./snap";

const KEYS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The poster: the engine's picture, and over it a frame for each layer that a hand or a key can take hold of. */
export function Stage({ editor, say, edit }: { editor: Editor; say: (words: string) => void; edit: () => void }) {
  const sheet = useRef<HTMLDivElement>(null);
  const hand = useRef<Hand | null>(null);
  if (!hand.current) hand.current = new Hand(editor, sheet, say);
  const mine = hand.current;
  const layers = editor.layers.value;
  const [width, height] = layers?.canvas ?? [1000, 1500];
  const shown = (layers?.layers ?? []).filter((one) => one.is_drawn && one.width > 0);
  const held = editor.held.value;
  return (
    <div class="stage-room">
      <div
        ref={sheet}
        class={held ? "stage is-held" : "stage"}
        style={{ "--ratio": width / height, aspectRatio: `${width} / ${height}` }}
        role="group"
        aria-label={`Poster of ${editor.item.value?.title ?? "nothing"}, ${shown.length} layers`}
        onPointerDown={(event) => mine.down(event)}
        onPointerMove={(event) => mine.move(event)}
        onPointerUp={(event) => mine.up(event)}
        onPointerCancel={() => mine.cancel()}
        onDblClick={edit}
      >
        <Paper editor={editor} />
        {shown.map((layer) => (
          <LayerFrame key={layer.overlay} editor={editor} layer={layer} canvas={{ width, height }} hand={mine} />
        ))}
        {held?.guides.map((guide) => (
          <span
            key={`${guide.direction} ${guide.at}`}
            class={`guide guide-${guide.direction}`}
            style={guide.direction === "across" ? { left: `${(guide.at / width) * 100}%` } : { top: `${(guide.at / height) * 100}%` }}
          />
        ))}
      </div>
    </div>
  );
}

/** The picture itself. A bitmap is handed over, not copied; an older one never comes after a newer one. */
function Paper({ editor }: { editor: Editor }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painted = useRef(0);
  const turn = useRef(0);
  const frame = editor.frame.value;
  useEffect(() => {
    if (!frame) {
      turn.current += 1;
      painted.current = turn.current;
      delete canvas.current?.dataset["full"];
      return;
    }
    const mine = ++turn.current;
    createImageBitmap(frame.blob).then(
      (bitmap) => {
        const place = canvas.current;
        if (!place || mine < painted.current) return bitmap.close();
        painted.current = mine;
        place.width = bitmap.width;
        place.height = bitmap.height;
        place.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
        place.dataset["full"] = String(frame.isFull);
        requestAnimationFrame(() => performance.measure(frame.isFull ? "halley full frame" : "halley frame", { start: frame.at_ms, end: performance.now() }));
      },
      () => {},
    );
  }, [frame]);
  const layers = editor.layers.value?.layers ?? [];
  const drawn = layers.filter((one) => one.is_drawn).map((one) => one.text || one.overlay);
  return <canvas ref={canvas} class={frame ? "paper" : "paper is-old"} role="img" aria-label={`The engine's picture, with ${drawn.join(", ") || "no overlay"}`} />;
}

function LayerFrame({ editor, layer, canvas, hand }: { editor: Editor; layer: Layer; canvas: Canvas; hand: Hand }) {
  const held = useComputed(() => (editor.held.value?.overlay === layer.overlay ? editor.held.value.box : null));
  const box = held.value ?? boxOf(layer);
  const isChosen = editor.chosen.value === layer.overlay;
  const why = editor.whyFixed(layer);
  const handles = isChosen && !why ? handlesOf(sizingOf(layer.kind, editor.attributesOf(layer))) : [];
  const style = {
    left: `${(box.left / canvas.width) * 100}%`,
    top: `${(box.top / canvas.height) * 100}%`,
    width: `${(box.width / canvas.width) * 100}%`,
    height: `${(box.height / canvas.height) * 100}%`,
  };
  return (
    <>
      <button
        type="button"
        class={`layer-frame${isChosen ? " is-chosen" : ""}${why ? " is-fixed" : ""}`}
        style={style}
        aria-pressed={isChosen}
        aria-label={`${layer.overlay}, ${layer.kind}${layer.text ? ` “${layer.text}”` : ""}, at ${box.left} and ${box.top}, ${box.width} by ${box.height}${why ? `; ${why}` : ""}`}
        data-layer={layer.overlay}
        onFocus={() => editor.choose(layer.overlay)}
        onClick={() => editor.choose(layer.overlay)}
        onKeyDown={(event) => hand.key(event, layer)}
      />
      {handles.length > 0 && (
        <span class="handles" style={style} aria-hidden="true">
          {handles.map((pull) => (
            <span key={`${pull.x} ${pull.y}`} class="handle" data-x={pull.x} data-y={pull.y} />
          ))}
        </span>
      )}
    </>
  );
}

/** One hand at a time: what it took, and where. */
class Hand {
  private grip: Grip | null = null;
  private from = { x: 0, y: 0, scale: 1 };
  private isDrag = false;
  private below: Layer | null = null;
  private pointer = -1;

  constructor(
    private readonly editor: Editor,
    private readonly sheet: { current: HTMLDivElement | null },
    private readonly say: (words: string) => void,
  ) {}

  down(event: PointerEvent): void {
    const sheet = this.sheet.current;
    const layers = this.editor.layers.value;
    if (event.button !== 0 || !sheet || !layers || this.pointer >= 0) return;
    const bounds = sheet.getBoundingClientRect();
    const scale = layers.canvas[0] / bounds.width;
    const [x, y] = [(event.clientX - bounds.left) * scale, (event.clientY - bounds.top) * scale];
    const handle = (event.target as Element).closest<HTMLElement>(".handle");
    const hits = under(layers.layers, x, y, (event.pointerType === "touch" ? 14 : 4) * scale);
    const chosen = this.editor.layer.value;
    this.below = null;
    this.isDrag = false;
    let taken: Layer | undefined;
    if (handle && chosen) taken = chosen;
    else if (chosen && hits.some((one) => one.overlay === chosen.overlay)) {
      taken = hits.find((one) => one.overlay === chosen.overlay);
      // A second click goes to what lies below.
      this.below = hits[(hits.findIndex((one) => one.overlay === chosen.overlay) + 1) % hits.length] ?? null;
    } else taken = hits[0];
    event.preventDefault();
    if (!taken) {
      this.editor.choose("");
      return;
    }
    this.editor.choose(taken.overlay);
    sheet.querySelector<HTMLElement>(`[data-layer="${CSS.escape(taken.overlay)}"]`)?.focus({ preventScroll: true });
    void this.editor.keep();
    this.pointer = event.pointerId;
    this.from = { x: event.clientX, y: event.clientY, scale };
    const pull: Pull | undefined = handle ? { x: Number(handle.dataset["x"]) as Pull["x"], y: Number(handle.dataset["y"]) as Pull["y"] } : undefined;
    this.grip = this.gripOf(taken, pull);
    sheet.setPointerCapture(event.pointerId);
  }

  private gripOf(layer: Layer, pull?: Pull): Grip {
    const layers = this.editor.layers.value;
    const others = (layers?.layers ?? []).filter((one) => one.is_drawn && one.width > 0 && one.overlay !== layer.overlay).map(boxOf);
    const [width, height] = layers?.canvas ?? [1000, 1500];
    return { layer, attributes: this.editor.attributesOf(layer), box: boxOf(layer), others, canvas: { width, height }, ...(pull ? { pull } : {}) };
  }

  move(event: PointerEvent): void {
    const grip = this.grip;
    if (!grip || event.pointerId !== this.pointer) return;
    const [dx, dy] = [event.clientX - this.from.x, event.clientY - this.from.y];
    if (!this.isDrag && Math.hypot(dx, dy) < SLACK_PX) return;
    if (!this.isDrag) {
      const why = this.editor.whyFixed(grip.layer);
      if (why) {
        this.say(`${grip.layer.overlay} stays: ${why}.`);
        this.release();
        return;
      }
    }
    this.isDrag = true;
    const how = { tolerance: SNAP_PX * this.from.scale, isFree: event.altKey, isStraight: event.shiftKey };
    const found = dragged(grip, dx * this.from.scale, dy * this.from.scale, how);
    const changes = { ...Object.fromEntries(this.touched(grip)), ...found.changes };
    this.editor.held.value = { overlay: grip.layer.overlay, box: found.box, guides: found.guides };
    this.editor.hold(grip.layer.overlay, changes, `${grip.pull ? "resize" : "move"} ${grip.layer.overlay}`, event.timeStamp);
  }

  /** What the drag changed before and no longer does stands as it stood. */
  private touched(grip: Grip): [string, Plain][] {
    return this.editor.live.value
      .filter((one) => one.overlay === grip.layer.overlay)
      .map((one) => [one.key, grip.attributes[one.key] ?? null]);
  }

  up(event: PointerEvent): void {
    if (event.pointerId !== this.pointer) return;
    const { isDrag, below } = this;
    this.release();
    if (isDrag) void this.editor.keep();
    else if (below) this.editor.choose(below.overlay);
  }

  cancel(): void {
    if (this.pointer < 0) return;
    this.release();
    this.editor.letGo();
  }

  private release(): void {
    if (this.pointer >= 0) this.sheet.current?.releasePointerCapture(this.pointer);
    this.pointer = -1;
    this.grip = null;
  }

  key(event: KeyboardEvent, layer: Layer): void {
    if (event.key === "Escape") {
      if (this.grip) this.cancel();
      else this.editor.choose("");
      event.preventDefault();
      return;
    }
    const way = KEYS[event.key];
    if (!way || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const why = this.editor.whyFixed(layer);
    if (why) return this.say(`${layer.overlay} stays: ${why}.`);
    const by = event.shiftKey ? 10 : 1;
    const grip = this.gripOf(layer);
    // What stands at a percent goes by percents.
    const unit = (axis: Axis, side: number) => (lengthOf(grip.attributes[`${axis}_offset`])?.isPercent && !event.altKey ? side / 100 : 1);
    const [dx, dy] = [way[0] * by * unit("horizontal", grip.canvas.width), way[1] * by * unit("vertical", grip.canvas.height)];
    if (event.altKey) {
      const after: Box = { ...grip.box, width: Math.max(1, grip.box.width + dx), height: Math.max(1, grip.box.height + dy) };
      const found = this.grown(grip, after, dx + dy);
      this.editor.nudge(layer.overlay, found.changes, found.box, `resize ${layer.overlay}`);
      return;
    }
    const found = dragged(grip, dx, dy, { tolerance: 0, isFree: true, isStraight: false });
    if (!Object.keys(found.changes).length) return;
    this.editor.nudge(layer.overlay, found.changes, found.box, `move ${layer.overlay}`);
  }

  /** A text grows by a pixel of its size, everything else by a pixel of its box. */
  private grown(grip: Grip, after: Box, by: number): { changes: Record<string, Plain>; box: Box } {
    if (sizingOf(grip.layer.kind, grip.attributes) !== "font") return resized(grip.layer.kind, grip.attributes, grip.box, after, grip.canvas);
    const size = Number(grip.attributes["font_size"] ?? 36);
    const now = Math.max(1, size + by);
    const scaled = { ...grip.box, width: (grip.box.width * now) / size, height: (grip.box.height * now) / size };
    return { changes: { font_size: now }, box: resized("text", grip.attributes, grip.box, scaled, grip.canvas).box };
  }
}
