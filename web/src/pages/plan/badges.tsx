import { useState } from "preact/hooks";
import type { Box } from "../../api/types";
import { overlayAddress, placeWords } from "./addresses";

/** A box that covers so much of a poster is a ground, not a badge: it would lie in the way of everything. */
const GROUND = 0.5;

export interface BadgesProps {
  configuration: string;
  item: number;
  boxes: readonly Box[];
  isReachable: boolean;
  /** Which one is pointed at elsewhere, such as in a list beside. */
  lit?: number | null;
  onLit?: (index: number | null) => void;
}

/** The badges of a poster as areas: each says what drew it, and leads there. */
export function Badges({ configuration, item, boxes, isReachable, lit = null, onLit }: BadgesProps) {
  const [mine, setMine] = useState<number | null>(null);
  const light = (index: number | null) => {
    setMine(index);
    onLit?.(index);
  };
  const shown = mine ?? lit;
  const said = shown === null ? undefined : boxes[shown];
  return (
    <div class="badges">
      {boxes.map((box, index) => (
        <Area
          key={`${index} ${box.definition}`}
          box={box}
          href={box.place ? overlayAddress(configuration, box.place, item, box.definition) : ""}
          isLit={index === shown}
          isReachable={isReachable}
          onLit={(isLit) => light(isLit ? index : null)}
        />
      ))}
      {said && (
        <p class={said.top + said.height / 2 > 0.5 ? "badge-said badge-said-top" : "badge-said"} aria-hidden="true">
          <strong>{said.definition}</strong>
          {said.place && <span>{placeWords(said.place)}</span>}
        </p>
      )}
    </div>
  );
}

function Area(props: { box: Box; href: string; isLit: boolean; isReachable: boolean; onLit: (isLit: boolean) => void }) {
  const { box, href, isLit, isReachable, onLit } = props;
  const isGround = box.width * box.height > GROUND;
  const percent = (share: number) => `${(share * 100).toFixed(3)}%`;
  const left = Math.max(0, box.left);
  const top = Math.max(0, box.top);
  const style = {
    left: percent(left),
    top: percent(top),
    width: percent(Math.min(1, box.left + box.width) - left),
    height: percent(Math.min(1, box.top + box.height) - top),
  };
  const more = `badge-area${isLit ? " badge-lit" : ""}${isGround ? " badge-ground" : ""}`;
  const events = { onPointerEnter: () => onLit(true), onPointerLeave: () => onLit(false), onFocus: () => onLit(true), onBlur: () => onLit(false) };
  const name = `${box.definition}${box.place ? `, ${placeWords(box.place)}. Opens the editor` : ""}`;
  if (!href) return <span class={more} style={style} title={name} {...events} />;
  return <a class={more} style={style} href={href} aria-label={name} tabIndex={isReachable ? 0 : -1} draggable={false} {...events} />;
}
