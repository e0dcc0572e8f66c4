"""Tokens and keys that must never be shown."""

import html
import json
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, quote_plus

MASK = "•••"
_SHORTEST = 4


class Secret:
    """A text that prints as dots wherever it is shown: `str`, `repr`, format, traceback.

    Only `reveal` gives it away, and only `plex/client.py`, `gateway/upstream.py` and `cli/wiring.py` may call that.
    """

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        """The text itself, for the one header or comparison that needs it."""
        return self.__text

    def __str__(self) -> str:
        return MASK

    def __repr__(self) -> str:
        return f"Secret({MASK!r})"

    def __bool__(self) -> bool:
        return bool(self.__text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.__text == other.reveal()

    def __hash__(self) -> int:
        return hash(self.__text)


class Redactor:
    """Replaces every known secret in a text by dots, percent-encoded and escaped spellings included.

    Secrets of fewer than four characters are left alone: they would blot out ordinary text.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        self.secrets: Final = tuple(dict.fromkeys(one for one in secrets if len(one.reveal()) >= _SHORTEST))
        spellings = {spelling for one in self.secrets for spelling in _spellings(one.reveal())}
        self._spellings = sorted(spellings, key=len, reverse=True)

    @property
    def longest(self) -> int:
        """Characters of the longest text that is replaced: what is cut in two must overlap by as much."""
        return len(self._spellings[0]) if self._spellings else 0

    def __call__(self, text: str) -> str:
        for spelling in self._spellings:
            if spelling in text:
                text = text.replace(spelling, MASK)
        return text


def _spellings(text: str) -> set[str]:
    """How a secret is written in addresses, in JSON, in HTML and in Python's quotes."""
    quoted = {quote(text, safe=""), quote(text), quote_plus(text), quote(quote(text, safe=""), safe="")}
    lower = {re.sub("%[0-9A-F]{2}", lambda code: code[0].lower(), one) for one in quoted}
    return {text, *quoted, *lower, json.dumps(text)[1:-1], html.escape(text), repr(text)[1:-1]}
