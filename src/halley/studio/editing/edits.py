"""Edits of an overlay file: attributes set and taken away, overlays added, taken out, moved.

ruamel's composer says where everything stands, and only the characters of what is edited are exchanged. So comments, order,
quotes, indents and line ends of all the rest are kept by construction: nothing else is written anew.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from halley.definitions.nodes import new_yaml
from halley.errors import ConfigError
from halley.studio.editing.line_ends import ended_like
from halley.studio.editing.scalars import Value, written

_OVERLAYS, _TEMPLATES = "overlays", "templates"
_PIECE = "overlay"
_STEP = 2


class CannotEdit(ConfigError):
    """The text does not hold what is to be edited, or not in a form that can be edited."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An attribute of an overlay set, or with None taken away; with `template`, of the template of that name."""

    overlay: str
    key: str
    value: Value
    template: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """The section of the text, and the name in it."""
        return (_TEMPLATES, self.template) if self.template else (_OVERLAYS, self.overlay)


@dataclass(frozen=True, slots=True)
class Move:
    """An overlay to another place; `after` None: to the front."""

    overlay: str
    after: str | None


def edited(text: str, edits: Iterable[Edit] = (), moves: Iterable[Move] = ()) -> str:
    """The text after the edits, then the moves, in their order. Raises CannotEdit."""
    before = text
    for edit in edits:
        text = _with_edit(text, edit)
    for move in moves:
        text = _with_move(text, move)
    return ended_like(before, text)


def with_added(text: str, addition: str) -> str:
    """The text with definitions added at the end of `overlays:`; `addition` is a mapping of YAML. Raises CannotEdit."""
    return ended_like(text, _with_added(text, addition.replace("\r\n", "\n")))


def _with_added(text: str, addition: str) -> str:
    added = _composed(addition)
    if not isinstance(added, MappingNode) or not added.value or added.flow_style:
        raise CannotEdit(
            "what is to be added is no overlay", hint="write its name with a colon, and indented below it what it is"
        )
    depth = added.start_mark.column
    lines = addition.strip("\n").split("\n")
    names = {str(key.value) for key, _ in added.value}
    if not text.strip():
        return "overlays:\n" + _indented(lines, _STEP - depth)
    root = _composed(text)
    section = _value(root, _OVERLAYS)
    if section is None:
        return f"{_ended(text)}\noverlays:\n" + _indented(lines, _STEP - depth)
    if isinstance(section, ScalarNode) and not section.value:
        at = _line_end(text, _key_node(root, _OVERLAYS).end_mark.index)
        head = text[:at] if text[:at].endswith("\n") else text[:at] + "\n"
        return head + _indented(lines, _STEP - depth) + text[at:]
    blocks = _blocks(text, section)
    if taken := names & {name for name, _, _ in blocks}:
        raise CannotEdit(f"there is an overlay `{min(taken)}` already", hint="give the new one another name")
    at = blocks[-1][2]
    column = section.start_mark.column
    head = text[:at] if text[:at].endswith("\n") else text[:at] + "\n"
    return head + _indented(lines, column - depth) + text[at:]


def without(text: str, overlay: str) -> str:
    """The text without an overlay; the comments right above it go with it. Raises CannotEdit."""
    blocks = _blocks(text, _section(text))
    start, stop = _block(blocks, overlay)
    if len(blocks) == 1:
        raise CannotEdit(f"`{overlay}` is the only overlay of the file, and a file without any is an error")
    return text[:start] + text[stop:]


def _with_move(text: str, move: Move) -> str:
    blocks = _blocks(text, _section(text))
    start, stop = _block(blocks, move.overlay)
    if move.after == move.overlay:
        return text
    piece = _ended(text[start:stop])
    at = blocks[0][1] if move.after is None else _block(blocks, move.after)[1]
    if at <= start:
        before = _ended(text[:at]) if text[:at] else ""
        return before + piece + text[at:start] + text[stop:]
    return text[:start] + _ended(text[stop:at]) + piece + text[at:]


def _with_edit(text: str, edit: Edit) -> str:
    if not re.fullmatch(r"[a-z_]+", edit.key):
        raise CannotEdit(f"`{edit.key}` is no attribute of an overlay")
    section, name = edit.place
    definition = _value(_section(text, section), name)
    if definition is None:
        raise CannotEdit(f"there is no {section.removesuffix('s')} `{name}` in the text")
    if not isinstance(definition, MappingNode):
        raise CannotEdit(f"`{name}` holds no mapping, so that nothing of it can be set")
    piece = _value(definition, _PIECE)
    if piece is None or piece.anchor or _is_alias(text, piece, definition):
        return _with_piece(text, definition, edit, piece)
    if isinstance(piece, ScalarNode):
        return _unfolded(text, definition, piece, edit)
    if not isinstance(piece, MappingNode):
        raise CannotEdit(f"`overlay:` of `{edit.place[1]}` is a list")
    return _in_flow(text, piece, edit) if piece.flow_style else _in_block(text, piece, edit)


