import { useEffect, useMemo, useRef } from "preact/hooks";
import type { ThingRow } from "../../api/types";
import { useKeys } from "../../keys";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { SearchField } from "../../parts/field";
import { VirtualList } from "../../parts/virtual-list";
import { closeOver, openOver, query, setQuery } from "../../router";
import { count, many } from "../../words";
import { isOut } from "./choices";
import { chooseAloud } from "./choosing";
import { type Choice, stateOf, wantedIn, wordsOf } from "./filters";
import { byName, type Kind, nameOf } from "./kinds";
import { useNarrow } from "./narrow";
import { Pick } from "./pick";
import type { PlanStore } from "./store";
import { Thing } from "./thing";
import { ThingLine } from "./thing-line";

const ROW_PX = 76;

/** Collections, items, playlists: a list at the left, and all that turns about one of them at the right. */
export function ThingList({ store, kind, configuration }: { store: PlanStore; kind: Kind; configuration: string }) {
  const isNarrow = useNarrow();
  const out = store.out.value;
  const all = store.byKind.value[kind];
  const words = query.value;
  const wanted = useMemo(() => wantedIn(words), [words.toString()]);
  const mark = words.get("mark") ?? "";
  const things = useMemo(() => {
    const asked = wordsOf(wanted.text);
    return all.filter(
      (thing) =>
        (!wanted.library || thing.library === wanted.library) &&
        (!mark || thing.mark === mark) &&
        (!wanted.state || stateOf(thing, out) === wanted.state) &&
        asked.every((word) => textOf(thing).includes(word)),
    );
  }, [all, wanted, mark, out]);
  const chosen = words.get("thing") ?? "";
  const found = things.findIndex((thing) => byName(thing) === chosen);
  const at = found >= 0 ? found : isNarrow ? -1 : 0;
  const current = things[at];
  const isFixed = store.isBusy.value;
  const shownTurn = useRef(0);
  const choose = (index: number) => {
    const thing = things[Math.min(things.length - 1, Math.max(0, index))];
    if (!thing) return;
    shownTurn.current += 1;
    setQuery({ thing: byName(thing) });
  };
  const toggle = (thing: ThingRow) => !isFixed && chooseAloud(store, [thing], !isOut(thing, out), nameOf(thing));
  useKeys("List", [
    { key: "j", words: "next", run: () => choose(at + 1) },
    { key: "k", words: "the one before", run: () => choose(at - 1) },
    { key: "ArrowDown", words: "next", run: () => choose(at + 1) },
    { key: "ArrowUp", words: "the one before", run: () => choose(at - 1) },
    { key: "x", words: "leave out, or take in", run: () => current && toggle(current) },
  ]);
  useEffect(() => {
    shownTurn.current += 1;
  }, [kind]);

  if (store.thingsProblem.value && !store.things.value) return <Trouble problem={store.thingsProblem.value} again={() => void store.loadThings()} />;
  if (!store.things.value) return <Loading words="Reading what turns" />;
  if (!all.length) return <Empty title="Nothing here turns" />;
  const left = things.filter((thing) => isOut(thing, out)).length;
  const detail = current && <Thing store={store} thing={current} configuration={configuration} onToggle={() => toggle(current)} isFixed={isFixed} />;
  return (
    <div class="things">
      <div class="filter-bar">
        <SearchField label="Search in what turns" value={wanted.text} onChange={(text) => setQuery({ q: text })} placeholder="Title, label, overlay…" />
        <Narrowing things={all} mark={mark} library={wanted.library} />
        <div class="filter-sum">
          <span class="muted" role="status">
            {things.length === all.length ? count(all.length) : `${count(things.length)} of ${count(all.length)}`}
          </span>
          {!isFixed && things.length > left && (
            <Button kind="quiet" icon="cross" onClick={() => chooseAloud(store, things, true, many(things.length - left, "thing"))}>
              Leave out all {count(things.length - left)}
            </Button>
          )}
          {!isFixed && left > 0 && (
            <Button kind="quiet" icon="plus" onClick={() => chooseAloud(store, things, false, many(left, "thing"))}>
              Take in all {count(left)}
            </Button>
          )}
        </div>
      </div>
      <div class="things-both">
        {things.length === 0 ? (
          <Empty icon="search" title="Nothing fits these filters">
            <Button onClick={() => setQuery({ q: "", mark: "", library: "", state: "" })}>Clear the filters</Button>
          </Empty>
        ) : (
          <VirtualList
            label="What turns"
            items={things}
            keyOf={byName}
            rowHeight={ROW_PX}
            show={at >= 0 ? { index: at, turn: shownTurn.current } : undefined}
            render={(thing, index) => (
              <ThingLine
                plan={store.id}
                thing={thing}
                state={stateOf(thing, out)}
                isOut={isOut(thing, out)}
                isCurrent={index === at}
                isFixed={isFixed}
                onOpen={() => (isNarrow ? openOver : setQuery)({ thing: byName(thing) })}
                onToggle={() => toggle(thing)}
              />
            )}
          />
        )}
        {!isNarrow && <div class="thing-side">{detail}</div>}
      </div>
      {isNarrow && current && found >= 0 && (
        <Dialog title={nameOf(current)} size="full" onClose={() => closeOver(["thing"])}>
          {detail}
        </Dialog>
      )}
    </div>
  );
}

const texts = new WeakMap<ThingRow, string>();

function textOf(thing: ThingRow): string {
  let text = texts.get(thing);
  if (text === undefined) {
    const origins = thing.origins.map((origin) => origin.definition);
    text = [thing.heading, thing.title, ...thing.turns.map((turn) => turn.line || turn.aspect), ...origins, ...thing.members_in, ...thing.members_out].join("\n").toLowerCase();
    texts.set(thing, text);
  }
  return text;
}

const MARK_WORDS: Record<string, string> = { created: "Created", changed: "Changed", removed: "Removed", asked: "Asked for" };

function tally(things: readonly ThingRow[], valueOf: (thing: ThingRow) => string): Choice[] {
  const counts = new Map<string, number>();
  for (const thing of things) counts.set(valueOf(thing), (counts.get(valueOf(thing)) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count }));
}

function Narrowing({ things, mark, library }: { things: readonly ThingRow[]; mark: string; library: string }) {
  const marks = useMemo(() => tally(things, (thing) => thing.mark), [things]);
  const libraries = useMemo(() => tally(things, (thing) => thing.library).filter((each) => each.value), [things]);
  return (
    <>
      <Pick label="What happens" all="All changes" choices={marks} chosen={mark} words={(id) => MARK_WORDS[id] ?? id} onChoose={(id) => setQuery({ mark: id })} />
      <Pick label="Library" all="All libraries" choices={libraries} chosen={library} onChoose={(id) => setQuery({ library: id })} />
    </>
  );
}
