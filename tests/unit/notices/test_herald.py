"""Not the same twice, told when it is right again, and no harm done by receivers that fail, wait or lie."""

import asyncio
import json
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from halley.errors import ConfigError
from halley.notices import Herald, Notice, Trouble, herald_of, troubles_of_backups, troubles_of_doctor
from halley.notices.causes import Causes
from halley.notices.client import Manners
from halley.notices.throttle import Memory
from halley.notices.worker import without_parts
from tests.unit.notices.conftest import QUICK, Still
from tests.unit.notices.receivers import DISCORD, Receivers, receiving

FAILED = Notice("failed", "The run failed", "Plex cannot be reached after 3 tries")
FINISHED = Notice("finished", "The run is finished", "12 done")
RECOVERED = Notice("recovered", "The run is finished, after one that failed", "12 done")
IMPATIENT = Manners(try_s=0.4, pause_s=0.05, whole_s=1.2, longest_pause_s=0.1)


def titles(receivers: Receivers) -> list[object]:
    return [one.json["title"] for one in receivers.came]


def hook(receivers: Receivers) -> str:
    return f"webhooks: {{error: {receivers.address}/hook, run_end: {receivers.address}/hook}}\n"


# --- throttle and recovery ---------------------------------------------------------------------------------------------


async def test_a_cause_is_told_once_in_some_hours(receivers: Receivers, herald: Callable[..., Herald], clock: Still) -> None:
    found = herald(hook(receivers))
    await found.tell(FAILED)
    clock.pass_(hours=1)
    await found.tell(replace(FAILED, text="Plex cannot be reached after 5 tries"))
    assert len(receivers.came) == 1
    clock.pass_(hours=5, seconds=1)
    await found.tell(FAILED)
    assert len(receivers.came) == 2
    assert "(1 more like it since 2026-01-15T06:00:00Z)" in receivers.came[1].json["message"]


async def test_another_cause_is_told_at_once(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    found = herald(hook(receivers))
    await found.tell(FAILED)
    await found.tell(replace(FAILED, text="the disk is full"))
    assert len(receivers.came) == 2


async def test_each_plan_that_waits_is_told_once(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    found = herald(hook(receivers))
    for link in ("http://h/plans/1", "http://h/plans/1", "http://h/plans/2"):
        await found.tell(Notice("approval", "A plan waits", "3 steps", link))
    assert [one.json["link"] for one in receivers.came] == ["http://h/plans/1", "http://h/plans/2"]


async def test_another_process_knows_what_was_told(
    receivers: Receivers, herald: Callable[..., Herald], config: Path, clock: Still
) -> None:
    await herald(hook(receivers)).tell(FAILED)
    kept = config.parent / "halley" / "service" / "notices.json"
    assert json.loads(kept.read_text())["version"] == 1
    assert kept.stat().st_mode & 0o777 == 0o600
    await herald(hook(receivers)).tell(FAILED)
    assert len(receivers.came) == 1


async def test_hours_are_set_in_the_environment(receivers: Receivers, herald: Callable[..., Herald], clock: Still) -> None:
    found = herald(hook(receivers), {"HALLEY_NOTIFY_HOURS": "0.5"})
    await found.tell(FAILED)
    clock.pass_(minutes=31)
    await found.tell(FAILED)
    assert len(receivers.came) == 2


@pytest.mark.parametrize("text", ["soon", "-1", "nan", "inf", "1e9"])
def test_hours_that_are_none_are_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="HALLEY_NOTIFY_HOURS"):
        herald_of(None, {"HALLEY_NOTIFY_HOURS": text}, tmp_path)


async def test_a_clock_that_was_set_back_silences_nobody(
    receivers: Receivers, herald: Callable[..., Herald], clock: Still
) -> None:
    found = herald(hook(receivers))
    await found.tell(FAILED)
    clock.pass_(days=-300)
    await found.tell(FAILED)
    assert len(receivers.came) == 2


async def test_a_run_that_is_right_again_is_told_though_one_was_just_told(
    receivers: Receivers, herald: Callable[..., Herald], clock: Still
) -> None:
    found = herald(hook(receivers))
    await found.tell(FINISHED)
    await found.tell(FAILED)
    await found.tell(RECOVERED)
    assert titles(receivers) == [FINISHED.title, FAILED.title, RECOVERED.title]


async def test_what_flaps_is_not_told_each_time(receivers: Receivers, herald: Callable[..., Herald], clock: Still) -> None:
    found = herald(hook(receivers))
    for _ in range(10):
        await found.tell(FAILED)
        await found.tell(RECOVERED)
        clock.pass_(minutes=5)
    assert titles(receivers) == [FAILED.title, RECOVERED.title]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"told": {"a": 1}}', '{"told": {"a": {"at": "x"}}}', "\x00" * 50])
