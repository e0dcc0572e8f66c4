// What fits where a cursor stands, out of the reference that the engine's own registries make.

import type { ConfigurationFile, Control, DefaultOverlay, Reference, Word } from "../api/types";
import { bare, beside, type Lines, namesBelow, openings, pathOf, type Step, valuesOf, type Where } from "./where";

export type FileKind = ConfigurationFile["kind"];

/** Keys below which blocks of files are listed. */
const LISTS = /^(\w+_files|external_templates)$/;
const BLOCKS = /(_files|_path|external_templates)\.\*$/;

/** Keys that hold others of which no word of the reference says so. */
const HOLDERS = new Set(["template_variables", "all", "any"]);

/** Something to write here. `insert` takes the place of what is written from the column `from` on. */
export interface Offer {
  word: string;
  insert: string;
  from: number;
  kind: "key" | "value" | "variable";
  summary: string;
  choices: string[];
  default: string;
  /** Those of more use come first. */
  rank: number;
}

/** What is known of a word. */
export interface Explained {
  word: string;
  path: string;
  summary: string;
  choices: string[];
  default: string;
}

/** Whether a path of names is one that `pattern` (`overlays.*.filters.**`) means; dashes of lists need not be in it. */
export function fits(pattern: readonly string[], path: readonly string[]): boolean {
  if (pattern[0] === "**" && fits(pattern.slice(1), path)) return true;
  if (path.length === 0) return pattern.length === 0;
  if (pattern[0] === "**") return fits(pattern, path.slice(1));
  const [wanted, name] = [pattern[0], path[0]];
  if (wanted !== undefined && (wanted === "*" || wanted === name) && fits(pattern.slice(1), path.slice(1))) return true;
  return name === "-" && fits(pattern, path.slice(1));
}

const split = new Map<string, string[]>();
function parts(pattern: string): string[] {
  const known = split.get(pattern);
  if (known) return known;
  const made = pattern === "" ? [] : pattern.split(".");
  split.set(pattern, made);
  return made;
}

function wordsAt(reference: Reference, file: FileKind, kind: Word["kind"], path: string[]): Word[] {
  // A template holds what an overlay holds, besides words of its own.
  const other = file === "overlays" && path[0] === "templates" ? ["overlays", ...path.slice(1)] : null;
  return reference.words.filter((word) => {
    if (word.kind !== kind || word.file !== file) return false;
    const pattern = parts(word.path);
    return fits(pattern, path) || (other !== null && fits(pattern, other));
  });
}

/** The default file whose variables are filled in here. */
function defaultAt(reference: Reference, lines: Lines, steps: readonly Step[]): DefaultOverlay | undefined {
  const at = steps.findLastIndex((step) => step.name === "template_variables");
  const step = steps[at];
  if (!step || at !== steps.length - 1) return undefined;
  const name = bare(beside(lines, step).get("default") ?? beside(lines, step).get("pmm") ?? "");
  return reference.defaults.find((one) => one.name === name);
}

/** All that fits where a cursor stands. */
export function offersAt(reference: Reference, file: FileKind, lines: Lines, line: number, column: number, where: Where): Offer[] {
  const before = lines.line(line).slice(0, column);
  const begun = /<<[\w.%/-]*$/.exec(before);
  if (begun) return variables(reference, file, where, begun.index, lines.line(line).slice(column));
  const found = where.kind === "value" ? values(reference, file, lines, where) : keys(reference, file, lines, line, column, where);
  // An item of a list may be a mapping or a plain value.
  const isItem = where.kind === "key" && where.steps[where.steps.length - 1]?.name === "-";
  return isItem ? [...found, ...values(reference, file, lines, where)] : found;
}

function variables(reference: Reference, file: FileKind, where: Where, from: number, after: string): Offer[] {
  const closed = after.startsWith(">>") ? 2 : after.startsWith(">") ? 1 : 0;
  return wordsAt(reference, file, "variable", pathOf(where)).map((word) => ({
    ...offer(word, from, 0),
    insert: closed ? word.insert.slice(0, -closed) : word.insert,
  }));
}

