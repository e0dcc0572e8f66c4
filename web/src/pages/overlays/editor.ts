// The overlay editor's state: one text, what was done to it, what is chosen, and the engine's answers about it. Everything that
// changes the text goes through the back end's edits, so that comments and order stay; the pages only read signals.

import { batch, computed, signal } from "@preact/signals";
import { api, segment } from "../../api/client";
import { asProblem, isAborted } from "../../api/problem";
import type { Checked, Edit, EditAskedInput, Edited, FileText, Item, Layer, Layers, Mark, Problem, RenderAskedInput } from "../../api/types";
import { FrameLoop } from "./frames";
import { OneAtATime } from "../../parts/one-at-a-time";
import { freeName, renamed } from "./new-overlay";
import { blocksOf, drawnBy, textOf, writtenIn } from "./lines";
import { type Attributes, type Box, boxOf, type Plain } from "./place";
import { whyFixed } from "./hand";
import type { Guide } from "./snap";
import { Steps } from "./steps";

export interface Frame {
  blob: Blob;
  isFull: boolean;
  at_ms: number;
}

interface Measured {
  asked: RenderAskedInput;
  revision: number;
}

export interface Held {
  overlay: string;
  box: Box;
  guides: Guide[];
}

const CHECK_MS = 260;
const TYPED_MS = 120;
const NUDGED_MS = 500;
const QUICK_WIDTH = 500;

/** One file of one configuration while it is edited. */
export class Editor {
  readonly text = signal("");
  readonly saved = signal<FileText | null>(null);
  readonly item = signal<Item | null>(null);
  readonly layers = signal<Layers | null>(null);
  readonly chosen = signal("");
  readonly hidden = signal<readonly string[]>([]);
  readonly values = signal<Readonly<Record<string, string>>>({});
  readonly withRest = signal(false);
  readonly showsAll = signal(false);
  readonly marks = signal<readonly Mark[]>([]);
  /** Why there is no picture, or why it is not of this text. */
  readonly trouble = signal<Problem | null>(null);
  readonly isUnreadable = signal(false);
  readonly frame = signal<Frame | null>(null);
  /** What a hand holds, before the engine has answered. */
  readonly held = signal<Held | null>(null);
  /** Edits that the picture shows and the text does not have yet. */
  readonly live = signal<readonly Edit[]>([]);
  /** Edits on their way into the text. */
  private readonly committing = signal<readonly Edit[]>([]);
  /** Templates that may be edited, for all overlays that are drawn by them. */
  readonly unlocked = signal<readonly string[]>([]);
  readonly isSaving = signal(false);
  /** Counts texts, so that other posters know when to be drawn again. */
  readonly drawn = signal(0);
  /** Where the cursor was last in a text of the properties, and in which; a variable goes there. */
  caret: { overlay: string; from: number; to: number } | null = null;
  /** Counts what the text pane must jump to. */
  readonly jump = signal<{ line: number; keepsFocus: boolean } | null>(null);
  readonly undoWords = signal("");
  readonly redoWords = signal("");

  readonly isDirty = computed(() => this.saved.value !== null && (this.text.value !== this.saved.value.text || this.live.value.length > 0 || this.committing.value.length > 0));
  readonly layer = computed(() => this.layers.value?.layers.find((one) => one.overlay === this.chosen.value) ?? null);
  readonly names = computed(() => blocksOf(this.text.value).map((one) => one.name));

  private steps = new Steps({ text: "", words: "", chosen: "" });
  private revision = 0;
  private tail: Promise<unknown> = Promise.resolve();
  private timers = new Map<string, ReturnType<typeof setTimeout>>();
  private liveWords = "";
  private readonly frames: FrameLoop<RenderAskedInput, Blob>;
  /** One question about layers at a time: a slow server would have one for each word that was typed, and no room for a save. */
  private readonly measures = new OneAtATime<Measured, Layers>(
    ({ asked }) => api.post<Layers>("render/layers", asked),
    (found, { revision }) => this.measured(found, revision),
    (thrown) => {
      if (!isAborted(thrown)) this.trouble.value = asProblem(thrown);
    },
  );
  private checking: AbortController | null = null;

  constructor(
    readonly configuration: string,
    readonly file: string,
    private readonly say: (thrown: unknown) => void,
  ) {
    this.frames = new FrameLoop({
      fetch: (asked, signal) => api.blob("POST", "render", { body: asked, signal }),
      show: (blob, wanted) => {
        this.frame.value = { blob, isFull: wanted.isFull, at_ms: wanted.at_ms };
        this.trouble.value = null;
        if (wanted.isFull) this.drawn.value += 1;
      },
      fail: (thrown) => {
        if (!isAborted(thrown)) this.trouble.value = asProblem(thrown);
      },
    });
  }

