"""Text variables: `<<runtime>>`, `<<critic_rating%>>` and their kin, and what becomes of a text that holds some.

The order of VARIABLES is that of replacement and part of the language: what a title brings in is searched again for
variables that come later (spec, overlays 6).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from immutables import Map

from halley.overlays.subject import Subject
from halley.overlays.variables import bitrate, counts, dates, names, ratings, runtimes
from halley.overlays.variables.registry import NO_FACTS, Facts, Missing, Raw, Refused, Unusable, Variable
from halley.plex.ids import ItemType

__all__ = ["NO_FACTS", "VARIABLES", "Facts", "LeftOut", "Refused", "Text", "Unwritable", "needed_by", "text_of"]

VARIABLES: tuple[Variable, ...] = (
    runtimes.RUNTIME,
    names.TITLE,
    ratings.USER,
    ratings.CRITIC,
    dates.ORIGINALLY_AVAILABLE,
    *ratings.COMMON,
    names.ORIGINAL_TITLE,
    ratings.TRAKT_USER,
    runtimes.TOTAL_RUNTIME,
    ratings.AUDIENCE,
    names.CONTENT_RATING,
    *ratings.ANIME,
    bitrate.BITRATE,
    counts.VERSIONS,
    counts.SEASON_NUMBER,
    names.SHOW_TITLE,
    counts.EPISODE_COUNT,
    names.EDITION,
    counts.EPISODE_NUMBER,
    names.SEASON_TITLE,
)
_BY_NAME: Mapping[str, Variable] = {variable.name: variable for variable in VARIABLES}
if len(_BY_NAME) != len(VARIABLES):
    raise TypeError("two text variables have one name")

Values = Map[str, str | int | float | None]
"""Values by variable as Kometa's cache keeps them: before they are written, days as `YYYY-MM-DD`."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is to be drawn, and the values that went into it."""

    text: str
    values: Values = Map()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The item has no such value: the overlay is not drawn, the others are."""

    variable: str
    reason: str
    values: Values = Map()


@dataclass(frozen=True, slots=True)
class Unwritable:
    """The value cannot be written: nothing is drawn on the item."""

    variable: str
    reason: str
    values: Values = Map()


def text_of(template: str, level: ItemType, subject: Subject, facts: Facts = NO_FACTS) -> Text | LeftOut | Unwritable:
    """A text with its variables replaced. `level` is that of the definition: it says which variables there are.

    What is no variable of the level stays as it is, brackets included.
    """
    text, values = template, Map[str, str | int | float | None]()
    if "<<" not in text:
        return Text(text)
    for variable in VARIABLES:
        if level not in variable.levels or f"<<{variable.name}" not in text:
            continue
        for modifier in variable.modifiers:
            if not _occurs(variable, modifier, text):
                continue
            try:
                spelled = dates.format_in(text) if modifier == dates.OPEN else modifier
                raw = variable.read(subject, facts, level, modifier)
                values = values.set(variable.name, _kept(raw))
                written = variable.write(raw, spelled)
                if modifier == dates.OPEN:
                    text = dates.with_date(text, written)
                else:
                    text = text.replace(f"<<{variable.name}{modifier}>>", written)
            except Missing as missing:
                return LeftOut(variable.name, str(missing), values)
            except (Unusable, ValueError, TypeError, OverflowError) as unusable:
                return Unwritable(variable.name, str(unusable), values)
    return Text(text, values)


def needed_by(templates: Iterable[tuple[str, ItemType]]) -> frozenset[str]:
    """The variables in texts of definitions of those levels for which an outside source must be asked."""
    return frozenset(
        variable.name
        for template, level in templates
        for variable in VARIABLES
        if variable.is_outside and level in variable.levels
        if any(_occurs(variable, modifier, template) for modifier in variable.modifiers)
    )


def _occurs(variable: Variable, modifier: str, text: str) -> bool:
    closing = "" if modifier == dates.OPEN else ">>"
    return f"<<{variable.name}{modifier}{closing}" in text


def _kept(raw: Raw) -> str | int | float | None:
    return raw.strftime(dates.ISO) if isinstance(raw, datetime) else raw
