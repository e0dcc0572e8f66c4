"""Whether the host name of the server is known here."""

from collections.abc import Iterator

from halley.doctor.checks.address import is_number
from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good
from halley.doctor.services import kometas, plex_of


def _judge(facts: Facts) -> Iterator[Finding]:
    found = facts.address
    if found is None or is_number(found.host) or not (found.unresolved or found.found):
        return
    if not found.unresolved:
        yield good(f"`{found.host}` is {found.found[0]} here")
        return
    own = next(iter(kometas(facts.services)), None)
    plex = plex_of(facts.services)
    container = own.name if own is not None else "kometa"
    seen = f"the name `{found.host}` in `plex: url:` is known to nobody here: {found.unresolved}"
    if plex is not None and plex.name != found.host:
        mend = f"the container of Plex is called `{plex.name}`: write `url: http://{plex.name}:{found.port or 32400}`"
    elif "." in found.host:
        mend = f"look for a slip in `{found.host}`, and at the name servers of this machine: `getent hosts {found.host}`"
    else:
        mend = (
            "put both containers into one network (`Network=mms.network` in both Quadlet files, `--network mms` by hand),"
            f" and ask from within: `podman exec {container} curl -sf {found.url}/identity`"
        )
    yield error(
        seen,
        "a container's name is known only to containers of the same network, and not in Podman's default network",
        mend,
    )


CHECK = Check("name", "whether the host name of Plex means something in this network", _judge)
