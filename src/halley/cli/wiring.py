"""Where settings become things: files, environment, tokens. Nothing else in Halley looks at the environment."""

import asyncio
import os
from collections.abc import Coroutine, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from halley.errors import ConfigError
from halley.secrets import Secret

T = TypeVar("T")


def run_to_end(work: Coroutine[object, object, T]) -> T:
    """Run something asynchronous and return what it returns.

    `asyncio.run` alone writes its result as text, however large: it looks its handler of signals up in an enumeration, and
    the error of that lookup quotes the task with its result (Python 3.11, `signal.getsignal`).
    """
    found: list[T] = []

    async def kept() -> None:
        found.append(await work)

    asyncio.run(kept())
    return found[0]


def token_from_file(path: Path) -> Secret:
    """The token that a file holds. Raises ConfigError where it cannot be read or holds no single word."""
    try:
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(
            f"the token file {path} cannot be read: {getattr(problem, 'strerror', None) or 'not a text file'}"
        ) from None
    if not text or len(text.split()) != 1:
        raise ConfigError(f"the token file {path} should hold one token and nothing else")
    return Secret(text)


def environment() -> Mapping[str, str]:
    """The environment that Halley was started in."""
    return MappingProxyType(dict(os.environ))
