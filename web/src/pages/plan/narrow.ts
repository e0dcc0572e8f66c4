import { useEffect, useState } from "preact/hooks";

const NARROW = "(max-width: 760px)";
/** A phone held across has no room for rows of choices either. */
export const SMALL = `${NARROW}, (max-height: 560px)`;

/** Whether this is a phone, or a window as narrow as one. */
export function useNarrow(what = NARROW): boolean {
  const [isNarrow, setNarrow] = useState(() => window.matchMedia(what).matches);
  useEffect(() => {
    const query = window.matchMedia(what);
    const follow = () => setNarrow(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return isNarrow;
}
