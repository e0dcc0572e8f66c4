// A preview as the page asks for it, and as the API takes it. Values only.

import type { Item, NewJob, NewJobInput } from "../../api/types";
import { many } from "../../words";

export type Scope = "everything" | "covers" | "sample" | "items";

export interface Asking {
  configuration: string;
  /** None: all that the configuration names. */
  libraries: string[];
  scope: Scope;
  sample: number;
  items: Pick<Item, "key" | "title" | "context">[];
  isOverlaysOnly: boolean;
  engine: NewJob["engine"];
}

export const SAMPLE = 20;

/** Whether only overlays are looked at: of some items always, as collections and metadata need whole libraries. */
export function isOfOverlays(asking: Asking): boolean {
  return asking.isOverlaysOnly || asking.scope !== "everything";
}

export function fresh(configuration: string): Asking {
  return { configuration, libraries: [], scope: "everything", sample: SAMPLE, items: [], isOverlaysOnly: false, engine: "auto" };
}

/** An earlier job's wish, to be changed and asked for again. */
export function asBefore(asked: NewJob): Asking {
  const scope: Scope = asked.items.length ? "items" : asked.covers ? "covers" : asked.sample !== null ? "sample" : "everything";
  return {
    configuration: asked.configuration,
    libraries: asked.libraries,
    scope,
    sample: asked.sample ?? SAMPLE,
    items: asked.items.map((word) => ({ key: Number(word) || 0, title: word, context: "" })),
    // Of some items it was so anyhow, and is no wish.
    isOverlaysOnly: asked.overlays_only && scope === "everything",
    engine: asked.engine,
  };
}

export function wish(asking: Asking): NewJobInput {
  return {
    kind: "plan",
    configuration: asking.configuration,
    libraries: asking.libraries,
    items: asking.scope === "items" ? asking.items.map((item) => (item.key ? String(item.key) : item.title)) : [],
    sample: asking.scope === "sample" ? asking.sample : null,
    covers: asking.scope === "covers",
    overlays_only: isOfOverlays(asking),
    engine: asking.engine,
  };
}

/** What is still missing; the empty word where it can be started. */
export function missing(asking: Asking): string {
  if (!asking.configuration) return "Choose a configuration.";
  if (asking.scope === "items" && asking.items.length === 0) return "Choose at least one item.";
  if (asking.scope === "sample" && !(Number.isInteger(asking.sample) && asking.sample >= 1 && asking.sample <= 10_000))
    return "The sample is a number from 1 to 10,000.";
  return "";
}

/** Adds an item, or takes it away where it is chosen. */
export function toggled<T extends { key: number }>(items: readonly T[], item: T): T[] {
  return items.some((each) => each.key === item.key) ? items.filter((each) => each.key !== item.key) : [...items, item];
}

/** What is asked for, as a sentence. */
export function sentence(asking: Asking): string {
  const where = asking.libraries.length ? asking.libraries.join(", ") : "all libraries";
  const what = {
    everything: `everything in ${where}`,
    covers: `a sample of ${where} that covers every definition`,
    sample: `${many(asking.sample, "item")} of ${where}`,
    items: asking.items.length === 1 ? `“${asking.items[0]?.title}”` : `${asking.items.length} chosen items`,
  }[asking.scope];
  return `Preview ${what}${isOfOverlays(asking) ? ", overlays only" : ""}. Nothing is written to the server.`;
}
