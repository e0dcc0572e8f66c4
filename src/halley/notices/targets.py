"""Who is to be told: `HALLEY_NOTIFY`, and `webhooks:` of a configuration with the services that its words mean.

A configuration with mistakes elsewhere still says who is told of them. Source: spec, config-and-run 7 and 15.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from halley.config.document import Plain, load_document, plain
from halley.config.secrets import resolved, secret_values, telling, told_secrets
from halley.errors import ConfigError
from halley.notices import dialects
from halley.notices.target import Apprise, Target, Web
from halley.secrets import Redactor, Secret

VARIABLE = "HALLEY_NOTIFY"
EVENTS = ("error", "version", "run_start", "run_end", "changes", "delete")
_OLD_CHANGES = ("collection_creation", "collection_addition", "collection_removal", "collection_changes")
_BETWEEN = re.compile(r"[\s,;]+(?=[A-Za-z][A-Za-z0-9+.-]*://)")
_DISCORD = re.compile(r"/api(?:/v\d+)?/webhooks/\d+/[\w-]+/?")
_LONGEST_FILE = 64 * 1024
WORDS = ("notifiarr", "gotify", "ntfy", "apprise")


@dataclass(frozen=True, slots=True)
class Targets:
    """Who is told, what keeps their addresses out of sight, and sentences on those that cannot be."""

    found: tuple[Target, ...] = ()
    redactor: Redactor = field(default_factory=lambda: Redactor(()))
    problems: tuple[str, ...] = ()


def targets_of(config: Path | None, environment: Mapping[str, str]) -> Targets:
    """Everybody who is to be told. Raises ConfigError for a configuration or a file of addresses that cannot be read."""
    own = _own(environment)
    if config is None:
        return Targets(own, _redactor((), own))
    document = load_document(config)
    raw = plain(document.root)
    known = secret_values(environment, config.parent)
    data = resolved(raw, known)
    assert isinstance(data, dict)  # noqa: S101 - a document's root is a mapping
    theirs, problems = _configured(data, config.parent)
    redactor = _redactor((*told_secrets(raw, known), *telling(data)), (*own, *theirs))
    return Targets((*own, *theirs), redactor, tuple(redactor(one) for one in problems))


def _own(environment: Mapping[str, str]) -> tuple[Target, ...]:
    text = environment.get(VARIABLE, "")
    named = environment.get(f"{VARIABLE}_FILE", "") or environment.get(f"FILE__{VARIABLE}", "")
    if named and not text:
        try:
            with Path(named).expanduser().open("rb") as stream:
                text = stream.read(_LONGEST_FILE).decode()
        except (OSError, UnicodeDecodeError) as problem:
            reason = getattr(problem, "strerror", None) or "not a text file"
            raise ConfigError(f"the addresses in {VARIABLE}_FILE cannot be read: {reason}") from None
    text = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    addresses = dict.fromkeys(one for one in _BETWEEN.split(text.strip(" \t\r\n,;")) if one)
    return tuple(
        Apprise(f"{VARIABLE} {number} ({_scheme(one)})", Secret(one.strip())) for number, one in enumerate(addresses, 1)
    )


def _configured(data: Mapping[str, Plain], folder: Path) -> tuple[list[Target], list[str]]:
    """The receivers in `webhooks:`, each once, with all the events that name it."""
    events: dict[str, set[str]] = {}
    for event, one in _entries(data):
        events.setdefault(one, set()).add(event)
    found: list[Target] = []
    problems: list[str] = []
    for one, wanted in events.items():
        if one in WORDS:
            block = data.get(one)
            made = _service(one, block if isinstance(block, dict) else {}, frozenset(wanted), folder)
            if made is None:
                problems.append(f"webhooks: {one} is not set up: `{one}:` must hold {' and '.join(_NEEDS[one])}")
            else:
                found.append(made)
        elif (parts := _web(one)) is not None:
            found.append(_address(one, parts, frozenset(wanted)))
        else:
            problems.append(f"webhooks: {', '.join(sorted(wanted))}: expected an http address or {', '.join(WORDS)}")
    return found, problems


def _entries(data: Mapping[str, Plain]) -> Iterator[tuple[str, str]]:
    """(event, address or word), those of libraries included, which are for `changes` alone."""
    block = data.get("webhooks")
    if isinstance(block, dict):
        for event in EVENTS:
            yield from ((event, one) for one in _texts(block.get(event)))
    libraries = data.get("libraries")
    blocks = (
        [one.get("webhooks") for one in libraries.values() if isinstance(one, dict)] if isinstance(libraries, dict) else []
    )
    for one in (block, *blocks):
        if isinstance(one, dict):
            for key in (*_OLD_CHANGES, "changes"):
                yield from (("changes", text) for text in _texts(one.get(key)))


def _texts(value: Plain) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str) and one.strip():
            yield from (part.strip() for part in one.split(",") if part.strip()) if "://" not in one else (one.strip(),)


_NEEDS: Mapping[str, tuple[str, ...]] = {
    "notifiarr": ("apikey",),
    "gotify": ("url", "token"),
    "ntfy": ("url", "token", "topic"),
    "apprise": ("config",),
}


def _service(word: str, block: Mapping[str, Plain], events: frozenset[str], folder: Path) -> Target | None:
    told = {name: str(block.get(name) or "").strip() for name in _NEEDS[word]}
    if not all(told.values()) or ("url" in told and _web(told["url"]) is None):
        return None
    match word:
        case "notifiarr":
            key = Secret(told["apikey"])
            speak = partial(dialects.notifiarr, key)
            return Web("Notifiarr", key, speak, events, refused=dialects.refused_by_json)
        case "gotify":
            speak = partial(dialects.gotify, told["url"], Secret(told["token"]))
            return Web(f"Gotify at {_host(told['url'])}", Secret(told["token"]), speak, events)
        case "ntfy":
            speak = partial(dialects.ntfy, told["url"], Secret(told["token"]), Secret(told["topic"]))
            return Web(f"ntfy at {_host(told['url'])}", Secret(told["token"]), speak, events, shows_pictures=True)
        case _:
            path = told["config"]
            where = path if "://" in path else str((folder / path).absolute())
            return Apprise("Apprise", Secret(where), events, is_list=True)


def _address(text: str, parts: tuple[str, str], events: frozenset[str]) -> Web:
    host, path = parts
    address = Secret(text)
    if _DISCORD.fullmatch(path):
        return Web("Discord", address, partial(dialects.discord, address), events, shows_pictures=True)
    if host == "hooks.slack.com":
        return Web("Slack", address, partial(dialects.slack, address), events)
    speak = partial(dialects.plain, address)
    return Web(f"webhook at {host}", address, speak, events, refused=dialects.refused_by_json)


def _web(text: str) -> tuple[str, str] | None:
    """Host and path of an address of the web; None for anything else."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return (host, parts.path) if parts.scheme in {"http", "https"} and host else None


def _host(text: str) -> str:
    found = _web(text)
    return found[0] if found is not None else ""


def _scheme(text: str) -> str:
    return text.partition("://")[0].lower()[:20] if "://" in text else "no address"


def _redactor(secrets: tuple[Secret, ...], targets: tuple[Target, ...]) -> Redactor:
    """What keeps out of sight: secrets, and of addresses every part that may be a key."""
    found = list(secrets)
    for one in targets:
        text = one.address.reveal()
        found.append(one.address)
        if "://" in text:
            rest = text.partition("://")[2]
            found.append(Secret(rest.partition("/")[0].rpartition("@")[0].partition(":")[2]))
            found += [Secret(part) for part in re.split(r"[/:@?&=#]", rest) if _is_key(part)]
    return Redactor(found)


def _is_key(part: str) -> bool:
    """Whether a part of an address looks like a key. Names of hosts and plain words do not: notices hold them, too."""
    return len(part) >= 12 and "." not in part and any(one.isdecimal() or one.isupper() for one in part)
