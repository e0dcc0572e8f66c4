import { signal } from "@preact/signals";

const STEP_MS = 20_000;

/** The time, near enough for `3 min ago`: what reads it is drawn again as it goes on. */
export const now = signal(Date.now());

/** Lets the time go on. Called once, by main. */
export function followTime(): void {
  const look = () => (now.value = Date.now());
  setInterval(look, STEP_MS);
  // A hidden tab's timers hardly run; who comes back wants to know how old it is.
  document.addEventListener("visibilitychange", () => !document.hidden && look());
}
