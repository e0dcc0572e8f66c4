"""When the service wakes: `KOMETA_TIMES`, or the older `KOMETA_TIME`."""

import re
from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good
from halley.doctor.services import UNKNOWN, kometas

NAMES = ("KOMETA_TIMES", "KOMETA_TIME", "PMM_TIMES", "PMM_TIME")
_TIME = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]?\d(?::[0-5]?\d)?")


def _judge(facts: Facts) -> Iterator[Finding]:
    told = [(str(one.path), one.environment) for one in kometas(facts.services)]
    told.append(("the environment", facts.environment))
    for where, variables in told:
        name = next((one for one in NAMES if variables.get(one, "").strip()), None)
        if name is None:
            continue
        text = variables[name]
        if UNKNOWN in text:
            continue
        parts = [one.strip() for one in re.split(r"[|]" if "|" in text else ",", text)]
        wrong = [one for one in parts if not _TIME.fullmatch(one)]
        if wrong:
            yield error(
                f"{name} in {where} is `{text}`, where {f'`{wrong[0]}`' if wrong[0] else 'an empty part'} is no time",
                "the service does not start, or never wakes",
                f"write hours and minutes, several with a bar between them: {name}=06:00|18:00",
            )
        else:
            yield good(f"{where} wakes at {text}")


CHECK = Check("times", "whether `KOMETA_TIMES` or `KOMETA_TIME` can be read, in unit files and in the environment", _judge)
