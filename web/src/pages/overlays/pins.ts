// Which posters stand side by side: those of last time, else a few that show different things.

import { api, segment } from "../../api/client";
import type { Item, Page } from "../../api/types";

const MOST = 12;

function nameOf(configuration: string, file: string): string {
  return `halley.posters ${configuration} ${file}`;
}

export function remember(configuration: string, file: string, pinned: readonly Item[]): void {
  localStorage.setItem(nameOf(configuration, file), JSON.stringify(pinned.slice(0, MOST).map((one) => one.key)));
}

function remembered(configuration: string, file: string): number[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(nameOf(configuration, file)) ?? "[]");
    return Array.isArray(found) ? found.filter((one): one is number => typeof one === "number").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** The posters to begin with; `wanted` is one that the address names. */
export async function pinsOf(configuration: string, file: string, library: string, wanted: number): Promise<Item[]> {
  const base = `configurations/${segment(configuration)}/items`;
  const keys = [...new Set([...(wanted ? [wanted] : []), ...remembered(configuration, file)])];
  const found = await Promise.allSettled(keys.map((key) => api.get<Item>(`${base}/${key}`)));
  const items = found.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  if (items.length > (wanted ? 1 : 0)) return items;
  const first = await api.get<Page<Item>>(base, { library, limit: 20 });
  const top = first.rows;
  const others = top[0]?.type === "show" ? await below(base, library) : [top[Math.floor(top.length / 2)], top.at(-1)];
  const all = [...items, ...top.slice(0, 1), ...others];
  return all.filter((one, at): one is Item => one !== undefined && all.findIndex((each) => each?.key === one.key) === at);
}

async function below(base: string, library: string): Promise<(Item | undefined)[]> {
  const pages = await Promise.allSettled(["season", "episode"].map((type) => api.get<Page<Item>>(base, { library, type, limit: 1 })));
  return pages.map((one) => (one.status === "fulfilled" ? one.value.rows[0] : undefined));
}
