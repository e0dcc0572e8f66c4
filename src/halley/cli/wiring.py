"""Where settings become things: files, environment, tokens. Nothing else in Halley looks at the environment."""

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from halley.errors import ConfigError
from halley.secrets import Secret


def token_from_file(path: Path) -> Secret:
    """The token that a file holds. Raises ConfigError where it cannot be read or holds no single word."""
    try:
        text = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise ConfigError(
            f"the token file {path} cannot be read: {getattr(problem, 'strerror', None) or 'not a text file'}"
        ) from None
    if not text or len(text.split()) != 1:
        raise ConfigError(f"the token file {path} should hold one token and nothing else")
    return Secret(text)


def environment() -> Mapping[str, str]:
    """The environment that Halley was started in."""
    return MappingProxyType(dict(os.environ))
