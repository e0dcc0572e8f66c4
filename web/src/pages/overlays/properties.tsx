import { useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Control, Layer, Layers, Reference } from "../../api/types";
import { Button } from "../../parts/button";
import { Chip } from "../../parts/chip";
import { Switch } from "../../parts/field";
import { many } from "../../words";
import { AlignmentGrid, Property, wordsOf } from "./controls";
import { Coded } from "./coded";
import { type Editor, kindOf } from "./editor";
import { FontPicker } from "./font-picker";
import { lineOf, lineOfTemplate, templatesOf, usersOf } from "./lines";
import { alignOf, type Attributes, offsetAfterAlign, type Plain } from "./place";
import { TextOfLayer } from "./text-of-layer";

const GROUPS: [string, string][] = [
  ["position", "Place"],
  ["text", "Text"],
  ["picture", "Picture"],
  ["back", "Back"],
  ["overlay", "Group and queue"],
];
const SOURCES = ["file", "default", "pmm", "url", "git", "repo"];

/** Everything that can be said of the chosen overlay, in groups; only what does something on its kind. */
export function Properties({ editor, reference }: { editor: Editor; reference: Reference | null }) {
  const layer = editor.layer.value;
  if (!layer) return <p class="hint panel-pad">Choose a layer: click it on the poster or in the list.</p>;
  if (!reference) return <p class="hint panel-pad">The reference is on its way.</p>;
  return (
    <div class="properties panel-pad" key={layer.overlay}>
      <Heading editor={editor} layer={layer} />
      {editor.canEdit(layer) ? <Groups editor={editor} layer={layer} reference={reference} /> : <ReadOnly layer={layer} />}
    </div>
  );
}

function Heading({ editor, layer }: { editor: Editor; layer: Layer }) {
  const template = editor.templateOf(layer);
  const why = editor.whyFixed(layer);
  return (
    <header class="property-head">
      <h2>{layer.overlay}</h2>
      <Chip>{kindOf(layer)}</Chip>
      <div class="property-tools">
        <Button kind="quiet" onClick={() => void editor.duplicate(layer.overlay)}>
          Duplicate
        </Button>
        <Button kind="quiet" icon="trash" onClick={() => void editor.remove(layer.overlay)}>
          Remove
        </Button>
      </div>
      {!layer.is_drawn && (
        <p class="why">
          Not on this poster: <Coded words={layer.why} />.
        </p>
      )}
      {!layer.is_editable && <OfTemplate editor={editor} layer={layer} template={template} />}
      {editor.canEdit(layer) && why && (
        <p class="why">
          Stands still: <Coded words={why} />. {layer.queue && layer.is_editable && <OwnPlace editor={editor} layer={layer} />}
        </p>
      )}
      {layer.place && (
        <p class="place">
          {layer.place.file.split("/").at(-1)}, line {lineOf(editor.text.value, layer.overlay) || layer.place.line}
        </p>
      )}
    </header>
  );
}

/** Where the attributes of a layer come from, the way there, and leave to change them for all that use them. */
function OfTemplate({ editor, layer, template }: { editor: Editor; layer: Layer; template: string }) {
  const text = editor.text.value;
  const named = template || templatesOf(text, layer.overlay)[0] || "";
  const line = template ? lineOfTemplate(text, template) : 0;
  const users = template ? usersOf(text, template) : 0;
  return (
    <p class="why">
      {editor.canEdit(layer) ? "What is changed here is changed in " : "What it draws comes from "}
      <Coded words={named ? `the template \`${named}\`` : "elsewhere"} />
      {users > 0 ? `, for all ${many(users, "overlay")} that it draws.` : named ? " of another file, and can only be changed there." : "."}{" "}
      {template && !editor.canEdit(layer) && (
        <>
          <button type="button" class="as-link" onClick={() => editor.unlock(template)}>
            Change it for all of them
          </button>
          {" · "}
        </>
      )}
      <button type="button" class="as-link" onClick={() => (editor.jump.value = { line: line || lineOf(text, layer.overlay), keepsFocus: false })}>
        {line ? `Go to the template, line ${line}` : "Go to its definition"}
      </button>
    </p>
  );
}

