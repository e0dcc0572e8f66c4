"""An explanation in words, for a terminal of 80 columns: what can be seen first, what is nearest of the rest."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from halley.engines.native import Became, Fate
from halley.jobs.explanation import Explained, Explanation
from halley.jobs.places import shown_place
from halley.location import Location
from halley.selection.filters import Checked
from halley.selection.why import told

WIDTH = 80
_NEAREST, _REASONS, _NAMES = 8, 5, 3
"""How many definitions of other items, how many reasons for failing, and how many names with each."""


@dataclass(frozen=True, slots=True)
class Words:
    """How much is told: `everything` leaves nothing out, `details` also tells the conditions that held.

    Files are named as seen from `home`.
    """

    home: Path
    everything: bool = False
    details: bool = False

    def of(self, explanation: Explanation) -> Iterator[str]:
        """The lines."""
        yield from self._heading(explanation)
        yield from self._section("drawn", explanation, explanation.drawn)
        yield from self._section("found it, and are left out", explanation, explanation.left_out)
        nearest = explanation.others if self.everything or self.details else explanation.nearest(_NEAREST)
        yield from self._section("do not mean it", explanation, nearest, len(explanation.others))
        failed = [
            (one.verdict.reason.removeprefix("the definition failed: "), one.id.name, one.where)
            for one in explanation.failed
        ]
        yield from self._grouped("mean no item at all", failed)
        yield from self._grouped("do not run", [(one.why, one.id.name, one.where) for one in explanation.idle])
        levels = [(one.verdict.reason, one.id.name, one.where) for one in explanation.of_other_levels]
        yield from self._grouped("are for another level", levels)
        yield from (line for note in explanation.one.notes for line in ("", *_wrapped(note, 0)))

    def _heading(self, explanation: Explanation) -> Iterator[str]:
        one = explanation.one
        yield f"{one.target.title} in {one.target.library}, rating key {one.target.item.key}"
        if one.planned.book.removes_all:
            yield f"`remove_overlays` takes all overlays off {one.planned.name}"
        counts = (
            (len(explanation.drawn), "drawn"),
            (len(explanation.left_out), "left out"),
            (len(explanation.others), "do not mean it"),
            (len(explanation.failed), "mean no item at all"),
            (len(explanation.idle), "do not run"),
            (len(explanation.of_other_levels), "for another level"),
        )
        total = len(explanation.explained) + len(explanation.idle)
        parts = ", ".join(f"{count} {words}" for count, words in counts if count)
        yield from _wrapped(f"{total} definition{'s' if total != 1 else ''}: {parts or 'none'}", 0)

    def _section(
        self, title: str, explanation: Explanation, shown: Sequence[Explained], total: int | None = None
    ) -> Iterator[str]:
        count = len(shown) if total is None else total
        if not count:
            return
        yield from ("", f"{title} ({count})")
        for one in shown:
            yield from self._line(one.id.name, one.where)
            yield from self._why(one, explanation)
        if len(shown) < count:
            yield f"  and {count - len(shown)} more: `--all`, or `--definition NAME`"

    def _why(self, one: Explained, explanation: Explanation) -> Iterator[str]:
        if one.verdict.is_chosen:
            found_at = next((each.where for each in one.verdict.builders if each.is_found), one.where)
            yield from self._placed("; ".join(_found(one)), found_at, 6)
            if one.fate is not None and one.fate.became is not Became.DRAWN:
                by = explanation.one.entries.get(one.fate.by) if one.fate.by is not None else None
                yield from self._placed(one.fate.reason, by.definition.where if by else one.where, 6)
        checks = [check for each in one.verdict.builders for check in each.conditions] if self.details else []
        checks += [check for each in one.verdict.filters for check in each] if self.details else []
        if self.details and checks:
            yield from (line for check in checks for line in self._check(check))
        elif not one.verdict.is_chosen and one.verdict.failed:
            yield from (line for check in one.verdict.failed for line in self._check(check))
        elif not one.verdict.is_chosen:
            yield from _wrapped(one.verdict.reason, 6)

    def _check(self, check: Checked) -> Iterator[str]:
        held = ("holds: " if check.is_held else "fails: ") if self.details else ""
        yield from self._placed(f"{held}{told(check)}", check.where, 6)

    def _grouped(self, title: str, rows: Iterable[tuple[str, str, Location]]) -> Iterator[str]:
        """Definitions with the same reason together: there may be hundreds of them."""
        reasons: dict[str, list[tuple[str, Location]]] = {}
        for reason, name, where in rows:
            reasons.setdefault(reason, []).append((name, where))
        if not reasons:
            return
        yield from ("", f"{title} ({sum(map(len, reasons.values()))})")
        everything = self.everything or self.details
        for reason, those in list(reasons.items())[: None if everything else _REASONS]:
            yield from _wrapped(reason, 2)
            kept = those if everything else those[:_NAMES]
            for name, where in kept:
                yield from self._placed(name, where, 6)
            if len(kept) < len(those):
                yield f"      and {len(those) - len(kept)} more"
        if not everything and len(reasons) > _REASONS:
            yield f"  and {len(reasons) - _REASONS} more reasons: `--all`"

    def _line(self, name: str, where: Location) -> Iterator[str]:
        yield from self._placed(name, where, 2)

    def _placed(self, text: str, where: Location, indent: int) -> Iterator[str]:
        """A text and its place at the end of the line, or on one of its own where both do not fit."""
        place = shown_place(where, self.home)
        lines = _wrapped(text, indent)
        if len(lines[-1]) + 2 + len(place) <= WIDTH:
            lines[-1] += f"  {place}"
        else:
            lines.append(f"{' ' * (indent + 2)}{place}")
        yield from lines


def _found(one: Explained) -> Iterator[str]:
    yield one.verdict.reason
    fate: Fate | None = one.fate
    if fate is None or fate.became is not Became.DRAWN:
        return
    if fate.text is not None:
        yield f'text "{fate.text}"'
    if fate.queued is not None:
        yield f"place {fate.queued.place} of {fate.queued.places} in queue `{fate.queued.name}`"
    if fate.reason:
        yield fate.reason


def _wrapped(text: str, indent: int) -> list[str]:
    margin = " " * indent
    found = textwrap.wrap(
        text, WIDTH, initial_indent=margin, subsequent_indent=margin, break_on_hyphens=False, break_long_words=False
    )
    return found or [margin.rstrip()]
