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
  { path: "system", title: "System", page: lazy(() => import("./pages/system/system")) },
];

/** The bar at the left, at the foot of a phone. Only what exists is here. */
export const PLACES: { path: string; title: string; icon: IconName }[] = [
  { path: "system", title: "System", icon: "system" },
];
