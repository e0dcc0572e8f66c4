"""Elements, attributes and containers as text.

Strings are joined instead of building a tree: a listing of a thousand items is answered while an engine waits.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from halley.plex.items import Element

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
CONTENT_TYPE = "text/xml;charset=utf-8"
"""Without the charset python-plexapi decodes the text wrongly (spec, plex-api 1.4)."""

_SPECIAL = re.compile('[&<>"\x00-\x1f\ud800-\udfff\ufffe\uffff]')
# Line breaks and tabs are written as references, or a parser would turn them into spaces. What XML forbids is dropped.
_WRITTEN: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))
_WRITTEN |= {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord('"'): "&quot;"}
_WRITTEN |= {ord("\t"): "&#9;", ord("\n"): "&#10;", ord("\r"): "&#13;"}
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)


def escape(text: str) -> str:
    """The text as the inside of an attribute value in double quotes."""
    return text.translate(_WRITTEN) if _SPECIAL.search(text) else text


def attributes(pairs: Iterable[tuple[str, str]]) -> str:
    """` name="value"` for each pair, in order; names that are no XML names are left out."""
    found = _SPECIAL.search
    return "".join(
        [f' {name}="{value.translate(_WRITTEN) if found(value) else value}"' for name, value in pairs if is_name(name)]
    )


@lru_cache(maxsize=4096)
def is_name(name: str) -> bool:
    """Whether an attribute or element can be called that: an edit may name any field."""
    return _NAME.fullmatch(name) is not None


def tagged(name: str, pairs: Iterable[tuple[str, str]], body: str = "") -> str:
    """One element of that name around `body`."""
    head = f"<{name}{attributes(pairs)}"
    return f"{head}>{body}</{name}>" if body else f"{head}/>"


def element(value: Element) -> str:
    """An element that Halley does not look into, attributes by name."""
    return tagged(value.name, sorted(value.attributes.items()), "".join(map(element, value.children)))


def container(attributes: Mapping[str, str | int], bodies: Iterable[str]) -> bytes:
    """A whole answer: one `MediaContainer` around elements that are text already. `size` comes first where it is given."""
    pairs = sorted(((name, str(value)) for name, value in attributes.items()), key=_size_first)
    return (DECLARATION + tagged("MediaContainer", pairs, "".join(bodies)) + "\n").encode("utf-8")


def _size_first(pair: tuple[str, str]) -> tuple[bool, str]:
    return pair[0] != "size", pair[0]
