// What kind of thing a row is, and what of it is more than a poster. Values only.

import type { ThingRow, Turn } from "../../api/types";

export type Kind = "collections" | "items" | "playlists" | "others";
export const KINDS: { id: Kind; label: string }[] = [
  { id: "collections", label: "Collections" },
  { id: "items", label: "Metadata" },
  { id: "playlists", label: "Playlists" },
  { id: "others", label: "Others" },
];
const OTHERS = new Set(["section", "library", "server", "step"]);
const PICTURES = new Set(["posters", "poster"]);

export function kindOf(thing: ThingRow): Kind {
  const made = thing.turns.find((turn) => turn.aspect === "type");
  const type = made ? made.after || made.before : thing.of;
  if (type === "collection" || thing.of === "collection") return "collections";
  if (type === "playlist" || thing.of === "playlist") return "playlists";
  if (OTHERS.has(thing.of)) return "others";
  return "items";
}

export function isPicture(turn: Turn): boolean {
  return PICTURES.has(turn.aspect);
}

/** Whether more than its poster turns: the posters have a tab of their own. */
export function isMoreThanPoster(thing: ThingRow): boolean {
  return thing.turns.some((turn) => !isPicture(turn)) || thing.turns.length === 0;
}

/** The things of each tab, in the plan's order. */
export function byKind(things: readonly ThingRow[]): Record<Kind, ThingRow[]> {
  const found: Record<Kind, ThingRow[]> = { collections: [], items: [], playlists: [], others: [] };
  for (const thing of things) {
    const kind = kindOf(thing);
    if (kind !== "items" || isMoreThanPoster(thing)) found[kind].push(thing);
  }
  return found;
}

export const MARKS: Record<ThingRow["mark"], { sign: string; words: string; tone: "good" | "note" | "bad" | "plain" }> = {
  created: { sign: "+", words: "created", tone: "good" },
  changed: { sign: "~", words: "changed", tone: "note" },
  removed: { sign: "−", words: "removed", tone: "bad" },
  asked: { sign: "!", words: "asked for", tone: "plain" },
};

const NAMES: Record<string, string> = { thumb: "poster", posters: "poster", art: "background", arts: "background" };

/** An aspect as people call it, without saying that it is a lock or a setting. */
export function aspectName(aspect: string): string {
  const bare = aspect.replace(/^(locked|setting) /, "");
  return NAMES[bare] ?? bare;
}

export function isLock(turn: Turn): boolean {
  return turn.aspect.startsWith("locked ");
}

/** What turns of a thing, beside its members; what is made or removed has its title anyhow. */
export function toRead(thing: ThingRow): Turn[] {
  const isWhole = thing.mark === "created" || thing.mark === "removed";
  return thing.turns.filter((turn) => !["type", "members"].includes(turn.aspect) && !(isWhole && turn.aspect === "title"));
}

/** `+3 −1 members, label, summary`: what turns, in a line. */
export function inShort(thing: ThingRow): string {
  const found: string[] = [];
  if (thing.comes || thing.goes) found.push([thing.comes ? `+${thing.comes}` : "", thing.goes ? `−${thing.goes}` : ""].filter(Boolean).join(" "));
  else if (thing.turns.some((turn) => turn.aspect === "members")) found.push("another order");
  const turns = toRead(thing);
  for (const turn of turns) if (!isLock(turn) && !found.includes(aspectName(turn.aspect))) found.push(aspectName(turn.aspect));
  const locks = turns.filter(isLock).length;
  if (locks) found.push(locks === 1 ? "1 lock" : `${locks} locks`);
  return found.length > 5 ? `${found.slice(0, 4).join(", ")} and ${found.length - 4} more` : found.join(", ");
}

export function nameOf(thing: ThingRow): string {
  return thing.title || `${thing.of} ${thing.number}`;
}

/** A name for the address, no two things of a plan alike. */
export function byName(thing: ThingRow): string {
  return `${thing.of}-${thing.number}`;
}
