"""`halley doctor`: looks for what may go wrong, and says what mends it."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from halley.cli import options
from halley.cli.wiring import environment, run_to_end
from halley.clock import SystemClock
from halley.doctor import ORDER, Asked, Finding, examine, mend, worst
from halley.doctor.examination import SAMPLE
from halley.errors import ConfigError
from halley.jobs.disagreements import examine_filters
from halley.jobs.means import Means

_DISAGREES = 1
_COUNTING_S = 15.0
_CODES = {"good": 0, "note": 0, "warning": 1, "error": 2}
_USUAL = (Path("config.yml"), Path("config/config.yml"), Path("/config/config.yml"))
_PLURALS = {"good": "good", "note": "notes", "warning": "warnings", "error": "errors"}
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan", "good": "green"}


@click.group(invoke_without_command=True)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your config.yml; else KOMETA_CONFIG, or where it usually is.",
)
@options.as_json
@click.option("--fix", "fixes", is_flag=True, help="Mend what can be mended without risk; nothing is written without it.")
@options.kometa_home
@options.kometa_python
@click.option(
    "--service-file",
    "service_files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A Quadlet, Compose or unit file, or a script; may be repeated.",
)
@click.option(
    "--log",
    "logs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A log to look at, such as of `podman logs kometa`.",
)
@click.option("--backups", type=click.Path(path_type=Path), help="The folder that backups are put into.")
@click.option("--plex-data", type=click.Path(path_type=Path), help="Plex's own data folder, whose uploads are counted.")
@click.option(
    "--posters", type=click.IntRange(0, 1000), default=SAMPLE, show_default=True, help="Posters to open in a library."
)
@options.offline
@options.outside
@click.pass_context
def doctor(
    context: click.Context,
    config: Path | None,
    as_json: bool,
    fixes: bool,
    kometa: Path | None,
    kometa_python: Path | None,
    service_files: tuple[Path, ...],
    logs: tuple[Path, ...],
    backups: Path | None,
    plex_data: Path | None,
    posters: int,
    offline: bool,
    outside: str | None,
) -> int:
    """Look for what may go wrong between a configuration and a good run, and say what mends it.

    Nothing is written, to the server neither, unless `--fix` is given. Ends with 0 where all is well, with 1 where something
    may go wrong, with 2 where something does.
    """
    if context.invoked_subcommand is not None:
        return 0
    asked = Asked(
        _config(config),
        environment(),
        kometa,
        kometa_python,
        service_files,
        logs,
        backups,
        plex_data,
        asks_tmdb=not offline,
        outside=outside,
        sample=posters,
        counting_s=_COUNTING_S,
    )
    found = run_to_end(examine(asked))
    mended: list[str] = []
    if fixes and any(one.fix for one in found):
        mended = [_mended(one) for one in found if one.fix is not None]
        found = run_to_end(examine(asked))
    found.sort(key=lambda one: ORDER.index(one.severity))
    if as_json:
        click.echo(json.dumps(_to_json(found, mended), ensure_ascii=False))
    else:
        for line in (*(f"mended   {one}" for one in mended), *_told(found)):
            click.echo(line)
    return _CODES[worst(found)]


@doctor.command()
@options.config
@options.libraries
@options.kometa
@options.as_json
def filters(config: Path, libraries: tuple[str, ...], kometa: Path | None, as_json: bool) -> int:
    """Ask every search of your definitions twice, of Halley and of the server, and tell where they disagree.

    The Plex server is only read. Ends with 0 where they agree everywhere, else with 1.
    """
    found = run_to_end(examine_filters(config, libraries, Means(kometa, environment())))
    click.echo(json.dumps(found.to_json(), ensure_ascii=False) if as_json else "\n".join(found.told(Path.cwd())))
    return 0 if found.agrees else _DISAGREES


def _config(named: Path | None) -> Path:
    """The configuration. Raises ConfigError where none was named and none is where it usually is."""
    if named is None and (told := environment().get("KOMETA_CONFIG")):
        named = Path(told)
    if named is None:
        named = next((one for one in _USUAL if one.is_file()), None)
    if named is None:
        raise ConfigError("there is no config.yml here", hint="name it: `halley doctor --config /config/config.yml`")
    return named.expanduser().absolute()


def _mended(one: Finding) -> str:
    assert one.fix is not None  # noqa: S101 - only those are asked for
    try:
        return f"{one.check}: {mend(one.fix, SystemClock())}"
    except OSError as problem:
        return f"{one.check}: could not be mended ({problem.strerror})"


def _told(found: Sequence[Finding]) -> Iterator[str]:
    for one in found:
        word = click.style(f"{one.severity:<8}", fg=_COLOURS[one.severity])
        yield f"{word} {one.check}: {one.seen}".replace("\n", "\n         ")
        if one.severity != "good":
            yield from (f"         {word} {text}" for word, text in (("why:", one.why), ("do: ", one.mend)) if text)
    counts = Counter(one.severity for one in found)
    yield ", ".join(f"{counts[one]} {one if counts[one] == 1 else _PLURALS[one]}" for one in ORDER if counts[one])


def _to_json(found: Sequence[Finding], mended: Sequence[str]) -> dict[str, object]:
    return {
        "ok": worst(found) in {"good", "note"},
        "worst": worst(found),
        "findings": [
            {
                "check": one.check,
                "severity": one.severity,
                "seen": one.seen,
                "why": one.why,
                "mend": one.mend,
                "fixable": one.fix is not None,
            }
            for one in found
        ],
        "mended": list(mended),
    }
