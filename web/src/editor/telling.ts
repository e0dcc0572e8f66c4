// What the editor shows beside the text: a tooltip's content, and the line at its foot.

import type { Explained } from "./offers";

function part(name: string, words: string, inside?: HTMLElement): HTMLElement {
  const made = document.createElement(name);
  made.className = words;
  inside?.append(made);
  return made;
}

/** Words in which `code` is between backticks, in pieces. */
export function spoken(words: string): { text: string; isCode: boolean }[] {
  const pieces = words.split("`");
  if (pieces.length % 2 === 0) return [{ text: words, isCode: false }];
  return pieces.map((text, index) => ({ text, isCode: index % 2 === 1 })).filter((piece) => piece.text !== "");
}

function say(words: string, inside: HTMLElement): void {
  for (const piece of spoken(words)) {
    if (piece.isCode) part("code", "", inside).textContent = piece.text;
    else inside.append(piece.text);
  }
}

/** The documentation of a word. With `goes` it leads on to the reference. */
export function card(told: Explained, goes: boolean): HTMLElement {
  const box = part("div", "word-card");
  part("strong", "word-name", box).textContent = told.word;
  if (told.summary) say(told.summary, part("p", "", box));
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
  say(message, part("p", "", box));
  if (hint) say(hint, part("p", "hint", box));
  return box;
}
