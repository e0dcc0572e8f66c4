// Which lines of a text are of which overlay, by the indents alone: it works while somebody types and the text is no YAML yet.

export interface Block {
  name: string;
  /** Lines from 1, both inclusive. */
  from: number;
  to: number;
}

const KEY = /^(\s*)(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^\s#'"&*[\]{}|>!%@`-][^#]*?|-[^\s#][^#]*?))\s*:(?:\s|$)/;

/** The key with which a line begins, and how far in it stands. */
export function keyOf(line: string): { indent: number; key: string } | null {
  const found = KEY.exec(line);
  if (!found) return null;
  const [, pad = "", double, single, bare] = found;
  const key = double !== undefined ? unescaped(double) : single !== undefined ? single.replaceAll("''", "'") : (bare ?? "").trim();
  return { indent: pad.length, key };
}

/** What stands behind the key of a line and its colon. */
export function behindKey(line: string): string {
  const found = KEY.exec(line);
  return found ? line.slice(found[0].length).trim() : "";
}

function unescaped(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}

const known = new Map<string, { text: string; blocks: readonly Block[] }>();

/** The overlays of a text, in its order. The last text of each section is remembered: frames ask while a hand moves. */
export function blocksOf(text: string, section = "overlays"): readonly Block[] {
  const last = known.get(section);
  if (last?.text === text) return last.blocks;
  const blocks = readBlocks(text, section);
  known.set(section, { text, blocks });
  return blocks;
}

function readBlocks(text: string, section: string): Block[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => keyOf(line)?.indent === 0 && keyOf(line)?.key === section);
  if (start < 0) return [];
  const found: Block[] = [];
  let indent = -1;
  for (let at = start + 1; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (!line.trim() || /^\s*#/.test(line)) continue;
    const pad = line.length - line.trimStart().length;
    if (pad === 0) break;
    if (indent < 0) indent = pad;
    const key = pad === indent ? keyOf(line) : null;
    if (key) found.push({ name: key.key, from: at + 1, to: at + 1 });
    else if (found.length && pad > indent) found[found.length - 1]!.to = at + 1;
  }
  return found;
}

/** The overlay in whose lines a line is; between two it is none. */
export function overlayAt(text: string, line: number): string {
  return blocksOf(text).find((one) => line >= one.from && line <= one.to)?.name ?? "";
}

export function lineOf(text: string, overlay: string): number {
  return blocksOf(text).find((one) => one.name === overlay)?.from ?? 0;
}

/** The lines of an overlay, or of a template, its key first. */
export function textOf(text: string, overlay: string, section = "overlays"): string {
  const block = blocksOf(text, section).find((one) => one.name === overlay);
  return block ? text.split("\n").slice(block.from - 1, block.to).join("\n") : "";
}

/** The attributes that an overlay's own lines give, as far as its indents and brackets tell; the rest comes from elsewhere. */
export function writtenKeys(text: string, overlay: string, section = "overlays"): Set<string> {
  return new Set(writtenIn(text, overlay, section).keys());
}

/** What stands behind each of them. */
export function writtenIn(text: string, overlay: string, section = "overlays"): Map<string, string> {
  const lines = textOf(text, overlay, section).split("\n");
  const start = lines.findIndex((line, at) => at > 0 && keyOf(line)?.key === "overlay");
  const found = new Map<string, string>();
  const head = lines[start];
  if (start < 0 || head === undefined) return found;
  const inline = behindKey(head).replace(/^#.*/, "");
  if (inline && !inline.startsWith("{")) return found.set("name", inline);
  const pad = head.length - head.trimStart().length;
  for (const line of [inline, ...lines.slice(start + 1)]) {
    const isBlank = !line.trim() || /^\s*#/.test(line);
    if (line !== inline && !isBlank && line.length - line.trimStart().length <= pad) break;
    for (const [, key = "", value = ""] of line.matchAll(/(?:^\s*|[{,]\s*)["']?([a-z_]+)["']?\s*:(?:\s+("[^"]*"|'[^']*'|[^,}#]*)|$)/g)) found.set(key, value.trim());
  }
  return found;
}

/** A text with another weight of an overlay that a template draws: `weight:` once in its lines. Null where it is not. */
export function withWeight(text: string, overlay: string, weight: number): string | null {
  const block = blocksOf(text).find((one) => one.name === overlay);
  if (!block) return null;
  const lines = text.split("\n");
  const own = lines.slice(block.from - 1, block.to).join("\n");
  const places = [...own.matchAll(/(?<=^|[\s{,])weight:\s*(\d+)(?=\s*(?:[,}#]|$))/gm)];
  const [place] = places;
  if (places.length !== 1 || !place || place.index === undefined) return null;
  const digits = place[1] ?? "";
  const at = place.index + place[0].length - digits.length;
  const changed = own.slice(0, at) + weight + own.slice(at + digits.length);
  return [...lines.slice(0, block.from - 1), changed, ...lines.slice(block.to)].join("\n");
}

/** The templates that an overlay names, in its order. */
export function templatesOf(text: string, overlay: string): string[] {
  const own = textOf(text, overlay);
  const alias = /(?:^|\n)[ \t]*template:[ \t]*\*([\w-]+)/.exec(own)?.[1];
  const source = alias ? (new RegExp(`template:[ \\t]*&${alias}\\b([^\\n]*)`).exec(text)?.[1] ?? "") : (/(?:^|\n)([ \t]*)template:([^\n]*(?:\n\1[ \t]+[^\n]*)*)/.exec(own)?.[2] ?? "");
  const named = [...source.matchAll(/\bname:\s*["']?([^,}"'\n#]+)/g)].map((one) => (one[1] ?? "").trim());
  const bare = source.replace(/&[\w-]+/, "").trim();
  return named.length ? named : bare && !/^[[{]/.test(bare) ? [bare.replace(/\s#.*/, "").replace(/^["']|["']$/g, "")] : [];
}

/** The template of this text that says what an overlay draws; empty where it is elsewhere, or where there is none. */
export function drawnBy(text: string, overlay: string): string {
  return templatesOf(text, overlay).find((one) => writtenIn(text, one, "templates").size > 0) ?? "";
}

/** How many overlays of the text are drawn by a template. */
export function usersOf(text: string, template: string): number {
  return blocksOf(text).filter((one) => templatesOf(text, one.name).includes(template)).length;
}

/** Where a template of this text stands; 0 where it is elsewhere. */
export function lineOfTemplate(text: string, template: string): number {
  return blocksOf(text, "templates").find((one) => one.name === template)?.from ?? 0;
}
