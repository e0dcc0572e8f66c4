"""A write taken apart: the pieces of its path, its arguments, its body.

Every argument must be taken by whoever decodes the request. What nobody takes makes the request NotAWrite: an effect that
is not understood must never be dropped in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from halley.changes.kinds import Keys
from halley.files import Picture
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.requests import Query

LIBRARY_IDENTIFIER = "com.plexapp.plugins.library"
_NUMBER = re.compile(r"[0-9]{1,18}")
_URI = re.compile(rf"server://[^/?]+/{re.escape(LIBRARY_IDENTIFIER)}(?P<path>/[^?]*)(?:\?(?P<query>.*))?", re.DOTALL)
_ITEMS = re.compile(r"/library/metadata(?:/(?P<keys>[0-9]+(?:,[0-9]+)*)?)?")
_SEARCH = re.compile(r"/library/sections/[0-9]+/all")
FLAGS = {"0": False, "1": True}


class NotAWrite(ValueError):
    """The request is no write that Halley knows, or does more than Halley understands."""


@dataclass(slots=True)
class Asked:
    """A request on its way to becoming Changes. `left` are the arguments that nobody has taken yet, each name once."""

    parts: dict[str, str]
    left: dict[str, str] = field(default_factory=dict)
    body: Picture | None = None

    # --- path ----------------------------------------------------------------------------------------------------------

    @property
    def key(self) -> RatingKey:
        """The item that the path names."""
        return RatingKey(int(self.parts["key"]))

    @property
    def section(self) -> SectionId:
        """The section that the path names."""
        return SectionId(int(self.parts["section"]))

    # --- arguments -----------------------------------------------------------------------------------------------------

    def optional(self, name: str) -> str | None:
        """Take an argument that may be missing."""
        return self.left.pop(name, None)

    def text(self, name: str) -> str:
        """Take an argument that must be there."""
        found = self.optional(name)
        if found is None:
            raise NotAWrite(f"{name} is missing")
        return found

    def number(self, name: str) -> int:
        """Take a whole number that must be there."""
        return whole(name, self.text(name))

    def optional_key(self, name: str) -> RatingKey | None:
        """Take a rating key that may be missing."""
        found = self.optional(name)
        return None if found is None else RatingKey(whole(name, found))

    def flag(self, name: str) -> bool:
        """Take a 0 or 1 that must be there."""
        return flag(name, self.text(name))

    def type(self) -> ItemType:
        """Take `type`, the number of an item type that Halley knows."""
        number = self.number("type")
        try:
            return ItemType.of_number(number)
        except KeyError:
            raise NotAWrite(f"type {number} is unknown") from None

    def rest(self) -> Iterator[tuple[str, str]]:
        """Take all that is left, by name."""
        found, self.left = self.left, {}
        return iter(sorted(found.items()))

    def expect(self, name: str, *values: str) -> None:
        """Take an argument that may be missing and may have these values only."""
        found = self.optional(name)
        if found is not None and found not in values:
            raise NotAWrite(f"{name}={found[:60]!r} is not understood")


def asked(parts: dict[str, str], query: Query, body: Picture | None) -> Asked:
    """The request, nothing taken yet. Raises NotAWrite where an argument is given twice: which one counts is unknown."""
    left = dict(query)
    if len(left) < len(query):
        names = [name for name, _ in query]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotAWrite(f"{twice[:60]!r} is given twice")
    return Asked(parts, left, body)


def whole(name: str, text: str) -> int:
    """A number of Plex's: digits only."""
    if not _NUMBER.fullmatch(text):
        raise NotAWrite(f"{name}={text[:60]!r} is no number")
    return int(text)


def flag(name: str, text: str) -> bool:
    """A boolean of Plex's: 0 or 1."""
    if text not in FLAGS:
        raise NotAWrite(f"{name}={text[:60]!r} is neither 0 nor 1")
    return FLAGS[text]


def keys(name: str, text: str) -> Keys:
    """A comma list of rating keys, at least one."""
    return tuple(RatingKey(whole(name, one)) for one in text.split(","))


# --- uris ----------------------------------------------------------------------------------------------------------------


class SearchRule(NamedTuple):
    """The rule of a smart list: `/library/sections/N/all`, and the query that follows it, still encoded."""

    path: str
    query: str


def items_or_rule(uri: str) -> Keys | SearchRule:
    """What a `uri=` names: items (none is allowed), or a rule."""
    found = _URI.fullmatch(uri)
    if found is None:
        raise NotAWrite(f"uri {uri[:80]!r} is not understood")
    path, query = found["path"], found["query"]
    if query is None and (items := _ITEMS.fullmatch(path)):
        return keys("uri", items["keys"]) if items["keys"] else ()
    if _SEARCH.fullmatch(path):
        return SearchRule(path, query or "")
    raise NotAWrite(f"uri {uri[:80]!r} is not understood")


def items_uri(machine_id: str, items: Keys) -> str:
    """The `uri=` of items."""
    named = "/" + ",".join(map(str, items)) if items else ""
    return f"server://{machine_id}/{LIBRARY_IDENTIFIER}/library/metadata{named}"


def rule_uri(machine_id: str, path: str, query: str) -> str:
    """The `uri=` of a rule."""
    return f"server://{machine_id}/{LIBRARY_IDENTIFIER}{path}?{query}"


def arguments(values: dict[str, object]) -> Query:
    """Arguments as python-plexapi sends them: sorted by name, case aside, booleans as 0 and 1; None is left out."""
    return tuple(
        (name, str(int(value)) if isinstance(value, bool) else str(value))
        for name, value in sorted(values.items(), key=lambda pair: pair[0].lower())
        if value is not None
    )
