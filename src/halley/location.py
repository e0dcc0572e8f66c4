"""Where in a user's file a value was read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file that a person wrote.

    `line` and `column` count from 1 as editors do; `path` is the chain of keys that leads to the value.
    """

    file: str
    line: int | None = None
    column: int | None = None
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {' > '.join(self.path)}" if self.path else place
