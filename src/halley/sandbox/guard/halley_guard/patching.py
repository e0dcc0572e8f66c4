"""Puts a function around a method of a class that is not ours."""

from __future__ import annotations

import functools
from collections.abc import Callable

Method = Callable[..., object]


def around(owner: type, name: str, make: Callable[[Method], Method]) -> None:
    """Replace a method by what `make` builds from it. Raises AttributeError where the class has none of that name."""
    original: Method = getattr(owner, name)
    setattr(owner, name, functools.wraps(original)(make(original)))