  get address(): string {
    return `configurations/${segment(this.configuration)}/files/${segment(this.file)}`;
  }

  /** Reads the file anew, and forgets what was done. */
  async open(): Promise<void> {
    const found = await api.get<FileText>(this.address);
    this.steps = new Steps({ text: found.text, words: "open", chosen: "" });
    batch(() => {
      this.saved.value = found;
      this.text.value = found.text;
      this.live.value = [];
      this.marks.value = found.marks;
    });
    this.tellSteps();
    this.refresh();
  }

  close(): void {
    this.frames.close();
    this.measures.close();
    this.checking?.abort();
    for (const timer of this.timers.values()) clearTimeout(timer);
  }

  // --- looking

  choose(overlay: string, how: { jumps?: boolean } = {}): void {
    if (overlay === this.chosen.value) return;
    void this.keep();
    batch(() => {
      this.chosen.value = overlay;
      this.held.value = null;
    });
    const line = how.jumps === false ? 0 : (blocksOf(this.text.value).find((one) => one.name === overlay)?.from ?? 0);
    if (line) this.jump.value = { line, keepsFocus: true };
  }

  show(item: Item): void {
    if (item.key === this.item.value?.key) return;
    void this.keep();
    batch(() => {
      this.item.value = item;
      this.held.value = null;
      // The picture of another item is not to be taken for this one's.
      this.frame.value = null;
    });
    this.refresh();
  }

  hide(overlay: string, isHidden: boolean): void {
    this.hidden.value = isHidden ? [...this.hidden.value, overlay] : this.hidden.value.filter((one) => one !== overlay);
    this.refresh();
  }

  try(variable: string, value: string): void {
    const { [variable]: _, ...rest } = this.values.value;
    this.values.value = value === "" ? rest : { ...rest, [variable]: value };
    this.later("try", 80, () => this.refresh());
  }

  set(which: "withRest" | "showsAll", isOn: boolean): void {
    this[which].value = isOn;
    this.refresh();
  }

  /** What a picture or its layers are asked for with. */
  asked(more: Partial<RenderAskedInput> = {}): RenderAskedInput | null {
    const item = this.item.value;
    if (!item) return null;
    return {
      configuration: this.configuration,
      file: this.file,
      item: item.key,
      text: this.text.value,
      edits: [...this.committing.value, ...this.live.value],
      hidden: [...this.hidden.value],
      values: { ...this.values.value },
      with_rest: this.withRest.value,
      shows_all: this.showsAll.value,
      ...more,
    };
  }

  /** The attributes of a layer with what was done to it since it was told. */
  attributesOf(layer: Layer): Record<string, Plain> {
    const changes = valuesOf([...this.committing.value, ...this.live.value], layer.overlay);
    const written = this.canEdit(layer) ? this.writtenOf(layer) : null;
    // An offset that was filled in is not written: the two belong together, so both must be once one is.
    const given = Object.entries(layer.attributes).filter(([key]) => !written || !key.endsWith("l_offset") || written.has(key));
    return withChanges(Object.fromEntries(given), changes);
  }

  /** The template of this text that says what a layer draws; empty where the layer says it itself, or a template elsewhere. */
  templateOf(layer: Layer): string {
    return layer.is_editable ? "" : drawnBy(this.text.value, layer.overlay);
  }

  /** Whether the attributes of a layer can be changed: its own, or those of a template that somebody unlocked. */
  canEdit(layer: Layer): boolean {
    return layer.is_editable || (this.unlocked.value.length > 0 && this.unlocked.value.includes(this.templateOf(layer)));
  }

  /** What the text says of a layer where it is changed; expressions of variables as they stand. */
  writtenOf(layer: Layer): Map<string, string> {
    const template = this.templateOf(layer);
    return template ? writtenIn(this.text.value, template, "templates") : writtenIn(this.text.value, layer.overlay);
  }

  /** Why a hand cannot move a layer; empty where it can. */
  whyFixed(layer: Layer): string {
    if (!this.canEdit(layer)) return "its attributes come from a template";
    const given = [...this.writtenOf(layer)].filter(([key]) => /^(horizontal|vertical)_/.test(key));
    if (given.some(([, value]) => value.includes("<<"))) return "its place is a variable of its template";
    return whyFixed(layer);
  }

  unlock(template: string): void {
    if (!this.unlocked.value.includes(template)) this.unlocked.value = [...this.unlocked.value, template];
  }

  // --- changing

  /** Shows changes of an overlay without writing them yet; a hand or a slider is on the way. */
  hold(overlay: string, changes: Record<string, Plain>, words: string, at_ms = performance.now()): void {
    const rest = this.live.value.filter((one) => one.overlay !== overlay || !(one.key in changes));
    const layer = this.layers.value?.layers.find((one) => one.overlay === overlay);
    const template = layer ? this.templateOf(layer) : "";
    this.live.value = [...rest, ...Object.entries(changes).map(([key, value]) => ({ overlay, key, value, template }))];
    this.liveWords = words;
    this.revision += 1;
    const asked = this.asked({ width: QUICK_WIDTH, format: "jpg" });
    if (asked) this.frames.ask({ asked, revision: this.revision, isFull: false, at_ms });
  }

