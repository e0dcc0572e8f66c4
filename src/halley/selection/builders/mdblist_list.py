"""`mdblist_list`: lists of MDBList by their address. Source: spec, sources 7."""

from collections.abc import Iterable, Mapping

from halley.selection.builders.listed import Attributes, asked_for, enter_list
from halley.selection.builders.registry import BuilderReading, M, S, Wanted
from halley.selection.problems import BadValue
from halley.selection.values import Value, shown, whole

KEYS = ("url", "limit", "sort_by")
ADDRESS = "https://mdblist.com/lists/"


def parse(value: Value, reading: BuilderReading) -> Iterable[Wanted]:
    """An address, a mapping with one, or a list of either."""
    for one in value if isinstance(value, list | tuple) else (value,):
        given = Attributes(one if isinstance(one, Mapping) else {"url": one}, reading)
        given.only("mdblist_list", KEYS)
        url = given.read("url", _address)
        if "url" not in given:
            given.error("url", "`mdblist_list` needs a `url`")
        options = {"limit": given.read("limit", _limit) or None, "sort_by": given.read("sort_by", _sort)}
        if isinstance(url, str):
            yield asked_for("mdblist_list", url, options)


def _address(value: Value) -> str:
    url = shown(value).strip("/")
    if not url.startswith(ADDRESS.rstrip("/")):
        raise BadValue(f"`{url}` is no list of MDBList", f"it must begin with {ADDRESS}")
    return url


def _limit(value: Value) -> int:
    return whole(value, minimum=0)


def _sort(value: Value) -> str:
    name, dot, direction = str(value).partition(".")
    if not (name and dot) or direction not in {"asc", "desc"}:
        raise BadValue(f"`{value}` is no order", "write it as rank.asc or score.desc")
    return str(value)


enter_list("mdblist_list", "MDBList", (M, S), parse)
