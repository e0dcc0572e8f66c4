"""Schedules say what Kometa says, mistakes included."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.definitions.problems import Problems
from halley.definitions.reading import read_yaml
from halley.definitions.schedules import Due, read_schedule
from halley.location import Located, Location
from tests.unit.definitions.told import dumped

FRIDAY = datetime(2026, 11, 20, 5, tzinfo=UTC)
AT = Location("config.yml", 3, 5, ("libraries", "Movies", "schedule_overlays"))


def due(text: object, now: datetime = FRIDAY) -> Due:
    return said(text, now)[0]


def said(text: object, now: datetime = FRIDAY) -> tuple[Due, Problems]:
    problems = Problems()
    value = Located(tuple(Located(one, AT) for one in text), AT) if isinstance(text, list) else Located(text, AT)
    return read_schedule(value, now, problems), problems


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("daily", Due.YES),
        ("day", Due.YES),
        ("hourly(5)", Due.YES),
        ("hourly(4-6)", Due.YES),
        ("hourly(22-6)", Due.YES),
        ("hourly(17-04)", Due.NO),
        ("weekly(fri|sun)", Due.YES),
        ("weekly(F)", Due.YES),
        ("week(friday)", Due.YES),
        ("weekly(t)", Due.NO),
        ("monthly(20)", Due.YES),
        ("monthly(last)", Due.NO),
        ("yearly(11/20)", Due.YES),
        ("date(11/20/2026)", Due.YES),
        ("date(11/20/2025)", Due.NO),
        ("range(8/1-8/15|11/19-11/21)", Due.YES),
        ("range(8/1-8/15|nonsense|11/19-11/21)", Due.YES),
        ("range(12/01-01/31)", Due.OUT_OF_RANGE),
        ("range(11/21-11/19)", Due.OUT_OF_RANGE),
        ("never", Due.NO),
        ("never, weekly(friday)", Due.YES),
        ("all[weekly(friday), hourly(5)]", Due.YES),
        ("all[weekly(friday), hourly(6)]", Due.NO),
        (["never", "range(01/01-01/02)"], Due.OUT_OF_RANGE),
        ("weekly(friday), all[hourly(6)]", Due.YES),
        ("non_existing", Due.YES),
        ("all[non_existing, weekly(monday)]", Due.IF_MISSING),
        ("all[hourly, non_existing]", Due.IF_MISSING),
        (["all[non_existing, weekly(monday)]", "weekly(friday)"], Due.IF_MISSING),
        ("all[hourly(5)], daily", Due.BROKEN),
        (["all[all[hourly(5)]]"], Due.BROKEN),
    ],
)
def test_a_schedule_is_due_or_not_on_a_friday_at_five(text: object, expected: Due) -> None:
    assert due(text) is expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("hourly(5-5)", "is no such time"),
        ("hourly(24)", "is no such time"),
        ("hourly", "has nothing in brackets"),
        ("hourly(5|6)", "is no such time"),
        ("weekly(Friday, Saturday)", "has nothing in brackets"),
        ("weekly(firday)", "`firday` is no day of the week - did you mean `friday`?"),
        ("monthly(32)", "is no such time"),
        ("yearly(20/11)", "is no such time"),
        ("date(11/20)", "is no such time"),
        ("range(8/1)", "is no such time"),
        ("all[", "needs a line of its own"),
        ("wekly(friday)", "is no schedule - did you mean `weekly`?"),
        ("bogus", "is no schedule"),
        ("", "is no schedule"),
        (True, "is no schedule"),
        (5, "is no schedule"),
    ],
)
def test_what_is_no_schedule_is_told_and_is_not_due(text: object, says: str) -> None:
    found, problems = said(text)
    assert found in {Due.NO, Due.BROKEN}
    assert says in problems.found[0].message
    assert problems.found[0].where == AT
    assert problems.found[0].hint


def test_a_day_that_the_month_lacks_is_its_last_where_a_year_asks_for_it_and_never_where_a_month_does() -> None:
    end = datetime(2026, 11, 30, 5, tzinfo=UTC)
    assert due("yearly(11/31)", end) is Due.YES
    found, problems = said("monthly(31)", end)
    assert found is Due.NO
    assert "write `monthly(last)`" in str(problems.found[0])


ENTRIES = st.sampled_from(
    "daily day never non_existing hourly hourly(5) hourly(4-6) hourly(22-6) hourly(6-22) hourly(5-5) hourly(x) hourly(-5)"
    " weekly(fri) weekly(FRI) weekly(fri|sat) weekly(fri|x) monthly(20) monthly(30) monthly(31) monthly(last) monthly(0)"
    " yearly(11/20) yearly(11/31) yearly(2/30) yearly(1) date(11/20/2026) date(2/29/2028) range(11/01-11/30)"
    " range(12/24-1/6) range(2/28-3/1) range(1/1-1/1) range(x|11/20-11/20) range(13/1-1/1) bogus Daily,never".split()
)
SCHEDULES = (
    ENTRIES
    | st.lists(ENTRIES, min_size=1, max_size=3)
    | st.lists(ENTRIES, min_size=1, max_size=3).map(", ".join)
    | st.lists(ENTRIES, min_size=1, max_size=3).map(lambda some: f"all[{', '.join(some)}]")
    | st.lists(st.lists(ENTRIES, min_size=1, max_size=2).map(lambda some: f"all[{', '.join(some)}]"), min_size=1, max_size=2)
)


@given(SCHEDULES | st.text(max_size=20), st.datetimes())
def test_any_text_is_due_or_not(text: object, now: datetime) -> None:
    assert isinstance(due(text, now), Due)


def test_a_schedule_read_from_yaml_is_told_where_it_was_written() -> None:
    problems = Problems()
    root = read_yaml("schedule_overlays:\n  - daily\n  - wekly(friday)\n", "config.yml", Problems())
    assert root is not None
    assert read_schedule(root.entries["schedule_overlays"], FRIDAY, problems) is Due.YES
    assert [(one.where.line, one.where.column) for one in problems.found] == [(3, 5)]


KOMETA = """
import json, sys
from datetime import datetime
sys.path.insert(0, sys.argv[1])
from modules import util
class Quiet:
    def __getattr__(self, name):
        return lambda *a, **k: None
