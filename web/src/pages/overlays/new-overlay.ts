// YAML of an overlay that is added: small, whole, and in sight on every poster of its kind.

import { scalar } from "./scalar";
import type { Plain } from "./place";

export type NewKind = "text" | "picture" | "backdrop";
/** `own`: a picture beside config.yml, which its name alone finds. */
export type Source = "own" | "file" | "default" | "url" | "git" | "repo";

export interface NewOverlay {
  kind: NewKind;
  name: string;
  /** The type of item that is shown: seasons and episodes need a level of their own. */
  level: string;
  text?: string;
  source?: Source;
  place?: string;
}

export function yamlOf(asked: NewOverlay): string {
  const attributes: [string, Plain][] = [
    ...drawn(asked),
    ["horizontal_align", asked.kind === "backdrop" ? "center" : "left"],
    ["vertical_align", "top"],
    ["horizontal_offset", asked.kind === "backdrop" ? 0 : 60],
    ["vertical_offset", 60],
  ];
  const level = ["season", "episode", "album", "track"].includes(asked.level) ? `\n  builder_level: ${asked.level}` : "";
  return `${scalar(asked.name)}:\n  overlay:\n${attributes.map(([key, value]) => `    ${key}: ${scalar(value)}`).join("\n")}${level}\n  plex_all: true\n`;
}

function drawn(asked: NewOverlay): [string, Plain][] {
  if (asked.kind === "backdrop")
    return [["name", "backdrop"], ["back_color", "#000000A6"], ["back_width", 600], ["back_height", 120], ["back_radius", 30]];
  if (asked.kind === "picture" && asked.source === "own") return [["name", asked.place ?? ""]];
  if (asked.kind === "picture") return [["name", asked.name], [asked.source ?? "file", asked.place ?? ""]];
  return [["name", `text(${asked.text || "<<title>>"})`], ["font_size", 60], ["font_color", "#FFFFFF"]];
}

/** A name that nobody has: `Bar`, `Bar 2`, `Bar 3`. */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const all = new Set(taken);
  if (!all.has(wanted)) return wanted;
  const stem = wanted.replace(/ \d+$/, "");
  let number = 2;
  while (all.has(`${stem} ${number}`)) number += 1;
  return `${stem} ${number}`;
}

/** The lines of an overlay with another name, moved to the left edge. */
export function renamed(lines: string, name: string): string {
  const rows = lines.split("\n");
  const pad = (rows[0] ?? "").length - (rows[0] ?? "").trimStart().length;
  const key = /^\s*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\n]*?)\s*:(?=\s|$)/.exec(rows[0] ?? "")?.[0] ?? "";
  const first = scalar(name) + ":" + (rows[0] ?? "").slice(key.length);
  return [first, ...rows.slice(1).map((row) => row.slice(Math.min(pad, row.length - row.trimStart().length)))].join("\n") + "\n";
}
