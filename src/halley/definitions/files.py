"""Where files of definitions come from: a protocol of four questions, and the disk.

Everything else in this room is handed a `Files` and opens nothing itself. Source: spec, files-and-templates 2.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol

from halley.config import resolve_path
from halley.definitions.community import configs_address, raw_address
from halley.definitions.looks import flaw_of_picture, variations_of
from halley.definitions.problems import suggestion
from halley.files.downloads import Download, Downloads, NotDownloaded, shown_address
from halley.overlays.model import Scale

_ENDINGS = (".yml", ".yaml")
_LIBRARY_FOLDERS = ("both", "chart", "award")
_LARGEST = 8 * 1024 * 1024
_PNG = "image/png"


class Origin(Enum):
    """Which key of a file block named a file."""

    URL = "url"  #: an address
    GIT = "git"  #: a path in Kometa's Community-Configs repository
    DEFAULT = "default"  #: one of the files that come with Kometa
    REPO = "repo"  #: a path below `custom_repo`
    FILE = "file"  #: a path on this machine


ELSEWHERE = frozenset({Origin.URL, Origin.GIT, Origin.REPO})
"""Those that lie at an address."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file before it is opened."""

    origin: Origin
    name: str

    @property
    def file(self) -> str:
        """The name with an ending of YAML."""
        return self.name if self.name.endswith(_ENDINGS) else f"{self.name}.yml"


class Missing(Exception):
    """A file that cannot be had. Says why in the words of a sentence."""


class NotFetched(Exception):
    """An address that nobody was asked to read: nothing is known of what is there."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file holds, and how it is named to a person. `note` is a sentence on how it was had."""

    name: str
    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """Where a downloaded picture lies. `note` is a sentence on how it was had."""

    path: Path
    note: str | None = None


class Files(Protocol):
    """What this room asks of the world outside."""

    def open(self, source: Source, library_type: str) -> Opened:
        """The text of a file. Raises Missing or NotFetched."""

    def folder(self, path: str) -> tuple[str, ...] | None:
        """The YAML files of a folder, `.yml` first; None where there is no such folder."""

    def find(self, path: str) -> Path | None:
        """The file that a path means for Kometa, where there is one."""

    def font(self, name: str) -> str | None:
        """What a font is opened by: a path, or the bare name of a font of the system. None where it is not known."""

    def font_names(self) -> tuple[str, ...]:
        """The fonts that can be named without a path."""

    def picture(self, name: str) -> Path:
        """Where a picture that comes with Kometa should be. Raises Missing where there is no Kometa."""

    def kept_picture(self, name: str) -> Path:
        """Where a user's own picture of that name should be: `overlays/<name>.png` beside config.yml."""

    def address(self, origin: Origin, name: str) -> str:
        """The address of what `git`, `repo` or `url` names. Raises Missing where there can be none."""

    def look_ahead(self, sources: Iterable[Source]) -> None:
        """Have what lies at addresses downloaded at once, because each of it will be asked for. Endings are given."""

    def fetched_picture(self, address: str, kept_as: str) -> Fetched | None:
        """The picture at an address; None where nobody downloads. Raises Missing."""

    def flaw_of_picture(self, path: Path, scale: Scale) -> str | None:
        """Why a picture cannot be drawn in that scale, as a sentence; None where it can."""

    def variations(self, font: str, size: int) -> tuple[str, ...] | None:
        """The names of a font's variations; None where it has none. Raises Missing where it cannot be opened."""


