// While somebody flings through thousands of posters nothing is asked for: requests for posters long gone would queue before
// those in sight. Above 2 px a millisecond the gate is shut; 90 ms of rest open it.

import { type Signal, signal } from "@preact/signals";
import { createContext } from "preact";

export const FAST_PX_PER_MS = 2;
export const REST_MS = 90;

/** Whether pictures may be asked for. Pictures outside of a grid always may. */
export const Gate = createContext<Signal<boolean>>(signal(true));

/** Judges scrolling by where it is when. */
export class SpeedGate {
  readonly isOpen = signal(true);
  private top = 0;
  private at = 0;
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly frame: (then: () => void) => void = (then) => void requestAnimationFrame(then)) {}

  moved(top: number, at_ms: number): void {
    const speed = Math.abs(top - this.top) / Math.max(at_ms - this.at, 1);
    this.top = top;
    this.at = at_ms;
    if (speed > FAST_PX_PER_MS) this.isOpen.value = false;
    clearTimeout(this.timer);
    const turn = ++this.turn;
    // On a busy machine a timer comes late, with more scrolling in the queue behind it: a frame tells of that first.
    const open = () => {
      if (turn === this.turn) this.isOpen.value = true;
    };
    this.timer = setTimeout(() => (this.isOpen.value ? open() : this.frame(() => this.frame(open))), REST_MS);
  }

  close(): void {
    this.turn += 1;
    clearTimeout(this.timer);
  }
}
