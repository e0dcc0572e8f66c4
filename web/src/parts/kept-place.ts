import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { entry } from "../router";

const MOST_FRAMES = 300;
const HANDS = ["wheel", "pointerdown", "keydown", "touchmove"] as const;
/** How far down something was, by entry of the tab's history and name. */
const tops = new Map<string, number>();

/** Keeps how far down a box is for the back button, and brings it there once what is in it has come. `name` is unique on a page. */
export function useKeptPlace(box: RefObject<HTMLElement | null>, name: string): void {
  useEffect(() => {
    const element = box.current;
    if (!element || !name) return;
    const nameNow = () => `${entry()} ${name}`;
    const stop = bring(element, tops.get(nameNow()) ?? 0);
    const keep = () => tops.set(nameNow(), element.scrollTop);
    element.addEventListener("scroll", keep, { passive: true });
    return () => {
      stop();
      element.removeEventListener("scroll", keep);
    };
  }, [name]);
}

/** Scrolls as soon as there is enough to scroll, unless somebody does so first. */
function bring(element: HTMLElement, top: number): () => void {
  let frames = top > 0 ? MOST_FRAMES : 0;
  const stop = () => {
    frames = 0;
    for (const hand of HANDS) window.removeEventListener(hand, stop);
  };
  const step = () => {
    if (frames <= 0) return stop();
    frames -= 1;
    if (element.scrollHeight - element.clientHeight >= top) {
      element.scrollTop = top;
      return stop();
    }
    requestAnimationFrame(step);
  };
  if (frames) for (const hand of HANDS) window.addEventListener(hand, stop, { passive: true });
  step();
  return stop;
}
