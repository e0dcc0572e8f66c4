import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Picture as Shot } from "../../api/types";
import { Picture } from "../../parts/picture";
import { pictureAddress } from "./addresses";

export interface TurningProps {
  plan: string;
  title: string;
  before: Shot | null;
  after: Shot | null;
  /** Height by width. */
  ratio: number;
  /** Width to ask the pictures for. */
  width: number;
  /** Where the line stands, in percent from the left: left of it is before, right of it after. */
  at: number;
  /** Whether the slider is reached by the tab key. */
  isReachable: boolean;
  /** Only what can be seen is fetched, until somebody takes the slider. */
  isIdle: boolean;
  children?: ComponentChildren;
}

/** A poster before and after, with a slider over it: a range, so that keys and screen readers find it. */
export function Turning(props: TurningProps) {
  const { plan, title, before, after, ratio, width, at, isReachable, isIdle } = props;
  const box = useRef<HTMLDivElement>(null);
  const range = useRef<HTMLInputElement>(null);
  const put = (value: number) => {
    box.current?.style.setProperty("--at", `${value}%`);
    box.current?.classList.toggle("turning-edge", value <= 0 || value >= 100);
    const field = range.current;
    if (!field) return;
    field.value = String(value);
    field.setAttribute("aria-valuetext", saying(value));
  };
  useLayoutEffect(() => put(at), [at]);
  const both = before !== null && after !== null;
  const showsBefore = before !== null && (!isIdle || at > 0 || !both);
  const showsAfter = after !== null && (!isIdle || at < 100 || !both);
  const high = Math.round(width * ratio);
  return (
    <div ref={box} class={both ? "turning turning-both" : "turning"} style={{ aspectRatio: `${1 / ratio}` }}>
      {showsBefore && before && <Picture class="turning-before" src={pictureAddress(plan, before, width)} alt="" width={width} height={high} />}
      {showsAfter && after && <Picture class="turning-after" src={pictureAddress(plan, after, width)} alt="" width={width} height={high} />}
      {both && <span class="turning-line" aria-hidden="true" />}
      {both && (
        <input
          ref={range}
          class="turning-range"
          type="range"
          min={0}
          max={100}
          tabIndex={isReachable ? 0 : -1}
          aria-label={`${title}: before and after`}
          onInput={(event) => put(event.currentTarget.valueAsNumber)}
        />
      )}
      {!before && after && <span class="turning-note">No poster before</span>}
      {before && !after && <span class="turning-note">No poster after</span>}
      {props.children}
    </div>
  );
}

function saying(value: number): string {
  if (value <= 0) return "all after";
  return value >= 100 ? "all before" : `${value} % before, ${100 - value} % after`;
}
