// What was written and is not saved. It outlives the page of its file, so that one can look at another file in between.

import { signal } from "@preact/signals";

export interface UnsavedText {
  text: string;
  /** What was saved when it was begun, and the digest of that. */
  base: string;
  digest: string;
  /** An earlier version whose marks for secrets may stand in it. */
  version: string;
}

export const drafts = signal<ReadonlyMap<string, UnsavedText>>(new Map());

export function keyOf(configuration: string, file: string): string {
  return `${configuration}/${file}`;
}

export function putDraft(key: string, draft: UnsavedText | null): void {
  const next = new Map(drafts.value);
  if (draft && draft.text !== draft.base) next.set(key, draft);
  else next.delete(key);
  drafts.value = next;
}

/** What is asked with a draft, for all questions about it. */
export function bodyOf(draft: UnsavedText): { text: string; version?: string } {
  return draft.version ? { text: draft.text, version: draft.version } : { text: draft.text };
}
