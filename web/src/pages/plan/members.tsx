import { useState } from "preact/hooks";
import type { Member, ThingRow } from "../../api/types";
import { Button } from "../../parts/button";
import { Icon } from "../../parts/icon";
import { Picture } from "../../parts/picture";
import { count } from "../../words";
import { pictureAddress, thumbAddress } from "./addresses";
import { moved } from "./differences";

const MOST = 24;
const WIDTH = 160;

export interface MembersProps {
  plan: string;
  configuration: string;
  thing: ThingRow;
}

/** A collection as a set of posters, as it will be: who comes, who stays, who moved; and who goes. */
export function Members({ plan, configuration, thing }: MembersProps) {
  const { come, gone, stay, comes, goes, holds } = thing;
  const stays = Math.max(0, holds - comes);
  const walked = new Set(moved(stay));
  const set = [...come, ...stay].sort((one, other) => one.place - other.place);
  const frame = { plan, configuration };
  return (
    <section class="members">
      <h3>Members</h3>
      <p class="members-sum">
        {comes > 0 && <span class="tone-good">+{count(comes)} come</span>}
        {goes > 0 && <span class="tone-bad">−{count(goes)} go</span>}
        {thing.mark === "changed" && <span class="muted">{count(stays)} stay</span>}
        {walked.size > 0 && <span class="tone-note">{count(walked.size)} moved</span>}
        {thing.mark !== "removed" && <span class="muted">{count(holds)} in the end</span>}
      </p>
      {goes > 0 && <Strip {...frame} name="Who goes" members={gone} all={goes} walked={walked} />}
      {set.length > 0 && <Strip {...frame} name="As it will be" members={set} all={holds} walked={walked} />}
    </section>
  );
}

interface StripProps {
  plan: string;
  configuration: string;
  name: string;
  members: readonly Member[];
  all: number;
  walked: ReadonlySet<Member>;
}

function Strip({ plan, configuration, name, members, all, walked }: StripProps) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? members : members.slice(0, MOST);
  return (
    <>
      <h4>{name}</h4>
      <ul class="member-strip" aria-label={name}>
        {shown.map((member) => (
          <Poster key={`${member.key} ${member.was} ${member.place}`} plan={plan} configuration={configuration} member={member} isMoved={walked.has(member)} />
        ))}
      </ul>
      {members.length > shown.length && <Button onClick={() => setWhole(true)}>Show {count(members.length - shown.length)} more</Button>}
      {isWhole && all > members.length && <p class="hint">and {count(all - members.length)} more</p>}
    </>
  );
}

function Poster({ plan, configuration, member, isMoved }: { plan: string; configuration: string; member: Member; isMoved: boolean }) {
  const src = member.picture ? pictureAddress(plan, member.picture, WIDTH) : member.key ? thumbAddress(configuration, member.key, WIDTH) : "";
  const is = member.place === 0 ? "out" : member.was === 0 ? "in" : isMoved ? "moved" : "same";
  const words = { out: "goes", in: "comes", moved: `moves from place ${member.was} to ${member.place}`, same: "stays" }[is];
  const sign = { out: "−", in: "+", moved: member.place < member.was ? "↑" : "↓", same: "" }[is];
  return (
    <li class={`member member-${is}`} title={`${member.title}: ${words}`}>
      {src ? (
        <Picture src={src} alt="" width={80} height={120} />
      ) : (
        <span class="member-none">
          <Icon name="poster" size={24} />
        </span>
      )}
      {sign && (
        <span class="member-sign" aria-hidden="true">
          {sign}
        </span>
      )}
      <span class="member-name">
        {member.title || `item ${member.key}`}
        <span class="sr">: {words}</span>
      </span>
      {is === "moved" && (
        <span class="muted" aria-hidden="true">
          {member.was} → {member.place}
        </span>
      )}
    </li>
  );
}
