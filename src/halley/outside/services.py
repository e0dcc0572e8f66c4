"""The sections of config.yml that say how other sites are asked. Source: spec, config-and-run (`tmdb`, `omdb`, ...)."""

from collections.abc import Mapping
from dataclasses import dataclass

from halley.config import Configuration
from halley.config.document import Plain
from halley.secrets import Secret

DAYS = 60


@dataclass(frozen=True, slots=True)
class TmdbAccess:
    """How TMDb is asked. `language` as TMDb writes it (`en`, `pt-BR`); `region` in capitals."""

    key: Secret
    language: str
    region: str | None
    days: int


@dataclass(frozen=True, slots=True)
class KeyAccess:
    """How MDBList or OMDb are asked."""

    key: Secret
    days: int


@dataclass(frozen=True, slots=True)
class TraktAccess:
    """How Trakt is asked. The token is used as it is: renewing it would take it from Kometa, which keeps it."""

    client: Secret
    bearer: Secret  #: as the header spells it


@dataclass(frozen=True, slots=True)
class Services:
    """What is configured; None is not. `days` are good for ids and for what has no section of its own.

    `verifies`: whether certificates are looked at (`settings: verify_ssl`).
    """

    tmdb: TmdbAccess | None = None
    mdblist: KeyAccess | None = None
    omdb: KeyAccess | None = None
    trakt: TraktAccess | None = None
    days: int = DAYS
    verifies: bool = True


def services_of(configuration: Configuration) -> Services:
    """The services of a configuration."""
    return services_in(configuration.data)


def services_in(data: Mapping[str, Plain]) -> Services:
    """The services of a configuration's values; a section without its key is none."""
    tmdb, trakt, settings = (_section(data, name) for name in ("tmdb", "trakt", "settings"))
    key, client = _text(tmdb, "apikey"), _text(trakt, "client_id")
    authorization = trakt.get("authorization")
    token = _text(authorization if isinstance(authorization, dict) else {}, "access_token")
    return Services(
        TmdbAccess(Secret(key), _language(_text(tmdb, "language")), _text(tmdb, "region").upper() or None, _days(tmdb))
        if key
        else None,
        _keyed(_section(data, "mdblist")),
        _keyed(_section(data, "omdb")),
        TraktAccess(Secret(client), Secret(f"Bearer {token}"))
        if client and token and _text(trakt, "client_secret")
        else None,
        _days(settings),
        settings.get("verify_ssl") is not False,
    )


def _keyed(section: Mapping[str, Plain]) -> KeyAccess | None:
    key = _text(section, "apikey")
    return KeyAccess(Secret(key), _days(section)) if key else None


def _section(data: Mapping[str, Plain], name: str) -> Mapping[str, Plain]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}


def _text(section: Mapping[str, Plain], name: str) -> str:
    found = section.get(name)
    return "" if found is None or isinstance(found, dict | list | bool) else str(found).strip()


def _days(section: Mapping[str, Plain]) -> int:
    """Days of 1 or more; the usual ones for anything else, as with Kometa."""
    written = _text(section, "cache_expiration")
    return int(written) if written.isdecimal() and int(written) else DAYS


def _language(written: str) -> str:
    """`en` in small letters, `pt-BR` as TMDb writes it."""
    language, dash, country = (written or "en").partition("-")
    return f"{language.lower()}-{country.upper()}" if dash else language.lower()