@dataclass(frozen=True, slots=True)
class LocalFiles:
    """The disk. `folder_of_config` is that of config.yml, `kometa` that which holds `defaults` and `fonts`.

    Without `downloads` addresses stay unread. `configs_url` is where `git:` leads, if that is known already. `kept` are the
    pictures that were downloaded, by the name under which Kometa would have kept them beside config.yml, where nothing is
    written.
    """

    folder_of_config: Path
    kometa: Path | None = None
    custom_repo: str | None = None
    configs_url: str | None = None
    downloads: Downloads | None = None
    system_fonts: Callable[[], Mapping[str, Path]] | None = None
    kept: dict[str, Path] = field(default_factory=dict, compare=False, repr=False)

    def open(self, source: Source, library_type: str) -> Opened:
        """The text of a file. Raises Missing or NotFetched."""
        name = source.file
        if source.origin is Origin.DEFAULT:
            return self._read(self._default(name, library_type), name)
        if source.origin is Origin.FILE:
            return self._read(self._either_ending(self._resolved(name)), name)
        return self._fetch(self.address(source.origin, name))

    def address(self, origin: Origin, name: str) -> str:
        """The address of a file that is not on this machine. Raises Missing where there can be none."""
        if origin is Origin.GIT:
            try:
                return f"{self.configs_url or configs_address(self.kometa, self.downloads)}{name}"
            except NotDownloaded as problem:
                raise Missing(str(problem)) from None
        if origin is Origin.REPO:
            if not self.custom_repo:
                raise Missing("`settings:` has no `custom_repo:`, which `repo:` needs")
            return f"{raw_address(self.custom_repo)}{name}"
        return name

    def folder(self, path: str) -> tuple[str, ...] | None:
        """The YAML files of a folder, `.yml` first, each group in the order of its names."""
        folder = self._resolved(path)
        if not folder.is_dir():
            return None
        return tuple(str(one) for ending in _ENDINGS for one in sorted(folder.glob(f"*{ending}")))

    def find(self, path: str) -> Path | None:
        """The file that a path means, from where Kometa stands, if it is there."""
        found = self._resolved(path)
        return found if _exists(found) else None

    def font(self, name: str) -> str | None:
        """A font: a path as it stands, one of Kometa's, or one of the system by its bare name."""
        if (found := self.find(name)) is not None:
            return str(found)
        fonts = self.kometa / "fonts" if self.kometa else None
        if self.kometa and _exists(self.kometa / name):
            return str(self.kometa / name)
        if fonts and "/" not in name and _exists(fonts / name):
            return str(fonts / name)
        return name if self.system_fonts and name in self.system_fonts() else None

    def font_names(self) -> tuple[str, ...]:
        """The fonts that can be named without a path: those that come with Kometa, and those of the system."""
        own = [one.name for one in (self.kometa / "fonts").glob("*.?tf")] if self.kometa else []
        return tuple(sorted({*own, *(self.system_fonts() if self.system_fonts else ())}))

    def picture(self, name: str) -> Path:
        """Where a picture that comes with Kometa should be. Raises Missing where there is no Kometa."""
        name = name.removeprefix("overlays/images/")
        if self.kometa is None:
            raise Missing(f"the picture `{name}` comes with Kometa, and there is none: point `--kometa` at it")
        return Path(os.path.normpath(self.kometa / "defaults" / "overlays" / "images" / f"{name.removesuffix('.png')}.png"))

    def kept_picture(self, name: str) -> Path:
        """Where a user's own picture of that name should be, or what was downloaded under that name before."""
        return self.kept.get(name) or self._beside_config(name)

    def look_ahead(self, sources: Iterable[Source]) -> None:
        """Have what lies at addresses downloaded at once, because each of it will be asked for. Endings are given."""
        if self.downloads is None:
            return
        addresses = []
        for one in sources:
            with suppress(Missing):
                addresses.append(self.address(one.origin, one.name))
        self.downloads.look_ahead(addresses)

    def fetched_picture(self, address: str, kept_as: str) -> Fetched | None:
        """The picture at an address; None where nobody downloads. Raises Missing, also for what is no PNG.

        Where it cannot be had, the one that Kometa kept in an earlier run stands in.
        """
        if self.downloads is None:
            return None
        try:
            found = self.downloads.get(address)
        except NotDownloaded as problem:
            if problem.is_refusal or not _exists(self._beside_config(kept_as)):
                raise Missing(str(problem)) from None
            earlier = self._beside_config(kept_as)
            found = Download(earlier, _PNG, f"{problem}; {earlier} is used, as it was kept by an earlier run of Kometa")
        if found.content_type != _PNG:
            told = f"is {found.content_type}" if found.content_type else "has no type"
            raise Missing(f"{shown_address(address)}: what is there {told}, and has to be `{_PNG}` and nothing else")
        self.kept[kept_as] = found.path
        return Fetched(found.path, found.note)

    def flaw_of_picture(self, path: Path, scale: Scale) -> str | None:
        """Why a picture cannot be drawn in that scale, as a sentence; None where it can."""
        return flaw_of_picture(path, scale)

    def variations(self, font: str, size: int) -> tuple[str, ...] | None:
        """The names of a font's variations; None where it has none. Raises Missing where it cannot be opened."""
        found = variations_of(font, size)
        if isinstance(found, str):
            raise Missing(found)
        return found

    def _beside_config(self, name: str) -> Path:
        return self.folder_of_config / "overlays" / f"{name}.png"

    def _resolved(self, path: str) -> Path:
        return resolve_path(os.path.normpath(path) if path else path, self.folder_of_config)

    def _default(self, name: str, library_type: str) -> Path:
        if self.kometa is None:
            raise Missing(f"the default `{name}` comes with Kometa, and there is none: point `--kometa` at it")
        folder = self.kometa / "defaults" / "overlays"
        name = name.removeprefix("overlays/")
        candidates = (folder / name, *(folder / one / name for one in (library_type.lower(), *_LIBRARY_FOLDERS)))
        found = next((one for one in candidates if _exists(one)), None)
        if found is None:
            known = [one.stem for one in folder.glob("*.yml")] if folder.is_dir() else []
            name = name.removesuffix(".yml")
            raise Missing(f"Kometa has no default file `{name}`{suggestion(name, known)}")
        return found

    def _either_ending(self, path: Path) -> Path:
        others = (path.with_suffix(one) for one in _ENDINGS if one != path.suffix)
        found = next((one for one in (path, *others) if _exists(one)), None)
        if found is None:
            raise Missing(f"there is no file {path}")
        return found

    def _read(self, path: Path, name: str) -> Opened:
        return Opened(str(path), _text(_content(path, str(path)), name))

    def _fetch(self, address: str) -> Opened:
        if self.downloads is None:
            raise NotFetched(shown_address(address))
        try:
            found = self.downloads.get(address)
        except NotDownloaded as problem:
            raise Missing(str(problem)) from None
        shown = shown_address(address)
        return Opened(shown, _text(_content(found.path, shown), shown), found.note)


def _content(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise Missing(f"{name} is too large for a file of definitions")
        return path.read_bytes()
    except OSError as problem:
        raise Missing(f"{name} cannot be read: {problem.strerror or type(problem).__name__}") from None


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Missing(f"{name} is not UTF-8 text") from None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
