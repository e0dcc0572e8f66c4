// The keys of the keyboard, in one table that `?` shows. A page adds its own while it is there.

import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

export interface Key {
  /** As `KeyboardEvent.key` says it, with `Ctrl+`, `Alt+` and `Shift+` before it: `Ctrl+k`, `Shift+X`, `?`. */
  key: string;
  words: string;
  run: (event: KeyboardEvent) => void;
  /** Whether it works while somebody writes into a field. */
  inFields?: boolean;
  /** Known to a part of the page that listens itself; here to be listed only. */
  isListedOnly?: boolean;
}

/** Groups of keys by who added them; `?` shows them in this order. */
export const keyGroups = signal<{ name: string; keys: Key[] }[]>([]);

export function nameOf(event: KeyboardEvent): string {
  const isLetter = event.key.length === 1;
  const shift = event.shiftKey && (!isLetter || /[a-z]/i.test(event.key)) ? "Shift+" : "";
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift}${event.key}`;
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input:not([type=checkbox],[type=radio],[type=range]),textarea,select,[contenteditable=true]") !== null;
}

/** Adds keys; calling what comes back takes them away again. */
export function addKeys(name: string, keys: Key[]): () => void {
  const group = { name, keys };
  keyGroups.value = [...keyGroups.value, group];
  return () => {
    keyGroups.value = keyGroups.value.filter((each) => each !== group);
  };
}

/** Keys of a page, for as long as it is shown. */
export function useKeys(name: string, keys: Key[]): void {
  const newest = useRef(keys);
  newest.current = keys;
  const listed = keys.map((each) => `${each.key} ${each.words}`).join("\n");
  useEffect(
    () =>
      addKeys(
        name,
        newest.current.map((each, index) => ({ ...each, run: (event) => newest.current[index]?.run(event) })),
      ),
    [name, listed],
  );
}

/** Listens for the whole page. Called once, by main. */
export function followKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = nameOf(event);
    const inField = isField(event.target);
    const inDialog = document.querySelector("dialog[open]") !== null;
    // What was added last stands nearest.
    for (const group of [...keyGroups.value].reverse()) {
      for (const key of group.keys) {
        if (key.isListedOnly || key.key !== name || (inField && !key.inFields) || (inDialog && !key.inFields)) continue;
        event.preventDefault();
        key.run(event);
        return;
      }
    }
  });
}
