import { useState } from "preact/hooks";
import { segment } from "../../api/client";
import type { VariableValue } from "../../api/types";
import { useApi } from "../../api/use";
import { IconButton } from "../../parts/button";
import { Loading, Trouble } from "../../parts/empty";
import { SearchField } from "../../parts/field";
import type { Editor } from "./editor";

interface Family {
  /** `audience_rating` */
  name: string;
  members: VariableValue[];
}

/** Every text variable with what it says of the shown item: a click puts it into the text, a field tries another value. */
export function Variables({ editor, say }: { editor: Editor; say: (words: string) => void }) {
  const item = editor.item.value;
  const [asked, setAsked] = useState("");
  const found = useApi<VariableValue[]>(item ? `configurations/${segment(editor.configuration)}/items/${item.key}/variables` : null);
  const insert = (variable: string) => {
    if (!editor.insert(variable)) say("Choose a text on the poster first: the variable is put into it.");
  };
  const tried = Object.entries(editor.values.value);
  return (
    <div class="variables panel-pad">
      <p class="hint">
        {editor.layer.value?.kind === "text" && editor.canEdit(editor.layer.value) ? `A click puts one into ${editor.layer.value.overlay}.` : "Choose a text on the poster: a click puts one into it."}
      </p>
      <SearchField label="Search variables" value={asked} onChange={setAsked} />
      {tried.length > 0 && (
        <p class="hint">
          Tried: {tried.map(([name, value]) => `${name} ${value}`).join(", ")}.{" "}
          <button type="button" class="as-link" onClick={() => tried.forEach(([name]) => editor.try(name, ""))}>
            Back to the item's own
          </button>
        </p>
      )}
      {found.problem && <Trouble problem={found.problem} again={found.again} />}
      {found.isLoading && !found.value && <Loading words="Asking what it says" />}
      <ul>
        {families(found.value ?? [], asked).map((family) => (
          <FamilyRow key={family.name} family={family} editor={editor} insert={insert} />
        ))}
      </ul>
    </div>
  );
}

export function families(variables: readonly VariableValue[], asked: string): Family[] {
  const found = new Map<string, Family>();
  const wanted = asked.trim().toLowerCase();
  for (const one of variables) {
    if (wanted && !`${one.name} ${one.summary} ${one.sample}`.toLowerCase().includes(wanted)) continue;
    const name = /^<<([a-z_]+)/.exec(one.name)?.[1]?.replace(/_$/, "") ?? one.name;
    const family = found.get(name) ?? { name, members: [] };
    family.members.push(one);
    found.set(name, family);
  }
  return [...found.values()];
}

/** What has no value says why, in brackets. */
function isMissing(one: VariableValue): boolean {
  return one.sample === "" || one.sample.startsWith("(");
}

function FamilyRow({ family, editor, insert }: { family: Family; editor: Editor; insert: (variable: string) => void }) {
  const [isTrying, setTrying] = useState(family.name in editor.values.value);
  const value = editor.values.value[family.name] ?? "";
  const words = family.name.replaceAll("_", " ");
  return (
    <li class="family">
      <div class="family-head">
        <span>{words}</span>
        <IconButton label={`Try another ${words}`} icon="play" size={14} pressed={isTrying} onClick={() => setTrying(!isTrying)} />
      </div>
      {isTrying && (
        <input
          type="text"
          aria-label={`Value to try for ${words}`}
          placeholder="a value to try"
          value={value}
          onInput={(event) => editor.try(family.name, event.currentTarget.value)}
        />
      )}
      <div class="members">
        {family.members.map((one) => (
          <button key={one.name} type="button" class="variable" title={isMissing(one) ? one.sample.slice(1, -1) || one.summary : one.summary} onClick={() => insert(one.name)}>
            <code>{one.name}</code>
            {isMissing(one) ? <span class="muted">no value</span> : <span>{one.sample}</span>}
          </button>
        ))}
      </div>
    </li>
  );
}
