"""Templates, and what a value has to go through before it stands in a unit, a YAML or an XML file."""

import json
from collections.abc import Mapping

from jinja2 import Environment, PackageLoader, StrictUndefined


def written(template: str, values: Mapping[str, object], *, is_xml: bool = False) -> str:
    """A template with its values filled in."""
    environment = Environment(
        loader=PackageLoader("halley.deploy", "templates"),
        autoescape=is_xml,  # noqa: S701  units and YAML have escapes of their own, the filters below
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"unit": unit, "word": word, "dollars": dollars, "doubled": dollars, "quoted": quoted}
    return environment.get_template(template).render(values)


def unit(value: object) -> str:
    """A whole value of a unit: systemd would take `%` for a specifier."""
    return str(value).replace("%", "%%")


def word(value: object) -> str:
    """One word of several in a value of a unit, in quotes where it needs them."""
    text = unit(value)
    if text and all(one.isalnum() or one in "_=/:.,@%+-" for one in text) and text.isascii():
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def dollars(value: object) -> str:
    """A value that goes into a command line, where systemd, and Compose everywhere, would take `$` for a variable."""
    return str(value).replace("$", "$$")


def quoted(value: object) -> str:
    """A text as YAML and JSON write it."""
    return json.dumps(str(value), ensure_ascii=False)
