"""The quick way to ruamel's nodes ends where ruamel's own does: same values, same places, same complaints."""

import random
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

from halley.definitions.nodes import new_yaml
from halley.engines import native

FILES = sorted((Path(native.__file__).parent / "defaults").glob("*.yml"))
ODD = "\n \r \r\n \t [ ] { } : - # ' \" | > &a *a \ufeff \x85 \u2028 é \U0001f600 \x01 % ! \xa0 ? , <<".split(" ")
LINES = (*ODD, " ", ": ", "- ", " #", "? ", "---\n", "...\n", "a: b\n", "  <<: *a\n", "# told\n", "key:\n  - [a, b.c: 1]\n")
TEXTS = (
    "a: [b, c-d: 1, {e: <<f>>}]  # told\n\n  # more\nb: c\n",
    "a:\n\tb: c\n",
    "a: [b\n",
    "a b\nc: d\n",
    "%YAML 1.1\n---\na: yes\n",
    "--- a\n...\n",
    "a: b: c\n",
    "\ufeffa: b\n",
    "# é\na:\r\n  b: c\r\n",
    "a: {b:c, d:1,e}\n",
    "? a\n: b\n",
    "a" * 1100 + ": b\n",
)


def told(node: Node | None) -> object:
    if node is None:
        return None
    start, end = node.start_mark, node.end_mark
    where = str(node.tag), node.anchor, start.index, start.line, start.column, end.line, end.column
    if isinstance(node, ScalarNode):
        return where, node.style, node.value
    if isinstance(node, MappingNode):
        return where, [(told(key), told(value)) for key, value in node.value]
    return where, [told(one) for one in node.value]


def outcome(yaml: YAML, text: str) -> object:
    try:
        return told(yaml.compose(text))
    except YAMLError as problem:
        return type(problem), str(problem)


def by_ruamel(text: str) -> object:
    return outcome(YAML(typ="safe", pure=True), text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_default_file_has_the_same_nodes(file: Path) -> None:
    text = file.read_text("utf-8")[:20_000]
    assert outcome(new_yaml(), text) == by_ruamel(text)


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_odd_is_as_odd(text: str) -> None:
    assert outcome(new_yaml(), text) == by_ruamel(text)


def test_a_thousand_broken_texts_are_read_or_refused_alike() -> None:
    chance = random.Random(20)  # the same texts each time
    pieces = [line for file in FILES[:4] for line in file.read_text("utf-8").splitlines(keepends=True)]
    for _ in range(1_000):
        start = chance.randrange(len(pieces))
        text = list("".join(pieces[start : start + chance.randrange(1, 8)]))
        for _ in range(chance.randrange(4)):
            text[chance.randrange(len(text))] = chance.choice(LINES)
        assert outcome(new_yaml(), "".join(text)) == by_ruamel("".join(text)), text
