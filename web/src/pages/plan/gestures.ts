// A hand on the stage: wheel and pinch zoom, a drag pans or slides. What moved is told as a new view, or as where the line is.

import { useEffect, useRef } from "preact/hooks";
import type { Ref } from "preact";
import { panned, type View, zoomed } from "./zoom";

export interface Gestures {
  view: View;
  /** Size of the picture at 1. */
  width: number;
  height: number;
  onView: (view: View) => void;
  /** Called with where the pointer is over the picture, 0 to 1; null: dragging never slides. */
  onSlide: ((share: number) => void) | null;
  /** Where the line is, 0 to 1. */
  line: number;
  /** A tap that moved nothing. */
  onTap: () => void;
}

const NEAR_PX = 18;
const MOVED_PX = 4;

interface Hand {
  pointers: Map<number, { x: number; y: number }>;
  isSliding: boolean;
  moved: number;
}

/** Puts the gestures on an element. */
export function useGestures(element: Ref<HTMLElement>, gestures: Gestures): void {
  const now = useRef(gestures);
  now.current = gestures;
  useEffect(() => {
    const stage = element && "current" in element ? element.current : null;
    if (!stage) return;
    const hand: Hand = { pointers: new Map(), isSliding: false, moved: 0 };
    const listeners: [string, (event: never) => void, AddEventListenerOptions?][] = [
      ["wheel", (event: WheelEvent) => wheel(event, stage, now.current), { passive: false }],
      ["pointerdown", (event: PointerEvent) => down(event, hand, stage, now.current)],
      ["pointermove", (event: PointerEvent) => move(event, hand, stage, now.current)],
      ["pointerup", (event: PointerEvent) => up(event, hand, now.current)],
      ["pointercancel", (event: PointerEvent) => up(event, hand, null)],
      ["click", (event: MouseEvent) => hand.moved > MOVED_PX && event.preventDefault(), { capture: true }],
    ];
    for (const [name, run, options] of listeners) stage.addEventListener(name, run as EventListener, options);
    return () => {
      for (const [name, run, options] of listeners) stage.removeEventListener(name, run as EventListener, options);
    };
  }, []);
}

/** The pane under a pointer: of two side by side each has a middle of its own. */
function paneAt(target: EventTarget | null, x: number, stage: HTMLElement): DOMRect {
  const panes = [...stage.querySelectorAll<HTMLElement>(".pane")];
  const over = panes.find((pane) => target instanceof Node && pane.contains(target)) ?? panes.find((pane) => pane.getBoundingClientRect().right >= x);
  return (over ?? stage).getBoundingClientRect();
}

function fromMiddle(box: DOMRect, x: number, y: number): { x: number; y: number } {
  return { x: x - box.left - box.width / 2, y: y - box.top - box.height / 2 };
}

function shareAt(event: PointerEvent, stage: HTMLElement, { view, width }: Gestures): number {
  const at = fromMiddle(paneAt(event.target, event.clientX, stage), event.clientX, event.clientY);
  return Math.min(1, Math.max(0, (at.x - view.x) / (width * view.scale) + 0.5));
}

function wheel(event: WheelEvent, stage: HTMLElement, now: Gestures): void {
  event.preventDefault();
  const at = fromMiddle(paneAt(event.target, event.clientX, stage), event.clientX, event.clientY);
  const lines = event.deltaMode === 1 ? event.deltaY * 30 : event.deltaY;
  now.onView(zoomed(now.view, Math.exp(-lines / 400), at.x, at.y, now.width, now.height));
}

function down(event: PointerEvent, hand: Hand, stage: HTMLElement, now: Gestures): void {
  if (event.button !== 0) return;
  hand.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  if (hand.pointers.size > 1) {
    hand.isSliding = false;
    return;
  }
  hand.moved = 0;
  const apart_px = Math.abs(shareAt(event, stage, now) - now.line) * now.width * now.view.scale;
  hand.isSliding = now.onSlide !== null && (now.view.scale === 1 || apart_px < NEAR_PX);
}

function move(event: PointerEvent, hand: Hand, stage: HTMLElement, now: Gestures): void {
  const was = hand.pointers.get(event.pointerId);
  if (!was) return;
  const before = spread(hand.pointers);
  hand.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  hand.moved += Math.hypot(event.clientX - was.x, event.clientY - was.y);
  if (hand.moved <= MOVED_PX) return;
  // Only a hand that moves takes the pointer: a tap still belongs to the link under it.
  if (!stage.hasPointerCapture(event.pointerId)) stage.setPointerCapture(event.pointerId);
  const after = spread(hand.pointers);
  if (before && after) {
    const at = fromMiddle(paneAt(event.target, after.x, stage), after.x, after.y);
    const view = zoomed(now.view, after.size / before.size, at.x, at.y, now.width, now.height);
    now.onView(panned(view, after.x - before.x, after.y - before.y, now.width, now.height));
  } else if (hand.isSliding) now.onSlide?.(shareAt(event, stage, now));
  else now.onView(panned(now.view, event.clientX - was.x, event.clientY - was.y, now.width, now.height));
}

function up(event: PointerEvent, hand: Hand, now: Gestures | null): void {
  if (!hand.pointers.delete(event.pointerId)) return;
  if (now && hand.pointers.size === 0 && hand.moved <= MOVED_PX && !(event.target instanceof Element && event.target.closest("a"))) now.onTap();
}

/** Middle and spread of two fingers. */
function spread(pointers: Map<number, { x: number; y: number }>): { x: number; y: number; size: number } | null {
  const [one, other] = [...pointers.values()];
  if (!one || !other) return null;
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, size: Math.max(1, Math.hypot(one.x - other.x, one.y - other.y)) };
}
