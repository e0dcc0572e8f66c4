// Addresses without hashes, below whatever <base> says. A link is an ordinary <a href="jobs/7">: relative to the base, and
// taken up here, so that it can be opened in another tab as well.

import { computed, signal } from "@preact/signals";

const base = new URL(document.baseURI);

/** Where the tab is, relative to the base and as the address has it: `plans/7?library=Films`. Only `match` decodes. */
export const here = signal(read());
/** The path without question, and the question. */
export const path = computed(() => here.value.split("?")[0] ?? "");
export const query = computed(() => new URLSearchParams(here.value.split("?")[1] ?? ""));

/** Which entry of the tab's history this is: the back button leads to one that was, and a link to a new one. */
export function entry(): number {
  const found: unknown = history.state?.entry;
  if (typeof found === "number") return found;
  const fresh = Date.now();
  history.replaceState({ entry: fresh }, "");
  return fresh;
}

function read(): string {
  const { pathname, search } = window.location;
  return (pathname.startsWith(base.pathname) ? pathname.slice(base.pathname.length) : pathname.slice(1)) + search;
}

/** An address below the base, as it is asked for: `config/1/config.yml?line=3`. */
function below(target: URL): string {
  return target.pathname.slice(base.pathname.length) + target.search;
}

let isGoingBack = false;
let guard: ((to: string) => boolean) | null = null;

/** Asks `mayLeave` before the page is left (unsaved work), with the path that is gone to; null takes it away. */
export function guardLeaving(mayLeave: ((to: string) => boolean) | null): void {
  guard = mayLeave;
}

export function go(to: string, how: { replace?: boolean; opens?: boolean } = {}): void {
  const target = new URL(to, base);
  const isSamePage = target.pathname === window.location.pathname;
  if (!isSamePage && guard && !guard(below(target))) return;
  if (!isSamePage) guard = null;
  if (how.replace) history.replaceState({ entry: entry(), opens: isSamePage && history.state?.opens }, "", target);
  else if (target.href !== window.location.href) history.pushState({ entry: Math.max(Date.now(), entry() + 1), opens: how.opens }, "", target);
  here.value = read();
  if (!isSamePage) document.querySelector("main")?.focus();
}

/** Sets words of the question, and leaves the rest; the empty word takes one away. The history gets no entry. */
export function setQuery(words: Record<string, string>): void {
  go(withWords(words), { replace: true });
}

/** Opens by words of the question what lies over the page: on a phone the back button is what closes it. */
export function openOver(words: Record<string, string>): void {
  go(withWords(words), { opens: true });
}

/** Closes what `openOver` opened, as the back button does. What the address itself named is only taken out of it. */
export function closeOver(words: readonly string[]): void {
  // The browser goes back a moment later: who asks twice until then is not to be led out of the page.
  if (isGoingBack) return;
  if (history.state?.opens) {
    isGoingBack = true;
    history.back();
  } else setQuery(Object.fromEntries(words.map((word) => [word, ""])));
}

function withWords(words: Record<string, string>): string {
  const next = new URLSearchParams(query.value);
  for (const [name, value] of Object.entries(words)) {
    if (value) next.set(name, value);
    else next.delete(name);
  }
  const text = next.toString();
  return path.value + (text ? `?${text}` : "");
}

/** What `pattern` (`config/:config/:file*`) finds in `at`, or null. A star takes the slashes, too. */
export function match(pattern: string, at: string): Record<string, string> | null {
  const wanted = pattern.split("/");
  const found = at.split("/");
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part.endsWith("*")) {
      params[part.slice(1, -1)] = decode(found.slice(index).join("/"));
      return found.length > index ? params : null;
    }
    const word = found[index];
    if (word === undefined || (word === "" && part !== "")) return null;
    if (part.startsWith(":")) params[part.slice(1)] = decode(word);
    else if (part !== word) return null;
  }
  return found.length === wanted.length ? params : null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Takes up clicks on links of our own, and the back button. Called once, by main. */
export function followLinks(): void {
  window.addEventListener("popstate", () => {
    isGoingBack = false;
    const target = window.location.href;
    if (guard && !guard(below(new URL(target)))) {
      history.pushState({ entry: Date.now() }, "", new URL(here.value, base));
      return;
    }
    guard = null;
    if (target !== window.location.href) return;
    const before = path.value;
    here.value = read();
    if (path.value !== before) document.querySelector("main")?.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute("download")) return;
    const target = new URL(link.href);
    if (target.origin !== base.origin || !target.pathname.startsWith(base.pathname)) return;
    if (target.pathname.slice(base.pathname.length).startsWith("api/")) return;
    event.preventDefault();
    go(target.href);
  });
}
