import { effect, signal } from "@preact/signals";

export type Theme = "auto" | "dark" | "light";
const KEPT = "halley.theme";

/** `auto` is what the system says. */
export const theme = signal<Theme>(kept());

function kept(): Theme {
  const found = localStorage.getItem(KEPT);
  return found === "dark" || found === "light" ? found : "auto";
}

/** Puts the theme on the page whenever it changes. Called once, by main. */
export function followTheme(): void {
  effect(() => {
    if (theme.value === "auto") {
      delete document.documentElement.dataset["theme"];
      localStorage.removeItem(KEPT);
    } else {
      document.documentElement.dataset["theme"] = theme.value;
      localStorage.setItem(KEPT, theme.value);
    }
  });
}
