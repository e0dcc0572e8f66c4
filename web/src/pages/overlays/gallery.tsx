import { useMemo, useState } from "preact/hooks";
import { api, segment } from "../../api/client";
import type { Checked, Control, DefaultOverlay, FileText, Reference, TextDifference } from "../../api/types";
import { Button } from "../../parts/button";
import { Chip } from "../../parts/chip";
import { Dialog } from "../../parts/dialog";
import { Field, SearchField } from "../../parts/field";
import { tell, tellProblem } from "../../parts/toast";
import { Coded } from "./coded";
import { Property } from "./controls";
import { defaultBlock, withDefault } from "./default-block";
import { Difference } from "./difference";
import type { Editor } from "./editor";
import { GROUP_WORDS, grouped, ofBadge } from "./form-groups";
import type { Plain } from "./place";
import { typed } from "./scalar";

/** Overlays that come with Kometa, each with all its template variables as a form. */
export function Gallery({ editor, reference, library, libraries }: { editor: Editor; reference: Reference | null; library: string; libraries: readonly string[] }) {
  const [asked, setAsked] = useState("");
  const [open, setOpen] = useState<DefaultOverlay | null>(null);
  const wanted = asked.toLowerCase();
  const found = (reference?.defaults ?? []).filter((one) => `${one.name} ${one.summary}`.toLowerCase().includes(wanted));
  return (
    <div class="gallery panel-pad">
      <SearchField label="Search default overlays" value={asked} onChange={setAsked} />
      <ul>
        {found.map((one) => (
          <li key={one.name}>
            <button type="button" onClick={() => setOpen(one)}>
              <span class="gallery-name">{one.name}</span>
              <span class="muted">
                <Coded words={one.summary} />
              </span>
              <span class="chips">
                {one.levels.map((level) => (
                  <Chip key={level}>{level}</Chip>
                ))}
                <span class="muted">{one.variables.length} variables</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {open && <DefaultForm editor={editor} overlay={open} reference={reference} library={library} libraries={libraries} onClose={() => setOpen(null)} />}
    </div>
  );
}

interface FormProps {
  editor: Editor;
  overlay: DefaultOverlay;
  reference: Reference | null;
  library: string;
  libraries: readonly string[];
  onClose: () => void;
}

function DefaultForm({ editor, overlay, reference, library, libraries, onClose }: FormProps) {
  const [values, setValues] = useState<Record<string, Plain>>({});
  const [into, setInto] = useState(library || libraries[0] || "");
  const [asked, setAsked] = useState("");
  const [badge, setBadge] = useState("");
  const [draft, setDraft] = useState<Draft | null>(null);
  const block = defaultBlock(overlay.name, values);
  const groups = useMemo(() => grouped(overlay, asked), [overlay, asked]);
  const set = (key: string, value: Plain) => {
    const { [key]: _, ...rest } = values;
    setValues(value === null ? rest : { ...rest, [key]: typeof value === "string" ? typed(value) : value });
    setDraft(null);
  };
  const property = (one: Control) => (
    <Property
      key={one.key}
      control={one}
      value={values[one.key]}
      attributes={{}}
      canvas={{ width: 1000, height: 1500 }}
      fonts={reference?.fonts ?? []}
      onHold={() => {}}
      onLetGo={() => {}}
      onChange={(value) => set(one.key, value)}
    />
  );
  const look = () => void drafted(editor.configuration, into, block).then(setDraft, tellProblem);
  const put = () =>
    void saved(editor, draft).then(() => {
      tell(`${overlay.name} is in config.yml now. What was there before is kept as a version.`);
      editor.set("withRest", true);
      onClose();
    }, tellProblem);
  const copy = () => void navigator.clipboard.writeText(block).then(() => tell("Copied."), tellProblem);
  return (
    <Dialog
      title={`Default overlay: ${overlay.name}`}
      onClose={onClose}
      size="large"
      actions={
        <>
          <Button onClick={copy}>Copy the YAML</Button>
          {draft?.text ? (
            <Button kind="primary" onClick={put}>
              Save config.yml
            </Button>
          ) : (
            <Button kind="primary" disabled={!into} onClick={look}>
              Put it into {into || "a library"}
            </Button>
          )}
        </>
      }
    >
      <p>
        <Coded words={overlay.summary} />.
      </p>
      <div class="default-form">
        <div class="default-variables">
          <SearchField label="Search variables of this default" value={asked} onChange={setAsked} />
          {groups.map(([group, variables]) => (
            <details key={group} class="property-group" open={groups.length < 4 || asked !== "" || group === "variables"}>
              <summary>
                {GROUP_WORDS[group] ?? group} <span class="count">{variables.length}</span>
              </summary>
              {variables.map(property)}
            </details>
          ))}
          {overlay.keys.length > 0 && (
            <details class="property-group">
              <summary>
                One badge alone <span class="count">{overlay.keys.length}</span>
              </summary>
              <div class="property">
                <label for="badge-of-default">Badge</label>
                <div class="property-value">
                  <input id="badge-of-default" type="text" list="badges-of-default" autocomplete="off" placeholder={`such as ${overlay.keys[0]}`} value={badge} onInput={(event) => setBadge(event.currentTarget.value)} />
                  <datalist id="badges-of-default">
                    {overlay.keys.map((key) => (
                      <option key={key} value={key} />
                    ))}
                  </datalist>
                </div>
              </div>
              {ofBadge(overlay, badge, reference?.controls ?? []).map(property)}
            </details>
          )}
        </div>
        <div class="default-yaml">
          <Field label="Library">
            {(id) => (
              <select
                id={id}
                value={into}
                onChange={(event) => {
                  setInto(event.currentTarget.value);
                  setDraft(null);
                }}
              >
                {libraries.map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <h3 id="default-yaml">
            In config.yml, under <code>overlay_files</code>
          </h3>
          <pre tabIndex={0} aria-labelledby="default-yaml" class="block">
            {block}
          </pre>
          {draft && <Checks draft={draft} />}
        </div>
      </div>
    </Dialog>
  );
}

interface Draft {
  name: string;
  text: string | null;
  digest: string;
  difference: string;
  errors: readonly string[];
}

function Checks({ draft }: { draft: Draft }) {
  if (draft.text === null) return <p class="why">config.yml is written in a way that cannot be added to here: copy the YAML, and put it in by hand.</p>;
  return (
    <>
      <h3>What changes in config.yml</h3>
      <Difference text={draft.difference} />
      {draft.errors.map((one) => (
        <p key={one} class="why">
          {one}
        </p>
      ))}
    </>
  );
}

/** config.yml with the block in it, what that changes, and what is wrong with it. */
async function drafted(configuration: string, library: string, block: string): Promise<Draft> {
  const base = `configurations/${segment(configuration)}`;
  const detail = await api.get<{ files: { name: string; kind: string }[] }>(base);
  const name = detail.files.find((one) => one.kind === "config")?.name ?? "config.yml";
  const file = await api.get<FileText>(`${base}/files/${segment(name)}`);
  const text = withDefault(file.text, library, block);
  if (text === null) return { name, text, digest: file.digest, difference: "", errors: [] };
  const [found, checked] = await Promise.all([
    api.post<TextDifference>(`${base}/difference/${segment(name)}`, { text }),
    api.post<Checked>(`${base}/check/${segment(name)}`, { text }),
  ]);
  const known = new Set(file.marks.map((one) => one.message));
  const errors = checked.marks.filter((one) => !known.has(one.message)).map((one) => `Line ${one.line}: ${one.message}${one.hint ? `; ${one.hint}` : ""}`);
  return { name, text, digest: file.digest, difference: found.difference, errors };
}

async function saved(editor: Editor, draft: Draft | null): Promise<void> {
  if (draft?.text) await api.put<FileText>(`configurations/${segment(editor.configuration)}/files/${segment(draft.name)}`, { text: draft.text, digest: draft.digest });
}
