"""A notice as receivers are given it: bounded, without secrets, its picture small enough to send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from halley.notices.notice import BAD, Telling
from halley.notices.pictures import small_picture

_TITLE, _TEXT, _COUNTS, _LINK = 200, 1800, 20, 1000


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. `picture` is a JPEG."""

    kind: str
    title: str
    text: str
    link: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    picture: bytes | None = field(default=None, repr=False)
    at: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether it tells of something wrong."""
        return self.kind in BAD

    @property
    def tally(self) -> str:
        """The counts in one line: `3 poster.upload, 1 label.add`."""
        return ", ".join(f"{count} {name}" for name, count in self.counts.items())

    @property
    def body(self) -> str:
        """All but the title, for a receiver that shows text alone."""
        tally = "" if self.tally in self.text else self.tally
        return "\n".join(one for one in (self.text, tally, self.link) if one) or self.title

    def without_picture(self) -> "Message":
        """The same without its picture."""
        return replace(self, picture=None)


def message_of(notice: Telling, at: str, redact: Callable[[str], str], more: str = "") -> Message:
    """The message for a notice. `more` is a line below its text."""
    text = redact(notice.text.strip())
    return Message(
        notice.kind,
        _cut(redact(notice.title.strip()).replace("\n", " "), _TITLE) or "Halley",
        "\n".join(one for one in (_cut(text, _TEXT), more) if one),
        redact(notice.link) if len(notice.link) <= _LINK else "",
        {redact(_cut(name, 60)): count for name, count in list(notice.counts.items())[:_COUNTS] if count},
        small_picture(notice.picture) if notice.picture is not None else None,
        at,
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
