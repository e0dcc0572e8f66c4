import type { ThingRow } from "../../api/types";
import { Chip } from "../../parts/chip";
import { Switch } from "../../parts/field";
import { Icon } from "../../parts/icon";
import { isOut } from "./choices";
import { stateOf } from "./filters";
import { isPicture, MARKS, nameOf, toRead } from "./kinds";
import { Members } from "./members";
import { Origins } from "./origins";
import { Reasons } from "./reasons";
import { ratioOf } from "./shapes";
import { standing } from "./states";
import type { PlanStore } from "./store";
import { Turns } from "./turn";
import { Turning } from "./turning";

export interface ThingProps {
  store: PlanStore;
  thing: ThingRow;
  configuration: string;
  isFixed: boolean;
  onToggle: () => void;
}

/** All that turns about one thing, and who asked for it. */
export function Thing({ store, thing, configuration, isFixed, onToggle }: ThingProps) {
  const out = store.out.value;
  const state = stateOf(thing, out);
  const said = standing(state);
  const mark = MARKS[thing.mark];
  const turns = toRead(thing).filter((turn) => !isPicture(turn));
  const hasMembers = thing.turns.some((turn) => turn.aspect === "members") || thing.comes > 0 || thing.goes > 0;
  return (
    <article class="thing" aria-label={nameOf(thing)}>
      <header class="thing-head">
        <span class={`mark mark-${thing.mark}`} aria-hidden="true">
          {mark.sign}
        </span>
        <h2>{nameOf(thing)}</h2>
        <span class={`tone-${mark.tone}`}>{mark.words}</span>
        {state !== "todo" && (
          <Chip tone={said.tone} icon={said.icon}>
            {said.words}
          </Chip>
        )}
        {thing.library && <span class="muted">{thing.library}</span>}
      </header>
      <Switch label="Apply this" isOn={!isOut(thing, out)} onChange={onToggle} disabled={isFixed} />
      <Reasons run={store.summary.value?.run ?? ""} state={thing.state} steps={thing.steps} />
      {thing.irreversible.map((why) => (
        <p key={why} class="warned">
          <Icon name="warning" /> <span>Cannot be undone: {why}</span>
        </p>
      ))}
      <div class="thing-main">
        {(thing.before || thing.after) && (
          <div class="thing-poster">
            <Turning
              plan={store.id}
              title={nameOf(thing)}
              before={thing.before}
              after={thing.after}
              ratio={ratioOf({ type: thing.of, before: thing.before, after: thing.after })}
              width={360}
              at={50}
              isReachable
              isIdle={false}
            />
          </div>
        )}
        <div class="thing-turns">
          {hasMembers && <Members plan={store.id} configuration={configuration} thing={thing} />}
          {turns.length > 0 && (
            <section>
              <h3>What turns</h3>
              <Turns turns={turns} />
            </section>
          )}
          {!turns.length && !hasMembers && thing.turns.length > 0 && <p class="hint">Only its poster turns.</p>}
          {thing.of === "step" && <p class="hint">The server does this some time after it was asked; nothing of it can be seen before.</p>}
          {thing.origins.length > 0 && (
            <section>
              <h3>Asked for by</h3>
              <Origins origins={thing.origins} configuration={configuration} />
            </section>
          )}
        </div>
      </div>
    </article>
  );
}