def _with_piece(text: str, definition: MappingNode, edit: Edit, piece: Node | None) -> str:
    """The text with an `overlay:` of its own in a definition that has none, or one that is shared with others."""
    if piece is not None or definition.flow_style:
        told = "is shared with others by an anchor" if piece is not None else "stands in brackets"
        raise CannotEdit(f"`overlay:` of `{edit.place[1]}` {told}", hint="write it out in the text")
    told = "comes from a template" if _value(definition, "template") is not None else "is only its name"
    raise CannotEdit(f"what `{edit.place[1]}` draws {told}", hint="give it an `overlay:` of its own in the text")


def _unfolded(text: str, definition: MappingNode, piece: ScalarNode, edit: Edit) -> str:
    """`overlay: text(X)` becomes a mapping with that name."""
    if edit.value is None:
        return text
    start, stop = piece.start_mark.index, piece.end_mark.index
    name = text[start:stop].rstrip() or written(edit.place[1])
    if edit.key == "name":
        return text[:start] + written(edit.value) + text[start + len(name) :]
    pad = " " * (definition.start_mark.column + _STEP)
    head = text[:start].rstrip(" ")
    return f"{head}\n{pad}name: {name}\n{pad}{written(edit.key)}: {written(edit.value)}{text[start + len(name) :]}"


def _in_block(text: str, piece: MappingNode, edit: Edit) -> str:
    pair = _pair(piece, edit.key)
    if pair is None:
        if edit.value is None:
            return text
        last = piece.value[-1][1]
        at = _line_end(text, _last_sign(last))
        head = text[:at] if text[:at].endswith("\n") else text[:at] + "\n"
        return f"{head}{' ' * piece.start_mark.column}{written(edit.key)}: {written(edit.value)}\n{text[at:]}"
    key, value = pair
    if edit.value is None:
        if len(piece.value) == 1:
            raise CannotEdit(f"`{edit.key}` is all that `{edit.place[1]}` has", hint="take out the whole overlay")
        start, stop = _line_start(text, key.start_mark.index), _line_end(text, _last_sign(value))
        if text[start : key.start_mark.index].strip():
            raise CannotEdit(f"`{edit.key}` shares its line with something else", hint="take it out in the text")
        return text[:start] + text[stop:]
    return _exchanged(text, key, value, edit.value)


def _in_flow(text: str, piece: MappingNode, edit: Edit) -> str:
    pair = _pair(piece, edit.key)
    if pair is None:
        if edit.value is None:
            return text
        at = piece.end_mark.index - 1
        while text[at - 1] in " \t":
            at -= 1
        comma = ("" if text[at - 1].isspace() else " ") if _is_open_ended(text, piece) else ", " if piece.value else ""
        return f"{text[:at]}{comma}{written(edit.key)}: {written(edit.value)}{text[at:]}"
    key, value = pair
    if edit.value is not None:
        return _exchanged(text, key, value, edit.value)
    start, stop = key.start_mark.index, value.end_mark.index
    behind = re.compile(r"\s*,\s*").match(text, stop)
    if behind is not None:
        return text[:start] + text[behind.end() :]
    before = re.search(r"\s*,\s*$", text[:start])
    return text[: before.start() if before else start] + text[stop:]


def _is_open_ended(text: str, piece: MappingNode) -> bool:
    """Whether a comma stands behind the last pair between braces already."""
    behind = text[piece.value[-1][1].end_mark.index : piece.end_mark.index - 1] if piece.value else ""
    return "," in re.sub(r"#[^\n]*", "", behind)


def _exchanged(text: str, key: Node, value: Node, new: Value) -> str:
    if not isinstance(value, ScalarNode) or value.style in {"|", ">"}:
        raise CannotEdit(f"`{key.value}` is not a single value of one line", hint="edit it in the text")
    start, stop = value.start_mark.index, value.end_mark.index
    # An alias is composed to the node that it stands for, which lies elsewhere.
    if (
        value.anchor
        or start < key.end_mark.index
        or ":" not in text[key.end_mark.index : start]
        or _has_more(text, key, start)
    ):
        raise CannotEdit(f"`{key.value}` is shared with others by an anchor", hint="edit it in the text")
    old = text[start:stop]
    stop = start + len(old.rstrip())
    if not old.strip():
        colon = text.index(":", key.end_mark.index) + 1
        return f"{text[:colon]} {written(new)}{text[colon:]}"
    return text[:start] + written(new, like=value.style) + text[stop:]


