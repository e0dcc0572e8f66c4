"""A configuration and all its overlay files, checked without a server: as they lie there, or with drafts in their place."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from halley.config.checks import problems_of
from halley.config.document import document_of, load_document, plain
from halley.config.secrets import resolved, secret_values, telling, told_secrets
from halley.config.server import plex_settings
from halley.definitions.files import Files
from halley.definitions.problems import Costs, Problems
from halley.definitions.system_fonts import system_fonts
from halley.definitions.validation import Report, read_configuration, validate, with_redacted
from halley.engines.kometa import find_script
from halley.engines.native.drafts import Drafts
from halley.errors import ConfigError, EngineMissing
from halley.files.downloads import Downloads, DownloadSettings
from halley.location import Location
from halley.secrets import Redactor


@dataclass(frozen=True, slots=True)
class ToCheck:
    """What to check: a config.yml, all its libraries or some, with `drafts` in place of what lies at their paths.

    `kometa` is Kometa's folder. `fetches`: what lies at addresses is read, too.
    """

    config: Path
    libraries: tuple[str, ...] = ()
    kometa: Path | None = None
    fetches: bool = False
    drafts: Mapping[Path, str] = field(default_factory=dict)


def checked(asked: ToCheck, folder: Path, environment: Mapping[str, str]) -> Report:
    """What is wrong with a configuration. `folder` is for what is downloaded. Raises ConfigError where it is no YAML."""
    config = asked.config
    draft = asked.drafts.get(config)
    document = load_document(config) if draft is None else document_of(config, draft)
    secrets = secret_values(environment, config.parent)
    raw = plain(document.root)
    values = resolved(raw, secrets)
    redactor = Redactor((*told_secrets(raw, secrets), *telling(values)))
    problems = Problems()
    if isinstance(values, dict):
        _, of_server = plex_settings(document, values, environment)
        for problem in (*of_server, *problems_of(document, values)):
            problems.error(problem.message, problem.where or Location(str(config)), Costs.FILE, problem.hint)
    text = config.read_text("utf-8-sig") if draft is None else draft
    root = read_configuration(text, str(config), secrets, problems)
    home = home_of_kometa(asked.kometa, environment)

    def files(custom_repo: str | None) -> Files:
        return Drafts(
            config.parent,
            home,
            custom_repo,
            downloads=Downloads(DownloadSettings(folder=folder, verify_ssl=_verifies(values))) if asked.fetches else None,
            system_fonts=lambda: system_fonts(environment),
            art=folder / "art",
            texts=asked.drafts,
        )

    if root is None:
        return with_redacted(Report((), tuple(problems.found)), redactor)
    _check_names(asked.libraries, raw, config)
    return with_redacted(validate(root, files, datetime.now(UTC).astimezone(), asked.libraries, problems), redactor)


def home_of_kometa(named: Path | None, environment: Mapping[str, str]) -> Path | None:
    """Kometa's folder, by a flag or by the environment, which may name its `kometa.py`, or where a plan would find it.

    None where there is none: what is checked and drawn must be of the files that the plan takes.
    """
    told = named or (Path(environment["HALLEY_KOMETA"]) if environment.get("HALLEY_KOMETA") else None)
    if told is None:
        with suppress(EngineMissing):
            return find_script(None, environment, Path.cwd()).parent
        return None
    return (told.parent if told.name == "kometa.py" else told).expanduser().absolute()


def _verifies(values: object) -> bool:
    """Whether certificates are to be checked, by `settings > verify_ssl`."""
    settings = values.get("settings") if isinstance(values, dict) else None
    return not (isinstance(settings, dict) and settings.get("verify_ssl") is False)


def _check_names(libraries: tuple[str, ...], raw: object, config: Path) -> None:
    known = raw.get("libraries") if isinstance(raw, dict) else None
    names = list(known) if isinstance(known, dict) else []
    for name in libraries:
        if name not in names:
            hint = f"it has {', '.join(names)}" if names else None
            raise ConfigError(f"the configuration has no library {name!r}", where=Location(str(config)), hint=hint)
