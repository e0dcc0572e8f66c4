"""What receivers of `webhooks:` are sent, and when: each in its own way."""

import base64
import io
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from halley.notices import Herald, Notice, dialects
from halley.notices.target import Web
from halley.notices.targets import Targets
from halley.secrets import Secret
from tests.unit.notices.receivers import DISCORD, Receivers

FINISHED = Notice(
    "finished", "The run is finished", "12 done", "http://halley:2061/plans/7", {"poster.upload": 12, "label.add": 3}
)
FAILED = Notice("failed", "The run failed", "Plex cannot be reached", "http://halley:2061/jobs/7")


def blocks(receivers: Receivers, webhooks: str) -> str:
    return f"""
webhooks:
{webhooks}
gotify: {{url: {receivers.address}/gotify/, token: gotify-token-1234}}
ntfy: {{url: {receivers.address}, token: tk_ntfy_token_1234, topic: my-films-topic}}
libraries:
  Movies:
"""


async def test_discord_gets_an_embed_with_counts_and_link(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    await herald(blocks(receivers, f"  run_end: {receivers.address}{DISCORD}")).tell(FINISHED)
    (came,) = receivers.came
    assert (came.method, came.path) == ("POST", DISCORD)
    (embed,) = came.json["embeds"]
    assert embed["title"] == "The run is finished"
    assert embed["url"] == FINISHED.link
    assert "12 done" in embed["description"]
    assert {(one["name"], one["value"]) for one in embed["fields"]} == {("poster.upload", "12"), ("label.add", "3")}
    assert came.json["allowed_mentions"] == {"parse": []}


async def test_discord_shows_the_picture_small(receivers: Receivers, herald: Callable[..., Herald], picture: Path) -> None:
    await herald(blocks(receivers, f"  run_end: {receivers.address}{DISCORD}")).tell(replace(FINISHED, picture=picture))
    (came,) = receivers.came
    kind, content = came.parts["files[0]"]
    (embed,) = json.loads(came.parts["payload_json"][1])["embeds"]
    assert embed["image"] == {"url": "attachment://poster.jpg"}
    assert kind == "image/jpeg"
    assert len(content) < picture.stat().st_size
    assert len(content) < 1024 * 1024
    with Image.open(io.BytesIO(content)) as found:
        assert found.format == "JPEG"
        assert found.size == (800, 1200)


async def test_a_picture_that_is_none_is_left_out(
    receivers: Receivers, herald: Callable[..., Herald], tmp_path: Path
) -> None:
    (tmp_path / "no.png").write_bytes(b"GIF89a no picture at all")
    found = herald(blocks(receivers, f"  run_end: {receivers.address}{DISCORD}"))
    await found.tell(replace(FINISHED, picture=tmp_path / "no.png"))
    assert receivers.came[0].json["embeds"]


async def test_gotify_gets_title_text_link_and_priority(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    await herald(blocks(receivers, "  error: gotify")).tell(FAILED)
    (came,) = receivers.came
    assert (came.method, came.path) == ("POST", "/gotify/message")
    assert came.headers["X-Gotify-Key"] == "gotify-token-1234"
    assert came.json["title"] == "The run failed"
    assert "Plex cannot be reached" in came.json["message"]
    assert came.json["priority"] == 8
    assert came.json["extras"]["client::notification"]["click"]["url"] == FAILED.link


async def test_ntfy_gets_text_in_any_letters(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    notice = replace(FINISHED, title="Lauf fertig: Amélie 天使", text="Zeile 1\nZeile 2: ü")
    await herald(blocks(receivers, "  run_end: [ntfy]")).tell(notice)
    (came,) = receivers.came
    assert (came.method, came.path) == ("POST", "/my-films-topic")
    assert came.headers["Authorization"] == "Bearer tk_ntfy_token_1234"
    assert came.query["title"] == notice.title
    assert came.query["click"] == notice.link
    assert came.body.decode().startswith("Zeile 1\nZeile 2: ü\n12 poster.upload, 3 label.add")


async def test_ntfy_shows_the_picture(receivers: Receivers, herald: Callable[..., Herald], picture: Path) -> None:
    await herald(blocks(receivers, "  run_end: ntfy")).tell(replace(FINISHED, picture=picture))
    (came,) = receivers.came
    assert came.method == "PUT"
    assert came.query["filename"] == "poster.jpg"
    assert came.query["message"].startswith("12 done")
    assert came.body[:2] == b"\xff\xd8"


async def test_a_receiver_that_refuses_the_picture_gets_the_words(
    receivers: Receivers, herald: Callable[..., Herald], picture: Path
) -> None:
    receivers.statuses = [413]
    await herald(blocks(receivers, "  run_end: ntfy")).tell(replace(FINISHED, picture=picture))
    first, second = receivers.came
    assert (first.method, second.method) == ("PUT", "POST")
    assert b"12 done" in second.body


async def test_notifiarr_gets_a_get_with_a_body(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    found = herald()
    key = Secret("notifiarr-key-1234")
    speak = partial(dialects.notifiarr, key, address=f"{receivers.address}/api/v1/notification/pmm/")
    found.look = lambda: Targets((Web("Notifiarr", key, speak, refused=dialects.refused_by_json),))
    await found.tell(FAILED)
    (came,) = receivers.came
    assert (came.method, came.path) == ("GET", "/api/v1/notification/pmm/")
    assert came.headers["X-API-Key"] == "notifiarr-key-1234"
    assert came.json["event"] == "error"
    assert came.json["critical"] is True
    assert "Plex cannot be reached" in came.json["error"]
    receivers.answer = '{"result": "error", "details": {"response": "no"}}'
    (arrival,) = await found.test()
    assert not arrival.arrived


def test_notifiarr_is_asked_where_kometa_asks_it() -> None:
    assert dialects.NOTIFIARR == "https://notifiarr.com/api/v1/notification/pmm/"


async def test_plain_addresses_get_kometas_keys(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    await herald(blocks(receivers, f"  run_end: {receivers.address}/hook?key=abc")).tell(FINISHED)
    (came,) = receivers.came
    assert came.query == {"key": "abc"}
    assert came.json["event"] == "run_end"
    assert came.json["counts"] == {"poster.upload": 12, "label.add": 3}
    assert {"start_time", "end_time", "collections_created", "items_added", "library_mapping_name"} <= set(came.json)


@pytest.mark.parametrize(
    ("key", "notice", "is_told"),
    [
        ("run_end", FINISHED, True),
        ("run_end", FAILED, False),
        ("error", FAILED, True),
        ("error", FINISHED, False),
        ("error", Notice("backup", "A backup failed", "disk full"), True),
        ("error", Notice("configuration", "It does not pass", "x"), True),
        ("run_end", Notice("approval", "A plan waits", "12 steps", "http://halley:2061/plans/7"), True),
        ("error", Notice("recovered", "The run is finished", "again"), True),
        ("changes", FINISHED, True),
        ("changes", replace(FINISHED, counts={}), False),
        ("delete", FINISHED, False),
        ("delete", replace(FINISHED, counts={"collection.delete": 1}), True),
        ("run_start", FINISHED, False),
        ("version", FAILED, False),
        ("collection_changes", FINISHED, True),
    ],
)
async def test_a_key_of_webhooks_is_told_what_it_means(
    receivers: Receivers, herald: Callable[..., Herald], key: str, notice: Notice, *, is_told: bool
) -> None:
    await herald(blocks(receivers, f"  {key}: {receivers.address}/hook")).tell(notice)
    assert len(receivers.came) == is_told


async def test_who_is_named_twice_is_told_once(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    hook = f"{receivers.address}/hook"
    await herald(blocks(receivers, f"  run_end: [{hook}, {hook}]\n  changes: {hook}")).tell(FINISHED)
    assert len(receivers.came) == 1


async def test_two_of_discord_and_a_plain_one_each_get_their_own(
    receivers: Receivers, herald: Callable[..., Herald]
) -> None:
    """Kometa crashes at the second Discord address, and sends its form to the plain one."""
    many = ", ".join(f"{receivers.address}{path}" for path in (DISCORD, f"{DISCORD}4", "/hook"))
    await herald(blocks(receivers, f"  run_end: [{many}]")).tell(FINISHED)
    assert sorted("embeds" in one.json for one in receivers.came) == [False, True, True]


async def test_libraries_have_their_own_for_changes(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    text = f"libraries:\n  Movies:\n    webhooks: {{changes: {receivers.address}/hook, error: {receivers.address}/no}}\n"
    await herald(text).tell(FINISHED)
    assert [one.path for one in receivers.came] == ["/hook"]


async def test_secrets_of_the_environment_stand_for_addresses(receivers: Receivers, herald: Callable[..., Herald]) -> None:
    found = herald("webhooks: {run_end: <<hook>>}\n", {"KOMETA_HOOK": f"{receivers.address}/hook"})
    await found.tell(FINISHED)
    assert len(receivers.came) == 1


async def test_apprise_sends_to_addresses_of_the_environment(
    receivers: Receivers, herald: Callable[..., Herald], picture: Path
) -> None:
    both = f"json://{receivers.host}/one, ntfy://{receivers.host}/topic"
    await herald("", {"HALLEY_NOTIFY": both}).tell(replace(FINISHED, picture=picture))
    by = {one.path: one for one in receivers.came}
    content = by["/one"].json
    assert content["title"] == "The run is finished"
    assert content["message"] == f"12 done\n12 poster.upload, 3 label.add\n{FINISHED.link}"
    assert content["type"] == "success"
    (attached,) = content["attachments"]
    assert base64.b64decode(attached["base64"])[:2] == b"\xff\xd8"
    assert any(path.startswith("/topic") for path in by)


async def test_apprise_reads_the_list_that_kometa_reads(
    receivers: Receivers, herald: Callable[..., Herald], config: Path
) -> None:
    config.parent.mkdir()
    (config.parent / "apprise.yml").write_text(f"urls:\n  - json://{receivers.host}/listed\n", "utf-8")
    await herald("webhooks: {error: apprise}\napprise: {config: apprise.yml}\n").tell(FAILED)
    assert [one.path for one in receivers.came] == ["/listed"]
    assert receivers.came[0].json["type"] == "failure"
