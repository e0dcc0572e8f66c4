import { useEffect, useState } from "preact/hooks";
import type { Item, Reference } from "../../api/types";
import { Trouble } from "../../parts/empty";
import { Switch } from "../../parts/field";
import { Tabs } from "../../parts/tabs";
import { tell } from "../../parts/toast";
import type { Editor } from "./editor";
import { Gallery } from "./gallery";
import { LayerList } from "./layer-list";
import { Properties } from "./properties";
import { Queues } from "./queues";
import { Stage } from "./stage";
import { Strip } from "./strip";
import { TextSide } from "./text-side";
import { Variables } from "./variables";

export interface PanelsProps {
  editor: Editor;
  reference: Reference | null;
  pinned: readonly Item[];
  pick: () => void;
  unpin: (item: Item) => void;
  library: string;
  libraries: readonly string[];
}

type Layout = "phone" | "desk" | "wide";

/** The poster in the middle, what is on it at the left, what can be said of it at the right; on a phone below it, as tabs. */
export function Panels(props: PanelsProps) {
  const layout = useLayout();
  const [tab, setTab] = useState("layers");
  const [right, setRight] = useState("properties");
  const { editor } = props;
  const stage = (
    <section class="stage-side" aria-label="Poster">
      <StageBar editor={editor} />
      {editor.trouble.value && <Trouble problem={editor.trouble.value} again={() => editor.refresh()} />}
      <Stage
        editor={editor}
        say={tell}
        edit={() => {
          setRight("properties");
          setTab("properties");
          requestAnimationFrame(() => document.getElementById("text-of-layer")?.focus());
        }}
      />
      <Strip editor={editor} pinned={props.pinned} pick={props.pick} unpin={props.unpin} />
    </section>
  );
  if (layout === "phone") {
    const tabs = ["layers", "properties", "text", "variables", "queues", "gallery"];
    return (
      <div class="overlay-room is-phone">
        {stage}
        <section class="phone-panels" aria-label="Panels">
          <Tabs label="Panels" tabs={tabs.map(tabOf)} chosen={tab} onChoose={setTab}>
            <Panel which={tab} {...props} />
          </Tabs>
        </section>
      </div>
    );
  }
  const isWide = layout === "wide";
  const leftTab = ["layers", "queues"].includes(tab) ? tab : "layers";
  const rightTabs = ["properties", ...(isWide ? [] : ["text"]), "variables", "gallery"];
  const rightTab = rightTabs.includes(right) ? right : "properties";
  return (
    <div class={isWide ? "overlay-room is-wide" : "overlay-room"}>
      <section class="left-side" aria-label="Layers">
        <Tabs label="Layers and queues" tabs={["layers", "queues"].map(tabOf)} chosen={leftTab} onChoose={setTab}>
          <Panel which={leftTab} {...props} />
        </Tabs>
      </section>
      {stage}
      <section class="right-side" aria-label="Properties">
        <Tabs label="Properties" tabs={rightTabs.map(tabOf)} chosen={rightTab} onChoose={setRight}>
          <Panel which={rightTab} {...props} />
        </Tabs>
      </section>
      {isWide && (
        <section class="yaml-side" aria-label="YAML">
          <Panel which="text" {...props} />
        </section>
      )}
    </div>
  );
}

const WORDS: Record<string, string> = { layers: "Layers", queues: "Queues", properties: "Properties", text: "YAML", variables: "Variables", gallery: "Defaults" };

function tabOf(id: string) {
  return { id, label: WORDS[id] ?? id };
}

function Panel({ which, editor, reference, library, libraries }: PanelsProps & { which: string }) {
  switch (which) {
    case "layers":
      return <div class="panel-scroll"><LayerList editor={editor} /></div>;
    case "queues":
      return <div class="panel-scroll panel-pad"><Queues editor={editor} say={tell} /></div>;
    case "properties":
      return <div class="panel-scroll"><Properties editor={editor} reference={reference} /></div>;
    case "variables":
      return <div class="panel-scroll"><Variables editor={editor} say={tell} /></div>;
    case "gallery":
      return <div class="panel-scroll"><Gallery editor={editor} reference={reference} library={library} libraries={libraries} /></div>;
    default:
      return <TextSide editor={editor} reference={reference} />;
  }
}

function StageBar({ editor }: { editor: Editor }) {
  const frame = editor.frame.value;
  return (
    <div class="stage-bar">
      <Switch label="Other files" isOn={editor.withRest.value} onChange={(isOn) => editor.set("withRest", isOn)} />
      <Switch label="All overlays" isOn={editor.showsAll.value} onChange={(isOn) => editor.set("showsAll", isOn)} />
      <span class="pixels muted" role="status">
        {frame === null ? "drawing" : frame.isFull ? "true pixels" : "half size"}
      </span>
    </div>
  );
}

function useLayout(): Layout {
  const read = (): Layout => (window.innerWidth <= 760 ? "phone" : window.innerWidth >= 1600 ? "wide" : "desk");
  const [layout, setLayout] = useState(read);
  useEffect(() => {
    const again = () => setLayout(read());
    window.addEventListener("resize", again);
    return () => window.removeEventListener("resize", again);
  }, []);
  return layout;
}
