// Every page, a line each: its address, its name, and the code that shows it. The first that fits is shown.

import type { ComponentType } from "preact";
import type { IconName } from "./parts/icon";
import { lazy, type PageProps } from "./parts/lazy";

export interface PageEntry {
  path: string;
  title: string;
  page: ComponentType<PageProps>;
}

export const PAGES: PageEntry[] = [
  { path: "welcome", title: "Welcome", page: lazy(() => import("./pages/welcome/welcome")) },
  { path: "jobs", title: "Jobs", page: lazy(() => import("./pages/jobs/jobs")) },
  { path: "jobs/new", title: "New preview", page: lazy(() => import("./pages/jobs/new-preview")) },
  { path: "jobs/:job", title: "Job", page: lazy(() => import("./pages/jobs/job")) },
  { path: "config", title: "Configuration", page: lazy(() => import("./pages/config/config")) },
  { path: "config/:config", title: "Configuration", page: lazy(() => import("./pages/config/config")) },
  { path: "config/:config/:file*", title: "Configuration", page: lazy(() => import("./pages/config/config")) },
  { path: "plans/:plan", title: "Plan", page: lazy(() => import("./pages/plan/plan")) },
  { path: "overlays", title: "Overlays", page: lazy(() => import("./pages/overlays/chooser")) },
  { path: "overlays/:config/:file*", title: "Overlay editor", page: lazy(() => import("./pages/overlays/overlay-page")) },
  { path: "reference", title: "Reference", page: lazy(() => import("./pages/reference/reference")) },
  { path: "history", title: "History", page: lazy(() => import("./pages/history/history")) },
  { path: "history/:run", title: "Run", page: lazy(() => import("./pages/history/run")) },
  { path: "system", title: "System", page: lazy(() => import("./pages/system/system")) },
];

/** The bar at the left, at the foot of a phone, where there is room for short names. Only what exists is here. */
export const PLACES: { path: string; title: string; short?: string; icon: IconName }[] = [
  { path: "jobs", title: "Jobs", icon: "jobs" },
  { path: "overlays", title: "Overlays", icon: "overlays" },
  { path: "config", title: "Configuration", short: "Config", icon: "config" },
  { path: "history", title: "History", icon: "history" },
  { path: "system", title: "System", icon: "system" },
];
