// A default overlay file as it is named in config.yml, and its way into that text.

import type { Plain } from "./place";
import { behindKey, keyOf } from "./lines";
import { scalar } from "./scalar";

/** `- default: ratings` with its template variables, flush left. */
export function defaultBlock(name: string, variables: Readonly<Record<string, Plain>>): string {
  const given = Object.entries(variables).filter(([, value]) => value !== null && value !== "");
  const rows = given.map(([key, value]) => `    ${scalar(key)}: ${scalar(value)}`);
  return [`- default: ${scalar(name)}`, ...(rows.length ? ["  template_variables:", ...rows] : [])].join("\n") + "\n";
}

interface Part {
  /** Index of its first line, of the line behind its last, and how far in its key stands. */
  start: number;
  stop: number;
  indent: number;
}

/** The text of a config.yml with a block at the end of a library's `overlay_files`. Null where it cannot be put in safely. */
export function withDefault(text: string, library: string, block: string): string | null {
  const lines = text.split("\n");
  const libraries = part(lines, "libraries", { start: -1, stop: lines.length, indent: -1 });
  const own = libraries && part(lines, library, libraries);
  if (!own || inline(lines[own.start] ?? "")) return null;
  const files = part(lines, "overlay_files", own);
  if (!files) {
    const indent = childIndent(lines, own) ?? own.indent + 2;
    return put(lines, lastLine(lines, own) + 1, [`${" ".repeat(indent)}overlay_files:`, ...shifted(block, indent)]);
  }
  const rest = inline(lines[files.start] ?? "");
  if (rest === "[]" || rest === "null" || rest === "~") {
    const line = (lines[files.start] ?? "").replace(/:\s*(\[\s*\]|null|~)/, ":");
    return put([...lines.slice(0, files.start), line, ...lines.slice(files.start + 1)], files.start + 1, shifted(block, files.indent));
  }
  if (rest) return null;
  const first = lines.slice(files.start + 1, files.stop).find((line) => /^\s*- /.test(line) || /^\s*-$/.test(line));
  const last = lastLine(lines, files);
  if (!first && last > files.start) return null;
  return put(lines, last + 1, shifted(block, first ? first.indexOf("-") : files.indent));
}

/** What stands behind the colon of a line, without its comment. */
function inline(line: string): string {
  return behindKey(line).replace(/(^|\s)#.*$/, "").replaceAll(/\s/g, "");
}

function part(lines: readonly string[], key: string, within: Part): Part | null {
  let indent = -1;
  for (let at = within.start + 1; at < within.stop; at += 1) {
    const line = lines[at] ?? "";
    if (isBlank(line)) continue;
    const pad = padOf(line);
    if (pad <= within.indent) return null;
    if (indent < 0) indent = pad;
    const found = pad === indent ? keyOf(line) : null;
    if (found?.key === key) return { start: at, stop: endOf(lines, at, pad, within.stop), indent: pad };
  }
  return null;
}

/** The line behind the last of a key; a list may stand as far in as its key. */
function endOf(lines: readonly string[], start: number, indent: number, most: number): number {
  for (let at = start + 1; at < most; at += 1) {
    const line = lines[at] ?? "";
    if (isBlank(line)) continue;
    const pad = padOf(line);
    if (pad < indent || (pad === indent && !line.trimStart().startsWith("-"))) return at;
  }
  return most;
}

function lastLine(lines: readonly string[], of: Part): number {
  let at = of.stop - 1;
  while (at > of.start && isBlank(lines[at] ?? "")) at -= 1;
  return at;
}

function childIndent(lines: readonly string[], of: Part): number | null {
  const line = lines.slice(of.start + 1, of.stop).find((one) => !isBlank(one));
  return line === undefined ? null : padOf(line);
}

function shifted(block: string, indent: number): string[] {
  return block.trimEnd().split("\n").map((line) => " ".repeat(indent) + line);
}

function put(lines: readonly string[], at: number, added: readonly string[]): string {
  const isAtEnd = at >= lines.length;
  return [...lines.slice(0, at), ...added, ...(isAtEnd ? [""] : lines.slice(at))].join("\n");
}

function padOf(line: string): number {
  return line.length - line.trimStart().length;
}

function isBlank(line: string): boolean {
  return /^\s*(#.*)?$/.test(line);
}
