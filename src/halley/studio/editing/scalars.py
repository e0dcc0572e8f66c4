"""Values as YAML writes them, so that they are read back as what they are."""

import json
import re

from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import ScalarNode

from halley.definitions.nodes import new_yaml

Value = str | int | float | bool | None
_PLAIN = re.compile(r"[A-Za-z0-9_./(<][A-Za-z0-9_ ./()<>%+-]*")
_TEXT = "tag:yaml.org,2002:str"


def written(value: Value, like: str | None = None) -> str:
    """A value in YAML. `like` is the kind of quotes that stood there before: a text keeps them where it can."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if not isinstance(value, str):
        return json.dumps(value)
    if like == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if like == '"' or not _is_plain(value):
        return '"' + "".join(map(_escaped, value)) + '"'
    return value


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    return sign if sign.isprintable() else f"\\U{ord(sign):08x}"


def _is_plain(text: str) -> bool:
    """Whether a text may stand without quotes and is a text then."""
    if not _PLAIN.fullmatch(text) or text != text.strip():
        return False
    try:
        node = new_yaml().compose(text)
    except (YAMLError, ValueError):
        return False
    return isinstance(node, ScalarNode) and node.tag == _TEXT and str(node.value) == text
