import { useMemo, useState } from "preact/hooks";
import type { Reference } from "../../api/types";
import { useApi } from "../../api/use";
import { Spoken } from "../../editor/problems";
import { FilterChip } from "../../parts/chip";
import { Empty, Loading, Trouble } from "../../parts/empty";
import { SearchField } from "../../parts/field";
import { PageFrame } from "../../parts/page";
import { query, setQuery } from "../../router";
import "../../style/config.css";
import { count, many } from "../../words";
import { type Entry, found, type Section, sectionsOf } from "./sections";

const KINDS: { of: Section["of"]; words: string }[] = [
  { of: "overlays", words: "Overlay files" },
  { of: "config", words: "config.yml" },
  { of: "defaults", words: "Default overlays" },
];
const FEW = 12;

/** Every word that the engine reads, from the registries that it reads them by. */
export default function ReferencePage() {
  const reference = useApi<Reference>("reference");
  const asked = query.value.get("q") ?? "";
  const of = query.value.get("of") ?? "";
  const sections = useMemo(() => (reference.value ? sectionsOf(reference.value) : []), [reference.value]);
  const shown = useMemo(() => found(sections, asked).filter((one) => !of || one.of === of), [sections, asked, of]);
  const total = shown.reduce((sum, one) => sum + one.entries.length, 0);
  return (
    <PageFrame
      title="Reference"
      tools={<SearchField label="Search the reference" value={asked} onChange={(q) => setQuery({ q })} />}
      lead={
        <div class="chips">
          {KINDS.map((kind) => (
            <FilterChip key={kind.of} isOn={of === kind.of} onChange={(isOn) => setQuery({ of: isOn ? kind.of : "" })}>
              {kind.words}
            </FilterChip>
          ))}
          <span role="status" class="reference-sum">
            {reference.value && many(total, "word")}
          </span>
        </div>
      }
    >
      {reference.problem && <Trouble problem={reference.problem} again={reference.again} />}
      {reference.isLoading && !reference.value && <Loading />}
      {reference.value && shown.length === 0 && (
        <Empty icon="search" title={`No word for “${asked}”`}>
          <p class="muted">Fewer letters find more.</p>
        </Empty>
      )}
      {shown.map((section) => (
        <SectionCard key={section.id} section={section} isSearch={asked !== ""} />
      ))}
    </PageFrame>
  );
}

/** A section; a long one shows its first words until somebody wants all. */
function SectionCard({ section, isSearch }: { section: Section; isSearch: boolean }) {
  const [isWhole, setWhole] = useState(false);
  const { entries } = section;
  const shown = isWhole || entries.length <= FEW + 4 ? entries : entries.slice(0, isSearch ? FEW * 2 : FEW);
  const rest = entries.length - shown.length;
  return (
    <section class="card reference-section" aria-labelledby={section.id}>
      <h2 id={section.id}>
        {section.title} <span class="count">{count(entries.length)}</span>
      </h2>
      <dl class="reference-words">
        {shown.map((entry) => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </dl>
      {rest > 0 && (
        <button type="button" class="button button-quiet reference-more" onClick={() => setWhole(true)}>
          <span>Show {many(rest, "more word", "more words")}</span>
        </button>
      )}
    </section>
  );
}

function EntryRow({ entry }: { entry: Entry }) {
  return (
    <div class="reference-word">
      <dt>
        <code>{entry.word}</code>
        {entry.place && <span class="hint">{entry.place}</span>}
      </dt>
      <dd>
        {entry.summary && (
          <p>
            <Spoken words={entry.summary} />
          </p>
        )}
        {entry.endings.length > 0 && <Fact name="Also with" values={entry.endings} />}
        {entry.choices.length > 0 && <Fact name="One of" values={entry.choices} />}
        {entry.default && <Fact name="Else" values={[entry.default]} />}
      </dd>
    </div>
  );
}

function Fact({ name, values }: { name: string; values: string[] }) {
  return (
    <p class="reference-fact">
      <span class="muted">{name} </span>
      {values.map((one) => (
        <code key={one}>{one}</code>
      ))}
    </p>
  );
}
