"""`halley simulator`: a Plex server from a file, to try things on."""

import asyncio
import secrets
import signal
from pathlib import Path

import click

from halley.cli.wiring import token_from_file
from halley.errors import ConfigError
from halley.simulator import LoadedLibrary, Simulator, check_savable, load_library, save_library
from halley.simulator.faults import parse_fault


@click.command()
@click.option(
    "--library",
    "library_file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The library file, YAML or JSON.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=32401, show_default=True, type=click.IntRange(0, 65535), help="Port to listen on; 0: any free one."
)
@click.option("--token", help="The token that clients must send; else one is made up and printed.")
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file that holds the token and nothing else.",
)
@click.option(
    "--latency-ms", default=0.0, show_default=True, type=click.FloatRange(0, 60_000), help="Let each answer take longer."
)
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="KIND=RATE[:PATH]",
    help="Let a share of requests go wrong: drop, 500, slow, truncate or stale.",
)
@click.option(
    "--save", type=click.Path(path_type=Path, dir_okay=False), help="Write the library here when stopped, .json or .yml."
)
@click.option(
    "--request-log", type=click.Path(path_type=Path, dir_okay=False), help="Add a JSON line for each request to this file."
)
def simulator(
    library_file: Path,
    host: str,
    port: int,
    token: str | None,
    token_file: Path | None,
    latency_ms: float,
    faults: tuple[str, ...],
    save: Path | None,
    request_log: Path | None,
) -> None:
    """Serve a library from a file as a Plex server, all in memory.

    Prints the address and the token, and runs until it is stopped (Ctrl-C or SIGTERM). What clients change is forgotten
    then, or written to the file that `--save` names, which can be served again.
    """
    if token is not None and token_file is not None:
        raise ConfigError("`--token` and `--token-file` say the same thing twice", hint="leave one of them out")
    if token_file is not None:
        token = token_from_file(token_file).reveal()
    if save is not None:
        check_savable(save)
    unlucky = [parse_fault(one) for one in faults]
    loaded = load_library(library_file)
    try:
        server = Simulator(
            loaded.library,
            loaded.images,
            token=token or secrets.token_hex(10),
            host=host,
            port=port,
            latency_ms=latency_ms,
            faults=unlucky,
            request_log=request_log,
        )
    except OSError as problem:
        raise ConfigError(f"{request_log} cannot be written: {problem.strerror}", hint="name another file") from None
    asyncio.run(_serve(server, loaded))
    click.echo(f"\n{len(server.requests)} requests answered")
    if save is not None:
        save_library(server.library, server.state.images, save)
        click.echo(f"saved to {save}")


async def _serve(server: Simulator, loaded: LoadedLibrary) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    try:
        await server.start()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise ConfigError(f"cannot listen on {server.url}: {reason}", hint="choose another `--port` or `--host`") from None
    try:
        click.echo(f"simulator at {server.url}\ntoken        {server.token}\nlibrary      {_contents(loaded)}")
        await stopped.wait()
    finally:
        await server.stop()


def _contents(loaded: LoadedLibrary) -> str:
    library = loaded.library
    sections = [
        f"{one.title} ({sum(1 for _ in library.of(one.id, one.type))})" for _, one in sorted(library.sections.items())
    ]
    return f"{library.server.name}: {', '.join(sections) or 'no sections'}"
