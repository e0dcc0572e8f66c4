// The files of the configurations, for Ctrl-K.

import { api, segment } from "../../api/client";
import type { Configuration, ConfigurationDetail } from "../../api/types";
import { go } from "../../router";
import { addGoals, type Goal } from "../../shell/palette";
import { addressOf } from "./address";

const MOST = 3;

/** Lets Ctrl-K lead to every file of the configurations that were used last. Called once, by main. */
export function offerFiles(): void {
  addGoals(() => [{ title: "Reference of all words", kind: "Page", run: () => go("reference") }]);
  addGoals(async (): Promise<Goal[]> => {
    const all = (await api.get<Configuration[]>("configurations")).slice(0, MOST);
    const details = await Promise.all(all.map((one) => api.get<ConfigurationDetail>(`configurations/${segment(one.id)}`)));
    return details.flatMap(({ configuration, files }) =>
      files.map((file) => ({
        title: details.length > 1 ? `${file.name} of ${configuration.name}` : file.name,
        kind: "File",
        run: () => go(addressOf(configuration.id, file.name)),
      })),
    );
  });
}
