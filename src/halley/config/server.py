"""The Plex server that a configuration means. Source: spec, config-and-run 7."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from halley.config.document import Document, Plain
from halley.config.secrets import is_secret_mark
from halley.errors import ConfigError
from halley.secrets import Secret

_EXAMPLE = "for example `url: http://192.168.1.12:32400`"
_TOKEN_HELP = "Plex's support pages tell how to find an X-Plex-Token"  # noqa: S105 - words, no token
_ENV = "env"
_SIGN_OF_TOKEN_IN_URL = "x-plex-token"  # noqa: S105 - the name of a parameter


@dataclass(frozen=True, slots=True)
class PlexSettings:
    """Where the server is and how it is reached. `timeout` in seconds."""

    url: str
    token: Secret
    timeout: float = 60
    verify_ssl: bool = True


def plex_settings(
    document: Document, data: Mapping[str, Plain], environment: Mapping[str, str]
) -> tuple[PlexSettings | None, list[ConfigError]]:
    """The server that the file names, or what is wrong with how it names it."""
    path, section = _section(data)
    if section is None:
        hint = "add `plex:` with `url:` and `token:`"
        return None, [ConfigError("there is no `plex:` section", where=document.where("plex"), hint=hint)]
    if not isinstance(section, dict):
        where = document.where(*path)
        return None, [ConfigError("`plex:` should hold `url:` and `token:`", where=where, hint="indent them below it")]
    url, token = (_value(section, name, environment) for name in ("url", "token"))
    found = [_url_problem(document, path, url), _token_problem(document, path, token)]
    problems = [one for one in found if one is not None]
    if problems:
        return None, problems
    timeout = section.get("timeout")
    verify = section.get("verify_ssl")
    settings = data.get("settings")
    if verify is None and isinstance(settings, dict):
        verify = settings.get("verify_ssl")
    is_number = isinstance(timeout, int | float) and not isinstance(timeout, bool) and timeout > 0
    seconds = float(timeout) if is_number and isinstance(timeout, int | float) else 60
    return PlexSettings(str(url).strip().rstrip("/"), Secret(str(token).strip()), seconds, verify is not False), []


def own_server(section: Plain) -> str | None:
    """The address in a library's own `plex:` block, without what does not tell servers apart."""
    url = section.get("url") if isinstance(section, dict) else None
    return same_server(url) if isinstance(url, str) and url.lower() != _ENV else None


def same_server(url: str) -> str:
    """An address as it is compared with others."""
    return url.strip().rstrip("/\\").lower()


def _section(data: Mapping[str, Plain]) -> tuple[tuple[str, ...], Plain]:
    """The global block, or that of the first library which names its own."""
    if data.get("plex") is not None:
        return ("plex",), data["plex"]
    libraries = data.get("libraries")
    for name, one in libraries.items() if isinstance(libraries, dict) else ():
        if isinstance(one, dict) and isinstance(one.get("plex"), dict):
            return ("libraries", name, "plex"), one["plex"]
    return ("plex",), None


def _value(section: Mapping[str, Plain], name: str, environment: Mapping[str, str]) -> Plain:
    """A value of the block. The word `env` stands for a variable of the environment."""
    value = section.get(name)
    if isinstance(value, str) and value.lower() == _ENV:
        return environment.get(f"KOMETA_PLEX_{name.upper()}") or environment.get(f"PMM_PLEX_{name.upper()}")
    return value


def _url_problem(document: Document, path: tuple[str, ...], url: Plain) -> ConfigError | None:
    fault = _fault_of(url)
    where = document.where(*path, "url")
    if url is None and (told := _untold(document, path, "url")):
        return ConfigError(told, where=where, hint="set it, or write the address itself")
    return ConfigError(f"`plex > url` {fault}", where=where, hint=_EXAMPLE) if fault else None


def _token_problem(document: Document, path: tuple[str, ...], token: Plain) -> ConfigError | None:
    where = document.where(*path, "token")
    if token is None and (told := _untold(document, path, "token")):
        return ConfigError(told, where=where, hint="set it, or write the token itself")
    if token is None or (isinstance(token, str) and not token.strip()):
        return ConfigError("`plex > token` is missing", where=where, hint=_TOKEN_HELP)
    if isinstance(token, dict | list | bool):
        return ConfigError("`plex > token` should be a text", where=where, hint=_TOKEN_HELP)
    if not str(token).strip().isascii() or any(sign.isspace() or not sign.isprintable() for sign in str(token).strip()):
        hint = "copy it again, without blanks and line breaks"
        return ConfigError("`plex > token` holds signs that no token has", where=where, hint=hint)
    return None


def _untold(document: Document, path: tuple[str, ...], name: str) -> str | None:
    """Why a value is null that the file does give: it stands for something that nobody told."""
    node: object = document.root
    for step in (*path, name):
        node = node.get(step) if isinstance(node, dict) else None
    if is_secret_mark(node):
        variable = str(node).strip("<>").upper().replace("-", "_")
        return f"`plex > {name}` is {node}, and there is no KOMETA_{variable} in the environment"
    if isinstance(node, str) and node.lower() == _ENV:
        return f"`plex > {name}` is `env`, and there is no KOMETA_PLEX_{name.upper()} in the environment"
    return None


def _fault_of(url: Plain) -> str:
    """What is wrong with an address, as the end of a sentence. It is not repeated: it might hold a token."""
    if url is None or url == "":
        return "is missing"
    if not isinstance(url, str):
        return "should be a text with the server's http or https address"
    url = url.strip()
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return "is no address: its port or its brackets are wrong"
    faults = (
        (any(sign.isspace() or not sign.isprintable() for sign in url), "is no address: it holds blanks"),
        (not url.lower().startswith(("http://", "https://")), "should begin with http:// or https://"),
        (not parts.hostname, "names no server"),
        (_SIGN_OF_TOKEN_IN_URL in url.lower(), "should not hold a token: that goes to `plex > token`"),
        (parts.username is not None, "should not hold a name or a password"),
        (_is_of_a_page(parts), "should be the server's address, not that of a page on it"),
    )
    return next((words for is_so, words in faults if is_so), "")


def _is_of_a_page(parts: SplitResult) -> bool:
    return bool(parts.query or parts.fragment) or parts.path.rstrip("/").endswith(("/web", ".html"))
