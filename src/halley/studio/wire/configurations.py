"""Configurations: the files that a person edits."""

from typing import Literal

from pydantic import Field

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
    """A file that the configuration names, or the configuration itself. `name` is relative to its folder.

    `problems` counts the errors that `halley validate` finds in it.
    """

    name: str
    kind: FileKind
    library: str = ""
    is_writable: bool = True
    size: int = 0
    problems: int = 0


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
    """A text to save over the one of that digest. `version`: an earlier one whose masks may stand in it, too."""

    text: str
    digest: str
    version: str = Field(default="", max_length=100)


class Draft(Wire):
    """A text that is not saved. `version`: an earlier one whose masks may stand in it, too."""

    text: str
    version: str = Field(default="", max_length=100)


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
