import { useState } from "preact/hooks";
import { api, segment } from "../../api/client";
import type { Configuration, NewConfigurationInput } from "../../api/types";
import { Button, IconButton } from "../../parts/button";
import { Chip } from "../../parts/chip";
import { Dialog } from "../../parts/dialog";
import { tellProblem } from "../../parts/toast";
import { many } from "../../words";

/** The configurations that the studio knows: which is current, another one made so, one forgotten. */
export function Configurations(props: { configurations: Configuration[]; onChange: () => void }) {
  const { configurations, onChange } = props;
  const [forgetting, setForgetting] = useState<Configuration | null>(null);
  const [busy, setBusy] = useState("");
  const makeCurrent = async (one: Configuration) => {
    setBusy(one.id);
    // Adding one that is known makes it the current one.
    const asked: NewConfigurationInput = one.is_demo ? { is_demo: true } : { path: one.path };
    try {
      await api.post<Configuration>("configurations", asked);
      onChange();
    } catch (thrown) {
      tellProblem(thrown);
    } finally {
      setBusy("");
    }
  };
  return (
    <>
      <ul class="configurations" aria-label="Configurations">
        {configurations.map((one) => (
          <li key={one.id} class="configuration">
            <div class="configuration-words">
              <p>
                <b>{one.name}</b> {one.is_current && <Chip tone="good">Current</Chip>} {one.is_demo && <Chip>Demo</Chip>}
              </p>
              <p class="hint configuration-path">{one.path}</p>
              {one.problems > 0 && (
                <p>
                  <a href={`config/${segment(one.id)}`}>
                    <Chip tone="bad">{many(one.problems, "error")}</Chip> <span class="sr">in {one.name}: </span>see where
                  </a>
                </p>
              )}
            </div>
            {!one.is_current && (
              <Button isBusy={busy === one.id} onClick={() => void makeCurrent(one)}>
                Use <span class="sr">{one.name}</span>
              </Button>
            )}
            <IconButton label={`Forget ${one.name}`} icon="close" onClick={() => setForgetting(one)} />
          </li>
        ))}
      </ul>
      {forgetting && <Forget one={forgetting} onClose={() => setForgetting(null)} onDone={onChange} />}
    </>
  );
}

function Forget({ one, onClose, onDone }: { one: Configuration; onClose: () => void; onDone: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await api.delete(`configurations/${segment(one.id)}`);
      onClose();
      onDone();
    } catch (thrown) {
      tellProblem(thrown);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={`Forget ${one.name}?`}
      size="small"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" isBusy={isBusy} onClick={() => void confirm()}>
            Forget it
          </Button>
        </>
      }
    >
      <p>The studio knows it no longer. Its files stay where they are, and so do its jobs and runs.</p>
    </Dialog>
  );
}