  /** Takes back what is only shown. */
  letGo(): void {
    if (!this.live.value.length) return;
    batch(() => {
      this.live.value = [];
      this.held.value = null;
    });
    this.refresh();
  }

  /** As `hold`, and written once the keys rest. */
  nudge(overlay: string, changes: Record<string, Plain>, box: Box | null, words: string): void {
    if (box) this.moveLayer(overlay, changes, box);
    this.hold(overlay, changes, words);
    this.later("nudge", NUDGED_MS, () => void this.keep());
  }

  /** Writes what is shown into the text, as one step. */
  keep(): Promise<void> {
    clearTimeout(this.timers.get("nudge"));
    if (!this.live.value.length) return this.tail.then(() => undefined);
    const edits = this.live.value;
    const words = this.liveWords;
    const held = this.held.value;
    if (held) this.moveLayer(held.overlay, valuesOf(edits, held.overlay), held.box);
    batch(() => {
      this.committing.value = [...this.committing.value, ...edits];
      this.live.value = [];
      this.held.value = null;
    });
    return this.change({ edits: [...edits] }, words, () => {
      this.committing.value = this.committing.value.filter((one) => !edits.includes(one));
    }).then(() => undefined);
  }

  /** Sets attributes of an overlay, null takes one away. */
  edit(overlay: string, changes: Record<string, Plain>, words: string): Promise<void> {
    this.hold(overlay, changes, words);
    return this.keep();
  }

  /** Asks the back end to change the text. Others wait for it; what was typed meanwhile is changed, not lost. */
  change(asked: Partial<EditAskedInput>, words: string, ended: () => void = () => {}, chosen?: string): Promise<boolean> {
    const done = this.tail.then(async () => {
      try {
        for (;;) {
          const text = this.text.value;
          const found = await api.post<Edited>("render/edit", { text, ...asked });
          if (this.text.value !== text) continue;
          ended();
          this.take(found.text, words, "", chosen);
          return true;
        }
      } catch (thrown) {
        ended();
        this.say(thrown);
        this.refresh();
        return false;
      }
    });
    this.tail = done;
    return done;
  }

  /** A text that was typed, or made by the page itself. */
  type(text: string, words = "type", kind = "type"): void {
    if (text === this.text.value) return;
    batch(() => {
      this.text.value = text;
      this.steps.add({ text, words, chosen: this.chosen.value }, Date.now(), kind);
      this.tellSteps();
    });
    this.revision += 1;
    this.later("typed", kind ? TYPED_MS : 0, () => this.refresh());
  }

  /** Puts a variable into the text of the chosen layer, where its cursor is; false where no text is chosen. */
  insert(variable: string): boolean {
    const layer = this.layer.value;
    const inner = layer && insideOf(this.attributesOf(layer)["name"]);
    if (!layer || !this.canEdit(layer) || layer.kind !== "text" || inner === null) return false;
    const caret = this.caret?.overlay === layer.overlay ? this.caret : { from: inner.length, to: inner.length };
    const from = Math.min(caret.from, inner.length);
    const text = inner.slice(0, from) + variable + inner.slice(Math.max(from, caret.to));
    this.caret = { overlay: layer.overlay, from: from + variable.length, to: from + variable.length };
    void this.edit(layer.overlay, { name: `text(${text})` }, `put ${variable} into ${layer.overlay}`);
    return true;
  }

  async add(yaml: string, name: string, words = `add ${name}`): Promise<void> {
    await this.keep();
    if (await this.change({ add: yaml }, words, undefined, name)) this.jumpTo(name);
  }

  async duplicate(overlay: string): Promise<void> {
    await this.keep();
    const name = freeName(overlay, this.names.value);
    await this.add(renamed(textOf(this.text.value, overlay), name), name, `duplicate ${overlay}`);
  }

  async remove(overlay: string): Promise<void> {
    await this.keep();
    await this.change({ remove: overlay }, `remove ${overlay}`, undefined, "");
  }

  async reorder(overlay: string, after: string | null): Promise<void> {
    await this.keep();
    await this.change({ moves: [{ overlay, after }] }, `move ${overlay} in the order`);
  }

  async undo(): Promise<void> {
    await this.keep();
    this.stepTo(this.steps.undo());
  }

  async redo(): Promise<void> {
    await this.keep();
    this.stepTo(this.steps.redo());
  }

  // --- saving

