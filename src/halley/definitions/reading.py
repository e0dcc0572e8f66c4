"""YAML to located values, by the rules of YAML 1.2: `yes` is a text, `1.30` a number.

Nothing in a file can do more than fail that file: brackets without end, aliases that hold themselves, and aliases of aliases
that unfold to millions of values are refused (spec, overlays, introduction).
"""

import re
from collections.abc import Hashable
from datetime import date
from functools import lru_cache
from typing import Final

from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from halley.definitions.nodes import new_yaml
from halley.definitions.problems import Costs, Problem, Problems
from halley.location import Located, Location, Scalar

_LARGEST: Final = 300_000
"""Values in a file once its aliases are unfolded; Kometa's largest file has some 6,000."""
_KEPT: Final = 32  #: files whose values stay at hand
_TEXT = "tag:yaml.org,2002:str"
_MERGE = "tag:yaml.org,2002:merge"
_MERGE_KEY = "<<"


def read_yaml(text: str, file: str, problems: Problems, path: tuple[str, ...] = ()) -> Located | None:
    """The mapping that a file holds, or nothing where there is none; why is among the problems."""
    root, found = _read(text, file, path)
    problems.found.extend(one for one in found if one not in problems.found)
    return root


@lru_cache(maxsize=_KEPT)
def _read(text: str, file: str, path: tuple[str, ...]) -> tuple[Located | None, tuple[Problem, ...]]:
    """What a text holds, and what is wrong in it. Libraries share most of their files, and nobody changes what was read."""
    problems = Problems()
    root = _mapping_in(text, file, problems, path)
    return root, tuple(problems.found)


def _mapping_in(text: str, file: str, problems: Problems, path: tuple[str, ...]) -> Located | None:
    here = Location(file, path=path)
    try:
        yaml = new_yaml()
        node = yaml.compose(text)
        root = _Reader(file, yaml.constructor, problems).read(node, path) if node is not None else None
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        where = Location(file, mark.line + 1, mark.column + 1) if mark else here
        problems.error(*_told(problem, where))
        return None
    except ReaderError as problem:
        where = Location(file, text.count("\n", 0, problem.position) + 1)
        problems.error("there is a character that YAML does not allow", where, Costs.FILE, "take it out")
        return None
    except (YAMLError, ValueError, OverflowError, RecursionError) as problem:
        hint = "look for odd dates and numbers, and for brackets in brackets"
        problems.error(f"this is no valid YAML ({type(problem).__name__})", here, Costs.FILE, hint)
        return None
    if root is None or not root.value:
        problems.error("the file is empty", here, Costs.FILE, "an overlay file begins with `overlays:`")
        return None
    if not root.is_mapping:
        found = "a list" if root.is_list else "a single value"
        problems.error(f"the file should hold a mapping, but holds {found}", here, Costs.FILE)
        return None
    return root


def _told(problem: MarkedYAMLError, where: Location) -> tuple[str, Location, Costs, str]:
    told = problem.problem or problem.context or "it cannot be read"
    if "\\t" in told:
        return "there is a tab, which YAML does not allow", where, Costs.FILE, "use spaces"
    # Names in quotes of more than a sign or two come from the file, and might be a token.
    told = re.sub(r"(['\"]).{3,}\1", "a name", told)
    return f"this is no valid YAML: {told}", where, Costs.FILE, "mend it there or just above"


class _Reader:
    """Turns ruamel's nodes into located values. Of a key that stands twice, each place but the first is a problem."""

    def __init__(self, file: str, constructor: SafeConstructor, problems: Problems) -> None:
        self._file = file
        self._constructor = constructor
        self._problems = problems
        self._above: set[int] = set()
        self._count = 0

    def read(self, node: Node, path: tuple[str, ...], at: Location | None = None) -> Located:
        self._count += 1
        if self._count > _LARGEST:
            raise ValueError(self._file)
        where = at or self._place(node, path)
        if isinstance(node, ScalarNode):
            return Located(self._scalar(node, where), where)
        if id(node) in self._above:
            raise ValueError(self._file)
        self._above.add(id(node))
        try:
            if isinstance(node, SequenceNode):
                return Located(tuple(self.read(one, (*path, str(number))) for number, one in enumerate(node.value)), where)
            if not isinstance(node, MappingNode):
                raise TypeError(type(node).__name__)
            return Located(self._mapping(node, path), where)
        finally:
            self._above.discard(id(node))

    def _mapping(self, node: MappingNode, path: tuple[str, ...]) -> dict[Scalar, Located]:
        found: dict[Scalar, Located] = {}
        merged: dict[Scalar, Located] = {}
        for key_node, value_node in node.value:
            if key_node.tag == _MERGE or (isinstance(key_node, ScalarNode) and _is_merge(key_node)):
                for key, value in self._merged(value_node, path).items():
                    merged.setdefault(key, value)
                continue
            at = self._place(key_node, path)
            key = self._key(key_node, at)
            chain = (*path, str(key))
            at = Location(self._file, at.line, at.column, chain)
            if key in found:
                self._problems.error(
                    f"`{key}` stands here for the second time", at, Costs.FILE, "keep one of them, or rename one"
                )
                continue
            found[key] = self.read(value_node, chain, at)
        # What a mapping says itself comes first and wins over what it merges in.
        return {**found, **{key: value for key, value in merged.items() if key not in found}}

    def _merged(self, node: Node, path: tuple[str, ...]) -> dict[Scalar, Located]:
        nodes = node.value if isinstance(node, SequenceNode) else [node]
        merged: dict[Scalar, Located] = {}
        for one in nodes:
            read = self.read(one, path)
            if not read.is_mapping:
                self._problems.error("only a mapping can be merged with `<<:`", self._place(one, path), Costs.FILE)
            for key, value in read.entries.items():
                merged.setdefault(key, value)
        return merged

    def _key(self, node: Node, at: Location) -> Scalar:
        if isinstance(node, ScalarNode):
            return self._scalar(node, at)
        self._problems.error("a list or a mapping cannot be a key", at, Costs.FILE, "put it in quotes if it is a text")
        return str(at)

    def _scalar(self, node: ScalarNode, at: Location) -> Scalar:
        if node.tag == _TEXT:
            return str(node.value)
        if not str(node.tag).startswith("tag:yaml.org,2002:"):
            self._problems.error(f"`{node.tag}` is a tag that no definition has", at, Costs.FILE, "take it out")
            return str(node.value)
        try:
            value = self._constructor.construct_object(node)
        except (ValueError, OverflowError, YAMLError):
            self._problems.error("this is no such date or number", at, Costs.FILE, "mend it, or put it in quotes")
            return str(node.value)
        if value is None or isinstance(value, str | bool | int | float | date):
            return value
        return str(value) if isinstance(value, Hashable) else None

    def _place(self, node: Node, path: tuple[str, ...]) -> Location:
        mark = node.start_mark
        return Location(self._file, mark.line + 1, mark.column + 1, path)


def _is_merge(node: ScalarNode) -> bool:
    return node.value == _MERGE_KEY and node.style is None
