// Completion and documentation, for CodeMirror. What fits where is judged in offers.ts.

import { autocompletion, type Completion, type CompletionContext, type CompletionResult, startCompletion } from "@codemirror/autocomplete";
import type { Extension, Text } from "@codemirror/state";
import { EditorView, hoverTooltip, type Tooltip } from "@codemirror/view";
import type { Reference } from "../api/types";
import { type Explained, explained, type FileKind, type Offer, offersAt } from "./offers";
import { card, SECRET_WORDS } from "./telling";
import { type Lines, whereAt, wordAt } from "./where";

export const SECRET = /‹•••\d{1,6}›/g;

/** What the assistance knows; exchanged as a whole when the page learns more. */
export interface Knowledge {
  reference: Reference | null;
  file: FileKind;
}

export function linesIn(doc: Text): Lines {
  return { count: doc.lines, line: (number) => (number >= 1 && number <= doc.lines ? doc.line(number).text : "") };
}

export function assistance(knowledge: () => Knowledge): Extension {
  return [
    autocompletion({ override: [(context) => (knowledge().reference ? offered(context, knowledge()) : onceKnown(context, knowledge))], icons: false, maxRenderedOptions: 60, closeOnBlur: true }),
    hoverTooltip((view, at) => hovered(view, at, knowledge()), { hoverTime: 350 }),
  ];
}

/** Whoever asks before the words are there waits for them a moment. */
async function onceKnown(context: CompletionContext, knowledge: () => Knowledge): Promise<CompletionResult | null> {
  for (let turn = 0; turn < 200 && context.explicit && !context.aborted && !knowledge().reference; turn += 1) {
    await new Promise((then) => setTimeout(then, 100));
  }
  return context.aborted ? null : offered(context, knowledge());
}

function offered(context: CompletionContext, { reference, file }: Knowledge): CompletionResult | null {
  if (!reference) return null;
  const line = context.state.doc.lineAt(context.pos);
  const lines = linesIn(context.state.doc);
  const column = context.pos - line.from;
  const where = whereAt(lines, line.number, column);
  if (!where) return null;
  const isBegun = where.word.trim() !== "" || (where.kind === "value" && / $/.test(line.text.slice(0, column)));
  if (!context.explicit && !isBegun) return null;
  const found = offersAt(reference, file, lines, line.number, column, where);
  const first = found[0];
  if (!first) return null;
  return { from: line.from + first.from, options: found.map(completion), validFor: first.kind === "variable" ? /^<<[\w.%/-]*$/ : /^["']?[\w.\-/ ]*$/ };
}

function completion(offer: Offer): Completion {
  return {
    label: offer.word,
    apply: (view, _, from, to) => {
      view.dispatch({ changes: { from, to, insert: offer.insert }, selection: { anchor: from + offer.insert.length }, userEvent: "input.complete" });
      // A key with choices goes on with them, one that holds others with those.
      if (offer.kind === "key" && (offer.choices.length || offer.insert.includes("\n"))) startCompletion(view);
    },
    type: offer.kind,
    boost: offer.rank * 10,
    ...(offer.summary ? { detail: shortened(offer.summary.replaceAll("`", "")) } : {}),
    ...(offer.summary || offer.choices.length ? { info: () => card({ ...offer, path: "" }, false) } : {}),
  };
}

function shortened(words: string): string {
  return words.length > 60 ? `${words.slice(0, 58)}…` : words;
}

/** The word at a place of the document, with what is known of it. */
export function knownAt(doc: Text, at: number, { reference, file }: Knowledge): { told: Explained; from: number; to: number } | null {
  const line = doc.lineAt(at);
  const column = at - line.from;
  for (const secret of line.text.matchAll(SECRET)) {
    const to = secret.index + secret[0].length;
    if (secret.index <= column && column <= to) return { told: SECRET_WORDS, from: line.from + secret.index, to: line.from + to };
  }
  const lines = linesIn(doc);
  const where = reference && wordAt(lines, line.number, column);
  if (!where) return null;
  const variable = [...line.text.matchAll(/<<[^<>]*>>/g)].find((one) => one.index <= column && column <= one.index + one[0].length);
  const word = variable ? { ...where, word: variable[0], from: variable.index } : where;
  const told = explained(reference, file, lines, word);
  return told && { told, from: line.from + word.from, to: line.from + word.from + word.word.length };
}

function hovered(view: EditorView, at: number, knowledge: Knowledge): Tooltip | null {
  const found = knownAt(view.state.doc, at, knowledge);
  if (!found) return null;
  const goes = found.told !== SECRET_WORDS;
  return { pos: found.from, end: Math.min(found.to, view.state.doc.length), above: true, create: () => ({ dom: card(found.told, goes) }) };
}
