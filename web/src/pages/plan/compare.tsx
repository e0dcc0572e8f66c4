import { useEffect, useMemo, useState } from "preact/hooks";
import type { Tile } from "../../api/types";
import { addKeys } from "../../keys";
import { keysShown } from "../../shell/key-help";
import { Button, IconButton } from "../../parts/button";
import { Chip } from "../../parts/chip";
import { Dialog } from "../../parts/dialog";
import { count } from "../../words";
import { Badges } from "./badges";
import { useBoxes } from "./boxes";
import { isOut } from "./choices";
import { CompareSide } from "./compare-side";
import { stateOf } from "./filters";
import { Segmented } from "./segmented";
import { fetchAhead, type Mode, MODES, Stage } from "./stage";
import { standing } from "./states";
import type { PlanStore } from "./store";
import { WHOLE, zoomed } from "./zoom";

export interface CompareProps {
  store: PlanStore;
  configuration: string;
  tiles: readonly Tile[];
  at: number;
  onGo: (index: number) => void;
  onToggle: (tile: Tile) => void;
  onClose: () => void;
}

const STEP = 1.25;
const LISTED: [string, string][] = [
  ["ArrowRight", "next poster"],
  ["ArrowLeft", "poster before"],
  ["Space", "hold: what was before"],
  ["1", "slide; 2 side by side, 3 flip, 4 difference"],
  ["+", "zoom in; - out, 0 the whole"],
  ["x", "leave out, or take in"],
];

/** One poster as large as the window: before, after, and who drew what. */
export function Compare({ store, configuration, tiles, at, onGo, onToggle, onClose }: CompareProps) {
  const tile = tiles[at];
  const [mode, setMode] = useState<Mode>("slide");
  const [view, setView] = useState(WHOLE);
  const [line, setLine] = useState(50);
  const [isHeld, setHeld] = useState(false);
  const [isFlipped, setFlipped] = useState(false);
  const [lit, setLit] = useState<number | null>(null);
  const out = store.out.value;
  const boxes = useBoxes(store.path, tile?.key ?? 0, tile !== undefined && tile.after !== null, 100);
  const fixed = useMemo(() => boxes?.boxes ?? [], [boxes]);

  useEffect(() => addKeys("Full screen", LISTED.map(([key, words]) => ({ key, words, run: () => {}, isListedOnly: true }))), []);
  useEffect(() => {
    setLit(null);
    const timer = setTimeout(() => {
      fetchAhead(store.id, tiles[at + 1]);
      fetchAhead(store.id, tiles[at - 1]);
    }, 200);
    return () => clearTimeout(timer);
  }, [at]);
  if (!tile) return null;

  const go = (to: number) => {
    if (to < 0 || to >= tiles.length) return;
    setView(WHOLE);
    onGo(to);
  };
  const zoom = (factor: number) => setView((now) => zoomed(now, factor, 0, 0, 600, 900));
  const acts: Record<string, () => void> = {
    ArrowRight: () => go(at + 1),
    ArrowLeft: () => go(at - 1),
    j: () => go(at + 1),
    k: () => go(at - 1),
    Home: () => go(0),
    End: () => go(tiles.length - 1),
    x: () => onToggle(tile),
    "+": () => zoom(STEP),
    "=": () => zoom(STEP),
    "-": () => zoom(1 / STEP),
    "0": () => setView(WHOLE),
    "1": () => setMode("slide"),
    "2": () => setMode("sides"),
    "3": () => setMode("flip"),
    "4": () => setMode("difference"),
    "?": () => (keysShown.value = true),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : null;
    const isSlider = target?.matches("input[type=range]") ?? false;
    if (event.key === " " && !target?.closest("button, a, input")) {
      event.preventDefault();
      setHeld(true);
      return;
    }
    const act = acts[event.key];
    if (!act || (isSlider && /^(Arrow|Home|End)/.test(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const said = standing(stateOf(tile, out));
  const isFixed = store.isBusy.value;
  const both = tile.before !== null && tile.after !== null;
  return (
    <Dialog title={`${tile.title}, before and after`} onClose={onClose} isBare size="full">
      <div class="compare" onKeyDown={onKeyDown} onKeyUp={(event) => event.key === " " && setHeld(false)}>
        <header class="compare-head">
          <div class="compare-name">
            <h2>{tile.title}</h2>
            <p class="muted">
              {tile.library} · {count(at + 1)} of {count(tiles.length)}
            </p>
          </div>
          <Chip tone={said.tone} icon={said.icon}>
            {said.words}
          </Chip>
          <span class="compare-walk">
            <IconButton label="Poster before" icon="left" onClick={() => go(at - 1)} disabled={at === 0} />
            <IconButton label="Next poster" icon="right" onClick={() => go(at + 1)} disabled={at === tiles.length - 1} />
          </span>
          <IconButton label="Close" icon="close" onClick={onClose} />
        </header>
        <div class="compare-main">
          <div class="compare-stage">
            <Stage
              plan={store.id}
              tile={tile}
              mode={mode}
              view={view}
              onView={setView}
              at={line}
              onAt={setLine}
              showsBefore={isHeld || (mode === "flip" && isFlipped)}
              onFlip={() => setFlipped((now) => !now)}
            >
              {tile.after && <Badges configuration={configuration} item={tile.key} boxes={fixed} isReachable={false} lit={lit} onLit={setLit} />}
            </Stage>
            <div class="compare-tools">
              <Segmented label="How to compare" choices={MODES} chosen={mode} onChoose={setMode} />
              {mode === "slide" && both && (
                <label class="compare-slide">
                  <span>After</span>
                  <input
                    type="range"
                    min={0}
                    max={100}
                    step={1}
                    value={line}
                    aria-label="Before and after"
                    aria-valuetext={`${Math.round(line)} % before`}
                    onInput={(event) => setLine(event.currentTarget.valueAsNumber)}
                  />
                  <span>Before</span>
                </label>
              )}
              {mode === "flip" && (
                <Button pressed={isFlipped} onClick={() => setFlipped((now) => !now)}>
                  {isFlipped ? "Show after" : "Show before"}
                </Button>
              )}
              <span class="compare-zoom">
                <IconButton label="Zoom out" icon="minus" onClick={() => zoom(1 / STEP)} disabled={view.scale === 1} />
                <span class="zoom-words" role="status">
                  {view.scale.toFixed(view.scale < 10 ? 1 : 0)}×
                </span>
                <IconButton label="Zoom in" icon="plus" onClick={() => zoom(STEP)} />
              </span>
            </div>
          </div>
          <CompareSide
            store={store}
            configuration={configuration}
            tile={tile}
            boxes={boxes}
            lit={lit}
            onLit={setLit}
            isOut={isOut(tile, out)}
            isFixed={isFixed}
            onToggle={() => onToggle(tile)}
          />
        </div>
      </div>
    </Dialog>
  );
}
