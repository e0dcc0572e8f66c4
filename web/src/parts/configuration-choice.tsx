import type { Configuration } from "../api/types";
import { type Loaded, useApi } from "../api/use";

/** The configurations that the studio knows, the current one first. */
export function useConfigurations(): Loaded<Configuration[]> {
  return useApi<Configuration[]>("configurations");
}

/** Which configuration a page is about; where there is only one its name. */
export function ConfigurationChoice(props: { all: Configuration[]; chosen: string; onChoose: (id: string) => void }) {
  const { all, chosen, onChoose } = props;
  const only = all.length === 1 ? all[0] : undefined;
  if (only && only.id === chosen) {
    return (
      <span class="configuration-name muted" title={only.path}>
        {only.name}
      </span>
    );
  }
  return (
    <select class="configuration-choice" aria-label="Configuration" value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
      {all.every((one) => one.id !== chosen) && <option value={chosen}>Choose a configuration</option>}
      {all.map((one) => (
        <option key={one.id} value={one.id} title={one.path}>
          {one.name}
        </option>
      ))}
    </select>
  );
}
