"""Networks of Podman: the name of the network, and that of the Quadlet file which makes it."""

from collections.abc import Iterator, Sequence

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good, note
from halley.doctor.services import UNNAMED, Service, kometas, plex_of

_LINE = "network not found"


def _judge(facts: Facts) -> Iterator[Finding]:
    wrong = [*_wrong(facts)]
    for one, name, is_spoken in wrong:
        right = name.removesuffix(".network")
        if one.kind == "quadlet" and not is_spoken:
            seen = f"{one.path} asks for the network of the file `{name}`, which is not in its folder"
            mend = f"put a `{name}` with `[Network]` and `NetworkName={right}` beside it, or write `Network={right}`"
        else:
            seen = f"{one.path} has a network named `{name}`, which is the name of a Quadlet file"
            mend = f"write `--network {right}`" if one.kind != "compose" else f"call the network `{right}`"
        yield error(seen, "Podman knows networks by their names, without `.network`: the container does not start", mend)
    line = facts.logs.known_lines.get(_LINE) if facts.logs is not None else None
    if line is not None:
        yield error(
            f"{line} says that a network ending in `.network` was not found",
            "`.network` is the ending of the Quadlet file, not part of the network's name",
            "write `--network mms`, not `--network mms.network`; `podman network ls` names those that there are",
        )
    apart = list(_apart(facts.services))
    yield from apart
    yield from _unnamed(facts.services)
    if not wrong and line is None and not apart and any(one.joined for one in facts.services):
        names = sorted({name for one in facts.services for name in one.joined})
        yield good(f"networks are called by their names: {', '.join(names)}")


def _wrong(facts: Facts) -> Iterator[tuple[Service, str, bool]]:
    for one in facts.services:
        for name in one.networks:
            if name.endswith(".network") and (one.kind != "quadlet" or name not in one.files):
                yield one, name, False
        yield from ((one, name, True) for name in one.spoken if name.endswith(".network"))


def _apart(services: Sequence[Service]) -> Iterator[Finding]:
    """Containers of Kometa that are in no network of Plex's."""
    plex = plex_of(services)
    if plex is None or not plex.joined or "host" in plex.joined:
        return
    for one in kometas(services):
        if one.image and not set(one.joined) & set(plex.joined) and not any(map(_is_another_s, one.joined)):
            theirs = ", ".join(one.joined) or "Podman's default network"
            yield error(
                f"{one.name} is in {theirs}, and {plex.name} in {', '.join(plex.joined)}",
                "containers of different networks do not reach each other, nor know each other's names",
                f"give both the same `Network=`, as {plex.path} has it",
            )


def _is_another_s(network: str) -> bool:
    """Whether a container lives in the network of the host or of another container, which is no network of its own."""
    return network.partition(":")[0] in {"host", "container", "service", "ns"} or network.endswith(".container")


def _unnamed(services: Sequence[Service]) -> Iterator[Finding]:
    """Networks that Quadlet names by itself, which surprises whoever types their names."""
    found = {
        name: one
        for one in services
        for file, name in one.files.items()
        if file in one.networks and name.startswith(UNNAMED)
    }
    for name, one in found.items():
        plain = name.removeprefix(UNNAMED)
        yield note(
            f"the network of {one.path.parent / f'{plain}.network'} is called `{name}`",
            f"`--network {plain}`, as one types it for a trial by hand, is not found",
            f"write `NetworkName={plain}` into it",
        )


CHECK = Check(
    "network",
    "networks of units and scripts: `mms.network` where `mms` is meant, also in logs; Kometa and Plex in different ones",
    _judge,
)