async def test_a_damaged_memory_costs_one_notice_and_no_more(
    receivers: Receivers, herald: Callable[..., Herald], config: Path, content: str
) -> None:
    found = herald(hook(receivers))
    kept = config.parent / "halley" / "service" / "notices.json"
    kept.parent.mkdir(parents=True)
    kept.write_text(content)
    await found.tell(FAILED)
    await found.tell(FAILED)
    assert len(receivers.came) == 1


async def test_where_nothing_can_be_kept_the_process_remembers(
    receivers: Receivers, herald: Callable[..., Herald], config: Path, caplog: pytest.LogCaptureFixture
) -> None:
    found = herald(hook(receivers))
    (config.parent / "halley").write_text("a file where a folder should be")
    await found.tell(FAILED)
    await found.tell(FAILED)
    assert len(receivers.came) == 1
    assert sum("cannot be kept" in one.message for one in caplog.records) == 1


def test_memory_does_not_grow(tmp_path: Path, clock: Still) -> None:
    causes = Causes(Memory(tmp_path), timedelta(hours=6))
    for number in range(520):
        causes.of_notice(Notice("approval", "A plan waits", "", f"http://h/plans/{number}"), clock.now())
    assert len(json.loads((tmp_path / "notices.json").read_text())["told"]) == 500
    clock.pass_(days=61)
    causes.of_notice(FINISHED, clock.now())
    assert len(json.loads((tmp_path / "notices.json").read_text())["told"]) == 1


