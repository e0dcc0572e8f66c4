"""A Plex answer cut into its elements without reading what is in them.

Reads are passed on verbatim as far as possible: of an answer that has to be patched, only the elements that a captured
write touched are replaced, and all others keep the server's own bytes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from halley.errors import BrokenAnswer
from halley.plex.ids import RatingKey
from halley.plex.xml.text import container


@dataclass(frozen=True, slots=True)
class Fragment:
    """One element directly below the container: its name, attributes and bytes as the server wrote them."""

    name: str
    attributes: dict[str, str]
    text: str

    @property
    def key(self) -> RatingKey | None:
        """The rating key, where the element is an item."""
        value = self.attributes.get("ratingKey", "")
        return RatingKey(int(value)) if value.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Fragments:
    """An answer: the container's attributes and its elements in order."""

    attributes: dict[str, str]
    elements: tuple[Fragment, ...]

    def with_elements(self, elements: Iterable[Fragment], **attributes: str | int) -> "Fragments":
        """The same container around other elements, its `size` right."""
        kept = tuple(elements)
        changed = {name: str(value) for name, value in attributes.items()}
        return replace(self, attributes={**self.attributes, "size": str(len(kept)), **changed}, elements=kept)

    def encoded(self) -> bytes:
        """The answer as XML."""
        return container(self.attributes, (element.text for element in self.elements))


def cut(answer: bytes, path: str) -> Fragments:
    """Cut an XML answer into its elements. Raises BrokenAnswer where it is no complete XML; `path` is for the message."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: reader.open(name, attributes, parser.CurrentByteIndex)
    parser.EndElementHandler = lambda _: reader.close(parser.CurrentByteIndex)
    try:
        parser.Parse(answer, True)
    except expat.ExpatError as problem:
        raise BrokenAnswer(f"the server's answer to {path} is not complete XML ({problem})") from None
    elements = reader.elements
    # An element ends where the next begins (or where the container's closing tag does): white space between is harmless.
    ends = [*(begin for _, _, begin in elements[1:]), reader.end][: len(elements)]
    return Fragments(
        reader.attributes,
        tuple(
            Fragment(name, attributes, answer[begin:end].decode("utf-8").rstrip())
            for (name, attributes, begin), end in zip(elements, ends, strict=True)
        ),
    )


class _Reader:
    """Notes where the elements of depth one begin."""

    def __init__(self) -> None:
        self.depth = 0
        self.attributes: dict[str, str] = {}
        self.elements: list[tuple[str, dict[str, str], int]] = []
        self.end = 0

    def open(self, name: str, attributes: dict[str, str], at: int) -> None:
        if self.depth == 0:
            self.attributes = attributes
        elif self.depth == 1:
            self.elements.append((name, attributes, at))
        self.depth += 1

    def close(self, at: int) -> None:
        self.depth -= 1
        if self.depth == 0:
            self.end = at


def rewrapped(row: Fragment, elements: Iterable[Fragment]) -> str:
    """An element with others inside it, its `size` right."""
    kept = tuple(elements)
    opening = "".join(f" {name}={quoteattr(text)}" for name, text in {**row.attributes, "size": str(len(kept))}.items())
    return f"<{row.name}{opening}>{''.join(one.text for one in kept)}</{row.name}>"
