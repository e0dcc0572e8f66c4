"""Picks the strongest sandbox that this machine offers, or the one that was demanded."""

from dataclasses import dataclass

from halley.errors import SandboxError
from halley.sandbox.box import Box, Wish
from halley.sandbox.bubblewrap import Bubblewrap
from halley.sandbox.container import Container
from halley.sandbox.landlock import Landlock
from halley.sandbox.none import NoBox

_REMEDIES = {
    "container": "install Podman (or Docker and name an image), or use `--sandbox auto`",
    "bubblewrap": "install bubblewrap and allow user namespaces, or use `--sandbox auto`",
    "landlock": "use a kernel of 5.19 or later that has Landlock switched on, or use `--sandbox auto`",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A sandbox, and the stronger ones that cannot be had here: (name, reason)."""

    box: Box
    passed_over: tuple[tuple[str, str], ...] = ()


def choose(wish: Wish, *, image: str | None = None) -> Choice:
    """The sandbox to use. Raises SandboxError where the one that was demanded cannot be had."""
    boxes: tuple[Box, ...] = (Container(image), Bubblewrap(), Landlock(), NoBox())
    if wish != "auto":
        box = next(box for box in boxes if box.name == wish)
        found = box.available()
        if not found.ok:
            message = f"the sandbox `{wish}` was demanded, but cannot be had on this machine: {found.reason}."
            raise SandboxError(message, hint=_REMEDIES.get(wish))
        return Choice(box)
    passed_over: list[tuple[str, str]] = []
    for box in boxes:
        found = box.available()
        if found.ok:
            return Choice(box, tuple(passed_over))
        passed_over.append((box.name, found.reason))
    raise AssertionError("the last box is always available")
