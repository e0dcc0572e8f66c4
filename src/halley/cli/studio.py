"""`halley studio`: the web application."""

import asyncio
import webbrowser
from pathlib import Path

import click

from halley.cli import options
from halley.cli.wiring import environment
from halley.studio.server import serve
from halley.studio.settings import HOST, PORT, Wishes, settings_from
from halley.studio.studio import Studio, studio_of

_USUAL = ("/config/config.yml", "config.yml", "config/config.yml")


@click.command()
@click.option("--host", help=f"Address to listen at; else HALLEY_STUDIO_HOST, else {HOST}.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"Port to listen at, 0: any free one; else HALLEY_STUDIO_PORT, else {PORT}.",
)
@click.option("--base-url", metavar="PATH|URL", help="Where a proxy shows it: /halley, or a whole address.")
@click.option("--open", "opens", is_flag=True, help="Open it in a browser.")
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="Your config.yml; else it is looked for.")
@click.option("--demo", "with_demo", is_flag=True, help="Begin with the library that Halley brings along.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Where the studio keeps what it knows.")
@options.kometa
def studio(
    host: str | None,
    port: int | None,
    base_url: str | None,
    opens: bool,
    config: Path | None,
    with_demo: bool,
    folder: Path | None,
    kometa: Path | None,
) -> None:
    """Look at your posters, plans and configuration in a browser.

    Serves a web application on this machine, and runs until it is stopped (Ctrl-C or SIGTERM). To reach it from elsewhere
    it needs a password: HALLEY_STUDIO_PASSWORD_FILE names a file with one.
    """
    made = studio_of(settings_from(Wishes(host, port, base_url, folder, kometa), environment()))
    _find(made, config)
    made.begins_with_demo = with_demo
    asyncio.run(_serve(made, opens=opens))


async def _serve(made: Studio, *, opens: bool) -> None:
    def ready(address: str) -> None:
        click.echo(f"studio at {address}\nCtrl-C ends it")
        if opens:
            webbrowser.open(address)

    await serve(made, ready)


def _find(made: Studio, config: Path | None) -> None:
    """Have the desk know the configuration that was named, or else one that lies where it usually does."""
    if config is not None:
        made.desk.add(config)
        return
    known = {one.path for one in made.desk.all()}
    found = next((path for name in _USUAL if (path := Path(name).absolute()).is_file()), None)
    if found is not None and found not in known:
        made.desk.add(found)
