import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Item } from "../../api/types";
import { IconButton } from "../../parts/button";
import type { Editor } from "./editor";
import { contextOf, thumbOf } from "./picker";

/** Posters side by side: the one that is edited, and others that are drawn anew whenever the hand has let go. */
export function Strip({ editor, pinned, pick, unpin }: { editor: Editor; pinned: readonly Item[]; pick: () => void; unpin: (item: Item) => void }) {
  const shown = editor.item.value?.key;
  const list = useRef<HTMLUListElement>(null);
  const [isLarge, setLarge] = useState(localStorage.getItem("halley.posters large") === "yes");
  const enlarge = () => {
    localStorage.setItem("halley.posters large", isLarge ? "no" : "yes");
    setLarge(!isLarge);
  };
  useEffect(() => list.current?.querySelector(".is-chosen")?.scrollIntoView({ block: "nearest", inline: "nearest" }), [shown, pinned.length]);
  return (
    <ul ref={list} class={isLarge ? "strip is-large" : "strip"} aria-label="Posters">
      {pinned.map((item) => (
        <li key={item.key} class={item.key === shown ? "is-chosen" : undefined}>
          <button type="button" class="strip-poster" aria-pressed={item.key === shown} onClick={() => editor.show(item)}>
            <Small editor={editor} item={item} isLarge={isLarge} />
            <span class="strip-title">{item.title}</span>
            <span class="muted">{contextOf(item)}</span>
          </button>
          {pinned.length > 1 && <IconButton label={`Take ${item.title} out of the strip`} icon="close" size={14} onClick={() => unpin(item)} />}
        </li>
      ))}
      <li class="strip-last">
        <button type="button" class="strip-add" onClick={pick}>
          <span aria-hidden="true">+</span>
          More posters
        </button>
        <IconButton label={isLarge ? "Smaller posters side by side" : "Larger posters side by side"} icon={isLarge ? "down" : "up"} size={14} pressed={isLarge} onClick={enlarge} />
      </li>
    </ul>
  );
}

let turns: Promise<unknown> = Promise.resolve();

/** A small poster with the text's overlays; the server's own until it is drawn. */
function Small({ editor, item, isLarge }: { editor: Editor; item: Item; isLarge: boolean }) {
  const [address, setAddress] = useState("");
  const kept = useRef("");
  const isWide = item.type === "episode";
  const turn = editor.drawn.value;
  useEffect(() => {
    let isGone = false;
    const draw = async () => {
      const asked = editor.asked({ item: item.key, width: (isWide ? 480 : 250) * (isLarge ? 2 : 1), format: "jpg" });
      if (isGone || !asked || editor.isUnreadable.value) return;
      const blob = await api.blob("POST", "render", { body: asked });
      if (isGone) return;
      const old = kept.current;
      kept.current = URL.createObjectURL(blob);
      setAddress(kept.current);
      if (old) URL.revokeObjectURL(old);
    };
    // One after the other, so that they never stand before the poster that is edited.
    turns = turns.then(draw).catch(() => {});
    return () => {
      isGone = true;
    };
  }, [turn, item.key, isLarge]);
  useEffect(
    () => () => {
      if (kept.current) URL.revokeObjectURL(kept.current);
    },
    [],
  );
  return <img class={isWide ? "is-wide" : ""} src={address || thumbOf(editor.configuration, item, 250)} alt="" draggable={false} />;
}