async def test_what_reached_nobody_is_told_the_next_time(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    found = herald(hook(receivers))
    receivers.statuses = [404]
    await found.tell(FAILED)
    await found.tell(FAILED)
    await found.tell(FAILED)
    receivers.statuses = [404]
    await found.tell(RECOVERED)
    await found.tell(RECOVERED)
    await found.tell(RECOVERED)
    assert titles(receivers) == [FAILED.title] * 2 + [RECOVERED.title] * 2


async def test_what_nobody_was_to_be_told_counts_for_nothing(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    await herald("libraries: {}\n").tell(FAILED)
    await herald(hook(receivers)).tell(FAILED)
    assert len(receivers.came) == 1


async def test_many_at_once_tell_a_cause_once(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    many = [herald(hook(receivers)) for _ in range(8)]
    await asyncio.gather(*(one.tell(FAILED) for one in many))
    assert len(receivers.came) == 1


# --- what stands -------------------------------------------------------------------------------------------------------


def note(config: Path, name: str, *, ok: bool, problem: str = "") -> None:
    folder = config.parent / "halley" / "backup"
    folder.mkdir(parents=True, exist_ok=True)
    content = {"at": "2026-01-15T03:00:00Z", "file": "config-20260115-030000.tar.zst.age", "ok": ok, "problem": problem}
    (folder / name).write_text(json.dumps(content))


async def test_backups_and_drills_that_fail_are_told_and_that_they_are_well_again(
    receivers: Receivers, herald: Callable[..., Herald], config: Path, clock: Still
) -> None:
    found = herald(hook(receivers))
    note(config, "last.json", ok=False, problem="the disk is full")
    note(config, "drill.json", ok=False, problem="a digest is not right")
    for _ in range(5):
        await found.standing("backup", troubles_of_backups(config.parent))
        clock.pass_(hours=24)
    assert titles(receivers) == ["A backup failed", "The newest backup could not be restored"]
    assert "the disk is full" in receivers.came[0].json["error"]
    note(config, "last.json", ok=True)
    await found.standing("backup", troubles_of_backups(config.parent))
    assert titles(receivers)[2:] == ["Backups can be made again"]
    clock.pass_(days=4)
    await found.standing("backup", troubles_of_backups(config.parent))
    assert titles(receivers)[3:] == ["The newest backup could not be restored"], "told again after a week"


@pytest.mark.parametrize("content", ["", "[]", "null", "{", '{"ok": "no"}'])
def test_notes_that_cannot_be_read_tell_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "halley" / "backup").mkdir(parents=True)
    (tmp_path / "halley" / "backup" / "last.json").write_text(content)
    assert troubles_of_backups(tmp_path) == ()


async def test_what_the_doctor_finds_is_told_and_that_it_is_gone(
    receivers: Receivers, herald: Callable[..., Herald], clock: Still
) -> None:
    from halley.doctor.finding import error, warning  # noqa: PLC0415

    found = herald(hook(receivers))
    bad = replace(error("Plex refuses the token", "no run can work", "set a new one"), check="token")
    mild = replace(warning("the clock is late", "times", "ntp"), check="clock")
    await found.standing("doctor", troubles_of_doctor([bad, mild, bad]))
    clock.pass_(days=1)
    await found.standing("doctor", troubles_of_doctor([bad, mild]))
    await found.standing("doctor", troubles_of_doctor([mild]))
    assert titles(receivers) == ["The doctor found an error: token", "The doctor finds no error any more: token"]
    assert "set a new one" in receivers.came[0].json["error"]


async def test_groups_do_not_end_each_others_troubles(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    found = herald(hook(receivers))
    await found.standing("backup", [Trouble("backup", "last.json", "A backup failed", "x", "again")])
    await found.standing("doctor", [])
    await found.tell(RECOVERED)
    assert titles(receivers) == ["A backup failed", RECOVERED.title]


# --- receivers that fail -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statuses", "tries"), [([500], 2), ([503, 503], 2), ([429], 2), ([404], 1), ([401], 1), ([302], 1)]
)
async def test_what_may_pass_is_tried_once_again(
    receivers: Receivers, herald: Callable[..., Herald], statuses: list[int], tries: int
) -> None:
    receivers.statuses, receivers.headers = [*statuses], {"Retry-After": "86400", "Location": f"{receivers.address}/else"}
    await herald(hook(receivers)).tell(FAILED)
    assert len(receivers.came) == tries


@pytest.mark.parametrize("fault", ["hangs", "drips"])
@pytest.mark.parametrize("way", ["webhooks", "apprise"])
async def test_a_receiver_that_never_ends_costs_a_bounded_time(
    receivers: Receivers, herald: Callable[..., Herald], fault: str, way: str, caplog: pytest.LogCaptureFixture
) -> None:
    setattr(receivers, fault, True)
    if way == "webhooks":
        found = herald(hook(receivers), manners=IMPATIENT)
    else:
        slow = Manners(try_s=0.5, pause_s=0.05, whole_s=3, longest_pause_s=0.1)
        found = herald("", {"HALLEY_NOTIFY": f"json://{receivers.host}/x"}, manners=slow)
    began = time.monotonic()
    await found.tell(FAILED)
    assert time.monotonic() - began < (4 if way == "webhooks" else 10)
    assert any("did not reach" in one.message for one in caplog.records) or fault == "drips"
    assert len(receivers.came) <= 2


async def test_one_that_fails_keeps_nothing_from_the_others(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    text = f"webhooks: {{error: ['http://127.0.0.1:9/x', '{receivers.address}/hook', 'http://nowhere.invalid/', 'ftp://a/b']}}\n"
    await herald(text).tell(FAILED)
    assert [one.path for one in receivers.came] == ["/hook"]


async def test_a_configuration_with_mistakes_elsewhere_still_says_who_is_told(
    receivers: Receivers, herald: Callable[..., Herald]
) -> None:
    await herald(f"plex: 7\nlibraries:\n{hook(receivers)}").tell(FAILED)
    assert len(receivers.came) == 1


async def test_who_was_to_be_told_is_told_that_the_file_cannot_be_read(
    receivers: Receivers, herald: Callable[..., Herald], config: Path
) -> None:
    found = herald(hook(receivers))
    await found.tell(FINISHED)
    config.write_text("webhooks: {\n")
    await found.tell(Notice("configuration", "The configuration does not pass", "line 1"))
    assert len(receivers.came) == 2


async def test_after_a_start_the_last_configuration_that_passed_says_it(
    receivers: Receivers, herald: Callable[..., Herald], config: Path
) -> None:
    found = herald("webhooks: {\n")
    kept = config.parent / "halley" / "service" / "kept" / "config.yml"
    kept.parent.mkdir(parents=True)
    kept.write_text(hook(receivers))
    await found.tell(FAILED)
    assert len(receivers.came) == 1


def ours() -> Iterator[bytes]:
    """How the processes were called that this one started, and that are there still."""
    for one in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(one.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                yield (one.parent / "cmdline").read_bytes()


async def test_an_address_of_apprise_that_hangs_keeps_nothing_from_the_others_and_leaves_nothing(
    receivers: Receivers,
    herald: Callable[..., Herald],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    picture: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    (tmp_path / "scratch").mkdir()
    async with receiving() as silent:
        silent.hangs = True
        environment = {"HALLEY_NOTIFY": f"json://{silent.host}/a json://{receivers.host}/b nonsense://x"}
        found = herald("", environment, manners=Manners(try_s=0.5, pause_s=0.05, whole_s=8))
        await found.tell(replace(FINISHED, picture=picture))
    assert "told HALLEY_NOTIFY 2 (json)" in caplog.text
    assert "did not reach HALLEY_NOTIFY 1 (json): no answer" in caplog.text
    assert "did not reach HALLEY_NOTIFY 3 (nonsense): Apprise 2" in caplog.text
    assert [one.path for one in receivers.came] == ["/b"]
    assert list((tmp_path / "scratch").iterdir()) == []
    assert not [one for one in ours() if b"halley.notices.worker" in one], "other tests may have some at the same time"


async def test_where_no_picture_can_be_laid_down_the_words_arrive(
    receivers: Receivers, herald: Callable[..., Herald], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, picture: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    await herald("", {"HALLEY_NOTIFY": f"json://{receivers.host}/a"}).tell(replace(FINISHED, picture=picture))
    (came,) = receivers.came
    assert came.json["attachments"] == []


async def test_addresses_lie_in_a_file_too(receivers: Receivers, herald: Callable[..., Herald], tmp_path: Path) -> None:
    file = tmp_path / "addresses"
    file.write_text(f"# where I read\njson://{receivers.host}/a\n\njson://{receivers.host}/b?x=1,2\n")
    await herald("", {"HALLEY_NOTIFY_FILE": str(file)}).tell(FINISHED)
    assert sorted(one.path for one in receivers.came) == ["/a", "/b"]
    with pytest.raises(ConfigError, match="HALLEY_NOTIFY_FILE"):
        await herald("", {"HALLEY_NOTIFY_FILE": str(tmp_path / "none")}).test()


@pytest.mark.parametrize(
    ("text", "address", "shown"),
    [
        ("failed https://h.org/KEY1234/x", "tgram://KEY1234/chat99", "failed https://h.org/•••/x"),
        (
            "bad user=jo%40e pass=hunter2 on nas.lan",
            "json://jo%40e:hunter2@nas.lan:8080/x",
            "bad user=••• pass=••• on •••",
        ),
        ("x jo@elle", "json://jo%40elle@nas.lan", "x •••"),
    ],
)
def test_the_words_of_apprise_lose_every_part_of_an_address(text: str, address: str, shown: str) -> None:
    assert without_parts(text, address) == shown


# --- secrets -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["refused", "status", "hangs"])
async def test_no_secret_comes_to_light(
    receivers: Receivers, herald: Callable[..., Herald], config: Path, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    caplog.set_level(logging.DEBUG)
    address = receivers.address if fault != "refused" else "http://127.0.0.1:9"
    secrets = ["AbCdEf-secret-of-discord_123", "gotify-token-1234", "tk_ntfy_token_1234", "my-films-topic"]
    secrets += ["hook-key-9876543", "plex-token-abcdefgh", "apprise-key-555555"]
    text = f"""
plex: {{url: http://plex:32400, token: plex-token-abcdefgh}}
webhooks: {{error: [{address}{DISCORD}, {address}/x/hook-key-9876543, gotify, ntfy], run_start: nonsense}}
gotify: {{url: {address}, token: gotify-token-1234}}
ntfy: {{url: {address}, token: tk_ntfy_token_1234, topic: my-films-topic}}
"""
    receivers.hangs = fault == "hangs"
    receivers.statuses = [500] * 20
    slow = Manners(try_s=0.5, pause_s=0.05, whole_s=2.5)
    notify = f"json://user:apprise-key-555555@{address.removeprefix('http://')}/x"
    found = herald(text, {"HALLEY_NOTIFY": notify}, manners=slow if fault == "hangs" else QUICK)
    await found.tell(replace(FAILED, text="Plex refused plex-token-abcdefgh at /x"))
    arrivals = await found.test()
    ours = [one.getMessage() for one in caplog.records if one.name.startswith(("halley", "asyncio"))]
    said = "\n".join([*ours, repr(arrivals), repr(found)])
    assert "did not reach" in said
    files = "\n".join(one.read_text("utf-8", "replace") for one in (config.parent / "halley").rglob("*") if one.is_file())
    assert files
    for secret in secrets:
        assert secret not in said
        assert secret not in files
    sent = b"\n".join(one.body for one in receivers.came)
    assert b"plex-token-abcdefgh" not in sent


async def test_a_link_to_the_host_of_a_receiver_stays_whole(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    environment = {"HALLEY_NOTIFY": "json://nas1.home.example.org/notifications/x"}
    link = "http://nas1.home.example.org:2061/plans/20260115"
    found = herald(hook(receivers), environment, manners=Manners(try_s=2, pause_s=0.05, whole_s=3))
    await found.tell(replace(FINISHED, text="12 notifications", link=link))
    assert receivers.came[0].json["link"] == link
    assert "12 notifications" in receivers.came[0].json["message"]


async def test_text_is_bounded_and_pings_nobody(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    found = herald(f"webhooks: {{error: {receivers.address}{DISCORD}}}\n")
    await found.tell(Notice("failed", "The run\nfailed" * 100, "@everyone " * 5000, counts={f"k{n}": n for n in range(99)}))
    (embed,) = receivers.came[0].json["embeds"]
    assert len(embed["title"]) <= 256
    assert len(embed["description"]) <= 4096
    assert len(embed["fields"]) <= 25
    assert "\n" not in embed["title"]
