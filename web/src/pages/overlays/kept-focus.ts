import { useEffect, useRef } from "preact/hooks";

/** Gives the focus back to a row that a key has moved: a moved element loses it. Call what comes back before the move. */
export function useKeptFocus(kind: "layer" | "member", rows: unknown): (overlay: string) => void {
  const wanted = useRef("");
  useEffect(() => {
    const name = wanted.current;
    if (!name || (document.activeElement !== document.body && document.activeElement !== null)) return;
    document.querySelector<HTMLElement>(`[data-of-${kind}="${CSS.escape(name)}"]`)?.focus();
    wanted.current = "";
  }, [rows]);
  return (overlay) => {
    wanted.current = overlay;
  };
}
