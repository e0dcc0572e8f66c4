import { signal } from "@preact/signals";
import { asProblem } from "../api/problem";
import { IconButton } from "./button";
import { Icon } from "./icon";

interface Told {
  id: number;
  words: string;
  hint: string;
  isBad: boolean;
}

const told = signal<Told[]>([]);
let next = 1;

/** Says that something was done: for a moment, at the corner. */
export function tell(words: string): void {
  add(words, "", false, 4000);
}

/** Says that something went wrong. It stays until it is closed. */
export function tellProblem(thrown: unknown): void {
  const problem = asProblem(thrown);
  add(problem.detail || problem.title, problem.hint, true, 0);
}

function add(words: string, hint: string, isBad: boolean, forMs: number): void {
  const id = next++;
  told.value = [...told.value.slice(-3), { id, words, hint, isBad }];
  if (forMs) setTimeout(() => drop(id), forMs);
}

function drop(id: number): void {
  told.value = told.value.filter((each) => each.id !== id);
}

/** Where they appear; once, in the shell. */
export function Toasts() {
  return (
    <div class="toasts" role="region" aria-label="Messages" aria-live="polite">
      {told.value.map((each) => (
        <div key={each.id} class={each.isBad ? "toast toast-bad" : "toast"} role={each.isBad ? "alert" : "status"}>
          <Icon name={each.isBad ? "error" : "check"} />
          <div>
            <p>{each.words}</p>
            {each.hint && <p class="hint">{each.hint}</p>}
          </div>
          <IconButton label="Close this message" icon="close" onClick={() => drop(each.id)} />
        </div>
      ))}
    </div>
  );
}
