"""Which items a definition means, in a library in memory. Source: spec, overlays 1.6."""

from dataclasses import dataclass

from halley.plex.ids import RatingKey
from halley.plex.items import Item
from halley.selection.builders import Call
from halley.selection.definition import Selection
from halley.selection.filters import FilterTest
from halley.selection.problems import DefinitionFailed, NothingFound, Problem, Report
from halley.selection.view import View


@dataclass(frozen=True, slots=True)
class Selected:
    """The items that a definition means, in the order of finding, and what went wrong.

    A definition that fails, at whatever step, means none: what it had found before counts for nothing.
    """

    items: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def keys(self) -> tuple[RatingKey, ...]:
        """Their rating keys."""
        return tuple(item.key for item in self.items)

    @property
    def is_failed(self) -> bool:
        """Whether the definition ended before its time."""
        return any(problem.is_fatal for problem in self.problems)


def select(selection: Selection, view: View) -> Selected:
    """The items of a definition. Never raises for what a user wrote."""
    report = Report(selection.where)
    found: dict[RatingKey, Item] = {}
    try:
        # All values are looked up before anything is searched: a value that the server lacks ends the definition.
        passes = FilterTest(selection.filters, view, report).test
        rejected: set[RatingKey] = set()
        for call in selection.calls:
            for item in _found(call, selection, view, report):
                if item.type is not selection.level or item.key in found or item.key in rejected:
                    continue
                if passes(item):
                    found[item.key] = item
                else:
                    rejected.add(item.key)
    except DefinitionFailed as failed:
        report.failure(failed)
    if report.is_fatal:
        return Selected((), tuple(report.problems))
    return Selected(tuple(found.values())[: selection.limit], tuple(report.problems))


def _found(call: Call, selection: Selection, view: View, report: Report) -> list[Item]:
    """What a builder finds; with `ignore_blank_results`, one that finds nothing is passed over with a warning."""
    try:
        return call.builder.find(call.wanted, view, report)
    except NothingFound as failed:
        if not selection.ignore_blank_results:
            hint = "`ignore_blank_results: true` goes on with the next builder"
            raise NothingFound(failed.message, hint, call.where) from None
        report.dropped(f"{call}: {failed.message}", call.where)
        return []
    except DefinitionFailed as failed:
        failed.where = failed.where or call.where
        raise
