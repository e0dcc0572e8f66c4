import { useEffect, useState } from "preact/hooks";
import { address, segment } from "../../api/client";
import type { Item, Page } from "../../api/types";
import { useApi } from "../../api/use";
import { Button } from "../../parts/button";
import { FilterChip } from "../../parts/chip";
import { Dialog } from "../../parts/dialog";
import { Loading, Trouble } from "../../parts/empty";
import { SearchField } from "../../parts/field";
import { Icon } from "../../parts/icon";

const TYPES = ["movie", "show", "season", "episode"] as const;

export interface PickerProps {
  configuration: string;
  library: string;
  /** Types that make sense there; the first is asked for first. */
  pinned: readonly Item[];
  onPick: (item: Item) => void;
  onUnpin: (item: Item) => void;
  onClose: () => void;
}

/** Posters of the user's own server, found as one types; several stand side by side. */
export function Picker({ configuration, library, pinned, onPick, onUnpin, onClose }: PickerProps) {
  const [asked, setAsked] = useState("");
  const [query, setQuery] = useState("");
  const [type, setType] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQuery(asked), 120);
    return () => clearTimeout(timer);
  }, [asked]);
  const found = useApi<Page<Item>>(`configurations/${segment(configuration)}/items`, { library: type === "" ? library : "", q: query, type, limit: 60 });
  return (
    <Dialog
      title="Posters"
      onClose={onClose}
      size="large"
      actions={
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <SearchField label="Search posters by title" value={asked} onChange={setAsked} />
      <div class="chips" role="group" aria-label="Kind">
        <FilterChip isOn={type === ""} onChange={() => setType("")}>
          {library || "all libraries"}
        </FilterChip>
        {TYPES.map((one) => (
          <FilterChip key={one} isOn={type === one} onChange={(isOn) => setType(isOn ? one : "")}>
            {one}s
          </FilterChip>
        ))}
      </div>
      {found.problem && <Trouble problem={found.problem} again={found.again} />}
      {!found.value && found.isLoading && <Loading words="Looking" />}
      {found.value?.total === 0 && <p class="hint">Nothing is called so.</p>}
      <ul class="picker-grid">
        {found.value?.rows.map((item) => {
          const isPinned = pinned.some((one) => one.key === item.key);
          return (
            <li key={item.key}>
              <button type="button" aria-pressed={isPinned} onClick={() => (isPinned ? onUnpin(item) : onPick(item))}>
                <img src={thumbOf(configuration, item, 160)} alt="" loading="lazy" width={120} height={180} />
                <span class="picker-title">{item.title}</span>
                <span class="muted">{contextOf(item)}</span>
                {isPinned && (
                  <span class="picker-sign">
                    <Icon name="check" size={16} />
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

export function thumbOf(configuration: string, item: Item, width: number): string {
  return address(`configurations/${segment(configuration)}/${item.thumb}`, { width });
}

export function contextOf(item: Item): string {
  return [item.context, item.year ?? "", item.context ? "" : item.type].filter(Boolean).join(" · ");
}