def _has_more(text: str, key: Node, start: int) -> bool:
    return bool(text[key.end_mark.index : start].replace(":", "", 1).strip())


def _is_alias(text: str, piece: Node, definition: MappingNode) -> bool:
    key = _key_node(definition, _PIECE)
    between = text[key.end_mark.index : piece.start_mark.index]
    return piece.start_mark.index < key.end_mark.index or between.lstrip(" :").startswith(("*", "&"))


# --- where things stand ----------------------------------------------------------------------------------------------------


def _composed(text: str) -> Node | None:
    try:
        node: Node | None = new_yaml().compose(text)
    except (YAMLError, ValueError, RecursionError):
        raise CannotEdit("the text is no valid YAML", hint="mend it first") from None
    return node


def _section(text: str, name: str = _OVERLAYS) -> MappingNode:
    section = _value(_composed(text), name)
    if not isinstance(section, MappingNode) or section.flow_style or not section.value:
        raise CannotEdit(f"the text has no `{name}:` with {name} below it, a line each")
    return section


def _pair(node: Node | None, name: str) -> tuple[Node, Node] | None:
    pairs = node.value if isinstance(node, MappingNode) else ()
    return next(((key, value) for key, value in pairs if isinstance(key, ScalarNode) and str(key.value) == name), None)


def _value(node: Node | None, name: str) -> Node | None:
    pair = _pair(node, name)
    return pair[1] if pair else None


def _key_node(node: Node | None, name: str) -> Node:
    pair = _pair(node, name)
    if pair is None:
        raise CannotEdit(f"there is no `{name}:`")
    return pair[0]


def _blocks(text: str, section: Node | None) -> list[tuple[str, int, int]]:
    """Each overlay's name, where its lines begin, comments right above it included, and where they end."""
    if not isinstance(section, MappingNode) or section.flow_style:
        raise CannotEdit("`overlays:` stands in brackets", hint="write a line for each overlay")
    found: list[tuple[str, int, int]] = []
    end = 0
    for key, value in section.value:
        start = _line_start(text, key.start_mark.index)
        start = _with_comments(text, start, end, key.start_mark.column)
        end = _line_end(text, max(_last_sign(value), key.end_mark.index))
        found.append((str(key.value), start, end))
    return found


def _with_comments(text: str, start: int, least: int, column: int) -> int:
    """Where the comments begin that stand right above a line, as far in as it."""
    while start > least:
        above = _line_start(text, start - 1)
        line = text[above:start]
        if above < least or not line.startswith(" " * column + "#"):
            break
        start = above
    return start


def _block(blocks: Iterable[tuple[str, int, int]], name: str) -> tuple[int, int]:
    found = next(((start, stop) for each, start, stop in blocks if each == name), None)
    if found is None:
        raise CannotEdit(f"there is no overlay `{name}` in the text")
    return found


def _last_sign(node: Node) -> int:
    """Where the last scalar of a node ends; the end of a block itself is where the next thing begins."""
    ends = list(_ends(node, ()))
    return max(ends, default=int(node.start_mark.index))


def _ends(node: Node, above: tuple[int, ...]) -> Iterator[int]:
    if isinstance(node, ScalarNode):
        yield _scalar_end(node)
        return
    if not isinstance(node, MappingNode | SequenceNode) or node.flow_style:
        yield int(node.end_mark.index)
        return
    for one in node.value:
        for part in one if isinstance(one, tuple) else (one,):
            # What an alias stands for lies further up.
            if part.start_mark.index >= node.start_mark.index and id(part) not in above:
                yield from _ends(part, (*above, id(node)))


def _scalar_end(node: ScalarNode) -> int:
    if node.style in {"|", ">"}:
        last: int = max(node.start_mark.index, node.end_mark.index - 1 - node.end_mark.column)
        return last
    end: int = node.end_mark.index if node.value or node.style else node.start_mark.index
    return end


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _indented(lines: Iterable[str], by: int) -> str:
    shifted = (" " * by + one if by >= 0 else one[-by:] for one in lines)
    return "".join(f"{one}\n" if one.strip() else "\n" for one in shifted)
