import { useRef, useState } from "preact/hooks";
import { address, api, segment } from "../../api/client";
import { ApiProblem, asProblem, problemOf } from "../../api/problem";
import type { OverlayPicture, Problem } from "../../api/types";
import { useApi } from "../../api/use";
import { Button } from "../../parts/button";
import { Loading, Trouble } from "../../parts/empty";
import { freeName } from "./new-overlay";
import { nameOf, TYPES, whyNot } from "./own-picture";

/** The pictures beside config.yml, one of which is chosen, and a way to send another. */
export function OwnPictureChoice({ configuration, chosen, onChoose }: { configuration: string; chosen: string; onChoose: (name: string) => void }) {
  const at = `configurations/${segment(configuration)}/pictures`;
  const pictures = useApi<OverlayPicture[]>(at);
  const field = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async (file: File | undefined) => {
    if (!file) return;
    setProblem(null);
    setBusy(true);
    try {
      const why = whyNot(file);
      if (why) throw new ApiProblem(problemOf({ title: `${file.name} cannot be sent`, detail: why }));
      const name = freeName(nameOf(file.name), (pictures.value ?? []).map((one) => one.name));
      const kept = await api.post<OverlayPicture>(`${at}/${segment(name)}`, file);
      pictures.again();
      onChoose(kept.name);
    } catch (thrown) {
      setProblem(asProblem(thrown));
    } finally {
      setBusy(false);
      if (field.current) field.current.value = "";
    }
  };
  return (
    <fieldset class="own-pictures">
      <legend>Picture</legend>
      {pictures.problem && <Trouble problem={pictures.problem} again={pictures.again} />}
      {pictures.isLoading && !pictures.value && <Loading />}
      <div class="own-picture-list">
        {(pictures.value ?? []).map((one) => (
          <label key={one.name} class="own-picture" title={`${one.width} by ${one.height} pixels`}>
            <input type="radio" name="own-picture" checked={chosen === one.name} onChange={() => onChoose(one.name)} />
            <img src={address(`${at}/${segment(one.name)}`)} alt="" loading="lazy" />
            <span>{one.name}</span>
          </label>
        ))}
      </div>
      {pictures.value?.length === 0 && <p class="hint">There is none yet. What you send is kept in the folder overlays, beside your config.yml.</p>}
      <input ref={field} type="file" accept={TYPES.join(",")} aria-label="Picture to send" hidden onChange={(event) => void send(event.currentTarget.files?.[0])} />
      <div>
        <Button icon="upload" isBusy={isBusy} onClick={() => field.current?.click()}>
          Send a picture
        </Button>
      </div>
      {problem && <Trouble problem={problem} />}
    </fieldset>
  );
}
