"""`halley gateway`: a dry run for every tool that speaks Plex."""

import asyncio
import json
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypedDict, Unpack

import click

from halley.cli.wiring import token_from_file
from halley.clock import SystemClock
from halley.errors import ConfigError
from halley.files import DiskImages, write_atomic
from halley.gateway.gateway import Gateway, GatewaySettings, open_gateway
from halley.gateway.ledger import KEPT_IN
from halley.gateway.upstream import plex_tv_reader
from halley.plex.ids import RatingKey


class _Given(TypedDict):
    """The options as click hands them over."""

    url: str
    token_file: Path
    listen: str
    mode: Literal["preview"]
    output: Path
    scope: tuple[int, ...]
    no_verify_ssl: bool
    offline: bool
    as_json: bool


@click.command()
@click.option("--plex", "url", required=True, metavar="URL", help="The real server, http://host:32400.")
@click.option(
    "--token-file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file that holds the server's token and nothing else.",
)
@click.option(
    "--listen", default="127.0.0.1:32500", show_default=True, metavar="HOST:PORT|PATH", help="Address, or Unix socket."
)
@click.option(
    "--mode", type=click.Choice(["preview"]), default="preview", show_default=True, help="preview: nothing is written."
)
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, file_okay=False), help="Where the records go."
)
@click.option("--scope", multiple=True, type=int, metavar="RATING_KEY", help="Show only these items and their relatives.")
@click.option("--no-verify-ssl", is_flag=True, help="Accept a certificate that cannot be verified.")
@click.option("--offline", is_flag=True, help="Never ask plex.tv; its account is made up from what the server says.")
@click.option("--json", "as_json", is_flag=True, help="Print the closing summary as JSON.")
def gateway(**given: Unpack[_Given]) -> None:
    """Stand before a Plex server as one that cannot be hurt.

    Point any tool at the address and the token that are printed. It reads the real server; what it writes is shown to it
    as if it had happened, and lies in the output folder when the gateway is stopped (Ctrl-C): changes.jsonl,
    refused.jsonl, faults.jsonl, images/ and summary.json.
    """
    settings = GatewaySettings(
        given["url"],
        token_from_file(given["token_file"]),
        verify_ssl=not given["no_verify_ssl"],
        scope=tuple(RatingKey(key) for key in given["scope"]) or None,
    )
    asyncio.run(_serve(settings, given))


async def _serve(settings: GatewaySettings, given: _Given) -> None:
    output, as_json = given["output"], given["as_json"]
    images = _images(output)
    read = None if given["offline"] else plex_tv_reader(settings.token, None)
    async with open_gateway(settings, images, records=output, read_plex_tv=read) as running:
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        where = await _listen(running, given["listen"])
        click.echo(f"gateway at {where}\ntoken      {running.token.reveal()}\nrecords    {output}", err=as_json)
        await stopped.wait()
    summary = _summary(running)
    write_atomic(output / "summary.json", json.dumps(summary, indent=2, ensure_ascii=False) + "\n")
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        click.echo("\n".join(_told(running)))


def _images(output: Path) -> DiskImages:
    """The folder for pictures. Raises ConfigError where it cannot be made, or where another run left its records."""
    earlier = [output / f"{name}.jsonl" for name in KEPT_IN]
    if any(file.is_file() and file.stat().st_size for file in earlier):
        raise ConfigError(f"{output} holds the records of another run", hint="choose another folder with `-o`")
    try:
        return DiskImages(output / "images")
    except OSError as problem:
        raise ConfigError(
            f"{output} cannot be written: {problem.strerror}", hint="choose another folder with `-o`"
        ) from None


async def _listen(running: Gateway, listen: str) -> str:
    host, colon, port = listen.rpartition(":")
    if colon and port.isdecimal() and int(port) < 65536 and "/" not in listen:
        try:
            return f"http://{host}:{await running.listener.on_tcp(host.strip('[]'), int(port))}"
        except OSError as problem:
            # asyncio's own sentence is about its tuple of the address.
            raise ConfigError(
                f"cannot listen on {listen}: {os.strerror(problem.errno) if problem.errno else problem.strerror}",
                hint="choose another with `--listen`",
            ) from None
    if "/" not in listen:
        raise ConfigError(
            f"`--listen {listen}` is neither HOST:PORT nor the path of a socket", hint="a path has a slash: `./plex.sock`"
        )
    try:
        await running.listener.on_socket(Path(listen))
    except OSError as problem:
        raise ConfigError(
            f"cannot make the socket {listen}: {problem.strerror or problem}", hint="choose another with `--listen`"
        ) from None
    return f"unix:{listen}"


def _told(running: Gateway) -> Iterator[str]:
    """The closing words: what was captured, refused, and went wrong."""
    ledger = running.ledger
    yield ""
    yield f"{len(ledger.captures)} writes captured, {len(ledger.refused)} refused, {len(ledger.faults)} faults of the server"
    yield from (f"  {words}" for one in ledger.captures for words in one.words)
    yield from (f"  refused: {one.method} {one.path} ({one.reason})" for one in ledger.refused)
    yield from (f"  fault: {one.kind}: {one.detail}" for one in ledger.faults)
    if ledger.unwritten:
        yield f"  {ledger.unwritten} records could not be written to the output folder"


def _summary(running: Gateway) -> dict[str, object]:
    ledger = running.ledger
    return {
        "timestamp": SystemClock().now().isoformat(timespec="seconds"),
        "captured": len(ledger.captures),
        "refused": len(ledger.refused),
        "faults": len(ledger.faults),
        "unwritten": ledger.unwritten,
        "reads": sum(ledger.reads.values()),
        "changes": dict(Counter(type(change).__name__ for one in ledger.captures for change in one.changes)),
    }
