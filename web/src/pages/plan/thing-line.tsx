import type { ThingRow } from "../../api/types";
import { Icon } from "../../parts/icon";
import { Picture } from "../../parts/picture";
import { pictureAddress } from "./addresses";
import { inShort, MARKS, nameOf } from "./kinds";
import { standing } from "./states";

export interface ThingLineProps {
  plan: string;
  thing: ThingRow;
  state: string;
  isOut: boolean;
  isCurrent: boolean;
  isFixed: boolean;
  onOpen: () => void;
  onToggle: () => void;
}

/** A thing in one line: its sign, its name, what turns. */
export function ThingLine({ plan, thing, state, isOut, isCurrent, isFixed, onOpen, onToggle }: ThingLineProps) {
  const mark = MARKS[thing.mark];
  const said = standing(state);
  const picture = thing.after ?? thing.before;
  return (
    <div class={`thing-line${isCurrent ? " is-current" : ""}${isOut ? " is-out" : ""}`}>
      <input type="checkbox" checked={!isOut} disabled={isFixed} aria-label={`Apply ${nameOf(thing)}`} onChange={onToggle} />
      <button type="button" class="thing-open" aria-current={isCurrent ? "true" : undefined} onClick={onOpen}>
        <span class={`mark mark-${thing.mark}`} title={mark.words}>
          <span aria-hidden="true">{mark.sign}</span>
          <span class="sr">{mark.words}: </span>
        </span>
        {picture && <Picture class="thing-thumb" src={pictureAddress(plan, picture, 160)} alt="" width={40} height={60} />}
        <span class="thing-words">
          <span class="thing-name">{nameOf(thing)}</span>
          <span class="thing-more">
            {state !== "todo" && (
              <span class={`tone-${said.tone} thing-state`}>
                <Icon name={said.icon} size={14} /> {said.words}
              </span>
            )}
            {thing.irreversible.length > 0 && <span class="tone-warning">cannot be undone</span>}
            {thing.library && <span>{thing.library}</span>}
            <span>{inShort(thing)}</span>
          </span>
        </span>
        <Fan plan={plan} thing={thing} />
      </button>
    </div>
  );
}

/** The first who come and go, so that a collection is known by its posters. */
function Fan({ plan, thing }: { plan: string; thing: ThingRow }) {
  const shown = [...thing.come.slice(0, 3), ...thing.gone.slice(0, 2)];
  if (!shown.some((member) => member.picture)) return null;
  return (
    <span class="thing-fan">
      {shown.map(
        (member, index) =>
          member.picture && (
            <Picture key={`${member.key} ${index}`} class={member.place ? "" : "fan-out"} src={pictureAddress(plan, member.picture, 160)} alt="" width={28} height={42} />
          ),
      )}
    </span>
  );
}
