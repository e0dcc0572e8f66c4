"""The time zone that those times are meant in."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from halley.doctor.checks.times import NAMES
from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good, warning
from halley.doctor.services import HERE, UNKNOWN, Service, kometas


def _judge(facts: Facts) -> Iterator[Finding]:
    told = [(str(one.path), one.environment.get("TZ") or _mounted(one)) for one in kometas(facts.services)]
    if any(name in facts.environment for name in NAMES):
        told.append(("the environment", facts.environment.get("TZ", "")))
    for where, zone in told:
        if zone == HERE:
            yield good(f"{where} lives in this machine's own zone")
        elif UNKNOWN in zone:
            continue
        elif not zone:
            yield warning(
                f"{where} sets no TZ",
                "a container without it lives in UTC: it wakes hours before or after the time that was meant",
                "add `Environment=TZ=America/New_York` (or yours) to the unit, `-e TZ=...` by hand",
            )
        elif not _is_known(zone):
            yield error(
                f"{where} sets TZ to `{zone}`, which is no time zone",
                "programs take an unknown zone for UTC",
                "name one as `timedatectl list-timezones` does: Europe/Berlin",
            )
        else:
            yield good(f"{where} lives in {zone}")


def _mounted(service: Service) -> str:
    return HERE if any(one.target == "/etc/localtime" for one in service.volumes) else ""


def _is_known(zone: str) -> bool:
    try:
        ZoneInfo(zone.removeprefix(":"))
    except (ValueError, OSError, KeyError):
        return False
    return True


CHECK = Check("zone", "whether `TZ` is set, and a time zone, for what wakes at a time of the day", _judge)