util.logger = Quiet()
for line in sys.stdin:
    text, when = json.loads(line)
    now = datetime.fromisoformat(when)
    try:
        util.schedule_check("schedule", text, now, now.hour)
        said = "YES"
    except util.NotScheduledRange:
        said = "OUT_OF_RANGE"
    except util.NotScheduled:
        said = "NO"
    except util.NonExisting:
        said = "IF_MISSING"
    except util.Failed:
        said = "BROKEN"
    print(said)
"""


@pytest.mark.kometa
def test_real_kometa_says_the_same(kometa_home: Path, kometa_python: Path) -> None:
    days = ((2026, 11, 20, 5), (2026, 11, 30, 23), (2028, 2, 29, 0), (2027, 1, 1, 6))
    moments = [datetime(*day, tzinfo=UTC) for day in days]
    asked: list[tuple[object, datetime]] = []

    @given(SCHEDULES, st.sampled_from(moments))
    def ask(text: object, now: datetime) -> None:
        asked.append((text, now))

    ask()
    lines = "".join(json.dumps([text, now.isoformat()]) + "\n" for text, now in asked)
    script = (str(kometa_python), "-c", KOMETA, str(kometa_home))
    told = subprocess.run(script, input=lines, capture_output=True, text=True, check=True, cwd=kometa_home).stdout.split()
    assert len(told) == len(asked) > 50
    differing = [(text, now, kometa, due(text, now)) for (text, now), kometa in zip(asked, told, strict=True)
                 if due(text, now).name != kometa]  # fmt: skip
    assert not differing, dumped([str(one) for one in differing[:5]])
