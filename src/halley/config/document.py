"""YAML with positions: every key of a user's file knows its line and column."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from halley.errors import ConfigError
from halley.location import Location

Plain: TypeAlias = "str | int | float | bool | None | list[Plain] | dict[str, Plain]"
"""A value of a YAML file without its comments and positions."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML mapping from a file. `root` is ruamel's, which keeps comments, order and positions."""

    path: Path
    root: CommentedMap

    def where(self, *path: str) -> Location:
        """The place of a key, or of the innermost one of its chain that there is."""
        line = column = None
        node: object = self.root
        for key in path:
            if not isinstance(node, CommentedMap) or key not in node:
                break
            at = node.lc.key(key)
            line, column = at[0] + 1, at[1] + 1
            node = node[key]
        return Location(str(self.path), line, column, tuple(path))


def load_document(path: Path) -> Document:
    """The mapping in a YAML file. Raises ConfigError where there is none, with line and column where they are known."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise ConfigError(f"there is no configuration at {path}", hint="give its path with `--config`") from None
    except UnicodeDecodeError as problem:
        raise ConfigError(f"{path} is not a UTF-8 text (byte {problem.start})", hint="save it as UTF-8") from None
    except OSError as problem:
        raise ConfigError(f"{path} cannot be read: {problem.strerror or problem}") from None
    try:
        root = YAML().load(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        where = Location(str(path), mark.line + 1, mark.column + 1) if mark else Location(str(path))
        hint = "YAML is indented by spaces, not tabs" if "\\t" in str(problem.problem) else "mend the YAML there"
        raise ConfigError(f"this is no valid YAML: {problem.problem or problem.context}", where=where, hint=hint) from None
    except (YAMLError, ValueError, RecursionError) as problem:
        raise ConfigError(
            f"{path} is no valid YAML: {str(problem).splitlines()[0] if str(problem) else problem!r}"
        ) from None
    if not isinstance(root, CommentedMap):
        found = "nothing" if root is None else type(root).__name__.removeprefix("Commented").lower()
        raise ConfigError(f"{path} should hold a mapping with `plex:` and `libraries:`, but holds {found}")
    return Document(path, root)


def plain(value: object) -> Plain:
    """A loaded value as plain Python: texts, numbers, lists and mappings. Dates become texts, keys become texts."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(one) for one in value]
    # ruamel's own scalars (quoted texts, hexadecimal numbers) are subclasses of these.
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    return str(value)
