"""`halley validate`: a configuration and all its overlay files, checked without a server."""

import json
import tempfile
from pathlib import Path

import click

from halley.cli.wiring import environment
from halley.definitions.problems import Problem
from halley.definitions.validation import Report
from halley.jobs.checked import ToCheck, checked

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
        asked = ToCheck(config.expanduser().absolute(), libraries, kometa, fetches=fetch)
        report = checked(asked, Path(folder), environment())
    click.echo(json.dumps(_as_json(report), indent=2, ensure_ascii=False) if as_json else _as_text(report))
    return _ERRORS if report.errors else 0


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
