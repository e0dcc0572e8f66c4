"""Kometa's secrets: `<<name>>` in a configuration, and the values in it that nobody may see.

Source: spec, config-and-run 1.3. Every environment variable `KOMETA_NAME` or `PMM_NAME` replaces `<<name>>` (dashes for
underscores) or `<<NAME>>` in values, one in each, and not below `template_variables`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from halley.config.document import Plain
from halley.secrets import Secret

_TELLING = re.compile(
    r"token|api_?key|secret|password|^client_id$|authorization|access|refresh|webhook|^pin$|^localhost_url$", re.IGNORECASE
)
_SECRET_BLOCKS = frozenset({"webhooks", "notifiarr", "gotify", "ntfy", "apprise"})


def secret_values(environment: Mapping[str, str], beside: Path) -> dict[str, str]:
    """The secrets by the text that stands for them: `<<name>>` and `<<NAME>>`. An `.env` beside the file is read too."""
    found: dict[str, str] = {}
    for name, value in {**_dotenv(beside / ".env"), **environment}.items():
        for prefix in ("KOMETA_", "PMM_"):
            if name.upper().startswith(prefix) and value:
                short = name[len(prefix) :]
                found[f"<<{short.lower().replace('_', '-')}>>"] = value
                found[f"<<{short.upper()}>>"] = value
    return found


def resolved(value: Plain, secrets: Mapping[str, str]) -> Plain:
    """The value with its secrets put in."""
    match value:
        case dict():
            return {key: one if key == "template_variables" else resolved(one, secrets) for key, one in value.items()}
        case list():
            return [resolved(one, secrets) for one in value]
        case str():
            mark = next((mark for mark in secrets if mark in value), None)
            return value.replace(mark, secrets[mark]) if mark else value
        case _:
            return value


def telling(value: Plain, inside: bool = False) -> Iterator[Secret]:
    """Every value that must never be shown: tokens, keys, passwords, addresses of webhooks."""
    match value:
        case dict():
            for key, one in value.items():
                yield from telling(one, inside or bool(_TELLING.search(key)) or key in _SECRET_BLOCKS)
        case list():
            for one in value:
                yield from telling(one, inside)
        case str() | int() if inside and not isinstance(value, bool) and len(str(value)) >= 4:
            yield Secret(str(value))
        case _:
            pass


def _dotenv(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (
        line.removeprefix("export ").partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#")
    )
    return {name.strip(): value.strip().strip("'\"") for name, _, value in pairs}
