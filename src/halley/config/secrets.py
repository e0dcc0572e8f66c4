"""Kometa's secrets: `<<name>>` in a configuration, and the values in it that nobody may see.

Source: spec, config-and-run 1.3. Every environment variable `KOMETA_NAME` or `PMM_NAME` replaces `<<name>>` (dashes for
underscores) or `<<NAME>>` in values, one in each, and not below `template_variables`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from halley.config.document import Plain
from halley.errors import ConfigError
from halley.secrets import Secret

_TELLING = re.compile(r"token$|api_?key|secret|password|^client_id$|^pin$|^localhost_url$|^topic$", re.IGNORECASE)
ADDRESSES = frozenset({"webhooks", "apprise"})
"""Blocks whose addresses are secrets: who knows them can write there. The words beside them (`notifiarr`) are not."""
_ANYWHERE = re.compile("|".join((re.sub(r"[$^]", "", _TELLING.pattern), *sorted(ADDRESSES))), re.IGNORECASE)
_SHORTEST = 4


def secret_values(environment: Mapping[str, str], beside: Path) -> dict[str, str]:
    """The secrets by the text that stands for them: `<<name>>` and `<<NAME>>`. An `.env` beside the file is read too."""
    found: dict[str, str] = {}
    for name, value in {**dotenv(beside / ".env"), **environment}.items():
        for prefix in ("KOMETA_", "PMM_"):
            if name.upper().startswith(prefix) and value.strip():
                short = name[len(prefix) :]
                found[f"<<{short.lower().replace('_', '-')}>>"] = value
                found[f"<<{short.upper()}>>"] = value
    return found


def is_telling(key: str) -> bool:
    """Whether what stands below a key of that name must never be shown."""
    return bool(_TELLING.search(key))


def may_tell(text: str) -> bool:
    """Whether a key of a text may tell of a secret: not without such a word in it, or a backslash that hides one."""
    return "\\" in text or _ANYWHERE.search(text) is not None


def resolved(value: Plain, secrets: Mapping[str, str]) -> Plain:
    """The value with its secrets put in. One that is nothing but a secret which nobody told is null, as for Kometa."""
    match value:
        case dict():
            return {key: one if key == "template_variables" else resolved(one, secrets) for key, one in value.items()}
        case list():
            return [resolved(one, secrets) for one in value]
        case str():
            mark = next((mark for mark in secrets if mark in value), None)
            if mark is None:
                return None if is_secret_mark(value) else value
            return value.replace(mark, secrets[mark])
        case _:
            return value


def is_secret_mark(value: object) -> bool:
    """Whether a value is `<<something>>` and nothing else."""
    return isinstance(value, str) and value.startswith("<<") and value.endswith(">>")


def telling(value: Plain, inside: bool = False) -> Iterator[Secret]:
    """Every value that must never be shown: tokens, keys, passwords, addresses of webhooks."""
    match value:
        case dict():
            for key, one in value.items():
                if key in ADDRESSES:
                    yield from _addresses(one)
                yield from telling(one, inside or is_telling(key))
        case list():
            for one in value:
                yield from telling(one, inside)
        case str() | int() if inside and not isinstance(value, bool) and len(str(value).strip()) >= _SHORTEST:
            yield Secret(str(value).strip())
        case _:
            pass


def veiled(value: Plain, told: dict[str, str], inside: bool = False) -> Plain:
    """The value with a mark in place of each secret in it, which Kometa fills in from its environment.

    `told` gets the variables of that environment. What lies below `template_variables` stays, because marks there do too.
    """
    match value:
        case dict():
            return {
                key: one if key == "template_variables" else veiled(one, told, inside or is_telling(key))
                for key, one in value.items()
            }
        case list():
            return [veiled(one, told, inside) for one in value]
        case str() | int() if inside and not isinstance(value, bool) and len(str(value).strip()) >= _SHORTEST:
            number = len(told) + 1
            told[f"KOMETA_HALLEY_{number}"] = str(value).strip()
            return f"<<halley-{number}>>"
        case _:
            return value


def told_secrets(value: Plain, secrets: Mapping[str, str]) -> Iterator[Secret]:
    """The secrets of the environment that a configuration asks for, before they are put in."""
    match value:
        case dict():
            for key, one in value.items():
                if key != "template_variables":
                    yield from told_secrets(one, secrets)
        case list():
            for one in value:
                yield from told_secrets(one, secrets)
        case str():
            yield from (Secret(told.strip()) for mark, told in secrets.items() if mark in value)
        case _:
            pass


def _addresses(value: Plain) -> Iterator[Secret]:
    match value:
        case dict():
            for one in value.values():
                yield from _addresses(one)
        case list():
            for one in value:
                yield from _addresses(one)
        case str() if "://" in value:
            yield Secret(value.strip())
        case _:
            pass


def dotenv(path: Path) -> dict[str, str]:
    """The variables in a file of `NAME=value` lines; none where it cannot be read."""
    try:
        return read_dotenv(path)
    except ConfigError:
        return {}


def read_dotenv(path: Path) -> dict[str, str]:
    """The same; none where there is no file. Raises ConfigError for one that cannot be read."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()  # editors of Windows begin a file with a mark
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "not a text file"
        raise ConfigError(f"{path} cannot be read: {reason}", hint="mend it, or take it away") from None
    pairs = (
        line.strip().removeprefix("export ").partition("=")
        for line in lines
        if "=" in line and not line.lstrip().startswith("#")
    )
    return {name.strip(): value.strip().strip("'\"") for name, _, value in pairs}