/** Takes a layer out of the places of its queue, to where it is now. */
function OwnPlace({ editor, layer }: { editor: Editor; layer: Layer }) {
  const give = () =>
    editor.edit(layer.overlay, { horizontal_align: "left", vertical_align: "top", horizontal_offset: Math.max(0, layer.left), vertical_offset: Math.max(0, layer.top) }, `place ${layer.overlay}`);
  return (
    <button type="button" class="as-link" disabled={!layer.is_drawn} onClick={() => void give()}>
      Give it a place of its own
    </button>
  );
}

function ReadOnly({ layer }: { layer: Layer }) {
  return (
    <dl class="facts">
      {Object.entries(layer.attributes).map(([key, value]) => (
        <>
          <dt key={key}>{wordsOf(key)}</dt>
          <dd>{key === "font" ? String(value).split("/").at(-1) : String(value)}</dd>
        </>
      ))}
    </dl>
  );
}

function Groups({ editor, layer, reference }: { editor: Editor; layer: Layer; reference: Reference }) {
  const attributes = editor.attributesOf(layer);
  const [samples, setSamples] = useState(false);
  const written = editor.writtenOf(layer);
  const held = new Set(editor.live.value.filter((one) => one.overlay === layer.overlay).map((one) => one.key));
  const own = Object.fromEntries(Object.entries(attributes).filter(([key]) => written.has(key) || held.has(key)));
  // What the template takes from a variable is each overlay's own, and nothing to be changed for all.
  const isVariable = (key: string) => !layer.is_editable && (written.get(key)?.includes("<<") ?? false);
  const isFixed = editor.whyFixed(layer) !== "";
  const given = reference.controls.filter((one) => fits(one, layer, own, isFixed) && !isVariable(one.key));
  const [width, height] = editor.layers.value?.canvas ?? [1000, 1500];
  const set = (key: string, value: Plain) => void editor.edit(layer.overlay, withPartner(attributes, key, value), `${value === null ? "take away" : "set"} ${wordsOf(key).toLowerCase()} of ${layer.overlay}`);
  const hold = (key: string, value: Plain) => editor.hold(layer.overlay, withPartner(attributes, key, value), `set ${wordsOf(key).toLowerCase()} of ${layer.overlay}`);
  const property = (control: Control) => (
    <Property
      key={control.key}
      control={withDefaultOf(control, attributes)}
      value={own[control.key]}
      attributes={attributes}
      canvas={{ width, height }}
      fonts={reference.fonts}
      onHold={(value) => hold(control.key, value)}
      onChange={(value) => set(control.key, value)}
      onLetGo={() => editor.letGo()}
      {...(control.control === "font" ? { pickFont: () => setSamples(true) } : {})}
    />
  );
  return (
    <>
      {!isVariable("name") && <TextOfLayer editor={editor} layer={layer} />}
      {GROUPS.map(([group, words]) => {
        const controls = given.filter((one) => one.group === group && one.control !== "align" && one.key !== "name");
        const hasSource = group === "picture" && ["image", "text"].includes(kindOf(layer));
        if (!controls.length && !hasSource) return null;
        return (
          <details key={group} class="property-group" open={group !== "overlay" || Boolean(layer.group || layer.queue)}>
            <summary>{words}</summary>
            {group === "position" && <Alignment editor={editor} layer={layer} attributes={attributes} />}
            {controls.map(property)}
            {hasSource && <Source layer={layer} isGiven={SOURCES.some((one) => one in own || written.has(one))} set={set} />}
          </details>
        );
      })}
      {samples && <FontPicker editor={editor} layer={layer} fonts={reference.fonts} onClose={() => setSamples(false)} onChoose={(font) => set("font", font)} />}
    </>
  );
}

/** What an attribute comes to that the overlay does not say itself. */
function withDefaultOf(control: Control, attributes: Attributes): Control {
  const value = attributes[control.key];
  if (value === undefined || value === null) return control;
  return { ...control, default: control.control === "font" ? (String(value).split("/").at(-1) ?? "") : String(value) };
}

function fits(control: Control, layer: Layer, attributes: Attributes, isFixed: boolean): boolean {
  const kind = kindOf(layer);
  if (kind === "blur") return control.group === "overlay";
  if (SOURCES.includes(control.key)) return control.key in attributes;
  if (control.key.startsWith("addon_")) return kind === "text" && SOURCES.some((one) => one in attributes);
  if (control.group === "position") return !isFixed || control.key in attributes;
  return control.applies_to.length === 0 || control.applies_to.includes(kind);
}

