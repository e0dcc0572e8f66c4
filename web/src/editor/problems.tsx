import type { Mark } from "../api/types";
import { Icon, type IconName } from "../parts/icon";
import "../style/editor.css";
import { spoken } from "./telling";

const SIGNS: Record<string, { icon: IconName; words: string }> = {
  error: { icon: "error", words: "Error" },
  warning: { icon: "warning", words: "Warning" },
  note: { icon: "info", words: "Note" },
};
const ORDER = ["error", "warning", "note"];

/** The findings in a text as a list, the worst first; choosing one goes there. */
export function ProblemList({ marks, onGo, label = "Problems" }: { marks: readonly Mark[]; onGo: (mark: Mark) => void; label?: string }) {
  const sorted = [...marks].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || a.line - b.line);
  return (
    <ul class="problem-list" aria-label={label}>
      {sorted.map((mark, index) => {
        const sign = SIGNS[mark.severity] ?? SIGNS["error"]!;
        return (
          <li key={`${mark.line} ${mark.message} ${index}`}>
            <button type="button" class={`problem problem-${mark.severity}`} onClick={() => onGo(mark)}>
              <Icon name={sign.icon} size={16} />
              <span class="sr">{sign.words}:</span>
              <span class="problem-words">
                <Spoken words={mark.message} />
                {mark.hint && (
                  <span class="hint">
                    <Spoken words={mark.hint} />
                  </span>
                )}
              </span>
              <span class="problem-line">
                <span class="sr">line </span>
                {mark.line}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** Words with `code` between backticks. */
export function Spoken({ words }: { words: string }) {
  return (
    <>
      {spoken(words).map((piece, index) => (piece.isCode ? <code key={index}>{piece.text}</code> : piece.text))}
    </>
  );
}
