import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./icon";

export type Tone = "plain" | "good" | "busy" | "warning" | "bad" | "note";
const SIGNS: Record<Tone, IconName | null> = { plain: null, good: "check", busy: "play", warning: "warning", bad: "error", note: "info" };

/** A state: a colour, a sign, and a word. */
export function Chip({ tone = "plain", icon, children }: { tone?: Tone; icon?: IconName; children: ComponentChildren }) {
  const sign = icon ?? SIGNS[tone];
  return (
    <span class={`chip chip-${tone}`}>
      {sign && <Icon name={sign} size={14} />}
      {children}
    </span>
  );
}

/** A filter that is on or off. */
export function FilterChip(props: { isOn: boolean; onChange: (isOn: boolean) => void; children: ComponentChildren; count?: number }) {
  const { isOn, onChange, children, count } = props;
  return (
    <button type="button" class="chip filter-chip" aria-pressed={isOn} onClick={() => onChange(!isOn)}>
      {isOn && <Icon name="check" size={14} />}
      {children}
      {count !== undefined && <span class="count">{count.toLocaleString("en")}</span>}
    </button>
  );
}
