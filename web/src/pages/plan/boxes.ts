// The badges of posters, asked for when somebody looks closer, and kept for the last few hundred.

import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Boxes } from "../../api/types";

const MOST = 300;
const kept = new Map<string, Promise<Boxes>>();

export function boxesOf(path: string, key: number): Promise<Boxes> {
  const name = `${path}/boxes/${key}`;
  let found = kept.get(name);
  if (found) kept.delete(name);
  else {
    found = api.get<Boxes>(name);
    found.catch(() => kept.delete(name));
  }
  kept.set(name, found);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST) break;
    kept.delete(oldest);
  }
  return found;
}

/** The badges of a poster, once somebody looked at it for so long. Where they cannot be had, there are none. */
export function useBoxes(path: string, key: number, isWanted: boolean, after_ms: number): Boxes | null {
  const [found, setFound] = useState<{ name: string; boxes: Boxes } | null>(null);
  const name = `${path} ${key}`;
  useEffect(() => {
    if (!isWanted) return;
    let isGone = false;
    const timer = setTimeout(() => {
      boxesOf(path, key).then(
        (boxes) => !isGone && setFound({ name, boxes }),
        () => !isGone && setFound({ name, boxes: { boxes: [], why: "The studio could not tell which badges these are.", origins: [] } }),
      );
    }, after_ms);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [name, isWanted]);
  return found && found.name === name ? found.boxes : null;
}
