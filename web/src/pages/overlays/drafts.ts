// Texts that are not saved outlive a reload of the tab, and a session that ended meanwhile. Only in this tab.

export interface Kept {
  digest: string;
  text: string;
}

function nameOf(configuration: string, file: string): string {
  return `halley.draft ${configuration} ${file}`;
}

export function keepDraft(configuration: string, file: string, kept: Kept): void {
  try {
    sessionStorage.setItem(nameOf(configuration, file), JSON.stringify(kept));
  } catch {
    // A full store keeps nothing; the text is still on the page.
  }
}

export function dropDraft(configuration: string, file: string): void {
  sessionStorage.removeItem(nameOf(configuration, file));
}

/** What was not saved when the page was last left without being asked. */
export function readDraft(configuration: string, file: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(nameOf(configuration, file)) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}
