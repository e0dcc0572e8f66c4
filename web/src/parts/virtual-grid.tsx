import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Gate, SpeedGate } from "./gate";
import { useKeptPlace } from "./kept-place";
import { columnsIn, spanInSight, stepTo } from "./window";

export interface GridProps<T> {
  /** What the grid is, for who does not see it. */
  label: string;
  items: readonly T[];
  keyOf: (item: T) => string | number;
  /** What a tile says, to who does not see it. */
  nameOf: (item: T) => string;
  /** Least width of a tile in pixels. */
  tileWidth: number;
  /** Height of a tile of that width. */
  tileHeight: (width: number) => number;
  render: (item: T, index: number, width: number) => ComponentChildren;
  onOpen?: (item: T, index: number) => void;
  /** Keys pressed on a tile that the grid itself does not know; true: it was taken. */
  onKey?: (event: KeyboardEvent, item: T, index: number) => boolean;
  isSelected?: (item: T) => boolean;
  gap?: number;
  /** Rows drawn above and below what is seen. */
  around?: number;
  /** Index to go to, when it changes (back from a full-screen view). */
  shownIndex?: number | undefined;
}

/** Thousands of tiles, of which only those in sight exist. It scrolls itself and fills the height that it is given. */
export function VirtualGrid<T>(props: GridProps<T>) {
  const { items, gap = 12, around = 2 } = props;
  const box = useRef<HTMLDivElement>(null);
  const gate = useMemo(() => new SpeedGate(), []);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [top, setTop] = useState(0);
  const [current, setCurrent] = useState(0);
  const wantsFocus = useRef(false);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const style = getComputedStyle(element);
    const measure = () => {
      const sides = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
      setSize({ width: element.clientWidth - sides, height: element.clientHeight });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
      gate.close();
    };
  }, []);

  useKeptPlace(box, props.label);

  const { columns, tile } = columnsIn(size.width, props.tileWidth, gap);
  const rowHeight = props.tileHeight(tile) + gap;
  const rows = Math.ceil(items.length / columns);
  const span = size.width > 0 ? spanInSight(top, size.height, rowHeight, rows, around) : { from: 0, to: 0 };
  const focusable = Math.min(current, Math.max(0, items.length - 1));

  const reveal = (index: number) => {
    const element = box.current;
    if (!element) return;
    const at = Math.floor(index / columns) * rowHeight;
    if (at < element.scrollTop) element.scrollTop = at;
    else if (at + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = at + rowHeight - element.clientHeight;
    setTop(element.scrollTop);
  };

  useEffect(() => {
    if (props.shownIndex === undefined || !size.width) return;
    setCurrent(props.shownIndex);
    reveal(props.shownIndex);
  }, [props.shownIndex, size.width > 0]);

  // Only once the tile exists can it have the focus; at once, so that the next key finds it there.
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    const found = box.current?.querySelector<HTMLElement>(`[data-index="${focusable}"]`);
    if (!found) return;
    wantsFocus.current = false;
    found.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const item = items[focusable];
    if (item === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const isOnTile = event.target instanceof HTMLElement && event.target.dataset["index"] !== undefined;
    if (isOnTile && props.onKey?.(event, item, focusable)) {
      event.preventDefault();
      return;
    }
    // What stands inside a tile (a slider, a button) has its own use for keys.
    if (!isOnTile || event.shiftKey) return;
    if (event.key === "Enter" && props.onOpen) {
      event.preventDefault();
      props.onOpen(item, focusable);
      return;
    }
    const to = stepTo(event.key, focusable, items.length, columns, Math.floor(size.height / rowHeight));
    if (to === null) return;
    event.preventDefault();
    wantsFocus.current = true;
    setCurrent(to);
    reveal(to);
  };

  const drawn = [];
  for (let row = span.from; row < span.to; row++) {
    const cells = [];
    for (let column = 0; column < columns; column++) {
      const index = row * columns + column;
      const item = items[index];
      if (item === undefined) break;
      cells.push(
        <div
          key={props.keyOf(item)}
          class="grid-tile"
          role="gridcell"
          aria-colindex={column + 1}
          aria-label={props.nameOf(item)}
          aria-selected={props.isSelected ? props.isSelected(item) : undefined}
          data-index={index}
          tabIndex={index === focusable ? 0 : -1}
          style={{ width: `${tile}px` }}
          onFocus={() => setCurrent(index)}
          onDblClick={() => props.onOpen?.(item, index)}
        >
          {props.render(item, index, tile)}
        </div>,
      );
    }
    drawn.push(
      <div
        key={row}
        class="grid-row"
        role="row"
        aria-rowindex={row + 1}
        style={{ transform: `translateY(${row * rowHeight}px)`, height: `${rowHeight - gap}px`, gap: `${gap}px` }}
      >
        {cells}
      </div>,
    );
  }

  return (
    <Gate.Provider value={gate.isOpen}>
      <div
        ref={box}
        class="virtual-grid"
        role="grid"
        aria-label={props.label}
        aria-rowcount={rows}
        aria-colcount={columns}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          const to = event.currentTarget.scrollTop;
          gate.moved(to, performance.now());
          // Within a row nothing comes or goes, so nothing is drawn anew: `around` covers what is half in sight.
          setTop(Math.floor(to / rowHeight) * rowHeight);
        }}
      >
        <div class="grid-rows" role="presentation" style={{ height: `${Math.max(0, rows * rowHeight - gap)}px` }}>
          {drawn}
        </div>
      </div>
    </Gate.Provider>
  );
}
