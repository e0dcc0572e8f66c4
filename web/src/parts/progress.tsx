import type { Progress as Standing } from "../api/types";
import { timeLeft } from "../words";

/** How far something is. Without a total it moves to and fro, and says only what it does. */
export function Progress({ progress, label }: { progress: Standing; label: string }) {
  const { done, words, seconds_left } = progress;
  // More than there should be: then nobody knows how many there are.
  const total = done > progress.total ? 0 : progress.total;
  const share = total > 0 ? Math.min(done / total, 1) : null;
  const said = [
    words,
    total > 0 ? `${done.toLocaleString("en")} of ${total.toLocaleString("en")}` : done > 0 ? done.toLocaleString("en") : "",
    seconds_left === null ? "" : timeLeft(seconds_left),
  ].filter(Boolean);
  return (
    <div class="progress">
      <div
        class={share === null ? "progress-bar progress-unknown" : "progress-bar"}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
        aria-valuetext={said.join(", ") || "under way"}
      >
        <div class="progress-done" style={{ width: share === null ? "30%" : `${(share * 100).toFixed(1)}%` }} />
      </div>
      <div class="progress-words" aria-hidden="true">
        {said.map((each) => (
          <span key={each}>{each}</span>
        ))}
      </div>
    </div>
  );
}
