"""All walls in the order in which a request meets them."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TypeAlias

from halley.studio.security.base_path import BasePath
from halley.studio.security.bounds import Bounds
from halley.studio.security.door import Door
from halley.studio.security.failures import Failures
from halley.studio.security.gate import Gate, Tokens
from halley.studio.security.headers import SafeHeaders
from halley.studio.security.hosts import Hosts
from halley.studio.security.leaving import Leaving
from halley.studio.security.origins import Origins
from halley.studio.security.proxies import Proxies
from halley.studio.security.visitor import App
from halley.studio.settings import Settings

Wall: TypeAlias = Callable[[App], App]


def walls(settings: Settings, door: Door) -> Mapping[str, Wall]:
    """The walls by name, the outermost first."""
    return MappingProxyType(
        {
            "headers": partial(SafeHeaders, base=settings.base),
            "failures": Failures,
            "proxies": partial(Proxies, networks=settings.proxies, base=settings.base),
            "hosts": partial(Hosts, names=settings.names, takes_addresses=settings.listens_everywhere),
            "base": partial(BasePath, base=settings.base),
            "origins": partial(Origins, own=settings.origin),
            "gate": partial(Gate, door=door, cookie=settings.cookie),
            "tokens": partial(Tokens, door=door),
            "leaving": partial(Leaving, door=door),
            "bounds": Bounds,
        }
    )
