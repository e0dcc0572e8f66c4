import { useState } from "preact/hooks";
import type { Layer } from "../../api/types";
import { Chip } from "../../parts/chip";
import { IconButton } from "../../parts/button";
import { Coded } from "./coded";
import type { Editor } from "./editor";
import { useKeptFocus } from "./kept-focus";
import { withWeight } from "./lines";
import { byWeight, reweighted } from "./weights";

interface Company {
  name: string;
  kind: "group" | "queue";
  members: Layer[];
}

/** Groups, of which the heaviest is drawn, and queues, in which the heaviest comes first; both ordered by hand. */
export function Queues({ editor, say }: { editor: Editor; say: (words: string) => void }) {
  const all = companies(editor.layers.value?.layers ?? []);
  if (!all.length) return <p class="hint">No overlay of this file is in a group or a queue. Give one a group or a queue, and a weight, among its properties.</p>;
  return (
    <div class="companies">
      {all.map((one) => (
        <Members key={`${one.kind} ${one.name}`} company={one} editor={editor} say={say} />
      ))}
    </div>
  );
}

function companies(layers: readonly Layer[]): Company[] {
  const found = new Map<string, Company>();
  for (const layer of layers)
    for (const kind of ["queue", "group"] as const) {
      const name = layer[kind];
      if (!name) continue;
      const company = found.get(`${kind} ${name}`) ?? { name, kind, members: [] };
      company.members.push(layer);
      found.set(`${kind} ${name}`, company);
    }
  return [...found.values()].map((one) => ({ ...one, members: byWeight(one.members) }));
}

function Members({ company, editor, say }: { company: Company; editor: Editor; say: (words: string) => void }) {
  const [from, setFrom] = useState(-1);
  const { members, kind, name } = company;
  const keep = useKeptFocus("member", members);
  const weighted = members.map((one) => ({
    overlay: one.overlay,
    weight: one.weight,
    isFree: one.is_editable || withWeight(editor.text.value, one.overlay, one.weight) !== null,
  }));
  const move = async (at: number, to: number) => {
    const changes = reweighted(weighted, at, to);
    const one = members[at];
    if (!one || to < 0 || to >= members.length) return;
    if (!changes) return say(`${one.overlay} cannot go there: the weights beside it are given by a template of another place.`);
    await editor.keep();
    await weigh(editor, members, changes, `order of ${name}`);
  };
  const places = members.filter((one) => one.is_drawn).length;
  return (
    <section class="company" aria-label={`${kind} ${name}`}>
      <h2>
        {name} <span class="muted">{kind === "group" ? "group: the heaviest wins" : `queue: the heaviest comes first; ${places} on this poster`}</span>
      </h2>
      <ol>
        {members.map((one, at) => (
          <li
            key={one.overlay}
            draggable
            onDragStart={(event) => {
              event.dataTransfer?.setData("text/plain", one.overlay);
              setFrom(at);
            }}
            onDragOver={(event) => {
              if (from >= 0) event.preventDefault();
            }}
            onDragEnd={() => setFrom(-1)}
            onDrop={(event) => {
              event.preventDefault();
              if (from >= 0 && from !== at) void move(from, at);
              setFrom(-1);
            }}
          >
            <button
              type="button"
              class="layer-name"
              data-of-member={one.overlay}
              aria-pressed={editor.chosen.value === one.overlay}
              onClick={() => editor.choose(one.overlay)}
              onKeyDown={(event) => {
                const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
                if (!by || !event.altKey) return;
                event.preventDefault();
                keep(one.overlay);
                void move(at, at + by);
              }}
            >
              <span class="layer-title">{one.overlay}</span>
              <span class="layer-more">
                {one.is_drawn ? <Chip tone="good">{kind === "group" ? "wins" : `place ${members.filter((each, index) => each.is_drawn && index <= at).length}`}</Chip> : <Coded words={one.why} />}
              </span>
            </button>
            <span class="weight" title="weight">
              {one.weight}
            </span>
            <IconButton label={`${one.overlay}: heavier`} icon="up" size={15} disabled={at === 0} onClick={() => void move(at, at - 1)} />
            <IconButton label={`${one.overlay}: lighter`} icon="down" size={15} disabled={at === members.length - 1} onClick={() => void move(at, at + 1)} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Writes weights: by the back end where an overlay says its own, else in the variables that it gives to its template. */
async function weigh(editor: Editor, members: readonly Layer[], changes: ReadonlyMap<string, number>, words: string): Promise<void> {
  const own = members.filter((one) => one.is_editable && changes.has(one.overlay));
  let text = editor.text.value;
  for (const one of members)
    if (!one.is_editable && changes.has(one.overlay)) text = withWeight(text, one.overlay, changes.get(one.overlay) ?? 0) ?? text;
  editor.type(text, words, "");
  if (own.length) await editor.change({ edits: own.map((one) => ({ overlay: one.overlay, key: "weight", value: changes.get(one.overlay) ?? 0, template: "" })) }, words);
}
