"""`output/report.html` of a comparison: one page that needs nothing else; sheets of full size lie beside it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from halley.clock import iso
from halley.files import write_atomic
from halley.jobs.comparison import Comparison, ItemCompared
from halley.jobs.report import inlined, page_called
from halley.overlays.model import OverlayId

_ROWS, _SHOWN = 2000, 500
"""Items in the table, and items that differ with their words; pictures are fewer."""
_WIDTH = 1248


def write_comparison_report(path: Path, comparison: Comparison, *, has_jobs: bool) -> None:
    """Write the page. Raises OSError where it cannot be written."""

    def chosen_by_one(one: ItemCompared) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        if one.chosen is not None:
            yield "only Kometa", placed(one, one.chosen.only_kometa)
            yield "only Halley", placed(one, one.chosen.only_halley)

    def placed(one: ItemCompared, names: Sequence[OverlayId]) -> list[tuple[str, str]]:
        places = [comparison.places.get((one.kometa.library, name)) for name in names]
        return [
            (name.name, f"{where.file}:{where.line}" if where else "") for name, where in zip(names, places, strict=True)
        ]

    shown = [
        (one, inlined(path.parent / one.picture, _WIDTH)[0] if one.picture else "") for one in comparison.differing[:_SHOWN]
    ]
    page = page_called("comparison.html").render(
        comparison=comparison,
        when=iso(datetime.now(UTC)),
        shown=shown,
        chosen_by_one=chosen_by_one,
        has_jobs=has_jobs,
        limit=_ROWS,
    )
    write_atomic(path, page)
