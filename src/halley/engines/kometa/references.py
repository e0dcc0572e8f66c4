"""Which files of the user's a configuration leads to: what Kometa is to open must be there inside its sandbox.

Paths in config.yml are made absolute. What the files themselves mention (pictures, fonts, templates) keeps its wording, for
Kometa takes it from its working directory, and is found here so that it can be read. Source: spec, files-and-templates 1, 2.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from halley.config import resolve_file, resolve_path
from halley.config.document import Plain, plain

_LOCATION_OF_FILE, _LOCATION_OF_FOLDER = "file", "folder"
_MENTIONING = re.compile(r"file|folder|font|image|poster|background|logo|theme|path|director", re.IGNORECASE)
#: Below these, names are the user's own.
_OWN_NAMES = frozenset({"template_variables", "templates", "default", "variables"})
_LARGEST = 4 * 1024 * 1024
_DEEPEST = 8
#: Folders that no picture of an overlay makes readable as a whole.
_NEVER_WHOLE = frozenset(
    Path("/", name) for name in ("", *"bin boot dev etc home lib proc root run sys tmp usr var".split())
)


class References:
    """Collects what is to be readable while the paths of a configuration in `folder` are made absolute."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._found: dict[Path, None] = {}
        self._read: set[Path] = set()

    @property
    def readable(self) -> tuple[Path, ...]:
        """Files and folders, each once, in the order they were met. Some may not be there."""
        return tuple(self._found)

    def paths(self, value: Plain) -> Plain:
        """A path, or a list of them, made absolute."""
        if isinstance(value, list):
            return [self.paths(one) for one in value]
        if not isinstance(value, str) or not value:
            return value
        path = resolve_path(value, self._folder)
        self._found[path] = None
        return str(path)

    def file_blocks(self, value: Plain) -> Plain:
        """What stands below `overlay_files:` and its like: one block or a list of them, each a mapping or a plain path.

        Schedules go, and what the files mention is looked up.
        """
        if isinstance(value, list):
            return [self._block(one) for one in value]
        return self._block(value)

    def mentions(self, value: Plain) -> None:
        """Look through a value for paths that files may be opened at, such as template variables."""
        for text in _texts(value, own=True):
            self._mentioned(text)

    def _block(self, block: Plain) -> Plain:
        if isinstance(block, str):
            # Unlike `file:`, a plain path must be there as it is written.
            found = self.paths(block)
            self._look_into(Path(str(found)), 0)
            return found
        if not isinstance(block, dict):
            return block
        self.mentions(block.get("template_variables"))
        return {key: self._value(key, value) for key, value in block.items() if key != "schedule"}

    def _value(self, key: str, value: Plain) -> Plain:
        if key == _LOCATION_OF_FILE and isinstance(value, str):
            return self._file(value)
        if key == _LOCATION_OF_FOLDER and isinstance(value, str):
            found = self.paths(value)
            folder = Path(str(found))
            for path in (*_yaml_files(folder, "*.yml"), *_yaml_files(folder, "*.yaml")):
                self._look_into(path, 0)
            return found
        return self.paths(value) if key == "asset_directory" else value

    def _file(self, text: str) -> str:
        path = resolve_file(text, self._folder)
        self._found[path] = None
        self._look_into(path, 0)
        return str(path)

    def _look_into(self, path: Path, depth: int) -> None:
        """Find what a file mentions, and what the templates do that it takes from elsewhere."""
        if path in self._read or depth > _DEEPEST:
            return
        self._read.add(path)
        content = _content(path)
        for text in _texts(content, own=False):
            self._mentioned(text)
        outside = content.get("external_templates") if isinstance(content, dict) else None
        for block in outside if isinstance(outside, list) else [outside]:
            named = block.get(_LOCATION_OF_FILE) if isinstance(block, dict) else block
            if isinstance(named, str):
                template = resolve_file(named, self._folder)
                self._found[template] = None
                self._look_into(template, depth + 1)

    def _mentioned(self, text: str) -> None:
        """Note what a text means if it is an absolute path; where a variable ends it, all that lies beside the variable."""
        if not text.startswith("/") or "\n" in text:
            return
        before, variable, _ = text.partition("<<")
        path = Path(before if before.endswith("/") else before.rpartition("/")[0] or "/") if variable else Path(text)
        try:
            is_there, is_folder = path.exists(), path.is_dir()
        except (OSError, ValueError):
            return
        if is_there and not (is_folder and (path in _NEVER_WHOLE or self._folder.is_relative_to(path))):
            self._found[path] = None


def _texts(value: Plain, *, own: bool) -> Iterator[str]:
    """Texts below keys that mention files, and all below those whose names are the user's own."""
    if isinstance(value, dict):
        for key, one in value.items():
            is_mentioning = own or key in _OWN_NAMES or bool(_MENTIONING.search(key))
            if isinstance(one, str):
                yield from (one,) if is_mentioning else ()
            else:
                yield from _texts(one, own=is_mentioning)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, own=own)
    elif isinstance(value, str) and own:
        yield value


def _yaml_files(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _content(path: Path) -> Plain:
    """What a YAML file holds; nothing where it cannot be read, which Kometa itself will complain about."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        yaml = YAML(typ="safe")
        yaml.allow_duplicate_keys = True
        return plain(yaml.load(path.read_text("utf-8-sig")))
    except (OSError, ValueError, YAMLError, RecursionError):
        return None
