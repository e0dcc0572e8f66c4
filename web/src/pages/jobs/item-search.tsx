import { useEffect, useId, useRef, useState } from "preact/hooks";
import { address, segment } from "../../api/client";
import { useApi } from "../../api/use";
import type { Item, Page } from "../../api/types";
import { IconButton } from "../../parts/button";
import { Picture } from "../../parts/picture";
import { type Asking, toggled } from "./asking";

type Chosen = Asking["items"];

/** Search as you type over a server's items, or those of one library; what is chosen stands below as a list. */
export function ItemSearch(props: { configuration: string; library: string; items: Chosen; onChange: (items: Chosen) => void }) {
  const { configuration, library, items, onChange } = props;
  const [text, setText] = useState("");
  const q = useRested(text.trim(), 150);
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const found = useApi<Page<Item>>(q && configuration ? `configurations/${segment(configuration)}/items` : null, { q, library, limit: 20 });
  const rows = q ? (found.value?.rows ?? []) : [];
  useEffect(() => setAt(0), [q]);
  const choose = (item: Item | undefined) => {
    if (item) onChange(toggled(items, item));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      setAt((before) => (rows.length ? (before + step + rows.length) % rows.length : 0));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (isOpen) choose(rows[at]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    }
  };
  const isShown = isOpen && q !== "";
  return (
    <div class="item-search">
      <label for={id}>Search items by title</label>
      <input
        id={id}
        role="combobox"
        autocomplete="off"
        placeholder="Begin to type a title"
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && rows[at] ? `${id}-${rows[at].key}` : undefined}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <ul class="item-found" id={`${id}-list`} role="listbox" aria-label="Items that were found" aria-multiselectable="true" hidden={!isShown || !rows.length}>
        {rows.map((item, index) => (
          <li
            key={item.key}
            id={`${id}-${item.key}`}
            role="option"
            aria-selected={items.some((each) => each.key === item.key)}
            class={index === at ? "item-row item-at" : "item-row"}
            ref={(element) => {
              if (index === at && isShown) element?.scrollIntoView({ block: "nearest" });
            }}
            // The field keeps the focus, so that one can go on typing.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(item)}
          >
            <ItemWords item={item} src={thumbOf(configuration, item.key)} />
            <span class="item-mark" aria-hidden="true">
              {items.some((each) => each.key === item.key) ? "✓" : ""}
            </span>
          </li>
        ))}
      </ul>
      <p class="hint" role="status">
        {isShown && found.problem ? found.problem.detail || found.problem.title : isShown && !found.isLoading && found.value ? said(found.value.total) : ""}
      </p>
      {items.length > 0 && <ChosenItems configuration={configuration} items={items} onChange={onChange} />}
    </div>
  );
}

function said(total: number): string {
  if (total === 0) return "The server has nothing of that title.";
  return total > 20 ? `The first 20 of ${total.toLocaleString("en")}; type more to narrow them.` : "";
}

function thumbOf(configuration: string, key: number): string {
  return key ? address(`configurations/${segment(configuration)}/items/${key}/thumb`, { width: 80 }) : "";
}

function ChosenItems({ configuration, items, onChange }: { configuration: string; items: Chosen; onChange: (items: Chosen) => void }) {
  return (
    <ul class="item-chosen" aria-label="Chosen items">
      {items.map((item) => (
        <li key={item.key || item.title} class="item-row">
          <ItemWords item={item} src={thumbOf(configuration, item.key)} />
          <IconButton label={`Take out ${item.title}`} icon="close" onClick={() => onChange(items.filter((each) => each !== item))} />
        </li>
      ))}
    </ul>
  );
}

function ItemWords({ item, src }: { item: Chosen[number] & Partial<Pick<Item, "year" | "library">>; src: string }) {
  const about = [item.context, item.year ? String(item.year) : "", item.library ?? ""].filter(Boolean).join(" · ");
  return (
    <>
      {src && <Picture src={src} alt="" width={32} height={48} isUrgent />}
      <span class="item-words">
        <span>{item.title}</span>
        {about && <span class="hint">{about}</span>}
      </span>
    </>
  );
}

/** The value once it has not changed for so long. */
function useRested<T>(value: T, ms: number): T {
  const [rested, setRested] = useState(value);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
