import { useRef, useState } from "preact/hooks";
import { api } from "../../api/client";
import { asProblem, problemOf } from "../../api/problem";
import { knowsConfiguration } from "../../api/session";
import type { Configuration, NewConfigurationInput, Problem } from "../../api/types";
import { Button } from "../../parts/button";
import { Trouble } from "../../parts/empty";
import { Field } from "../../parts/field";
import { Tabs } from "../../parts/tabs";

/** A configuration of more is none. */
const MOST_BYTES = 4_000_000;
const WAYS = [
  { id: "path", label: "By its path" },
  { id: "upload", label: "Upload" },
  { id: "paste", label: "Paste" },
];

/** Adds a configuration: by its path, by its text, or the demo. */
export function AddConfiguration({ onAdded }: { onAdded: (added: Configuration) => void }) {
  const [way, setWay] = useState("path");
  const [busy, setBusy] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const add = async (from: string, asked: NewConfigurationInput) => {
    if (busy) return;
    setBusy(from);
    setProblem(null);
    try {
      const added = await api.post<Configuration>("configurations", asked);
      knowsConfiguration(true);
      onAdded(added);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy("");
    }
  };
  return (
    <div class="adding">
      <div class="demo-offer">
        <div>
          <h3>Only looking?</h3>
          <p class="muted" role="status">
            {busy === "demo"
              ? "The demo's posters are drawn, which takes up to a minute the first time…"
              : "The demo is a small library with a server of its own. Everything works in it, and nothing of yours is touched."}
          </p>
        </div>
        <Button icon="play" isBusy={busy === "demo"} onClick={() => void add("demo", { is_demo: true })}>
          Try the demo
        </Button>
      </div>
      <Tabs
        label="Where the configuration is"
        tabs={WAYS}
        chosen={way}
        onChoose={(id) => {
          setWay(id);
          setProblem(null);
        }}
      >
        <div class="adding-way">
          {way === "path" && <ByPath isBusy={busy === "path"} onAdd={(path) => void add("path", { path })} />}
          {way === "upload" && (
            <ByUpload isBusy={busy === "upload"} onAdd={(text) => void add("upload", { text })} onProblem={setProblem} />
          )}
          {way === "paste" && <ByPaste isBusy={busy === "paste"} onAdd={(text) => void add("paste", { text })} />}
        </div>
      </Tabs>
      {problem && <Trouble problem={problem} />}
    </div>
  );
}

function ByPath({ isBusy, onAdd }: { isBusy: boolean; onAdd: (path: string) => void }) {
  const [path, setPath] = useState("");
  return (
    <form
      class="adding-form"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd(path.trim());
      }}
    >
      <Field label="Path of config.yml" hint="As the machine sees it on which the studio runs: /config/config.yml in most containers.">
        {(id, describedBy) => (
          <input
            id={id}
            aria-describedby={describedBy}
            required
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            placeholder="/config/config.yml"
            value={path}
            onInput={(event) => setPath(event.currentTarget.value)}
          />
        )}
      </Field>
      <Button type="submit" kind="primary" isBusy={isBusy} disabled={!path.trim()}>
        Use this file
      </Button>
    </form>
  );
}

function ByUpload(props: { isBusy: boolean; onAdd: (text: string) => void; onProblem: (problem: Problem | null) => void }) {
  const { isBusy, onAdd, onProblem } = props;
  const picker = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = async (file: File | undefined) => {
    if (!file) return;
    if (file.size > MOST_BYTES)
      onProblem(problemOf({ title: `${file.name} is too large for a configuration`, hint: "Choose the config.yml itself." }));
    else onAdd(await file.text());
  };
  return (
    <div
      class={isOver ? "drop drop-over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer?.files[0]);
      }}
    >
      <input
        ref={picker}
        type="file"
        class="sr"
        accept=".yml,.yaml,text/yaml"
        aria-label="Choose a config.yml"
        tabIndex={-1}
        onChange={(event) => {
          void take(event.currentTarget.files?.[0]);
          event.currentTarget.value = "";
        }}
      />
      <Button kind="primary" icon="upload" isBusy={isBusy} onClick={() => picker.current?.click()}>
        Choose a file…
      </Button>
      <p class="hint">Or drop it here. Overlay and collection files that it names by path do not come along; where it has some, give its path.</p>
    </div>
  );
}

function ByPaste({ isBusy, onAdd }: { isBusy: boolean; onAdd: (text: string) => void }) {
  const [text, setText] = useState("");
  return (
    <form
      class="adding-form"
      onSubmit={(event) => {
        event.preventDefault();
        onAdd(text);
      }}
    >
      <Field label="Text of config.yml" hint="It is kept on the studio's machine, readable by its user only.">
        {(id, describedBy) => (
          <textarea
            id={id}
            aria-describedby={describedBy}
            class="code-area"
            rows={10}
            required
            spellcheck={false}
            placeholder={"plex:\n  url: http://192.168.1.12:32400\n  token: …\nlibraries:\n  Movies:\n    overlay_files:\n      - default: resolution"}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      <Button type="submit" kind="primary" isBusy={isBusy} disabled={!text.trim()}>
        Use this text
      </Button>
    </form>
  );
}
