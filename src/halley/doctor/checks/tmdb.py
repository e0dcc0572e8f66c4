"""The key for TMDb, without which Kometa stops before it begins."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, error, good, warning

_WHY = "Kometa stops while it loads the configuration"
_MEND = "put the key of https://www.themoviedb.org/settings/api under `tmdb: apikey:`"


def _judge(facts: Facts) -> Iterator[Finding]:
    found = facts.tmdb
    if found is None:
        return
    if not found.has_key:
        yield error("there is no key for TMDb", _WHY, _MEND)
    elif found.refused:
        yield error(f"TMDb refuses the key: {found.refused}", _WHY, _MEND)
    elif found.silent:
        seen = f"TMDb was asked whether it takes the key, {found.silent}"
        yield warning(seen, _WHY, "look at the way out of this network; `--offline` leaves the question out")
    else:
        yield good("TMDb takes the key" if found.is_asked else "there is a key for TMDb")


CHECK = Check("tmdb", "whether there is a key for TMDb, and whether TMDb takes it (not with `--offline`)", _judge)
