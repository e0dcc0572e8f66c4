import { useContext, useEffect, useRef, useState } from "preact/hooks";
import { Gate } from "./gate";
import { Icon } from "./icon";

export interface PictureProps {
  src: string;
  alt: string;
  width: number;
  height: number;
  class?: string;
  /** Not through the gate of the grid: the one picture that somebody looks at. */
  isUrgent?: boolean;
  onLoad?: () => void;
}

/** An image element that is thrown away goes on loading; without its address it stops. */
function letGo(image: HTMLImageElement): void {
  if (image.complete) return;
  // In the document: Chromium never lets go of one that loses its address outside of it, nor of all that it was in.
  document.body.append(image);
  image.removeAttribute("src");
  image.remove();
}

/** A picture that keeps its room, is asked for when the grid rests, and is let go of when it leaves. */
export function Picture({ src, alt, width, height, class: more = "", isUrgent = false, onLoad }: PictureProps) {
  const gate = useContext(Gate);
  const image = useRef<HTMLImageElement>(null);
  const asked = useRef("");
  // What came of which address: a picture from the cache is there before any effect could run.
  const [came, setCame] = useState<{ src: string; is: "there" | "broken" }>({ src: "", is: "there" });
  const state = came.src === src ? came.is : "waits";
  if (isUrgent || gate.value) asked.current = src;
  const shown = asked.current === src ? src : "";
  useEffect(() => {
    const mine = image.current;
    return () => mine && letGo(mine);
  }, []);
  return (
    <span class={`picture picture-${state} ${more}`} style={{ aspectRatio: `${width} / ${height}` }}>
      <img
        ref={image}
        {...(shown ? { src: shown } : {})}
        alt={alt}
        width={width}
        height={height}
        decoding="async"
        draggable={false}
        onLoad={() => {
          setCame({ src, is: "there" });
          onLoad?.();
        }}
        onError={() => setCame({ src, is: "broken" })}
      />
      {state === "broken" && (
        <span class="picture-sign">
          <Icon name="poster" size={28} />
        </span>
      )}
    </span>
  );
}
