"""`plan.html` beside `plan.json`: what a plan comes to, thing by thing, filtered by library, kind, definition and text.

The page needs no network. Pictures are those of `images/`, by relative paths, so that page and pictures move together.
"""

import base64
import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from halley.changes.kinds import ImageChange, UploadImage
from halley.files import write_atomic
from halley.jobs.change_words import WORDS, in_words
from halley.jobs.report import page_called
from halley.plans import Plan, Step
from halley.plans.forecast import counts, forecast
from halley.plans.net import Thing, net
from halley.plans.words import asked_by, heading, line
from halley.plex.ids import RatingKey
from halley.plex.images import ImageKind

PLAN_PAGE = "plan.html"
_MOST = 20_000
"""Things on one page; a browser takes some seconds for as many."""


@dataclass(frozen=True, slots=True)
class Row:
    """A thing as the page shows it, or a step that turns nothing. `before` and `after` are SHA-256 of pictures, or empty.

    `definitions` asked for it; `origin` are these and the requests of steps that nobody is known to have asked for.
    """

    heading: str
    title: str
    library: str
    kinds: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    steps: tuple[int, ...]
    origin: str
    irreversible: tuple[str, ...]
    definitions: tuple[str, ...] = ()
    before: str = ""
    after: str = ""


def write_plan_page(plan: Plan, folder: Path) -> Path:
    """Write the page of a plan beside it, and return its path. Raises OSError."""
    path = folder / PLAN_PAGE
    write_atomic(path, plan_page(plan))
    return path


def plan_page(plan: Plan, inlined: Mapping[str, str] | None = None, left_out: Collection[int] = ()) -> str:
    """The page of a plan. Its pictures lie in `images/` beside it, or are `inlined`: data addresses by SHA-256.

    `left_out` are the numbers of steps that somebody does not want to be done.
    """
    script = files("halley.jobs").joinpath("templates", "plan.js").read_text(encoding="utf-8")
    found = net(plan)
    rows = list(rows_of(plan))
    asked = [name for one in rows for name in one.definitions]
    names = Counter(one.mark.name.lower() for one in found.things)
    return page_called("plan.html").render(
        plan=plan,
        script=script,
        script_digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        marks=[(name, names[name]) for name in ("created", "changed", "removed")],
        cost=forecast(plan),
        lasting=sum(1 for step in plan.steps if step.irreversible),
        counts={library: ", ".join(in_words(kinds)) for library, kinds in counts(plan).items()},
        libraries=list(dict.fromkeys(one.library for one in rows)),
        kinds={kind: WORDS[kind][1] for kind in dict.fromkeys(kind for one in rows for kind in one.kinds)},
        definitions={one: number for number, one in enumerate(sorted(set(asked)))},
        rows=rows[:_MOST],
        more=max(len(rows) - _MOST, 0),
        inlined=inlined,
        left_out=left_out,
        configuration=plan.source.configuration if inlined is None else Path(plan.source.configuration).name,
        unseen=_unseen(rows[:_MOST], inlined) if inlined is not None else 0,
    )


def _unseen(rows: Iterable[Row], inlined: Mapping[str, str]) -> int:
    """How many things have pictures that are not part of the page."""
    return sum(1 for one in rows if any(each and each not in inlined for each in (one.before, one.after)))


def rows_of(plan: Plan) -> Iterator[Row]:
    """The rows of a plan: things in its order, then steps that turn nothing one could see."""
    steps = {step.number: step for step in plan.steps}
    found = net(plan)
    pictures = pictures_of(plan.steps)
    for thing in found.things:
        yield _row(thing, [steps[number] for number in thing.steps], pictures, plan.source.configuration)
    for step in found.silent:
        why = (step.irreversible,) if step.irreversible else ()
        asked = asked_by((step,), plan.source.configuration)
        origin = _origin([step], plan.source.configuration)
        yield Row(f"* {step.words}", step.words, step.library, (step.kind,), (), (step.number,), origin, why, asked)


def _row(thing: Thing, steps: list[Step], pictures: Mapping[RatingKey, tuple[str, str]], configuration: str) -> Row:
    before, after = pictures.get(RatingKey(thing.number), ("", "")) if thing.of == "item" else ("", "")
    lines = [line(turn) for turn in thing.turns if turn.aspect != "type"]
    return Row(
        heading(thing),
        thing.title,
        thing.library,
        tuple(dict.fromkeys(step.kind for step in steps)),
        tuple((one[0], one) for one in lines),
        tuple(step.number for step in steps),
        _origin(steps, configuration),
        tuple(dict.fromkeys(step.irreversible for step in steps if step.irreversible)),
        asked_by(steps, configuration),
        before,
        after,
    )


def _origin(steps: Iterable[Step], configuration: str) -> str:
    """Where steps come from: definitions with their places where they are known, else the requests."""
    told = [", ".join(asked_by((step,), configuration)) or step.origin.request for step in steps]
    return " · ".join(filter(None, dict.fromkeys(told)))


def pictures_of(steps: Iterable[Step]) -> dict[RatingKey, tuple[str, str]]:
    """The picture before and after of each item: its poster where that changes, else the first other one."""
    found: dict[tuple[RatingKey, ImageKind], tuple[str, str]] = {}
    for step in steps:
        if isinstance(step.change, ImageChange) and step.change.kind is not ImageKind.THEME:
            where = (step.change.key, step.change.kind)
            before = step.shown_before.sha256 if step.shown_before is not None else ""
            after = step.change.picture.sha256 if isinstance(step.change, UploadImage) else ""
            found[where] = (found[where][0] if where in found else before, after)
    chosen: dict[RatingKey, tuple[str, str]] = {}
    for (key, kind), both in found.items():
        if kind is ImageKind.POSTER or key not in chosen:
            chosen[key] = both
    return chosen