function keys(reference: Reference, file: FileKind, lines: Lines, line: number, column: number, where: Where): Offer[] {
  const path = pathOf(where);
  const there = siblings(lines, line, where.from);
  const rest = lines.line(line).slice(column);
  const hasColon = /^[\w.-]*["']?\s*:/.test(rest);
  const given = defaultAt(reference, lines, where.steps);
  const found = given
    ? given.variables.map((control) => ofControl(control, where.from))
    : wordsAt(reference, file, "key", path).map((word) => offer(word, where.from, rankOf(word)));
  const isAlone = rest.trim() === "" && !/[{[]/.test(lines.line(line).slice(0, where.from));
  return found
    .filter((one) => !there.has(one.word))
    .map((one) => {
      if (hasColon) return { ...one, insert: one.word };
      const below = isAlone ? opened(reference, file, path, one.word) : null;
      return below === null ? one : { ...one, insert: `${one.word}:\n${" ".repeat(where.from + 2)}${below}` };
    });
}

/** What stands in the line below a key that holds others: the dash of a list, or nothing yet; null of any other key. */
function opened(reference: Reference, file: FileKind, path: string[], word: string): string | null {
  if (LISTS.test(word)) return "- ";
  if (HOLDERS.has(word)) return "";
  const top = file === "overlays" && path[0] === "templates" ? ["overlays", ...path.slice(1)] : path;
  const [inside, name] = [[...top, word], [...top, word, "\0"]];
  const holds = reference.words.some((one) => {
    if (one.kind !== "key" || one.file !== file || BLOCKS.test(one.path)) return false;
    const pattern = parts(one.path.replace(/\.\*\*$/, ""));
    return fits(pattern, inside) || fits(pattern, name);
  });
  return holds ? "" : null;
}

/** Keys that are there already are not offered again. */
function siblings(lines: Lines, line: number, column: number): Set<string> {
  const own = openings(lines.line(line), line).steps;
  const names = new Set(beside(lines, { line, column }).keys());
  const mine = own[own.length - 1];
  if (mine && mine.name !== "-") names.delete(mine.name);
  return names;
}

function values(reference: Reference, file: FileKind, lines: Lines, where: Where): Offer[] {
  const path = pathOf(where);
  const steps = path.filter((name) => name !== "-");
  const key = steps[steps.length - 1] ?? "";
  const found = new Map<string, Offer>();
  const add = (word: string, summary: string, rank: number) => {
    if (word && !found.has(word)) found.set(word, plain(word, where.from, summary, rank));
  };
  for (const word of wordsAt(reference, file, "value", path)) found.set(word.word, offer(word, where.from, 3));
  const control = controlOf(reference, file, lines, where.steps);
  const word = keyWord(reference, file, path);
  for (const choice of word?.choices ?? []) add(choice, word?.summary ?? "", 3);
  for (const choice of control?.choices ?? []) add(choice, control?.summary ?? "", 3);
  if (word?.default) add(word.default, "What it is without being written", 2);
  if (control?.default && control.control !== "text") add(control.default, "What it is without being written", 2);
  if (control?.control === "switch") for (const choice of ["true", "false"]) add(choice, "", 1);
  if (control?.control === "font") for (const font of reference.fonts) add(font, "A font of this machine", 0);
  for (const name of ownNames(lines, file, steps, key)) add(name, "Named in this file", 4);
  return [...found.values()];
}

/** Names that the text itself gives: templates, groups, queues, other overlays. */
function ownNames(lines: Lines, file: FileKind, steps: string[], key: string): string[] {
  if (file !== "overlays") return [];
  const parent = steps[steps.length - 2];
  if ((key === "name" && parent === "template") || key === "template") return namesBelow(lines, "templates");
  if (key === "suppress_overlays") return namesBelow(lines, "overlays").filter((name) => name !== steps[1]);
  if (key === "queue") return [...namesBelow(lines, "queues"), ...valuesOf(lines, "queue")];
  return key === "group" ? valuesOf(lines, "group") : [];
}

function controlOf(reference: Reference, file: FileKind, lines: Lines, steps: readonly Step[]): Control | undefined {
  const key = steps.filter((step) => step.name !== "-").at(-1)?.name;
  const at = steps.findIndex((step) => step.name === key);
  const given = defaultAt(reference, lines, steps.slice(0, steps.length - 1));
  if (given) return given.variables.find((one) => one.key === key);
  const names = steps.slice(0, at).map((step) => step.name);
  const isAttribute = file === "overlays" && names[names.length - 1] === "overlay";
  return isAttribute ? reference.controls.find((one) => one.key === key) : undefined;
}

function keyWord(reference: Reference, file: FileKind, path: string[]): Word | undefined {
  const at = path.findLastIndex((name) => name !== "-");
  const [key, parents] = [path[at] ?? "", path.slice(0, at)];
  return wordsAt(reference, file, "key", parents).reduce<Word | undefined>((best, word) => {
    if (word.word === key) return word;
    return best ?? (word.word === key.split(".")[0] ? word : undefined);
  }, undefined);
}

/** What is known of the word at a place; null of names that a person gave. */
export function explained(reference: Reference, file: FileKind, lines: Lines, where: Where): Explained | null {
  const path = pathOf(where);
  const told = /<<([^<>]+)>>/.exec(where.word)?.[0];
  if (told) {
    const word = wordsAt(reference, file, "variable", path).find((one) => one.word === told);
    if (word) return { word: told, path: word.path, summary: word.summary, choices: [], default: "" };
  }
  if (where.kind === "value") {
    const word = wordsAt(reference, file, "value", path).find((one) => one.word === where.word);
    if (word) return { word: word.word, path: word.path, summary: word.summary, choices: [], default: "" };
    return null;
  }
  const steps = [...where.steps, { name: where.word, line: 0, column: 0 }];
  const control = controlOf(reference, file, lines, steps);
  const word = keyWord(reference, file, [...path, where.word]);
  if (!control && !word) return null;
  const choices = control?.choices.length ? control.choices : (word?.choices ?? []);
  const summary = control?.summary || word?.summary || "";
  return { word: where.word, path: word?.path ?? path.join("."), summary, choices, default: control?.default || word?.default || "" };
}

/** Of a definition's many words those of its own come first, then builders that ask nobody but the server; of an attribute that without an ending. */
function rankOf(word: Word): number {
  if (word.group === "Options" || word.group.startsWith("Filters") || word.group === "Search") return word.word.includes(".") ? 0 : 1;
  if (word.group.startsWith("Builders:")) return 1;
  return word.group === "Builders" ? 2 : 3;
}

function offer(word: Word, from: number, rank: number): Offer {
  return { word: word.word, insert: word.insert, from, kind: word.kind, summary: word.summary, choices: word.choices, default: word.default, rank };
}

function ofControl(control: Control, from: number): Offer {
  return { word: control.key, insert: `${control.key}: `, from, kind: "key", summary: control.summary, choices: control.choices, default: control.default, rank: 1 };
}

/** A value, quoted where YAML would take it for something else. */
function plain(word: string, from: number, summary: string, rank: number): Offer {
  return { word, insert: quoted(word), from, kind: "value", summary, choices: [], default: "", rank };
}

export function quoted(text: string): string {
  const isPlain = /^[^\s"'#{}[\],&*!|>%@`:?-]/.test(text) && !/: |\s#|[:\s]$|[,[\]{}]/.test(text);
  return isPlain ? text : JSON.stringify(text);
}
