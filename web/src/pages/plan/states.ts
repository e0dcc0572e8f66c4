// How a poster or a thing stands: whether it is to be done, left out, or what a run made of it. Values only.

import type { Tone } from "../../parts/chip";
import type { IconName } from "../../parts/icon";

export interface Standing {
  id: string;
  words: string;
  tone: Tone;
  icon: IconName;
}

const TABLE: Standing[] = [
  { id: "todo", words: "To do", tone: "plain", icon: "poster" },
  { id: "left", words: "Left out", tone: "plain", icon: "cross" },
  { id: "begun", words: "Under way", tone: "busy", icon: "play" },
  { id: "exact", words: "Done", tone: "good", icon: "check" },
  { id: "already", words: "Already so", tone: "good", icon: "check" },
  { id: "asked", words: "Asked for", tone: "note", icon: "wait" },
  { id: "different", words: "Turned out different", tone: "warning", icon: "warning" },
  { id: "failed", words: "Failed", tone: "bad", icon: "error" },
  { id: "refused", words: "Refused", tone: "warning", icon: "stop" },
  { id: "skipped", words: "Skipped", tone: "plain", icon: "cross" },
  { id: "undone", words: "Taken back", tone: "note", icon: "undo" },
];
const KNOWN = new Map(TABLE.map((each) => [each.id, each]));

/** The order in which filters offer states. */
export const ORDER = TABLE.map((each) => each.id);

/** A state by its word; a word that nobody knows is shown as it is. */
export function standing(id: string): Standing {
  return KNOWN.get(id) ?? { id, words: id.charAt(0).toUpperCase() + id.slice(1), tone: "note", icon: "info" };
}

/** What stands as the plan wanted. */
export const GOOD: readonly string[] = ["exact", "already", "asked"];
/** What a run left in a bad way. */
export const BAD: readonly string[] = ["failed", "refused", "different"];

/** Outcomes of a run in the order of `ORDER`, those that happened. */
export function outcomes(counts: Record<string, number>): { standing: Standing; count: number }[] {
  const rank = (id: string) => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length);
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(([id, count]) => ({ standing: standing(id), count }));
}
