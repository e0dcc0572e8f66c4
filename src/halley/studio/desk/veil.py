"""Texts on their way to a browser and back: every secret becomes a numbered mark, and the mark that comes back the secret.

What is told by a key of the file (`token`, `apikey`, webhooks), by an address (`?X-Plex-Token=…`, `name:password@`), or
known already, is taken out wherever it stands, in comments too. `veil.restored(veil.masked(text)) == text` for every text.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from halley.config.secrets import ADDRESSES, is_secret_mark, is_telling, may_tell
from halley.definitions.nodes import new_yaml
from halley.secrets import MASK, Secret

_BEGIN, _END = f"‹{MASK}", "›"
_MARK: Final = re.compile(f"{_BEGIN}([0-9]{{1,6}}){_END}")
"""Ends by a sign of its own, so that no letter beside it can become part of it: `‹•••3›`."""
_LINE: Final = re.compile(r"^[ \t]*(?:#[ \t]*)?(?:- +)?[\"']?([\w-]+)[\"']?[ \t]*:[ \t]+([^\s#].*?)[ \t]*$", re.MULTILINE)
_PAIR: Final = re.compile(
    r"""[{,][ \t]*["']?([\w-]+)["']?[ \t]*:[ \t]+("[^"\n]*"|'[^'\n]*'|[^\s,}\]#"'][^,}\]\n]*?)[ \t]*(?=[,}\]\n]|$)"""
)
"""A pair between braces, for texts that are no YAML, and for comments."""
_BLOCK: Final = re.compile(
    rf"^([ \t]*)[\"']?(?:{'|'.join(sorted(ADDRESSES))})[\"']?[ \t]*:.*(?:\n(?:\1[ \t]+.*|[ \t]*$))*", re.MULTILINE
)
_ADDRESS: Final = re.compile(r"[\w+.-]+://[^\s\"',}\]]+")
_IN_ADDRESS: Final = (
    re.compile(r"(?i)[?&](?:[\w-]*token|api_?key|key|secret|password)=([^&\s\"'#]{2,})"),
    re.compile(r"://[^\s/:@]+:([^/@\s]+)@"),
)
_SHORTEST: Final = 8
"""What is shorter is masked at its own key only: `apikey: demo` must not blacken every path that a demo lies in."""
Span = tuple[int, int]


class Veil:
    """The marks of one text. A secret has the same mark wherever it stands, and in every text that this veil masks."""

    def __init__(self, known: Iterable[Secret] = ()) -> None:
        self._known = {text for one in known if len(text := one.reveal()) >= _SHORTEST}
        self._told: list[str] = []

    def masked(self, text: str) -> str:
        """The text with a mark in place of each secret."""
        found: list[str] = []
        end = 0
        for start, stop in _apart(self._spans(text)):
            found += [text[end:start], self._mark_of(text[start:stop])]
            end = stop
        return "".join((*found, text[end:]))

    def restored(self, text: str) -> str:
        """The text with each mark's secret in its place. A mark that was not given out stays; `strays` names them."""
        return _MARK.sub(lambda found: self._of(found[0]) or found[0], text)

    def strays(self, text: str) -> tuple[str, ...]:
        """Marks in a text that stand for nothing."""
        return tuple(one for one in dict.fromkeys(found[0] for found in _MARK.finditer(text)) if self._of(one) is None)

    def _of(self, mark: str) -> str | None:
        number = int(mark.removeprefix(_BEGIN).removesuffix(_END))
        return self._told[number - 1] if 1 <= number <= len(self._told) else None

    def _mark_of(self, text: str) -> str:
        if text not in self._told:
            self._told.append(text)
        return f"{_BEGIN}{self._told.index(text) + 1}{_END}"

    def _spans(self, text: str) -> Iterator[Span]:
        told = list(_told_by_keys(text))
        yield from told
        values = {text[start:stop].strip("'\"") for start, stop in told} | self._known
        for value in values:
            if len(value) >= _SHORTEST:
                yield from (found.span() for found in re.finditer(re.escape(value), text))
        yield from (found.span(1) for pattern in _IN_ADDRESS for found in pattern.finditer(text))
        yield from (found.span() for found in _MARK.finditer(text))


def _apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in order; those that touch one another become one, so that no part of a secret is left between marks."""
    apart: list[Span] = []
    for start, stop in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(stop, apart[-1][1]))
        else:
            apart.append((start, stop))
    return apart


def _told_by_keys(text: str) -> Iterator[Span]:
    """Values below keys that tell of secrets. A text that is no YAML is gone through line by line, and so are comments."""
    if not may_tell(text):  # most overlay files: to read a long one takes a second
        return
    for pattern in (_LINE, _PAIR):
        for found in pattern.finditer(text):
            if is_telling(found[1]) and not _is_open(found[2]):
                yield found.span(2)
    try:
        node = new_yaml().compose(text)
        if node is not None:
            yield from _below(node, text, inside=False, of_addresses=False, above=())
    except (YAMLError, ValueError, RecursionError):
        for block in _BLOCK.finditer(text):
            yield from (one.span() for one in _ADDRESS.finditer(text, *block.span()))


def _is_open(value: str) -> bool:
    """Whether a value is no secret itself: a mark for one of the environment, or the beginning of something longer."""
    return is_secret_mark(value) or value[0] in "&*|>{[" or value.lower() in {"null", "true", "false", "~", "env"}


def _below(node: Node, text: str, *, inside: bool, of_addresses: bool, above: tuple[int, ...]) -> Iterator[Span]:
    if id(node) in above:  # an alias that holds itself
        return
    if isinstance(node, MappingNode):
        for key, value in node.value:
            name = str(key.value) if isinstance(key, ScalarNode) else ""
            yield from _below(
                value,
                text,
                inside=inside or is_telling(name),
                of_addresses=of_addresses or name in ADDRESSES,
                above=(*above, id(node)),
            )
    elif isinstance(node, SequenceNode):
        for one in node.value:
            yield from _below(one, text, inside=inside, of_addresses=of_addresses, above=(*above, id(node)))
    elif isinstance(node, ScalarNode):
        start, stop = node.start_mark.index, node.end_mark.index
        written = text[start:stop]
        stop = start + len(written.rstrip())
        if not written.strip() or _is_nothing(str(node.value)):
            return
        if inside or (of_addresses and "://" in node.value):
            yield start, stop


def _is_nothing(value: str) -> bool:
    return not value.strip() or is_secret_mark(value) or value.lower() in {"null", "true", "false", "~", "env"}
