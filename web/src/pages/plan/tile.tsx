import { Component } from "preact";
import { useContext, useRef, useState } from "preact/hooks";
import type { Tile } from "../../api/types";
import { Gate } from "../../parts/gate";
import { Icon } from "../../parts/icon";
import { Badges } from "./badges";
import { useBoxes } from "./boxes";
import { ratioOf, widthFor } from "./shapes";
import { standing } from "./states";
import { Turning } from "./turning";

const LOOKED_MS = 150;
export const CAPTION_PX = 58;

export interface PosterTileProps {
  plan: string;
  path: string;
  configuration: string;
  tile: Tile;
  width: number;
  frame: number;
  at: number;
  state: string;
  isOut: boolean;
  isFocused: boolean;
  isFixed: boolean;
  showsLibrary: boolean;
  onOpen: (tile: Tile) => void;
  onToggle: (tile: Tile) => void;
}

/** What stands below the title of a poster that is to be done. */
export function lineOf(tile: Tile, showsLibrary: boolean): string {
  return [showsLibrary ? tile.library : "", ...tile.definitions].filter(Boolean).join(", ") || "Poster";
}

/** What a tile is called for who does not see it: what is to be read on it, then the rest. */
export function saidOf(tile: Tile, state: string, showsLibrary: boolean): string {
  const { words } = standing(state);
  return state === "todo" ? `${tile.title} ${lineOf(tile, showsLibrary)}, ${words}` : `${tile.title} ${words}, ${lineOf(tile, true)}`;
}

/** A poster of the grid. It is drawn again only when something of it changed: scrolling must not. */
export class PosterTile extends Component<PosterTileProps> {
  override shouldComponentUpdate(next: PosterTileProps): boolean {
    const names = Object.keys(next) as (keyof PosterTileProps)[];
    return names.some((name) => next[name] !== this.props[name]);
  }

  render() {
    return <Shown {...this.props} />;
  }
}

function Shown(props: PosterTileProps) {
  const { plan, path, configuration, tile, width, frame, at, state, isOut, isFocused, showsLibrary } = props;
  const [isLookedAt, setLookedAt] = useState(false);
  const isNear = isLookedAt || isFocused;
  const boxes = useBoxes(path, tile.key, isNear && tile.after !== null, LOOKED_MS);
  const said = standing(state);
  // A tile that flies past is a frame and a name. Once the grid rests it is whole, and stays so.
  const gate = useContext(Gate);
  const isWhole = useRef(false);
  if (gate.value) isWhole.current = true;
  if (!isWhole.current)
    return (
      <div class="poster-tile">
        <div class="poster-frame poster-flying" style={{ height: `${Math.round(width * frame)}px` }} />
        <p class="poster-caption poster-name">
          <span class="poster-title">{tile.title}</span>
        </p>
      </div>
    );
  return (
    <div
      class={`poster-tile state-${said.tone}${isOut ? " is-out" : ""}`}
      onPointerEnter={() => setLookedAt(true)}
      onPointerLeave={() => setLookedAt(false)}
      onFocusIn={() => setLookedAt(true)}
      onFocusOut={() => setLookedAt(false)}
    >
      <div class="poster-frame" style={{ height: `${Math.round(width * frame)}px` }}>
        <Turning
          plan={plan}
          title={tile.title}
          before={tile.before}
          after={tile.after}
          ratio={ratioOf(tile)}
          width={widthFor(width, window.devicePixelRatio)}
          at={at}
          isReachable={isFocused}
          isIdle={!isNear}
        >
          {isNear && boxes && <Badges configuration={configuration} item={tile.key} boxes={boxes.boxes} isReachable={isFocused} />}
        </Turning>
      </div>
      <div class="poster-strip" aria-hidden="true" />
      <div class="poster-caption">
        <p class="poster-name">
          <span class="poster-title" title={tile.title}>
            {tile.title}
          </span>
          <button
            type="button"
            class="poster-open"
            aria-label={`Look at ${tile.title} full screen`}
            title="Full screen"
            tabIndex={isFocused ? 0 : -1}
            onClick={() => props.onOpen(tile)}
          >
            <Icon name="full" size={16} />
          </button>
        </p>{" "}
        <p class="poster-more">
          {state === "todo" ? (
            <span class="poster-drawn" title={tile.definitions.join("\n")}>
              {lineOf(tile, showsLibrary)}
            </span>
          ) : (
            <span class={`poster-state tone-${said.tone}`}>
              <Icon name={said.icon} size={14} />
              {said.words}
            </span>
          )}
          <input
            type="checkbox"
            checked={!isOut}
            disabled={props.isFixed}
            tabIndex={isFocused ? 0 : -1}
            aria-label={`Apply to ${tile.title}`}
            title={isOut ? "Left out: take it in" : "Leave it out"}
            onChange={() => props.onToggle(tile)}
          />
        </p>
      </div>
    </div>
  );
}
