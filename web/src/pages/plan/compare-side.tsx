import type { Boxes, Tile } from "../../api/types";
import { Switch } from "../../parts/field";
import { overlayAddress, placeWords } from "./addresses";
import { isPicture } from "./kinds";
import { Origins } from "./origins";
import { Reasons } from "./reasons";
import type { PlanStore } from "./store";
import { Turns } from "./turn";

export interface CompareSideProps {
  store: PlanStore;
  configuration: string;
  tile: Tile;
  boxes: Boxes | null;
  lit: number | null;
  onLit: (index: number | null) => void;
  isOut: boolean;
  isFixed: boolean;
  onToggle: () => void;
}

/** Beside the poster: whether it is applied, which badges it has, and what else turns about the item. */
export function CompareSide(props: CompareSideProps) {
  const { store, configuration, tile, boxes, lit, onLit, isOut, isFixed, onToggle } = props;
  const thing = store.things.value?.find((each) => each.number === tile.key && each.of === "item");
  const turns = thing?.turns.filter((turn) => !isPicture(turn)) ?? [];
  return (
    <aside class="compare-side" aria-label="About this poster">
      <Switch label="Apply this poster" isOn={!isOut} onChange={onToggle} disabled={isFixed} hint={isOut ? "It is left out." : ""} />
      <Reasons run={store.summary.value?.run ?? ""} state={tile.state} steps={tile.steps} />
      <section>
        <h3>Badges</h3>
        {!boxes && <p class="hint">Looking…</p>}
        {boxes && boxes.boxes.length > 0 && (
          <ul class="badge-list">
            {boxes.boxes.map((box, index) => {
              const events = { onPointerEnter: () => onLit(index), onPointerLeave: () => onLit(null), onFocus: () => onLit(index), onBlur: () => onLit(null) };
              const words = (
                <>
                  <strong>{box.definition}</strong>
                  {box.text && <span>“{box.text}”</span>}
                  {box.place && <span class="muted">{placeWords(box.place)}</span>}
                </>
              );
              return (
                <li key={`${index} ${box.definition}`} class={index === lit ? "is-lit" : ""}>
                  {box.place ? (
                    <a href={overlayAddress(configuration, box.place, tile.key, box.definition)} {...events}>
                      {words}
                    </a>
                  ) : (
                    <span tabIndex={0} role="note" {...events}>
                      {words}
                    </span>
                  )}
                </li>
              );
            })}
          </ul>
        )}
        {boxes && boxes.boxes.length === 0 && !boxes.why && <p class="hint">{tile.definitions.join(", ") || "None that is known."}</p>}
        {boxes?.why && <p class="hint">{boxes.why}</p>}
        {boxes && boxes.boxes.length === 0 && <Origins origins={boxes.origins} configuration={configuration} />}
      </section>
      {turns.length > 0 && (
        <section>
          <h3>It also turns</h3>
          <Turns turns={turns} />
        </section>
      )}
    </aside>
  );
}
