"""What all models share."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Wire(BaseModel):
    """A frozen model; a key that nobody knows is an error, so that a slip in a request is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(Wire, Generic[T]):
    """A part of a longer list. `total` counts all that the question means, `offset` where `rows` begin."""

    total: int
    offset: int
    rows: tuple[T, ...]


class Place(Wire):
    """Where something stands in a file. Lines and columns count from 1; 0 where they are not known."""

    file: str
    line: int = 0
    column: int = 0


class Problem(Wire):
    """RFC 9457. `hint` says what to do; `place` and `key` where a file is at fault."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    instance: str = ""
    hint: str = ""
    place: Place | None = None
    key: str = ""


class Mark(Wire):
    """A finding in a text, to be shown in place. The end is exclusive; 0 where only a line is known."""

    severity: str = Field(pattern="^(error|warning|note)$")
    message: str
    hint: str = ""
    line: int
    column: int = 0
    end_column: int = 0
    key: str = ""
