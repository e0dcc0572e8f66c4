import type { Job } from "../../api/types";
import { Chip } from "../../parts/chip";
import { count } from "../../words";
import { counted, STATES } from "./states";

export function StateChip({ state }: { state: Job["state"] }) {
  const { words, tone, icon } = STATES[state];
  return (
    <Chip tone={tone} icon={icon}>
      {words}
    </Chip>
  );
}

export function Counts({ counts, kind = "apply" }: { counts: Record<string, number>; kind?: Job["kind"] }) {
  const found = counted(counts, kind);
  if (!found.length) return null;
  return (
    <ul class="job-counts" aria-label="Counts">
      {found.map((each) => (
        <li key={each.name} class={`job-count tone-${each.tone}`}>
          <b>{count(each.count)}</b> {each.words}
        </li>
      ))}
    </ul>
  );
}
