"""Labels of Traefik: the host names at which it serves a container."""

import re
from collections.abc import Iterable

_RULE = re.compile(r"Host(?:SNI)?\(([^)]*)\)")
_NAME = re.compile(r"[`'\"]([^`'\"]+)[`'\"]")


def hosts_in(labels: Iterable[str]) -> tuple[str, ...]:
    """The names in rules such as ``traefik.http.routers.plex.rule=Host(`plex.example.org`)``."""
    found: dict[str, None] = {}
    for label in labels:
        name, _, rule = label.partition("=")
        if name.startswith("traefik.") and name.endswith(".rule"):
            for inside in _RULE.findall(rule):
                found |= dict.fromkeys(one.lower() for one in _NAME.findall(inside))
    return tuple(found)
