"""How words are listed: keys and values, each with the place where it fits."""

from collections.abc import Iterable
from typing import Literal

from halley.studio.wire.editor import Word

FileKind = Literal["config", "overlays"]
BOTH = ("false", "true")


def key(
    path: str,
    word: str,
    summary: str,
    *,
    choices: Iterable[str] = (),
    default: str = "",
    file: FileKind = "overlays",
    group: str = "",
) -> Word:
    """A key below `path`."""
    return Word(
        path=path, word=word, insert=f"{word}: ", kind="key", summary=summary, choices=tuple(choices), default=default,
        file=file, group=group,
    )  # fmt: skip


def value(path: str, word: str, summary: str, *, insert: str = "", file: FileKind = "overlays", group: str = "") -> Word:
    """A value of the key at `path`."""
    return Word(path=path, word=word, insert=insert or word, kind="value", summary=summary, file=file, group=group)
