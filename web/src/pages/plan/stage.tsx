import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Picture, Tile } from "../../api/types";
import { pictureAddress } from "./addresses";
import { useGestures } from "./gestures";
import { ratioOf, widthFor } from "./shapes";
import type { View } from "./zoom";

export type Mode = "slide" | "sides" | "flip" | "difference";
export const MODES: { id: Mode; label: string }[] = [
  { id: "slide", label: "Slide" },
  { id: "sides", label: "Side by side" },
  { id: "flip", label: "Flip" },
  { id: "difference", label: "Difference" },
];

export interface StageProps {
  plan: string;
  tile: Tile;
  mode: Mode;
  view: View;
  onView: (view: View) => void;
  /** Where the line stands, in percent. */
  at: number;
  onAt: (at: number) => void;
  /** In `flip`: whether it shows what was before. Held down, in every mode. */
  showsBefore: boolean;
  onFlip: () => void;
  /** The badges, over the picture after. */
  children?: ComponentChildren;
}

/** The picture that somebody looks at closely: as large as there is room, and larger. */
export function Stage(props: StageProps) {
  const { plan, tile, mode, view, at, showsBefore } = props;
  const stage = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = stage.current;
    if (!element) return;
    const measure = () => setRoom({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.focus({ preventScroll: true });
    return () => observer.disconnect();
  }, []);
  const ratio = ratioOf(tile);
  const across = (mode === "sides" ? room.width / 2 : room.width) - 16;
  const width = Math.max(0, Math.min(across, (room.height - 16) / ratio));
  const height = width * ratio;
  useGestures(stage, {
    view,
    width,
    height,
    line: at / 100,
    onView: props.onView,
    onSlide: mode === "slide" && tile.before && tile.after ? (share) => props.onAt(Math.round(share * 1000) / 10) : null,
    onTap: () => mode === "flip" && props.onFlip(),
  });
  const shot = { plan, width, height, view };
  const only = showsBefore ? tile.before : tile.after;
  return (
    <div ref={stage} class={`stage stage-${mode}`} tabIndex={0} autofocus role="group" aria-label={`${tile.title}: the poster`} data-scale={view.scale}>
      {width > 0 && mode === "sides" && (
        <>
          <Pane words="Before" frame={shot} shots={[{ picture: tile.before, alt: `${tile.title} before` }]} />
          <Pane words="After" frame={shot} shots={[{ picture: showsBefore ? tile.before : tile.after, alt: `${tile.title} after` }]}>
            {!showsBefore && props.children}
          </Pane>
        </>
      )}
      {width > 0 && mode === "flip" && (
        <Pane words={showsBefore ? "Before" : "After"} frame={shot} shots={[{ picture: only, alt: `${tile.title} ${showsBefore ? "before" : "after"}` }]}>
          {!showsBefore && props.children}
        </Pane>
      )}
      {width > 0 && (mode === "slide" || mode === "difference") && (
        <Pane
          words={mode === "difference" ? "What differs is bright" : ""}
          frame={shot}
          at={showsBefore ? 100 : at}
          shots={[
            { picture: tile.before, alt: `${tile.title} before` },
            { picture: tile.after, alt: `${tile.title} after`, class: "shot-after" },
          ]}
        >
          {mode === "slide" && tile.before && tile.after && <span class="shot-line" aria-hidden="true" />}
          {mode === "slide" && !showsBefore && props.children}
        </Pane>
      )}
    </div>
  );
}

interface Frame {
  plan: string;
  width: number;
  height: number;
  view: View;
}

interface Shot {
  picture: Picture | null;
  alt: string;
  class?: string;
}

function Pane(props: { words: string; frame: Frame; shots: Shot[]; at?: number; children?: ComponentChildren }) {
  const { words, frame, shots, at = 0 } = props;
  const { width, height, view } = frame;
  const style = {
    width: `${width}px`,
    height: `${height}px`,
    transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
    "--at": `${at}%`,
    "--scale": String(view.scale),
  };
  return (
    <div class="pane">
      <div class="shots" style={style}>
        {shots.map((shot) => shot.picture && <Sharp key={shot.picture.sha256 + shot.alt} shot={shot} picture={shot.picture} frame={frame} />)}
        {shots.every((shot) => !shot.picture) && <p class="shot-none">No poster</p>}
        {props.children}
      </div>
      {words && <p class="pane-words">{words}</p>}
    </div>
  );
}

/** A picture at the size of the room, and its own pixels over it once somebody zooms in. */
function Sharp({ shot, picture, frame }: { shot: Shot; picture: Picture; frame: Frame }) {
  const isClose = frame.view.scale > 1.3;
  const [wasClose, setWasClose] = useState(isClose);
  useEffect(() => {
    if (isClose) setWasClose(true);
  }, [isClose]);
  const width = widthFor(frame.width, window.devicePixelRatio);
  return (
    <div class={`shot ${shot.class ?? ""}`}>
      <img src={pictureAddress(frame.plan, picture, width)} alt={shot.alt} draggable={false} />
      {wasClose && <img src={pictureAddress(frame.plan, picture, 0)} alt="" draggable={false} />}
    </div>
  );
}

/** Fetches what will be looked at next. */
export function fetchAhead(plan: string, tile: Tile | undefined): void {
  for (const picture of tile ? [tile.before, tile.after] : []) {
    if (!picture) continue;
    const width = widthFor(Math.min(window.innerWidth, (window.innerHeight - 140) / ratioOf(tile!)), window.devicePixelRatio);
    new Image().src = pictureAddress(plan, picture, width);
  }
}
