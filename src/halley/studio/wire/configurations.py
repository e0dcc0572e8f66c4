"""Configurations: the files that a person edits."""

from typing import Literal

from halley.studio.wire.base import Mark, Wire

FileKind = Literal["config", "overlays", "collections", "metadata", "playlists", "other"]


class Configuration(Wire):
    """A `config.yml` and what lies beside it. `id` names it in addresses. `problems` counts errors of `halley validate`."""

    id: str
    name: str
    path: str
    is_demo: bool
    is_current: bool
    problems: int


class ConfigurationFile(Wire):
    """A file that the configuration names, or the configuration itself. `name` is relative to its folder."""

    name: str
    kind: FileKind
    library: str = ""
    is_writable: bool = True
    size: int = 0


class ConfigurationDetail(Wire):
    """A configuration with its files."""

    configuration: Configuration
    libraries: tuple[str, ...]
    files: tuple[ConfigurationFile, ...]


class NewConfiguration(Wire):
    """One to add: where it lies on the studio's machine, or its text, or the demo. Exactly one of the three."""

    path: str | None = None
    text: str | None = None
    is_demo: bool = False


class FileText(Wire):
    """The text of a file. Secrets are masked; a mask that comes back unchanged stands for what was there.

    `digest` is of what lies on disk, and goes back with a save, so that nobody's work is overwritten unseen.
    """

    name: str
    text: str
    digest: str
    marks: tuple[Mark, ...] = ()


class FileSave(Wire):
    """A text to save over the one of that digest."""

    text: str
    digest: str


class Draft(Wire):
    """A text that is not saved."""

    text: str


class Checked(Wire):
    """What the validator says of a draft."""

    marks: tuple[Mark, ...]


class FileVersion(Wire):
    """An earlier text of a file, kept when another was saved over it."""

    version: str
    saved: str
    size: int


class TextDifference(Wire):
    """A unified diff, secrets masked; empty where nothing differs."""

    difference: str
