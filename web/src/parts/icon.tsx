/** Signs that we drew, on a grid of 24. Each is only ever beside a word, or named by its button. */
const PATHS = {
  jobs: "M4 6h16M4 12h16M4 18h10",
  overlays: "M5 4h14v16H5zM5 14l5-4 4 4 2-2 3 3M8 4v4h5V4",
  config: "M14 3H6v18h12V7zM14 3v4h4M9 12h6M9 16h6",
  history: "M4 12a8 8 0 1 0 3-6.2M4 4v4h4M12 8v4l3 2",
  system: "M3 5h18v11H3zM9 20h6M12 16v4",
  start: "M5 21V4M5 5h12l-2 4 2 4H5",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  check: "M5 12l5 5 9-10",
  cross: "M6 6l12 12M18 6L6 18",
  play: "M7 5l12 7-12 7z",
  stop: "M6 6h12v12H6z",
  again: "M20 12a8 8 0 1 1-3-6.2M20 3v5h-5",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  wait: "M7 3h10M7 21h10M8 3c0 5 8 6 8 9s-8 4-8 9M16 3c0 5-8 6-8 9s8 4 8 9",
  warning: "M12 4l9 16H3zM12 10v4M12 17v.5",
  error: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v6M12 16v.5",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7v.5",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  upload: "M12 16V5M7 9l5-5 5 5M5 20h14",
  undo: "M9 7L4 12l5 5M4 12h10a6 6 0 0 1 0 12",
  moon: "M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10z",
  sun: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
  half: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  keyboard: "M3 6h18v12H3zM7 10h.5M11 10h.5M15 10h.5M8 14h8",
  left: "M15 5l-7 7 7 7",
  right: "M9 5l7 7-7 7",
  up: "M5 15l7-7 7 7",
  down: "M5 9l7 7 7-7",
  more: "M5 12h.5M12 12h.5M19 12h.5",
  poster: "M6 3h12v18H6zM6 16l4-4 3 3 2-2 3 3",
  folder: "M3 6h6l2 2h10v11H3z",
  eye: "M2 12c3-6 7-7 10-7s7 1 10 7c-3 6-7 7-10 7s-7-1-10-7zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  full: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  lock: "M6 11h12v10H6zM8 11V8a4 4 0 0 1 8 0v3",
  link: "M10 14a4 4 0 0 0 6 0l4-4a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-4 4a4 4 0 0 0 6 6l1-1",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