/** The two offsets belong together; a back on what is no backdrop needs them, too. */
function withPartner(attributes: Attributes, key: string, value: Plain): Record<string, Plain> {
  const partner = { horizontal_offset: "vertical_offset", vertical_offset: "horizontal_offset" }[key];
  if (!partner) return { [key]: value };
  if (value === null) return { [key]: null, [partner]: null };
  return partner in attributes ? { [key]: value } : { [key]: value, [partner]: 0 };
}

/** Where the picture comes from: one of several, of which only one makes sense. */
function Source({ layer, isGiven, set }: { layer: Layer; isGiven: boolean; set: (key: string, value: Plain) => void }) {
  if (isGiven) return null;
  return (
    <div class="property">
      <label for={`source-${layer.overlay}`}>{layer.kind === "text" ? "Picture beside it" : "Comes from"}</label>
      <div class="property-value">
        <select
          id={`source-${layer.overlay}`}
          value=""
          onChange={(event) => {
            if (event.currentTarget.value) set(event.currentTarget.value, event.currentTarget.value === "url" ? "https://" : "picture.png");
          }}
        >
          <option value="">{layer.kind === "text" ? "none" : `a picture called ${layer.overlay}`}</option>
          <option value="file">a file</option>
          <option value="default">a picture that comes with Kometa</option>
          <option value="url">an address</option>
          <option value="git">the Community-Configs</option>
          <option value="repo">the custom repo</option>
        </select>
      </div>
    </div>
  );
}

/** The grid of nine, which moves the overlay there or only changes from where its place is told. */
function Alignment({ editor, layer, attributes }: { editor: Editor; layer: Layer; attributes: Attributes }) {
  const [stays, setStays] = useState(false);
  const choose = (across: string, down: string) => void align(editor, layer, attributes, across, down, stays);
  return (
    <div class="alignment-row">
      <AlignmentGrid attributes={attributes} onChange={choose} disabled={editor.whyFixed(layer) !== ""} />
      <div>
        <p class="hint">
          {alignOf(attributes, "horizontal") === "near" && alignOf(attributes, "vertical") === "near" ? "From the left and the top" : `Keeps to ${words(attributes)}`}
        </p>
        <Switch label="Keep it where it is" hint="and only tell its place from there" isOn={stays} onChange={setStays} />
      </div>
    </div>
  );
}

function words(attributes: Attributes): string {
  return `${attributes["vertical_align"] ?? "top"}, ${attributes["horizontal_align"] ?? "left"}`;
}

async function align(editor: Editor, layer: Layer, attributes: Attributes, across: string, down: string, stays: boolean): Promise<void> {
  const before = { across: String(attributes["horizontal_align"] ?? "left"), down: String(attributes["vertical_align"] ?? "top") };
  const changes: Record<string, Plain> = { horizontal_align: across, vertical_align: down };
  if (across !== before.across) changes["horizontal_offset"] = offsetAfterAlign(attributes["horizontal_offset"], before.across, across);
  if (down !== before.down) changes["vertical_offset"] = offsetAfterAlign(attributes["vertical_offset"], before.down, down);
  changes["horizontal_offset"] ??= attributes["horizontal_offset"] ?? 0;
  changes["vertical_offset"] ??= attributes["vertical_offset"] ?? 0;
  if (stays && layer.is_drawn) Object.assign(changes, await offsetsThere(editor, layer, changes, across, down));
  await editor.edit(layer.overlay, changes, `align ${layer.overlay}`);
}

/** Asks the engine where the overlay would be without offsets, and so which offsets bring it back to where it is. */
async function offsetsThere(editor: Editor, layer: Layer, changes: Record<string, Plain>, across: string, down: string): Promise<Record<string, Plain>> {
  await editor.keep();
  const bare = { ...changes, horizontal_offset: 0, vertical_offset: 0 };
  const asked = editor.asked({ edits: Object.entries(bare).map(([key, value]) => ({ overlay: layer.overlay, key, value, template: editor.templateOf(layer) })) });
  if (!asked) return {};
  const found = (await api.post<Layers>("render/layers", asked)).layers.find((one) => one.overlay === layer.overlay);
  const now = editor.layers.value?.layers.find((one) => one.overlay === layer.overlay);
  if (!found?.is_drawn || !now) return {};
  const x = now.left - found.left;
  const y = now.top - found.top;
  return {
    horizontal_offset: across === "right" ? Math.max(0, -x) : across === "center" ? x : Math.max(0, x),
    vertical_offset: down === "bottom" ? Math.max(0, -y) : down === "center" ? y : Math.max(0, y),
  };
}

