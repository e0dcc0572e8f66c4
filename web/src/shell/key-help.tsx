import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { addKeys, keyGroups } from "../keys";
import { Dialog } from "../parts/dialog";

export const keysShown = signal(false);

/** All keys that work here, and `?` to see them. */
export function KeyHelp() {
  useEffect(
    () =>
      addKeys("Everywhere", [
        { key: "?", words: "show these keys", run: () => (keysShown.value = true) },
        {
          key: "/",
          words: "search",
          run: () => {
            const field = document.querySelector<HTMLInputElement>("[data-search]");
            field?.focus();
            field?.select();
          },
        },
        { key: "Esc", words: "close, or leave a field", run: () => {}, isListedOnly: true },
      ]),
    [],
  );
  if (!keysShown.value) return null;
  return (
    <Dialog title="Keys" onClose={() => (keysShown.value = false)}>
      {keyGroups.value.map((group) => (
        <section key={group.name} class="key-group">
          <h3>{group.name}</h3>
          <dl>
            {group.keys.map((key) => (
              <div key={key.key + key.words}>
                <dt>
                  {key.key.split("+").map((part) => (
                    <kbd key={part}>{part || "+"}</kbd>
                  ))}
                </dt>
                <dd>{key.words}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Dialog>
  );
}