  /** Writes the file; with `over` whatever lies there meanwhile. Throws what the API says, 409 where somebody else wrote. */
  async save(over?: string): Promise<void> {
    await this.keep();
    const saved = this.saved.value;
    if (!saved) return;
    this.isSaving.value = true;
    const text = this.text.value;
    try {
      const found = await api.put<FileText>(this.address, { text, digest: over ?? saved.digest });
      batch(() => {
        // Typed while it was saved: it stays, and is not saved yet.
        if (this.text.value === text && found.text !== text) this.text.value = found.text;
        this.saved.value = found;
        if (this.text.value === found.text) this.marks.value = found.marks;
      });
    } finally {
      this.isSaving.value = false;
    }
  }

  // --- within

  private take(text: string, words: string, kind: string, chosen?: string): void {
    batch(() => {
      this.text.value = text;
      if (chosen !== undefined) this.chosen.value = chosen;
      this.steps.add({ text, words, chosen: this.chosen.value }, Date.now(), kind);
      this.tellSteps();
    });
    this.refresh();
  }

  private stepTo(step: { text: string; chosen: string } | null): void {
    if (!step) return;
    batch(() => {
      this.text.value = step.text;
      this.held.value = null;
      this.tellSteps();
    });
    this.refresh();
  }

  private tellSteps(): void {
    this.undoWords.value = this.steps.undoWords;
    this.redoWords.value = this.steps.redoWords;
  }

  private jumpTo(overlay: string): void {
    const line = blocksOf(this.text.value).find((one) => one.name === overlay)?.from ?? 0;
    if (line) this.jump.value = { line, keepsFocus: true };
  }

  /** Everything anew for the text as it is: layers, the full picture, findings. */
  refresh(): void {
    clearTimeout(this.timers.get("typed"));
    // A file that is still on its way, or that is none, has no picture and no findings.
    if (!this.saved.value) return;
    this.revision += 1;
    this.later("check", CHECK_MS, () => void this.check());
    const asked = this.asked();
    if (asked) this.measures.put({ asked, revision: this.revision });
  }

  /** The whole picture follows the layers, if they can be read. */
  private measured(found: Layers, revision: number): void {
    const isBroken = found.layers.length === 0 && found.marks.some((one) => one.severity === "error");
    this.isUnreadable.value = isBroken;
    if (isBroken) this.marks.value = found.marks;
    if (isBroken || this.live.value.length || revision < this.revision) return;
    this.layers.value = found;
    this.picture();
  }

  private picture(): void {
    const asked = this.asked({ width: null, format: "png" });
    if (asked) this.frames.ask({ asked, revision: this.revision, isFull: true, at_ms: performance.now() });
  }

  private async check(): Promise<void> {
    this.checking?.abort();
    const stop = new AbortController();
    this.checking = stop;
    try {
      const text = this.text.value;
      const path = `configurations/${segment(this.configuration)}/check/${segment(this.file)}`;
      const found = await api.post<Checked>(path, { text }, { signal: stop.signal });
      if (text === this.text.value) this.marks.value = found.marks;
    } catch (thrown) {
      if (!isAborted(thrown)) this.say(thrown);
    }
  }

  /** Puts a layer where it is going to be, until the engine says so itself. */
  private moveLayer(overlay: string, changes: Record<string, Plain>, box: Box): void {
    const layers = this.layers.value;
    if (!layers) return;
    const change = (one: Layer): Layer => (one.overlay === overlay ? { ...one, ...boxOf(box), attributes: withChanges(one.attributes, changes) } : one);
    this.layers.value = { ...layers, layers: layers.layers.map(change) };
  }

  private later(name: string, ms: number, run: () => void): void {
    clearTimeout(this.timers.get(name));
    this.timers.set(name, setTimeout(run, ms));
  }
}

/** What stands in the brackets of `text(…)` or `blur(…)`; null where the name is neither. */
export function insideOf(name: Plain | undefined): string | null {
  return typeof name === "string" ? (/^(?:text|blur)\((.*)\)$/s.exec(name)?.[1] ?? null) : null;
}

/** What an overlay is, also while its text cannot be read. */
export function kindOf(layer: Layer): string {
  if (layer.kind) return layer.kind;
  const name = String(layer.attributes["name"] ?? "");
  return name === "backdrop" ? "backdrop" : name.startsWith("text") ? "text" : name.startsWith("blur") ? "blur" : "image";
}

/** Attributes with changes; what is null is away. */
function withChanges(attributes: Attributes, changes: Record<string, Plain>): Record<string, Plain> {
  return Object.fromEntries(Object.entries({ ...attributes, ...changes }).filter(([, value]) => value !== null));
}

function valuesOf(edits: readonly Edit[], overlay: string): Record<string, Plain> {
  return Object.fromEntries(edits.filter((one) => one.overlay === overlay).map((one) => [one.key, one.value]));
}
