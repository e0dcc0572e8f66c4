import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Tile } from "../../api/types";
import { useKeys } from "../../keys";
import { Button } from "../../parts/button";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { VirtualGrid } from "../../parts/virtual-grid";
import { closeOver, openOver, query, setQuery } from "../../router";
import { many } from "../../words";
import { isOut } from "./choices";
import { chooseAloud } from "./choosing";
import { Compare } from "./compare";
import { FilterBar } from "./filter-bar";
import { asQuery, facets, isNarrowed, NOTHING, ordered, orderIn, shown, stateOf, wantedIn } from "./filters";
import { AT, side, size, SIDES, TILE_PX } from "./looks";
import { frameRatio } from "./shapes";
import type { PlanStore } from "./store";
import { CAPTION_PX, PosterTile, saidOf } from "./tile";

/** All posters that turn, before and after. */
export function Posters({ store, configuration }: { store: PlanStore; configuration: string }) {
  const out = store.out.value;
  const entries = store.entries.value;
  const words = query.value;
  const wanted = useMemo(() => wantedIn(words), [words.toString()]);
  const order = orderIn(words);
  const tiles = useMemo(() => ordered(shown(entries, wanted, out), order), [entries, wanted, out, order]);
  const offered = useMemo(() => facets(entries, wanted, out), [entries, wanted, out]);
  const left = useMemo(() => tiles.filter((tile) => isOut(tile, out)).length, [tiles, out]);
  const showsLibrary = offered.library.length > 1 && !wanted.library;
  const frame = frameRatio(tiles);
  const opened = Number(words.get("item")) || 0;
  const openedAt = opened ? tiles.findIndex((tile) => tile.key === opened) : -1;
  const [focused, setFocused] = useState(0);
  const [back, setBack] = useState<number | undefined>(undefined);
  const isFixed = store.isBusy.value;

  // The tiles take the same functions for as long as the page is there, so that they need not be drawn anew.
  const newest = useRef({ tiles, isFixed, last: 0 });
  newest.current.tiles = tiles;
  newest.current.isFixed = isFixed;
  const [acts] = useState(() => ({
    open: (tile: Tile) => openOver({ item: String(tile.key) }),
    toggle: (tile: Tile) => {
      if (newest.current.isFixed) return;
      newest.current.last = tile.key;
      chooseAloud(store, [tile], !isOut(tile, store.out.value), tile.title);
    },
    toggleTo: (tile: Tile) => {
      const { tiles: all, last } = newest.current;
      const [one, other] = [all.findIndex((each) => each.key === last), all.indexOf(tile)].sort((a, b) => a - b);
      if (one === undefined || other === undefined || one < 0) return acts.toggle(tile);
      const from = all.find((each) => each.key === last);
      const some = all.slice(one, other + 1);
      if (from) chooseAloud(store, some, isOut(from, store.out.value), many(some.length, "poster"));
    },
  }));

  const keys = [
    { key: "j", words: "next poster", run: () => focusGrid() },
    { key: "k", words: "poster before", run: () => focusGrid() },
    { key: "Enter", words: "full screen", run: () => {}, isListedOnly: true },
    { key: "x", words: "leave out, or take in", run: () => focusGrid() },
    { key: "Shift+X", words: "the same for all from the last one on", run: () => {}, isListedOnly: true },
    { key: "b", words: "before, half, after", run: () => turnSide() },
  ];
  useKeys("Posters", opened ? keys.map((key) => ({ ...key, isListedOnly: true })) : keys);

  // However the full screen is left, the grid goes on where it was.
  const seenAt = useRef(-1);
  useLayoutEffect(() => {
    if (openedAt >= 0) seenAt.current = openedAt;
    if (opened || seenAt.current < 0) return;
    setBack(seenAt.current);
    seenAt.current = -1;
  }, [opened, openedAt]);
  useEffect(() => {
    if (back === undefined) return;
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`.virtual-grid [data-index="${back}"]`)?.focus({ preventScroll: true }));
  }, [back]);

  if (store.tilesProblem.value && !store.tiles.value) return <Trouble problem={store.tilesProblem.value} again={() => void store.loadTiles()} />;
  if (!store.tiles.value) return <Loading words="Reading the posters" />;
  if (!entries.length) return <Empty title="No poster turns">{<p class="hint">See what else the plan does in the other tabs.</p>}</Empty>;
  return (
    <>
      <FilterBar
        wanted={wanted}
        order={order}
        facets={offered}
        shown={tiles.length}
        all={entries.length}
        toDo={tiles.length - left}
        left={left}
        isFixed={isFixed}
        onLeaveOut={() => chooseAloud(store, tiles, true, many(tiles.length - left, "poster"))}
        onTakeIn={() => chooseAloud(store, tiles, false, many(left, "poster"))}
      />
      {tiles.length === 0 ? (
        <Empty icon="search" title="No poster fits these filters">
          {isNarrowed(wanted) && <Button onClick={() => setQuery(asQuery(NOTHING))}>Clear the filters</Button>}
        </Empty>
      ) : (
        <div
          class="posters"
          onFocusIn={(event) => setFocused(keyAt(event.target, tiles))}
          onFocusOut={(event) => {
            if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setFocused(0);
          }}
        >
          <VirtualGrid
            label="Posters before and after"
            items={tiles}
            keyOf={(tile) => tile.key}
            nameOf={(tile) => saidOf(tile, stateOf(tile, out), showsLibrary)}
            tileWidth={TILE_PX[size.value]}
            tileHeight={(width) => Math.round(width * frame) + CAPTION_PX}
            shownIndex={back}
            onOpen={acts.open}
            onKey={(event, tile) => {
              if (event.key === "x") acts.toggle(tile);
              else if (event.key === "X") acts.toggleTo(tile);
              else if (event.key === "j") step(event, "ArrowRight");
              else if (event.key === "k") step(event, "ArrowLeft");
              else return false;
              return true;
            }}
            render={(tile, _, width) => (
              <PosterTile
                plan={store.id}
                path={store.path}
                configuration={configuration}
                tile={tile}
                width={width}
                frame={frame}
                at={AT[side.value]}
                state={stateOf(tile, out)}
                isOut={isOut(tile, out)}
                isFocused={tile.key === focused}
                isFixed={isFixed}
                showsLibrary={showsLibrary}
                onOpen={acts.open}
                onToggle={acts.toggle}
              />
            )}
          />
        </div>
      )}
      {opened > 0 && openedAt >= 0 && (
        <Compare
          store={store}
          configuration={configuration}
          tiles={tiles}
          at={openedAt}
          onGo={(index) => setQuery({ item: String(tiles[index]?.key ?? "") })}
          onToggle={acts.toggle}
          onClose={() => closeOver(["item"])}
        />
      )}
    </>
  );
}

function keyAt(target: EventTarget | null, tiles: readonly Tile[]): number {
  const found = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
  return found ? (tiles[Number(found.dataset["index"])]?.key ?? 0) : 0;
}

function focusGrid(): void {
  document.querySelector<HTMLElement>('.virtual-grid [role="gridcell"][tabindex="0"]')?.focus();
}

function step(event: KeyboardEvent, key: string): void {
  event.target?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

function turnSide(): void {
  const at = SIDES.findIndex((each) => each.id === side.value);
  side.value = SIDES[(at + 1) % SIDES.length]?.id ?? "half";
}
