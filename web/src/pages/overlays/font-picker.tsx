import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import type { Layer, RenderAskedInput } from "../../api/types";
import { Button } from "../../parts/button";
import { Dialog } from "../../parts/dialog";
import { SearchField } from "../../parts/field";
import { scalar } from "./scalar";
import type { Editor } from "./editor";

/** Fonts with a sample of the overlay's own words, drawn by the engine itself. */
export function FontPicker(props: { editor: Editor; layer: Layer; fonts: readonly string[]; onClose: () => void; onChoose: (font: string) => void }) {
  const { editor, layer, fonts, onClose, onChoose } = props;
  const [asked, setAsked] = useState("");
  const words = (layer.text || "Halley 4K 7.8").slice(0, 24);
  const found = fonts.filter((one) => one.toLowerCase().includes(asked.toLowerCase()));
  const now = String(editor.attributesOf(layer)["font"] ?? "");
  return (
    <Dialog title="Fonts" onClose={onClose} size="medium" actions={<Button onClick={onClose}>Close</Button>}>
      <SearchField label="Search fonts" value={asked} onChange={setAsked} />
      <ul class="font-list">
        {found.map((font) => (
          <li key={font}>
            <button
              type="button"
              aria-pressed={now.endsWith(font)}
              onClick={() => {
                onChoose(font);
                onClose();
              }}
            >
              <FontSample editor={editor} font={font} words={words} />
              <span>{font}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="hint">No font of this machine is called so. A path can be typed into the field.</p>}
    </Dialog>
  );
}

const HEIGHT = 160;
let queue: Promise<unknown> = Promise.resolve();

/** A strip of a picture that the engine draws when it comes into sight, one after the other. */
function FontSample({ editor, font, words }: { editor: Editor; font: string; words: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    const place = canvas.current;
    if (!place) return;
    let isGone = false;
    const draw = async () => {
      const asked = sampleOf(editor, font, words);
      if (isGone || !asked) return;
      const blob = await api.blob("POST", "render", { body: asked });
      const bitmap = await createImageBitmap(blob, 0, 0, 500, (HEIGHT * 500) / (editor.layers.value?.canvas[0] ?? 1000));
      if (isGone) return bitmap.close();
      place.width = bitmap.width;
      place.height = bitmap.height;
      place.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
    };
    const watch = new IntersectionObserver((entries) => {
      if (!entries.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      queue = queue.then(draw).catch(() => setBroken(true));
    });
    watch.observe(place);
    return () => {
      isGone = true;
      watch.disconnect();
    };
  }, [font, words]);
  return isBroken ? <span class="hint">cannot be drawn</span> : <canvas ref={canvas} class="font-sample" width={500} height={80} aria-hidden="true" />;
}

function sampleOf(editor: Editor, font: string, words: string): RenderAskedInput | null {
  const width = editor.layers.value?.canvas[0] ?? 1000;
  const attributes = {
    name: `text(${words.replaceAll("<<", "< <")})`,
    font: "",
    font_size: 84,
    font_color: "#FFFFFF",
    back_color: "#14181F",
    back_width: width,
    back_height: HEIGHT,
    horizontal_offset: 0,
    vertical_offset: 0,
  };
  const lines = Object.entries(attributes).filter(([key]) => key !== "font").map(([key, value]) => `      ${key}: ${scalar(value)}`);
  const text = `overlays:\n  Sample:\n    overlay:\n${lines.join("\n")}\n    plex_all: true\n`;
  return editor.asked({ text, edits: [{ overlay: "Sample", key: "font", value: font, template: "" }], hidden: [], shows_all: true, with_rest: false, width: 500, format: "jpg" });
}
