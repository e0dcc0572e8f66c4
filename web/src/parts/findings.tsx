import type { Finding } from "../api/types";
import { Icon, type IconName } from "./icon";
import { Prose } from "./prose";

const SIGNS: Record<Finding["severity"], { icon: IconName; words: string }> = {
  good: { icon: "check", words: "Good" },
  note: { icon: "info", words: "Note" },
  warning: { icon: "warning", words: "Warning" },
  error: { icon: "error", words: "Error" },
};
const ORDER: Finding["severity"][] = ["error", "warning", "note", "good"];

/** The doctor's findings, the worst first: what was seen, why it matters, and what mends it. */
export function Findings({ findings, label = "Findings" }: { findings: readonly Finding[]; label?: string }) {
  const sorted = [...findings].sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
  return (
    <ul class="findings" aria-label={label}>
      {sorted.map((each, index) => (
        <li key={index} class={`finding finding-${each.severity}`}>
          <Icon name={SIGNS[each.severity].icon} />
          <div>
            <p class="finding-seen">
              <span class="sr">{SIGNS[each.severity].words}: </span>
              <Prose text={each.seen} />
            </p>
            {each.severity !== "good" && each.why && (
              <p class="muted">
                <Prose text={each.why} />
              </p>
            )}
            {each.severity !== "good" && each.mend && (
              <p class="finding-mend">
                <b>What to do:</b> <Prose text={each.mend} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
