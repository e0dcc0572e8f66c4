"""All checks, in the order in which they are told and documented."""

from collections.abc import Collection, Iterator

from halley.doctor.checks import (
    address,
    backup,
    clock,
    configuration,
    fonts,
    identity,
    kometa,
    libraries,
    lock,
    name,
    network,
    originals,
    overlays,
    owner,
    reach,
    rights,
    room,
    runs,
    sandbox,
    searches,
    selinux,
    times,
    tmdb,
    token,
    units,
    uploads,
    userns,
    version,
    zone,
)
from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding

CHECKS: tuple[Check, ...] = tuple(
    each.CHECK
    for each in (
        *(name, reach, token, rights, identity, address, version, libraries, clock),
        *(configuration, tmdb, fonts, kometa, sandbox, searches),
        *(overlays, originals, uploads),
        *(units, network, userns, selinux, times, zone, owner),
        *(lock, room, runs, backup),
    )
)


def judged(facts: Facts, only: Collection[str] = ()) -> Iterator[Finding]:
    """What all checks say of the facts, or those of some names."""
    for check in CHECKS:
        if not only or check.name in only:
            yield from check.findings(facts)
