"""The project's pages, and the commands that they tell a reader to type."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from tests.house.source import ROOT, tracked_files

FENCE = re.compile(r"^```(?:sh|bash|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Typed:
    """One command line of a page; `words` is what a shell would make of it, without the program."""

    page: str
    program: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page}: {self.program} {' '.join(self.words)}"


def pages() -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in tracked_files() if path.suffix == ".md")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def typed_commands(*programs: str) -> Iterator[Typed]:
    """Every line in a shell block of any page whose program is one of `programs`, wherever that is said to lie."""
    for page in pages():
        for block in FENCE.findall(text_of(page)):
            for line in block.replace("\\\n", " ").splitlines():
                words = [word for word in shlex.split(line, comments=True) if word not in {"$", "exec"}]
                while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                    words.pop(0)
                name = words[0].rsplit("/", 1)[-1] if words else ""
                if name in programs:
                    yield Typed(page, name, tuple(words[1:]))
