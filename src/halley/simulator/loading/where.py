"""Where in a file a value stands: looked up only when something is wrong with it."""

import json
import re
from collections.abc import Sequence

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Path = Sequence[str | int]
"""Keys of mappings and places in lists, from the outermost."""


def find_yaml(text: str, path: Path) -> tuple[int, int] | None:
    """Line and column (from 1) of what a path leads to in a YAML text, or of the innermost step that there is."""
    try:
        node: Node | None = YAML(typ="safe", pure=True).compose(text)
    except YAMLError:
        return None
    found = node
    for step in path:
        here, node = _step(node, step)
        if here is None:
            break
        found = here
    return None if found is None else (found.start_mark.line + 1, found.start_mark.column + 1)


def _step(node: Node | None, step: str | int) -> tuple[Node | None, Node | None]:
    """The node that names a step (the key), and the node that it leads to."""
    if isinstance(node, MappingNode):
        pairs = ((key, value) for key, value in node.value if isinstance(key, ScalarNode) and key.value == str(step))
        return next(pairs, (None, None))
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return (node, node) if step == 0 else (None, None)  # one value alone counts as a list of one


_TOKEN = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*")(?P<is_key>\s*:)?|[{}\[\],]|[^\s{}\[\],:"]+')


def find_json(text: str, path: Path) -> tuple[int, int]:
    """The same in a JSON text."""
    wanted, here = list(path), list[str | int]()
    best, depth = len(text) - len(text.lstrip()), 0
    for token in _TOKEN.finditer(text):
        word = token.group()
        if word in "}]":
            here.pop()
            continue
        if word == ",":
            here[-1] = here[-1] + 1 if isinstance(here[-1], int) else here[-1]
            continue
        if token["is_key"]:
            here[-1] = json.loads(token["text"])
        if len(here) > depth and here == wanted[: len(here)]:
            best, depth = token.start(), len(here)
        if depth == len(wanted):
            break
        if word in "{[":
            here.append(0 if word == "[" else "")
    return text.count("\n", 0, best) + 1, best - text.rfind("\n", 0, best)
