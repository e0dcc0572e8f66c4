import { tell } from "../../parts/toast";
import { many } from "../../words";
import { alsoConcerned, type Stepped } from "./choices";
import type { PlanStore } from "./store";

/** Leaves rows out or takes them in, says so, and offers the way back. */
export function chooseAloud(store: PlanStore, rows: readonly Stepped[], leavesOut: boolean, name: string): void {
  const turned = store.choose(rows, leavesOut);
  if (!turned.length) return;
  const others = turned.length > 200 ? 0 : alsoConcerned(everything(store), new Set(rows), turned);
  const changes = many(turned.length, "change");
  const words = leavesOut ? `Left out ${name} (${changes})` : `Took in ${name} (${changes})`;
  const more = rows.length === 1 && others > 1 ? `. It concerns ${many(others, "other thing")}, too.` : "";
  tell(words + more, { words: "Undo", run: () => void store.chooseSteps(turned, !leavesOut) });
}

/** Every row once: an item whose poster turns is among the things, too. */
function everything(store: PlanStore): readonly Stepped[] {
  return store.things.value ?? store.tiles.value ?? [];
}
