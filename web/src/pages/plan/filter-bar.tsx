import { useId, useState } from "preact/hooks";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { SearchField } from "../../parts/field";
import { setQuery } from "../../router";
import { count } from "../../words";
import { asQuery, type Choice, isNarrowed, NOTHING, type Order, ORDERS, type Wanted } from "./filters";
import { side, SIDES, size, SIZES } from "./looks";
import { SMALL, useNarrow } from "./narrow";
import { Pick } from "./pick";
import { Segmented } from "./segmented";
import { standing } from "./states";

export interface FilterBarProps {
  wanted: Wanted;
  order: Order;
  facets: Record<"library" | "type" | "overlay" | "state", Choice[]>;
  shown: number;
  all: number;
  /** Of what is shown, so many are to be done, and so many left out. */
  toDo: number;
  left: number;
  isFixed: boolean;
  onLeaveOut: () => void;
  onTakeIn: () => void;
}

const narrow = (change: Partial<Wanted>) => setQuery(asQuery(change));

/** What of the posters is shown, and what to do with all that are. */
export function FilterBar(props: FilterBarProps) {
  const isNarrow = useNarrow(SMALL);
  const [isOpen, setOpen] = useState(false);
  const { wanted } = props;
  const search = <SearchField label="Search posters" value={wanted.text} onChange={(text) => narrow({ text })} placeholder="Title, overlay…" />;
  const set = Object.entries(wanted).filter(([name, value]) => name !== "text" && value).length;
  if (!isNarrow)
    return (
      <div class="filter-bar">
        {search}
        <Picks {...props} />
        <Looks order={props.order} />
        <Sum {...props} />
      </div>
    );
  return (
    <div class="filter-bar">
      {search}
      <Button icon="more" expanded={isOpen} onClick={() => setOpen(true)}>
        {set ? `Filters (${set})` : "Filters"}
      </Button>
      {isOpen && (
        <Dialog title="Filters" onClose={() => setOpen(false)} actions={<Button kind="primary" onClick={() => setOpen(false)}>Show {count(props.shown)}</Button>}>
          <Picks {...props} />
          <Looks order={props.order} />
          <Sum {...props} />
        </Dialog>
      )}
    </div>
  );
}

function Picks({ wanted, facets }: FilterBarProps) {
  return (
    <>
      <Pick label="Library" all="All libraries" choices={facets.library} chosen={wanted.library} onChoose={(library) => narrow({ library })} />
      <Pick label="Kind" all="All kinds" choices={facets.type} chosen={wanted.type} onChoose={(type) => narrow({ type })} />
      <Pick label="Overlay" all="All overlays" choices={facets.overlay} chosen={wanted.overlay} onChoose={(overlay) => narrow({ overlay })} isAlways />
      <Pick label="State" all="All states" choices={facets.state} chosen={wanted.state} words={(id) => standing(id).words} onChoose={(state) => narrow({ state })} isAlways />
    </>
  );
}

function Looks({ order }: { order: Order }) {
  const id = useId();
  return (
    <div class="looks">
      <div class={order ? "pick is-set" : "pick"}>
        <label class="pick-label" for={id}>
          Order
        </label>
        <select id={id} value={order} onChange={(event) => setQuery({ sort: event.currentTarget.value })}>
          {ORDERS.map((each) => (
            <option key={each.id} value={each.id}>
              {each.words}
            </option>
          ))}
        </select>
      </div>
      <Segmented label="Show posters" choices={SIDES} chosen={side.value} onChoose={(id) => (side.value = id)} />
      <Segmented label="Size of posters" choices={SIZES} chosen={size.value} onChoose={(id) => (size.value = id)} />
    </div>
  );
}

function Sum({ wanted, shown, all, toDo, left, isFixed, onLeaveOut, onTakeIn }: FilterBarProps) {
  return (
    <div class="filter-sum">
      <span class="muted" role="status">
        {shown === all ? `${count(all)} posters` : `${count(shown)} of ${count(all)} posters`}
      </span>
      {isNarrowed(wanted) && (
        <Button kind="quiet" icon="close" onClick={() => narrow(NOTHING)}>
          Clear
        </Button>
      )}
      {!isFixed && toDo > 0 && (
        <Button kind="quiet" icon="cross" onClick={onLeaveOut}>
          Leave out {shown > 1 ? `all ${count(toDo)}` : "this one"}
        </Button>
      )}
      {!isFixed && left > 0 && (
        <Button kind="quiet" icon="plus" onClick={onTakeIn}>
          Take in {shown > 1 ? `all ${count(left)}` : "this one"}
        </Button>
      )}
    </div>
  );
}
