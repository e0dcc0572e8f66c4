import { signal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { asProblem } from "../api/problem";
import { Button, IconButton } from "./button";
import { Icon } from "./icon";

interface Told {
  id: number;
  words: string;
  hint: string;
  isBad: boolean;
  action: Action | null;
}

/** What can be done about a message, while it is shown: `Undo`. */
export interface Action {
  words: string;
  run: () => void;
}

const told = signal<Told[]>([]);
let next = 1;

/** Says that something was done: for a moment, at the corner. */
export function tell(words: string, action: Action | null = null): void {
  add(words, "", false, action ? 8000 : 4000, action);
}

/** Says that something went wrong. It stays until it is closed. */
export function tellProblem(thrown: unknown): void {
  const problem = asProblem(thrown);
  add(problem.detail || problem.title, problem.hint, true, 0, null);
}

function add(words: string, hint: string, isBad: boolean, forMs: number, action: Action | null): void {
  const id = next++;
  // Of messages that can be acted on only the newest stays: what it is about is what was done last. And what goes wrong over and
  // over, as everything does without a network, is said once.
  const others = told.value.filter((each) => !(action && each.action) && !(isBad && each.isBad && each.words === words));
  told.value = [...others.slice(-3), { id, words, hint, isBad, action }];
  if (forMs) setTimeout(() => drop(id), forMs);
}

function drop(id: number): void {
  told.value = told.value.filter((each) => each.id !== id);
}

/** Where they appear; once, in the shell. */
export function Toasts() {
  const place = useRef<HTMLDivElement>(null);
  const shown = told.value;
  // Never on top of what a page has at its foot to be pressed.
  useLayoutEffect(() => {
    const foot = document.querySelector(".frame-actions")?.getBoundingClientRect();
    const box = place.current;
    if (!box) return;
    box.style.bottom = foot ? `${window.innerHeight - foot.top + 12}px` : "";
    // Shown anew it lies above a dialog that was opened meanwhile.
    if (box.matches(":popover-open")) box.hidePopover();
    if (shown.length) box.showPopover();
  }, [shown]);
  return (
    <div ref={place} class="toasts" popover="manual" role="region" aria-label="Messages" aria-live="polite">
      {shown.map((each) => (
        <div key={each.id} class={each.isBad ? "toast toast-bad" : "toast"} role={each.isBad ? "alert" : "status"}>
          <Icon name={each.isBad ? "error" : "check"} />
          <div>
            <p>{each.words}</p>
            {each.hint && <p class="hint">{each.hint}</p>}
          </div>
          {each.action && <Act action={each.action} onDone={() => drop(each.id)} />}
          <IconButton label="Close this message" icon="close" onClick={() => drop(each.id)} />
        </div>
      ))}
    </div>
  );
}

function Act({ action, onDone }: { action: Action; onDone: () => void }) {
  return (
    <Button
      onClick={() => {
        onDone();
        action.run();
      }}
    >
      {action.words}
    </Button>
  );
}
