import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useKeptPlace } from "./kept-place";

/** Names the tab after what it shows: somebody may have several, and the browser's history has them all. */
export function useTitle(words: string): void {
  useEffect(() => {
    if (words) document.title = `${words} · Halley`;
  }, [words]);
}

/** A page: its heading with tools beside it, content that scrolls, and an action bar at the foot. */
export function PageFrame(props: {
  title: ComponentChildren;
  /** Beside the heading: buttons, a search field. */
  tools?: ComponentChildren;
  /** Below the heading: a line that sums up. */
  lead?: ComponentChildren;
  /** At the foot, always in sight. */
  actions?: ComponentChildren;
  children: ComponentChildren;
  /** The content scrolls itself (a grid, an editor), and takes all the room. */
  isFilled?: boolean;
}) {
  const body = useRef<HTMLDivElement>(null);
  useKeptPlace(body, props.isFilled ? "" : "page");
  useTitle(typeof props.title === "string" ? props.title : "");
  return (
    <div class="frame">
      <div class="frame-head">
        <h1>{props.title}</h1>
        {props.tools && <div class="frame-tools">{props.tools}</div>}
      </div>
      {props.lead && <div class="frame-lead">{props.lead}</div>}
      {/* What scrolls can be reached by keyboard, also where nothing in it can. */}
      <div ref={body} class={props.isFilled ? "frame-body frame-filled" : "frame-body"} tabIndex={props.isFilled ? undefined : 0}>
        {props.children}
      </div>
      {props.actions && <div class="frame-actions">{props.actions}</div>}
    </div>
  );
}
