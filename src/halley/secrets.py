"""Tokens and keys that must never be shown."""

from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MASK = "•••"


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
    """Replaces every known secret in a text by dots, percent-encoded spellings included.

    Secrets of fewer than four characters are left alone: they would blot out ordinary text.
    """

    def __init__(self, secrets: Iterable[Secret]) -> None:
        spellings: set[str] = set()
        for secret in secrets:
            text = secret.reveal()
            if len(text) >= 4:
                spellings |= {
                    text,
                    quote(text, safe=""),
                    quote_plus(text),
                    quote(quote(text, safe=""), safe=""),
                }
        self._spellings = sorted(spellings, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        for spelling in self._spellings:
            text = text.replace(spelling, MASK)
        return text
