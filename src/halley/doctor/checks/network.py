"""Networks of Podman: the name of the network, and that of the Quadlet file which makes it."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good
from halley.doctor.services import Service

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
    if not wrong and line is None and any(one.networks for one in facts.services):
        names = sorted({name for one in facts.services for name in one.networks})
        yield good(f"networks are called by their names: {', '.join(names)}")


def _wrong(facts: Facts) -> Iterator[tuple[Service, str, bool]]:
    for one in facts.services:
        for name in one.networks:
            if name.endswith(".network") and (one.kind != "quadlet" or name not in one.beside):
                yield one, name, False
        yield from ((one, name, True) for name in one.spoken if name.endswith(".network"))


CHECK = Check("network", "networks of unit files and scripts: `mms.network` where `mms` is meant, also in logs", _judge)
