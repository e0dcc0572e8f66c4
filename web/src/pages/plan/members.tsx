import type { Member, ThingRow } from "../../api/types";
import { Icon } from "../../parts/icon";
import { Picture } from "../../parts/picture";
import { count, many } from "../../words";
import { pictureAddress } from "./addresses";
import { membersOf, moves } from "./differences";

const MOST_MOVES = 30;

/** A collection as a set of posters: who comes, who goes, who stands elsewhere. */
export function Members({ plan, thing }: { plan: string; thing: ThingRow }) {
  const { comes, goes, holds } = thing;
  const stays = Math.max(0, holds - comes);
  const turn = thing.turns.find((each) => each.aspect === "members");
  const moved = turn && !comes && !goes ? moves(membersOf(turn.before), membersOf(turn.after)) : [];
  return (
    <section class="members">
      <h3>Members</h3>
      <p class="members-sum">
        {comes > 0 && <span class="tone-good">+{count(comes)} come</span>}
        {goes > 0 && <span class="tone-bad">−{count(goes)} go</span>}
        {thing.mark === "changed" && <span class="muted">{many(stays, "stays", "stay")}</span>}
        <span class="muted">{count(holds)} in the end</span>
      </p>
      <Strip plan={plan} members={thing.come} all={comes} sign="+" words="comes" />
      <Strip plan={plan} members={thing.gone} all={goes} sign="−" words="goes" />
      {moved.length > 0 && (
        <>
          <h4>In another order</h4>
          <ul class="moves">
            {moved.slice(0, MOST_MOVES).map((each) => (
              <li key={each.name}>
                <Icon name={each.to < each.from ? "up" : "down"} size={16} />
                {each.name}
                <span class="muted">
                  from place {each.from} to {each.to}
                </span>
              </li>
            ))}
            {moved.length > MOST_MOVES && <li class="muted">and {count(moved.length - MOST_MOVES)} more</li>}
          </ul>
        </>
      )}
      {turn && !comes && !goes && !moved.length && <p class="hint">In another order.</p>}
    </section>
  );
}

function Strip(props: { plan: string; members: readonly Member[]; all: number; sign: string; words: string }) {
  const { plan, members, all, sign, words } = props;
  if (!members.length) return null;
  return (
    <ul class={words === "comes" ? "member-strip strip-in" : "member-strip strip-out"} aria-label={words === "comes" ? "Who comes" : "Who goes"}>
      {members.map((member, index) => (
        <li key={`${member.key} ${index}`} class="member">
          {member.picture ? (
            <Picture src={pictureAddress(plan, member.picture, 160)} alt="" width={80} height={120} />
          ) : (
            <span class="member-none">
              <Icon name="poster" size={24} />
            </span>
          )}
          <span class="member-sign" aria-hidden="true">
            {sign}
          </span>
          <span class="member-name">
            <span class="sr">{words}: </span>
            {member.title || `item ${member.key}`}
          </span>
        </li>
      ))}
      {all > members.length && <li class="member member-rest">and {count(all - members.length)} more</li>}
    </ul>
  );
}
