"""YAML with positions: every key of a user's file knows its line and column."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from halley.errors import ConfigError
from halley.location import Location

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"
"""A value of a YAML file without its comments and positions."""


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML mapping from a file. `root` is ruamel's, which keeps comments, order and positions."""

    path: Path
    root: CommentedMap = field(repr=False)

    def where(self, *path: str | int) -> Location:
        """The place of a key or of a place in a list, or of the innermost one of its chain that there is."""
        line = column = None
        node: object = self.root
        for step in path:
            at = _at(node, step)
            if at is None:
                break
            line, column = at[0] + 1, at[1] + 1
            node = _below(node, step)
        return Location(str(self.path), line, column, tuple(map(str, path)))


def _at(node: object, step: str | int) -> tuple[int, int] | None:
    key = _key(node, step)
    try:
        if isinstance(node, CommentedMap) and key is not None:
            row, column = node.lc.key(key)
            return row, column
        if isinstance(node, CommentedSeq) and isinstance(step, int):
            row, column = node.lc.item(step)
            return row, column
    except (KeyError, IndexError, TypeError, AttributeError):  # merged in from elsewhere: it has no place of its own here
        return None
    return None


def _below(node: object, step: str | int) -> object:
    if isinstance(node, CommentedMap):
        return node[_key(node, step)]
    return node[step] if isinstance(node, CommentedSeq) and isinstance(step, int) else None


def _key(node: object, step: str | int) -> object:
    """The key that is written so: `1984` is a number in YAML and a text in a chain of keys."""
    return next((key for key in node if str(key) == str(step)), None) if isinstance(node, CommentedMap) else None


def load_document(path: Path) -> Document:
    """The mapping in a YAML file. Raises ConfigError where there is none, with line and column where they are known.

    No message repeats what stands in the file but for keys: it might be a token.
    """
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"there is no configuration at {path}", hint="give its path with `--config`") from None
    except UnicodeDecodeError as problem:
        line = problem.object[: problem.start].count(b"\n") + 1
        raise ConfigError("this is not UTF-8 text", where=Location(str(path), line), hint="save it as UTF-8") from None
    except OSError as problem:
        raise ConfigError(
            f"{path} cannot be read: {problem.strerror or type(problem).__name__}", hint="is it a file that you may read?"
        ) from None
    return document_of(path, text)


def document_of(path: Path, text: str) -> Document:
    """The mapping in a text that is, or is to be, a file. Raises ConfigError as `load_document`."""
    try:
        root = YAML().load(text)
    except DuplicateKeyError as problem:
        raise _duplicate(path, problem) from None
    except MarkedYAMLError as problem:
        raise _invalid(path, problem) from None
    except ReaderError as problem:
        where = Location(str(path), text.count("\n", 0, problem.position) + 1)
        raise ConfigError("there is a character that YAML does not allow", where=where, hint="take it out") from None
    except (YAMLError, ValueError, OverflowError, RecursionError) as problem:
        hint = "look for odd dates and numbers, and for brackets in brackets"
        raise ConfigError(f"{path} is no valid YAML ({type(problem).__name__})", hint=hint) from None
    if not isinstance(root, CommentedMap):
        found = "nothing" if root is None else {"CommentedSeq": "a list"}.get(type(root).__name__, "a single value")
        hint = "a configuration begins with keys such as `plex:` and `libraries:`"
        raise ConfigError(f"{path} should hold a mapping, but holds {found}", hint=hint)
    return Document(path, root)


def _duplicate(path: Path, problem: DuplicateKeyError) -> ConfigError:
    # ruamel's own words hold both values.
    found = re.search(r'duplicate key "([^"]*)"', problem.problem or "")
    name = f"`{found[1]}` stands" if found else "a key stands"
    return ConfigError(f"{name} here for the second time", where=_marked(path, problem), hint="keep one of them")


def _invalid(path: Path, problem: MarkedYAMLError) -> ConfigError:
    told = problem.problem or problem.context or "it cannot be read"
    if "\\t" in told:
        return ConfigError("there is a tab, which YAML does not allow", where=_marked(path, problem), hint="use spaces")
    # Names in quotes of more than a sign or two come from the file.
    told = re.sub(r"(['\"]).{3,}\1", "a name", told)
    return ConfigError(f"this is no valid YAML: {told}", where=_marked(path, problem), hint="mend it there or just above")


def _marked(path: Path, problem: MarkedYAMLError) -> Location:
    mark = problem.problem_mark or problem.context_mark
    return Location(str(path), mark.line + 1, mark.column + 1) if mark else Location(str(path))


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
