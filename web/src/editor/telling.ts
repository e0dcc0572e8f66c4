// What the editor shows beside the text: a tooltip's content, and the line at its foot.

import type { Explained } from "./offers";

function part(name: string, words: string, inside?: HTMLElement): HTMLElement {
  const made = document.createElement(name);
  made.className = words;
  inside?.append(made);
  return made;
}

/** The documentation of a word. With `goes` it leads on to the reference. */
export function card(told: Explained, goes: boolean): HTMLElement {
  const box = part("div", "word-card");
  part("strong", "word-name", box).textContent = told.word;
  if (told.summary) part("p", "", box).textContent = told.summary;
  if (told.choices.length) fact(box, "One of", told.choices.slice(0, 24).join(", ") + (told.choices.length > 24 ? " …" : ""));
  if (told.default) fact(box, "Else", told.default);
  if (goes) {
    const link = part("a", "", box) as HTMLAnchorElement;
    link.href = `reference?q=${encodeURIComponent(told.word)}`;
    link.textContent = "In the reference";
  }
  return box;
}

function fact(box: HTMLElement, name: string, value: string): void {
  const line = part("p", "word-fact", box);
  part("span", "muted", line).textContent = `${name} `;
  part("code", "", line).textContent = value;
}

export const SECRET_WORDS: Explained = {
  word: "A secret",
  path: "",
  summary: "It stays on the studio's machine; this mark stands for it. Left as it is, it is saved unchanged. Write over it to set another.",
  choices: [],
  default: "",
};

/** A finding with its hint. */
export function finding(message: string, hint: string): HTMLElement {
  const box = part("div", "finding-words");
  part("p", "", box).textContent = message;
  if (hint) part("p", "hint", box).textContent = hint;
  return box;
}
