"""`letterboxd_list`: lists of Letterboxd by their address. Source: spec, sources 8."""

from collections.abc import Callable, Iterable, Mapping

from halley.selection.builders.listed import Attributes, asked_for, enter_list
from halley.selection.builders.registry import BuilderReading, M, Wanted
from halley.selection.problems import BadValue
from halley.selection.values import Value, is_blank, shown, whole

KEYS = ("url", "limit", "note", "rating", "year")
ADDRESSES = ("https://letterboxd.com", "https://boxd.it")


def parse(value: Value, reading: BuilderReading) -> Iterable[Wanted]:
    """An address, a mapping with one, or a list of either."""
    for one in value if isinstance(value, list | tuple) else (value,):
        given = Attributes(one if isinstance(one, Mapping) else {"url": one}, reading)
        given.only("letterboxd_list", KEYS)
        url = given.read("url", _address)
        if "url" not in given:
            given.error("url", "`letterboxd_list` needs a `url`")
        options = {
            "limit": given.read("limit", _limit) or None,
            "note": given.read("note", shown),
            "rating": given.read("rating", _between(1, 10)),
            "year": given.read("year", _between(1000, 3000)),
        }
        if isinstance(url, str):
            yield asked_for("letterboxd_list", url, options)


def _address(value: Value) -> str:
    url = "" if is_blank(value) else shown(value).strip()
    if not url.startswith(ADDRESSES):
        raise BadValue(f"`{url}` is no list of Letterboxd", f"it must begin with {' or '.join(ADDRESSES)}")
    return url


def _limit(value: Value) -> int:
    return whole(value, minimum=0)


def _between(minimum: int, maximum: int) -> Callable[[Value], str]:
    def read(value: Value) -> str:
        first, dash, last = str(value).partition("-")
        if not dash:
            raise BadValue(f"`{value}` is no span", f"write it as {minimum}-{maximum}")
        start, end = whole(first, minimum=minimum, maximum=maximum), whole(last, minimum=minimum, maximum=maximum)
        if start >= end:
            raise BadValue(f"`{value}` ends before it begins", f"write it as {minimum}-{maximum}")
        return f"{start}-{end}"

    return read


enter_list("letterboxd_list letterboxd_list_details", "Letterboxd", (M,), parse)
