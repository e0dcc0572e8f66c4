"""The Kometa to plan with, and the pair of Kometa and Pillow that Halley's pictures were last proved equal with."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, good, note, warning
from halley.doctor.services import kometas

KOMETA, PILLOW = "2.4.4", "12.2.0"
"""The pair that the tests of equality were last run with."""
_WHY = "previews by Halley's own engine were proved equal, pixel by pixel, with that pair only"


def _judge(facts: Facts) -> Iterator[Finding]:
    found = facts.engine
    if found is not None and found.problem is not None:
        why = "overlays are planned by Halley's own engine; collections, metadata and playlists need Kometa itself"
        yield note(found.problem.message, why, found.problem.hint or "")
    elif found is not None:
        yield from _of_pair(found.version, found.pillow, f"Kometa {found.version} is in {found.home}")
    elif facts.own_pillow and facts.own_pillow != PILLOW:
        yield warning(f"Halley draws with Pillow {facts.own_pillow}, not {PILLOW}", _WHY, f"pip install pillow=={PILLOW}")
    ran = facts.logs.version if facts.logs is not None else ""
    if ran and _plain(ran) != KOMETA and (found is None or found.version != ran):
        yield warning(f"the last run was by Kometa {ran}, not {KOMETA}", _WHY, _pin(facts))
    for one in kometas(facts.services):
        tag = one.image.rsplit("/", 1)[-1].partition(":")[2]
        if "kometa" in one.image and tag and tag.removeprefix("v")[:1].isdecimal() and _plain(tag) != KOMETA:
            yield warning(f"{one.path} runs Kometa {_plain(tag)}, not {KOMETA}", _WHY, _pin(facts))


def _of_pair(version: str, pillow: str, seen: str) -> Iterator[Finding]:
    if _plain(version) != KOMETA or pillow not in {PILLOW, ""}:
        drawn = f" with Pillow {pillow}" if pillow else ""
        told = f"{seen}{drawn}; the last pair that was verified is Kometa {KOMETA} with Pillow {PILLOW}"
        yield warning(told, _WHY, f"git checkout v{KOMETA} there, and pip install pillow=={PILLOW} into its Python")
    else:
        yield good(seen)


def _pin(facts: Facts) -> str:
    image = next((one.image for one in kometas(facts.services) if one.image), "docker.io/kometateam/kometa")
    return f"pin the image: `Image={image.partition(':')[0]}:v{KOMETA}`; `halley compare` shows whether it matters"


def _plain(version: str) -> str:
    return version.strip().removeprefix("v").partition("-")[0].partition(" ")[0]


CHECK = Check("kometa", f"Kometa and its Pillow against the last verified pair, {KOMETA} and {PILLOW}", _judge)
