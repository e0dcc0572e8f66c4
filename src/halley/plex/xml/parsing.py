"""XML to Elements, by expat: no tree in between, no document types, no entities of a stranger's making."""

import re
from xml.parsers import expat

from immutables import Map

from halley.errors import BrokenAnswer
from halley.plex.items import Element

_FORBIDDEN = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]"
    rb"|&#0*(?:[0-8]|1[124-9]|2\d|3[01]);"
    rb"|&#x0*(?:[0-8bcef]|1[0-9a-f]);",
    re.IGNORECASE,
)
_DEEPEST = 100


class _Foreign(Exception):
    """The text has something that no Plex server writes."""


def parse(xml: bytes) -> Element:
    """The root element. Raises BrokenAnswer where the text is no XML.

    Servers have been seen to write control characters that XML forbids; a second try does without them.
    """
    try:
        return _parse(xml)
    except _Foreign as problem:
        raise BrokenAnswer(f"the Plex server's answer is no answer of Plex: {problem}") from None
    except (expat.ExpatError, ValueError) as problem:
        cleaned = _FORBIDDEN.sub(b"", xml)
        if cleaned == xml:
            raise BrokenAnswer(f"the Plex server's answer is no complete XML ({problem})") from None
        return parse(cleaned)


def _parse(xml: bytes) -> Element:
    building = _Building()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = building.open
    parser.EndElementHandler = building.close
    parser.StartDoctypeDeclHandler = building.refuse
    parser.Parse(xml, True)
    return building.root()


class _Building:
    """Builds elements from the bottom up."""

    def __init__(self) -> None:
        self._open: list[tuple[str, dict[str, str], list[Element]]] = [("", {}, [])]

    def open(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) > _DEEPEST:
            raise _Foreign(f"elements more than {_DEEPEST} deep")
        self._open.append((name, attributes, []))

    def close(self, _: str) -> None:
        name, attributes, children = self._open.pop()
        self._open[-1][2].append(Element(name, Map(attributes), tuple(children)))

    def refuse(self, *_: object) -> None:
        raise _Foreign("it declares a document type")

    def root(self) -> Element:
        return self._open[0][2][0]
