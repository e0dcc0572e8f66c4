import { useEffect, useState } from "preact/hooks";
import type { FileText, FileVersion } from "../../api/types";
import { now } from "../../clock";
import { useApi } from "../../api/use";
import { YamlEditor } from "../../editor/yaml-editor";
import { Button } from "../../parts/button";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { ago, bytes, moment } from "../../words";
import { rowsOf, turned } from "./difference";
import { DifferenceView, SumWords } from "./difference-view";
import { pathFor, useDifference } from "./use-file";

/** Earlier texts of a file: one is looked at, compared with what is saved, and taken back into the editor. */
export function Versions(props: {
  configuration: string;
  file: string;
  /** Of what is saved; another means that the list is another. */
  digest: string;
  isWritable: boolean;
  onRestore: (text: string, version: string) => void;
}) {
  const { configuration, file, digest, isWritable, onRestore } = props;
  const list = useApi<FileVersion[]>(pathFor(configuration, file, "versions"));
  const [chosen, setChosen] = useState("");
  useEffect(() => list.again(), [digest]);
  if (list.problem) return <Trouble problem={list.problem} again={list.again} />;
  if (!list.value) return <Loading words="Looking for earlier versions" />;
  if (list.value.length === 0) {
    return (
      <Empty icon="history" title="No earlier version yet">
        <p class="muted">Whenever the file is saved here, the text that was there before is kept, up to a hundred of them.</p>
      </Empty>
    );
  }
  const shown = list.value.find((one) => one.version === chosen) ?? list.value[0]!;
  return (
    <div class="versions">
      <ul class="version-list" aria-label="Earlier versions">
        {list.value.map((one) => (
          <li key={one.version}>
            <button type="button" class="version" aria-pressed={one.version === shown.version} onClick={() => setChosen(one.version)}>
              <span>{moment(one.saved)}</span>
              <span class="hint">
                {ago(one.saved, now.value)}, {bytes(one.size)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <OneVersion key={shown.version} {...{ configuration, file, digest, isWritable, onRestore }} shown={shown} />
    </div>
  );
}

function OneVersion(props: {
  configuration: string;
  file: string;
  digest: string;
  isWritable: boolean;
  shown: FileVersion;
  onRestore: (text: string, version: string) => void;
}) {
  const { configuration, file, digest, isWritable, shown, onRestore } = props;
  const { version } = shown;
  const [isWhole, setWhole] = useState(false);
  const loaded = useApi<FileText>(pathFor(configuration, file, "versions"), { version });
  const text = loaded.value?.text;
  const difference = useDifference(configuration, file, text === undefined ? null : { text, version }, digest);
  const problem = loaded.problem ?? difference.problem;
  const rows = difference.text === undefined ? null : turned(rowsOf(difference.text));
  return (
    <section class="version-shown" aria-label={`The version that was replaced ${moment(shown.saved)}`}>
      <div class="version-head">
        <p>
          {rows && rows.length === 0 && "The same as what is saved now."}
          {rows && rows.length > 0 && (
            <>
              Since then: <SumWords rows={rows} />
            </>
          )}
        </p>
        <div class="version-acts">
          <Button kind="quiet" icon="eye" pressed={isWhole} onClick={() => setWhole(!isWhole)}>
            Whole text
          </Button>
          {isWritable && (
            <Button icon="undo" disabled={text === undefined} onClick={() => text !== undefined && onRestore(text, version)}>
              Take back
            </Button>
          )}
        </div>
      </div>
      {problem && <Trouble problem={problem} />}
      {!problem && !rows && <Loading words="Comparing" />}
      {isWhole && text !== undefined && <YamlEditor text={text} marks={[]} reference={null} label={`${file}, earlier version`} onChange={() => {}} readOnly />}
      {!isWhole && rows && rows.length > 0 && <DifferenceView rows={rows} label="What changed since this version" />}
    </section>
  );
}
