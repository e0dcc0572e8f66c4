"""Times of the day, and the moments at which they come."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halley.errors import ConfigError
from halley.service.times import in_words, last_until, next_after, parse_times

BERLIN, NEW_YORK, LORD_HOWE = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe")
ZONES = [BERLIN, NEW_YORK, LORD_HOWE, ZoneInfo("UTC"), ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("06:00", "06:00"),
        ("18:00|06:00", "06:00|18:00"),
        ("06:00,18:00", "06:00|18:00"),
        (" 3:5 | 3:05 ", "03:05"),
        ("23:59|00:00", "00:00|23:59"),
        ("06:00:30", "06:00:30"),
    ],
)
def test_times_are_read_as_kometa_reads_them(text: str, meant: str) -> None:
    assert in_words(parse_times(text)) == meant


@pytest.mark.parametrize(
    "text", ["", "6", "24:00", "06:60", "06:00|", "06:00|18:00,19:00", "six", "06.00", "-1:00", "06:00||"]
)
def test_a_time_that_is_none_is_a_clear_error(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_times(text)
    assert f"KOMETA_TIMES is {text!r}" in str(caught.value)
    assert "KOMETA_TIMES=06:00|18:00" in str(caught.value)


def test_a_time_that_summer_time_leaves_out_comes_when_the_old_clock_would_have_shown_it() -> None:
    before = datetime(2026, 3, 29, 0, 0, tzinfo=BERLIN)  # at 02:00 it becomes 03:00
    found = next_after(before, [time(2, 30)], BERLIN)
    assert (found.hour, found.minute, found.utcoffset()) == (3, 30, timedelta(hours=2))
    assert next_after(found, [time(2, 30)], BERLIN) == datetime(2026, 3, 30, 2, 30, tzinfo=BERLIN)


def test_a_time_that_comes_twice_comes_once() -> None:
    before = datetime(2026, 10, 25, 0, 0, tzinfo=BERLIN)  # at 03:00 it becomes 02:00
    first = next_after(before, [time(2, 30)], BERLIN)
    assert first.utcoffset() == timedelta(hours=2)
    assert next_after(first, [time(2, 30)], BERLIN) == datetime(2026, 10, 26, 2, 30, tzinfo=BERLIN)


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_each_day_of_two_years_has_each_time_once(zone: ZoneInfo) -> None:
    times = [time(0, 15), time(2, 15), time(2, 30), time(12), time(23, 59)]
    moment, found = datetime(2026, 1, 1, tzinfo=zone) - timedelta(seconds=1), []
    while moment < datetime(2028, 1, 1, tzinfo=zone):
        moment = next_after(moment, times, zone)
        found.append(moment.astimezone(UTC))
    assert found == sorted(set(found))
    assert len(found) == 730 * len(times) + 1


@settings(max_examples=300, deadline=None)
@given(
    st.integers(946684800, 2208988800),
    st.lists(st.times().map(lambda one: one.replace(microsecond=0)), min_size=1, max_size=5, unique=True),
    st.sampled_from(ZONES),
)
def test_the_last_moment_before_the_next_one_is_not_after_now(at: int, times: list[time], zone: ZoneInfo) -> None:
    now = datetime.fromtimestamp(at, UTC)
    last, following = last_until(now, times, zone), next_after(now, times, zone)
    assert last <= now < following
    assert following - last <= timedelta(hours=50 if zone.key == "Pacific/Apia" else 26)  # Apia had no 30 December 2011
    assert next_after(last, times, zone) == following


def test_a_zone_may_skip_a_day() -> None:
    apia = ZoneInfo("Pacific/Apia")
    found = next_after(datetime(2011, 12, 29, 12, tzinfo=apia), [time(6)], apia)
    assert found.date() in {date(2011, 12, 31), date(2011, 12, 30)}
