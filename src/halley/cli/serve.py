"""`halley serve`: wake at times of the day, run, sleep; hear of new items; say how it is."""

from collections import ChainMap
from pathlib import Path

import click

from halley.cli.wiring import environment
from halley.notices import herald_of
from halley.service.server import Asked, run_service
from halley.service.settings import Flags, ServiceSettings, settings_of
from halley.studio.settings import Wishes


@click.command()
@click.option(
    "--config", type=click.Path(path_type=Path), help="Your config.yml; else KOMETA_CONFIG, else /config/config.yml."
)
@click.option("--times", metavar="TIMES", help="When to run: 06:00|18:00; else KOMETA_TIMES.")
@click.option(
    "--mode", type=click.Choice(["preview", "apply", "kometa"]), help="What a run does; else HALLEY_MODE, else preview."
)
@click.option("--run/--no-run", "run_once", default=None, help="Run at once, and end; else KOMETA_RUN.")
@click.option("--library", "libraries", multiple=True, metavar="NAME", help="Only this library; may be repeated.")
@click.option("--overlays-only/--everything", "overlays_only", default=None, help="Overlays alone, or all.")
@click.option("--engine", type=click.Choice(["auto", "kometa", "native"]), help="What plans; else HALLEY_ENGINE, else auto.")
@click.option("--missed", type=click.Choice(["run", "skip"]), help="What becomes of a time that was missed.")
@click.option("--wait-for-streams/--no-wait-for-streams", default=None, help="Begin no run while somebody watches.")
@click.option("--policy", type=click.Path(path_type=Path, dir_okay=False), help="What is approved by itself in mode apply.")
@click.option("--log", type=click.Choice(["human", "json"]), help="How the log is written; else HALLEY_LOG.")
@click.option("--kometa", type=click.Path(path_type=Path), help="Kometa's folder or its kometa.py; else HALLEY_KOMETA.")
@click.option(
    "--host", metavar="ADDRESS", help="Where the studio listens; else HALLEY_STUDIO_HOST, else this machine alone."
)
@click.option("--port", type=click.IntRange(0, 65535), help="Its port; else HALLEY_STUDIO_PORT, else 2061.")
@click.option("--base-url", metavar="URL", help="The address at which others see it.")
def serve(
    config: Path | None,
    times: str | None,
    mode: str | None,
    run_once: bool | None,
    libraries: tuple[str, ...],
    overlays_only: bool | None,
    engine: str | None,
    missed: str | None,
    wait_for_streams: bool | None,
    policy: Path | None,
    log: str | None,
    kometa: Path | None,
    host: str | None,
    port: int | None,
    base_url: str | None,
) -> int:
    """Run at the times of the day, and sleep between them.

    Everything can be set in the environment, too, by the names that Kometa has. SIGHUP reads the settings anew; SIGTERM
    ends a run between two changes, and the next start goes on with it.
    """
    flags = Flags(config, times, mode, run_once, libraries, overlays_only, engine, missed, wait_for_streams, log, policy)
    around = environment()
    settings = settings_of(flags, around)
    wishes = Wishes(host, port, base_url, kometa=kometa)
    told = ChainMap(dict(settings.environment))

    def reread() -> ServiceSettings:
        new = settings_of(flags, around)
        told.maps[0] = dict(new.environment)  # who is to be told may be set there
        return new

    notices = herald_of(settings.config, told, settings.own)
    return run_service(Asked(settings, reread, wishes, notices))
