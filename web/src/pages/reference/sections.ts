// The reference as a person looks through it: what is alike together, what is asked for first.

import type { Control, DefaultOverlay, Reference, Word } from "../../api/types";

export interface Entry {
  id: string;
  word: string;
  /** Where it stands: `overlays › … › overlay`. */
  place: string;
  summary: string;
  choices: string[];
  default: string;
  /** Endings that it takes: `.not`, `.gte`. */
  endings: string[];
}

export interface Section {
  id: string;
  title: string;
  of: "overlays" | "config" | "defaults";
  entries: Entry[];
}

export function placeOf(path: string): string {
  const names = path.split(".").filter((name) => name !== "" && name !== "**");
  return names.map((name) => (name === "*" ? "…" : name)).join(" › ");
}

/** All sections, in the order of the reference. */
export function sectionsOf(reference: Reference): Section[] {
  const sections = new Map<string, Section>();
  for (const word of reference.words) {
    const title = word.group || "Sections";
    const key = `${word.file} ${title}`;
    const section = sections.get(key) ?? { id: key.toLowerCase().replace(/[^a-z]+/g, "-"), title, of: word.file, entries: [] };
    sections.set(key, section);
    put(section, word);
  }
  return [...sections.values(), ...reference.defaults.map(ofDefault)];
}

/** Endings are told with the word that they belong to; the same word at several places once. */
function put(section: Section, word: Word): void {
  const [, name, ending] = /^(\w+)(\.\w+)$/.exec(word.word) ?? [];
  const base = name && section.entries.find((one) => one.word === name && one.place === placeOf(word.path));
  if (base && ending) {
    base.endings.push(ending);
    return;
  }
  const known = section.entries.find((one) => one.word === word.word && one.summary === word.summary);
  if (known) return;
  const { summary, choices } = word;
  const id = `${section.id}-${section.entries.length}`;
  section.entries.push({ id, word: word.word, place: placeOf(word.path), summary, choices, default: word.default, endings: [] });
}

function ofDefault(overlay: DefaultOverlay): Section {
  const id = `default-${overlay.name}`;
  const entries = overlay.variables.map((control, index) => ofControl(control, `${id}-${index}`));
  return { id, title: `default: ${overlay.name}`, of: "defaults", entries };
}

function ofControl(control: Control, id: string): Entry {
  const choices = control.choices.length || control.control !== "switch" ? control.choices : ["true", "false"];
  return { id, word: control.key, place: "template_variables", summary: control.summary, choices, default: control.default, endings: [] };
}

/** Sections with what every word of `asked` is in; entries whose own name begins so come first. */
export function found(sections: readonly Section[], asked: string): Section[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...sections];
  const first = words[0] ?? "";
  return sections
    .map((section) => {
      const entries = section.entries.filter((one) => {
        const all = `${one.word} ${one.endings.map((ending) => one.word + ending).join(" ")} ${one.summary} ${one.place} ${section.title}`.toLowerCase();
        return words.every((word) => all.includes(word));
      });
      const rank = (one: Entry) => (one.word === first ? 0 : one.word.startsWith(first) ? 1 : one.word.includes(first) ? 2 : 3);
      return { ...section, entries: entries.sort((a, b) => rank(a) - rank(b)) };
    })
    .filter((section) => section.entries.length > 0);
}
