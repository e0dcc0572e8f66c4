import { signal } from "@preact/signals";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { addKeys } from "../keys";
import { Dialog } from "../parts/dialog";
import { PLACES } from "../pages";
import { go } from "../router";

export interface Goal {
  title: string;
  /** What kind of thing it is: `Job`, `File`. */
  kind: string;
  run: () => void;
}

/** Where else Ctrl-K can lead; a part of the studio adds a function that lists its own. */
export const goalSources = signal<(() => Goal[] | Promise<Goal[]>)[]>([]);
const isShown = signal(false);

export function addGoals(source: () => Goal[] | Promise<Goal[]>): () => void {
  goalSources.value = [...goalSources.value, source];
  return () => {
    goalSources.value = goalSources.value.filter((each) => each !== source);
  };
}

/** Every word of `asked` is somewhere in the text. */
export function fits(asked: string, text: string): boolean {
  const all = text.toLowerCase();
  return asked
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

export function Palette() {
  useEffect(() => addKeys("Go", [{ key: "Ctrl+k", words: "go anywhere", run: () => (isShown.value = true), inFields: true }]), []);
  return isShown.value ? <Opened onClose={() => (isShown.value = false)} /> : null;
}

function Opened({ onClose }: { onClose: () => void }) {
  const [asked, setAsked] = useState("");
  const [goals, setGoals] = useState<Goal[]>([]);
  const [at, setAt] = useState(0);
  const name = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    let isGone = false;
    const places = PLACES.map((place) => ({ title: place.title, kind: "Page", run: () => go(place.path) }));
    setGoals(places);
    void Promise.allSettled(goalSources.value.map((source) => Promise.resolve().then(source))).then((found) => {
      if (!isGone) setGoals([...places, ...found.flatMap((each) => (each.status === "fulfilled" ? each.value : []))]);
    });
    field.current?.focus();
    return () => {
      isGone = true;
    };
  }, []);
  const found = goals.filter((goal) => fits(asked, `${goal.title} ${goal.kind}`)).slice(0, 30);
  const chosen = Math.min(at, found.length - 1);
  const run = (goal: Goal | undefined) => {
    if (!goal) return;
    onClose();
    goal.run();
  };
  return (
    <Dialog title="Go to" onClose={onClose} isBare size="medium">
      <input
        ref={field}
        class="palette-field"
        type="text"
        role="combobox"
        aria-label="Go to"
        aria-expanded="true"
        aria-controls={`${name}-list`}
        aria-activedescendant={found.length ? `${name}-${chosen}` : undefined}
        aria-autocomplete="list"
        placeholder="Go to…"
        autocomplete="off"
        value={asked}
        onInput={(event) => {
          setAsked(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") run(found[chosen]);
          else if (event.key === "ArrowDown") setAt(Math.min(chosen + 1, found.length - 1));
          else if (event.key === "ArrowUp") setAt(Math.max(chosen - 1, 0));
          else return;
          event.preventDefault();
        }}
      />
      <div class="palette-list" role="listbox" id={`${name}-list`} aria-label="Found">
        {found.map((goal, index) => (
          <div
            key={`${goal.kind} ${goal.title} ${index}`}
            role="option"
            id={`${name}-${index}`}
            aria-selected={index === chosen}
            class="palette-goal"
            onClick={() => run(goal)}
          >
            <span>{goal.title}</span>
            <span class="muted">{goal.kind}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="hint">Nothing is called so.</p>}
    </Dialog>
  );
}
