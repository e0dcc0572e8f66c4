"""`halley validate`: a configuration and all its overlay files, checked without a server."""

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from halley.cli.wiring import environment
from halley.config.checks import problems_of
from halley.config.document import load_document, plain
from halley.config.secrets import resolved, secret_values, telling, told_secrets
from halley.config.server import plex_settings
from halley.definitions.files import Files
from halley.definitions.problems import Costs, Problem, Problems
from halley.definitions.system_fonts import system_fonts
from halley.definitions.validation import Report, read_configuration, with_redacted
from halley.definitions.validation import validate as validated
from halley.engines.native.stand_in import StandIn
from halley.errors import ConfigError
from halley.files.downloads import Downloads, DownloadSettings
from halley.location import Location
from halley.secrets import Redactor

_ERRORS = 2


@click.command()
@click.argument("config", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--library", "libraries", multiple=True, help="Only this library; may be given several times.")
@click.option("--kometa", type=click.Path(path_type=Path), help="Kometa's folder; else HALLEY_KOMETA.")
@click.option("--fetch", is_flag=True, help="Read files and pictures at addresses, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def validate(config: Path, libraries: tuple[str, ...], kometa: Path | None, fetch: bool, as_json: bool) -> int:
    """Check a configuration and all its overlay files, without a server.

    Ends with 0 where nothing is wrong, else with 2.
    """
    with tempfile.TemporaryDirectory(prefix="halley-") as folder:
        report = _report(config.expanduser().absolute(), libraries, kometa, Path(folder), fetch=fetch)
    click.echo(json.dumps(_as_json(report), indent=2, ensure_ascii=False) if as_json else _as_text(report))
    return _ERRORS if report.errors else 0


def _report(config: Path, libraries: tuple[str, ...], kometa: Path | None, folder: Path, *, fetch: bool) -> Report:
    """What is wrong with a configuration. `folder` is for what is downloaded, where `fetch` says that something may be."""
    told = environment()
    document = load_document(config)
    secrets = secret_values(told, config.parent)
    raw = plain(document.root)
    values = resolved(raw, secrets)
    redactor = Redactor((*told_secrets(raw, secrets), *telling(values)))
    problems = Problems()
    if isinstance(values, dict):
        _, of_server = plex_settings(document, values, told)
        for problem in (*of_server, *problems_of(document, values)):
            problems.error(problem.message, problem.where or Location(str(config)), Costs.FILE, problem.hint)
    root = read_configuration(config.read_text("utf-8-sig"), str(config), secrets, problems)
    named = kometa or (Path(told["HALLEY_KOMETA"]) if told.get("HALLEY_KOMETA") else None)
    home = (named.parent if named and named.name == "kometa.py" else named) if named else None

    def files(custom_repo: str | None) -> Files:
        return StandIn(
            config.parent,
            home.expanduser().absolute() if home else None,
            custom_repo,
            downloads=Downloads(DownloadSettings(folder=folder, verify_ssl=_verifies(values))) if fetch else None,
            system_fonts=lambda: system_fonts(told),
            art=folder / "art",
        )

    if root is None:
        return with_redacted(Report((), tuple(problems.found)), redactor)
    _check_names(libraries, raw, config)
    return with_redacted(validated(root, files, datetime.now(UTC).astimezone(), libraries, problems), redactor)


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


def _as_text(report: Report) -> str:
    lines = [f"{one.severity.value}: {one}" for one in report.problems]
    for one in report.libraries:
        unread = f", {one.elsewhere} files on other machines not read" if one.elsewhere else ""
        failed = f", {one.failed} of them wrong" if one.failed else ""
        lines.append(f"{one.name}: {one.files} overlay files, {one.definitions} definitions{failed}{unread}")
    errors, all_found = len(report.errors), len(report.problems)
    lines.append(f"{errors} errors, {all_found - errors} warnings" if all_found else "nothing is wrong")
    return "\n".join(lines)


def _as_json(report: Report) -> dict[str, object]:
    return {
        "ok": not report.errors,
        "libraries": [
            {
                "name": one.name,
                "files": one.files,
                "definitions": one.definitions,
                "failed": one.failed,
                "not_read": one.elsewhere,
            }
            for one in report.libraries
        ],
        "problems": [_problem(one) for one in report.problems],
    }


def _problem(problem: Problem) -> dict[str, object]:
    where = problem.where
    return {
        "severity": problem.severity.value,
        "file": where.file,
        "line": where.line,
        "column": where.column,
        "path": list(where.path),
        "definition": problem.definition,
        "message": problem.message,
        "costs": problem.costs.name.lower(),
        "hint": problem.hint,
    }
