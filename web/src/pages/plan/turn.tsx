import type { Turn } from "../../api/types";
import { Icon } from "../../parts/icon";
import { isList, listDifference, membersOf, wordDifference } from "./differences";
import { aspectName, isLock } from "./kinds";

/** All that turns about something: an aspect a row, its lock in the same. */
export function Turns({ turns }: { turns: readonly Turn[] }) {
  const rows = new Map<string, Turn[]>();
  for (const turn of turns) {
    const name = aspectName(turn.aspect);
    rows.set(name, [...(rows.get(name) ?? []), turn].sort((one, other) => Number(isLock(one)) - Number(isLock(other))));
  }
  return (
    <dl class="turns">
      {[...rows].map(([name, some]) => (
        <div key={name} class="turn">
          <dt>{name}</dt>
          {some.map((turn) => (
            <dd key={turn.aspect}>{isLock(turn) ? <Lock turn={turn} /> : isList(turn.aspect) ? <Members turn={turn} /> : <Words turn={turn} />}</dd>
          ))}
        </div>
      ))}
    </dl>
  );
}

function Lock({ turn }: { turn: Turn }) {
  const isLocked = !["", "false", "no", "unlocked"].includes(turn.after.toLowerCase());
  return (
    <span class={isLocked ? "comes" : "goes"}>
      <Icon name="lock" size={14} /> {isLocked ? "becomes locked" : "is unlocked"}
    </span>
  );
}

function Members({ turn }: { turn: Turn }) {
  const { gone, come, kept } = listDifference(membersOf(turn.before), membersOf(turn.after));
  if (!gone.length && !come.length) return <Words turn={turn} />;
  return (
    <ul class="list-turn">
      {come.map((each) => (
        <li key={`+${each}`}>
          <ins>
            <Sign sign="+" words="comes: " />
            {each}
          </ins>
        </li>
      ))}
      {gone.map((each) => (
        <li key={`-${each}`}>
          <del>
            <Sign sign="−" words="goes: " />
            <s>{each}</s>
          </del>
        </li>
      ))}
      {kept.slice(0, 12).map((each) => (
        <li key={each} class="stays">
          {each}
        </li>
      ))}
      {kept.length > 12 && <li class="stays">and {kept.length - 12} more that stay</li>}
    </ul>
  );
}

function Sign({ sign, words }: { sign: string; words: string }) {
  return (
    <>
      <span aria-hidden="true">{sign} </span>
      <span class="sr">{words}</span>
    </>
  );
}

function Words({ turn }: { turn: Turn }) {
  const { before, after } = turn;
  if (!before) return <ins class="whole">{after || "set"}</ins>;
  if (!after) return <del class="whole">{before}</del>;
  const pieces = wordDifference(before, after);
  if (!pieces.some((piece) => piece.is === "same" && piece.text.trim()))
    return (
      <p>
        <del>{before}</del> <span aria-label="becomes">→</span> <ins>{after}</ins>
      </p>
    );
  return (
    <p class="word-turn">
      {pieces.map((piece, index) =>
        piece.is === "same" ? <span key={index}>{piece.text}</span> : piece.is === "gone" ? <del key={index}>{piece.text}</del> : <ins key={index}>{piece.text}</ins>,
      )}
    </p>
  );
}
