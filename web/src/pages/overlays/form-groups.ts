// The template variables of a default overlay in groups, and those of one of its badges. Values only.

import type { Control, DefaultOverlay } from "../../api/types";

export const GROUP_WORDS: Record<string, string> = { variables: "Its own", position: "Place", text: "Text", picture: "Picture", back: "Back", overlay: "Group and queue" };
const ORDER = ["variables", "position", "text", "picture", "back", "overlay"];

/** Groups by name, those of `rating1`, `rating2` first; `asked` narrows to what holds it. */
export function grouped(overlay: DefaultOverlay, asked: string): [string, Control[]][] {
  const wanted = asked.trim().toLowerCase().replaceAll(" ", "_");
  const found = new Map<string, Control[]>();
  for (const one of overlay.variables) {
    if (wanted && !one.key.includes(wanted)) continue;
    const group = /^([a-z]+\d)(_|$)/.exec(one.key)?.[1] ?? one.group;
    found.set(group, [...(found.get(group) ?? []), one]);
  }
  const place = (group: string) => (ORDER.includes(group) ? ORDER.indexOf(group) + 100 : 0);
  return [...found].sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b));
}

/** The variables of one badge: whether it is drawn, and every look that it may have for itself. */
export function ofBadge(overlay: DefaultOverlay, key: string, controls: readonly Control[]): Control[] {
  if (!overlay.keys.includes(key)) return [];
  const use: Control = { key: `use_${key}`, group: "badge", control: "switch", summary: `Whether ${key} is drawn at all`, choices: [], default: "true", minimum: null, maximum: null, applies_to: [] };
  const looks = overlay.per_key.map((one): Control => {
    const known = overlay.variables.find((each) => each.key === one) ?? controls.find((each) => each.key === one);
    const plain: Control = { key: "", group: "badge", control: "text", summary: "", choices: [], default: "", minimum: null, maximum: null, applies_to: [] };
    return { ...(known ?? plain), key: `${one}_${key}`, group: "badge" };
  });
  const order = (one: Control) => controls.findIndex((each) => one.key === `${each.key}_${key}`);
  return [use, ...looks.sort((a, b) => order(a) - order(b))];
}
