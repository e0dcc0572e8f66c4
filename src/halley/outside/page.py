"""A page of HTML as a tree, as far as lists of films need it: elements, attributes, classes, text."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_DEEPEST = 400


@dataclass(slots=True)
class Element:
    """An element. `content` holds texts and elements in their order."""

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    content: "list[Element | str]" = field(default_factory=list)

    def get(self, *names: str) -> str:
        """The first of those attributes that says something."""
        return next((found for name in names if (found := self.attributes.get(name, ""))), "")

    @property
    def classes(self) -> frozenset[str]:
        """Its classes."""
        return frozenset(self.get("class").split())

    @property
    def inside(self) -> "Iterator[Element]":
        """All elements below it, in the order of the page."""
        for one in self.content:
            if isinstance(one, Element):
                yield one
                yield from one.inside

    def all(self, name: str, test: "Callable[[Element], bool]" = lambda _: True) -> "list[Element]":
        """Elements of a name below it that pass."""
        return [one for one in self.inside if one.name == name and test(one)]

    @property
    def text(self) -> str:
        """All the text in it."""
        return "".join(one if isinstance(one, str) else one.text for one in self.content)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].content.append(element)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].content.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].name == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].content.append(data)


def read_page(text: str) -> Element:
    """A page, however broken, as a tree."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.root
