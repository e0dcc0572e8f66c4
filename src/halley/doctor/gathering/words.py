"""The words of `podman run` and `docker run`, to a service."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from halley.doctor.gathering.traefik import hosts_in
from halley.doctor.gathering.variables import of_files, of_zone
from halley.doctor.services import KEPT, UNKNOWN, Kind, Service, Volume

_ALONE = frozenset(
    "--rm -i -t -d -it -ti -dit --interactive --tty --detach --replace --privileged --read-only --init --no-healthcheck"
    " --publish-all -P --quiet -q --rmi --systemd --tls-verify --no-hosts --sig-proxy".split()
)
_SHORT = {"-e": "--env", "-v": "--volume", "-l": "--label", "--net": "--network"}


def is_podman(words: Sequence[str]) -> int:
    """Where the options of a `podman run` begin among words; 0 where there is none."""
    for place in range(len(words) - 1):
        if Path(words[place]).name in {"podman", "docker"}:
            rest = [place + 1 + more for more, word in enumerate(words[place + 1 : place + 6]) if word in {"run", "create"}]
            if rest:
                return rest[0] + 1
    return 0


def service_of_words(name: str, path: Path, kind: Kind, words: Sequence[str]) -> Service:
    """The service that options and an image make."""
    given: dict[str, list[str]] = {}
    rest = list(words)
    while rest and rest[0].startswith("-") and rest[0] != "-":
        option, equals, value = rest.pop(0).partition("=")
        if not equals and option not in _ALONE and rest:
            value = rest.pop(0)
        given.setdefault(_SHORT.get(option, option), []).append(value)
    files = of_files(path.parent / one for one in given.get("--env-file", []))
    variables = of_zone(given.get("--tz", [""])[-1]) | files | dict(_pairs(given.get("--env", [])))
    return Service(
        name=given.get("--name", [name])[-1],
        path=path,
        kind=kind,
        image=rest[0] if rest and rest[0] != "-" else "",
        networks=tuple(one.partition(":")[0] for one in given.get("--network", [])),
        userns=given.get("--userns", [""])[-1],
        environment={key: value for key, value in variables.items() if key in KEPT},
        volumes=tuple(volume_of(one) for one in given.get("--volume", [])),
        is_unconfined=bool({"label=disable", "label:disable"} & set(given.get("--security-opt", []))),
        hosts=hosts_in(given.get("--label", [])),
    )


def volume_of(text: str) -> Volume:
    """`/host:/config:Z`; a lone name is a volume of its own at that place."""
    source, _, rest = text.partition(":")
    target, _, options = rest.partition(":")
    return Volume(source, target or source, tuple(one for one in options.split(",") if one))


def _pairs(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        name, equals, value = text.partition("=")
        yield name, value if equals else UNKNOWN
