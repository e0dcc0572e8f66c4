// Single values as YAML writes them, so that they are read back as what they are.

import type { Plain } from "./place";

const PLAIN = /^[A-Za-z_./][A-Za-z0-9_./ ()+-]*$/;
const WORDS = new Set(["true", "false", "yes", "no", "on", "off", "null", "y", "n", "~"]);

export function scalar(value: Plain): string {
  if (value === null) return "null";
  if (typeof value !== "string") return String(value);
  const isPlain = PLAIN.test(value) && !value.endsWith(" ") && !WORDS.has(value.toLowerCase()) && !/^[.\d]+([eE][+-]?\d+)?$/.test(value);
  return isPlain || /^-?\d{1,9}%$/.test(value) ? value : JSON.stringify(value);
}

/** What somebody typed into a field for a number or a text, as the value that it means. */
export function typed(text: string): Plain {
  const bare = text.trim();
  if (bare === "") return null;
  if (/^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(bare)) return Number(bare);
  return bare === "true" ? true : bare === "false" ? false : text;
}
