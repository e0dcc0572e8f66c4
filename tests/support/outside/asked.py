"""A request as a site reads it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Asked:
    """`path` is in parts, without empty ones; of a repeated query word the last counts."""

    method: str
    host: str
    path: tuple[str, ...]
    query: Mapping[str, str]
    body: bytes

    @classmethod
    def of(cls, method: str, url: str, body: bytes) -> Self:
        """Take an address apart."""
        parts = urlsplit(url)
        return cls(
            method, parts.hostname or "", tuple(filter(None, parts.path.split("/"))), dict(parse_qsl(parts.query)), body
        )

    @property
    def address(self) -> str:
        """The address without its query."""
        return "/".join((self.host, *self.path))
