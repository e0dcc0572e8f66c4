import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useKeptPlace } from "./kept-place";
import { spanInSight } from "./window";

export interface ListProps<T> {
  label: string;
  items: readonly T[];
  keyOf: (item: T, index: number) => string | number;
  /** All rows are of this height, in pixels. */
  rowHeight: number;
  render: (item: T, index: number) => ComponentChildren;
  /** Stays at the end as rows come, until somebody scrolls up. */
  followsEnd?: boolean;
  onFollow?: (follows: boolean) => void;
  /** Row to bring into sight; `turn` makes the same row one more time. */
  show?: { index: number; turn: number } | undefined;
  role?: "list" | "log";
}

/** Thousands of rows of one height, of which only those in sight exist. It scrolls itself. */
export function VirtualList<T>(props: ListProps<T>) {
  const { items, rowHeight, followsEnd = false, role = "list" } = props;
  const box = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const [top, setTop] = useState(0);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => setHeight(element.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !followsEnd) return;
    element.scrollTop = element.scrollHeight;
    setTop(element.scrollTop);
  }, [items.length, followsEnd, height]);

  useEffect(() => {
    const element = box.current;
    if (!element || !props.show) return;
    element.scrollTop = Math.max(0, props.show.index * rowHeight - element.clientHeight / 3);
    setTop(element.scrollTop);
  }, [props.show?.index, props.show?.turn]);

  // A log has an end to follow, or a line to show.
  useKeptPlace(box, role === "list" ? props.label : "");

  const span = spanInSight(top, height, rowHeight, items.length, 8);
  return (
    <div
      ref={box}
      class="virtual-list"
      role="region"
      aria-label={props.label}
      tabIndex={0}
      onScroll={(event) => {
        const element = event.currentTarget;
        const isAtEnd = element.scrollTop + element.clientHeight >= element.scrollHeight - rowHeight;
        setTop(element.scrollTop);
        if (props.onFollow && isAtEnd !== followsEnd) props.onFollow(isAtEnd);
      }}
    >
      <div role={role} aria-live="off" aria-label={props.label} style={{ height: `${items.length * rowHeight}px` }} class="list-rows">
        {items.slice(span.from, span.to).map((item, at) => {
          const index = span.from + at;
          return (
            <div
              key={props.keyOf(item, index)}
              class="list-row"
              role={role === "list" ? "listitem" : undefined}
              style={{ transform: `translateY(${index * rowHeight}px)`, height: `${rowHeight}px` }}
            >
              {props.render(item, index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
