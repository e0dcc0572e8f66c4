import { useId } from "preact/hooks";
import { count } from "../../words";
import type { Choice } from "./filters";

export interface PickProps {
  label: string;
  /** What stands for no choice. */
  all: string;
  choices: readonly Choice[];
  chosen: string;
  words?: (value: string) => string;
  onChoose: (value: string) => void;
  /** Is there even where it has nothing to choose. */
  isAlways?: boolean;
}

/** A filter of which one choice holds, or none. */
export function Pick({ label, all, choices, chosen, words = (value) => value || "(none)", onChoose, isAlways = false }: PickProps) {
  const id = useId();
  if (!isAlways && choices.length < 2 && !chosen) return null;
  const isGone = chosen !== "" && !choices.some((choice) => choice.value === chosen);
  return (
    <div class={chosen ? "pick is-set" : "pick"}>
      <label class="pick-label" for={id}>
        {label}
      </label>
      <select id={id} value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{all}</option>
        {isGone && <option value={chosen}>{words(chosen)} (0)</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {words(choice.value)} ({count(choice.count)})
          </option>
        ))}
      </select>
    </div>
  );
}
