"""Configurations, servers, drafts and reference over HTTP, against the demo and its simulator."""

import asyncio
import io
import re
from pathlib import Path

import pytest
from PIL import Image

from halley.definitions.overlay import ATTRIBUTES
from halley.jobs.means import Means
from halley.jobs.one_item import ItemAsked
from halley.jobs.one_poster import draw_item
from halley.studio.reference.controls import CONTROLS
from tests.unit.studio.conftest import Open

MOVIES = "overlays/movies.yml"


def text_of(studio: Open, name: str) -> dict:
    answer = studio.ask.get(f"{studio.at}/files/{name}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def film(studio: Open) -> int:
    return studio.ask.get(f"{studio.at}/items", params={"library": "Movies", "limit": 1}).json()["rows"][0]["key"]


def asked(studio: Open, **more: object) -> dict:
    return {
        "configuration": studio.id,
        "file": MOVIES,
        "item": film(studio),
        "text": text_of(studio, MOVIES)["text"],
        **more,
    }


def picture(studio: Open, body: dict, **more: object) -> Image.Image:
    answer = studio.ask.post("/render", body, **more)
    assert answer.status_code == 200, answer.text
    return Image.open(io.BytesIO(answer.content))


# --- configurations ------------------------------------------------------------


def test_the_demo_is_listed_with_its_libraries_and_files(studio: Open) -> None:
    (one,) = studio.ask.get("/configurations").json()
    assert (one["is_demo"], one["is_current"], one["problems"]) == (True, True, 0)
    detail = studio.ask.get(studio.at).json()
    assert detail["libraries"] == ["Movies", "Shows"]
    assert [(one["name"], one["kind"], one["library"]) for one in detail["files"]] == [
        ("config.yml", "config", ""),
        (MOVIES, "overlays", "Movies"),
        ("overlays/shows.yml", "overlays", "Shows"),
    ]


def test_a_name_that_the_configuration_does_not_name_is_no_file(studio: Open) -> None:
    (studio.folder / "private.yml").write_text("secret: yes\n")
    for name in ("private.yml", "../demo/config/config.yml", "%2e%2e/server.json", "/etc/passwd", "overlays/%00"):
        assert studio.ask.get(f"{studio.at}/files/{name}").status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"overlays: \xff\xfe", "no UTF-8"), (b"#" * 9_000_000, "too large"), (None, "cannot be read")],
    ids=["of another encoding", "too large", "a folder"],
)
def test_a_file_that_is_there_and_cannot_be_read_says_why(studio: Open, content: bytes | None, words: str) -> None:
    path = studio.folder / MOVIES
    aside = path.rename(path.with_suffix(".aside"))
    try:
        path.write_bytes(content) if content is not None else path.mkdir()
        answer = studio.ask.get(f"{studio.at}/files/{MOVIES}")
        assert (answer.status_code, words in answer.json()["title"], bool(answer.json()["hint"])) == (422, True, True)
    finally:
        path.unlink() if content is not None else path.rmdir()
        aside.rename(path)


def test_a_saved_text_keeps_the_token_that_was_masked_and_the_text_before_it(studio: Open) -> None:
    token, before = studio.token(), (studio.folder / "config.yml").read_text()
    seen = text_of(studio, "config.yml")
    assert token not in seen["text"]
    body = {"text": seen["text"].replace("timeout: 60", "timeout: 50 # less"), "digest": seen["digest"]}
    answer = studio.ask("PUT", f"{studio.at}/files/config.yml", json=body)
    assert answer.status_code == 200, answer.text
    assert (studio.folder / "config.yml").read_text() == before.replace("timeout: 60", "timeout: 50 # less")
    (version,) = studio.ask.get(f"{studio.at}/versions/config.yml").json()
    kept = studio.ask.get(f"{studio.at}/versions/config.yml", params={"version": version["version"]}).json()
    assert "timeout: 60" in kept["text"]
    assert token not in kept["text"]
    assert [path.read_text() for path in (studio.folder / "halley" / "history").glob("*/*")] == [before]


def test_a_file_of_windows_keeps_its_line_ends_though_an_editor_sends_none_of_them(studio: Open) -> None:
    path = studio.folder / MOVIES
    before = path.read_bytes()
    path.write_bytes(before.replace(b"\n", b"\r\n"))
    try:
        seen = text_of(studio, MOVIES)
        body = {"text": seen["text"].replace("\r\n", "\n") + "# one more\n", "digest": seen["digest"]}
        assert studio.ask("PUT", f"{studio.at}/files/{MOVIES}", json=body).status_code == 200
        assert path.read_bytes() == (before + b"# one more\n").replace(b"\n", b"\r\n")
    finally:
        path.write_bytes(before)


def test_a_save_over_a_text_that_was_changed_meanwhile_is_refused(studio: Open) -> None:
    path = studio.folder / MOVIES
    seen, before = text_of(studio, MOVIES), path.read_text()
    path.write_text(before + "# somebody else\n")
    try:
        answer = studio.ask("PUT", f"{studio.at}/files/{MOVIES}", json={"text": "overlays: {}\n", "digest": seen["digest"]})
        assert answer.status_code == 409
        assert path.read_text() == before + "# somebody else\n"
    finally:
        path.write_text(before)


def test_a_mark_that_stands_for_nothing_is_not_saved(studio: Open) -> None:
    seen = text_of(studio, "config.yml")
    body = {"text": seen["text"] + "\nother: ‹•••77›\n", "digest": seen["digest"]}
    assert studio.ask("PUT", f"{studio.at}/files/config.yml", json=body).status_code == 422


def test_a_config_that_is_no_yaml_is_not_saved(studio: Open) -> None:
    seen, before = text_of(studio, "config.yml"), (studio.folder / "config.yml").read_text()
    body = {"text": "plex: [", "digest": seen["digest"]}
    assert studio.ask("PUT", f"{studio.at}/files/config.yml", json=body).status_code == 422
    assert (studio.folder / "config.yml").read_text() == before


def test_a_draft_is_checked_in_place_of_the_file_with_the_place_of_what_is_wrong(studio: Open) -> None:
    draft = text_of(studio, MOVIES)["text"].replace('back_color: "#0B0E14C4"', "back_color: no-colour")
    line = next(number for number, one in enumerate(draft.split("\n"), 1) if "no-colour" in one)
    marks = studio.ask.post(f"{studio.at}/check/{MOVIES}", {"text": draft}).json()["marks"]
    found = next(one for one in marks if "no-colour" in one["message"])
    assert (found["severity"], found["line"]) == ("error", line)
    assert draft.split("\n")[line - 1][found["column"] - 1 : found["end_column"] - 1] == "back_color"
    assert text_of(studio, MOVIES)["marks"] == []


def test_a_draft_of_the_config_is_checked_and_broken_yaml_told_in_its_place(studio: Open) -> None:
    draft = text_of(studio, "config.yml")["text"].replace("overlay_files:", "overlay_fils:", 1)
    marks = studio.ask.post(f"{studio.at}/check/config.yml", {"text": draft}).json()["marks"]
    assert any("did you mean `overlay_files`" in one["message"] for one in marks)
    marks = studio.ask.post(f"{studio.at}/check/config.yml", {"text": "plex:\n  url: [\n"}).json()["marks"]
    assert [one["severity"] for one in marks][:1] == ["error"]


def test_a_difference_shows_what_changed_and_no_secret(studio: Open) -> None:
    draft = text_of(studio, "config.yml")["text"].replace("language: en", "language: de")
    draft = re.sub("token: .*", "token: brand-new-token", draft)
    told = studio.ask.post(f"{studio.at}/difference/config.yml", {"text": draft}).json()["difference"]
    assert "-  language: en\n" in told
    assert "+  language: de" in told
    assert "brand-new-token" not in told
    assert len([line for line in told.split("\n") if re.match(r"[+-]  token:", line)]) == 2


def test_configurations_are_added_by_path_and_by_text_and_forgotten(studio: Open) -> None:
    text = "plex:\n  url: http://127.0.0.1:9\n  token: uploaded-token\nlibraries:\n  Movies:\n    overlay_files: []\n"
    added = studio.ask.post("/configurations", {"text": text}).json()
    assert (added["is_current"], added["name"][:10]) == (True, "Uploaded (")
    told = studio.ask.get(f"/configurations/{added['id']}/server").json()
    assert [(one["check"], one["severity"]) for one in told["findings"]] == [("reach", "error")]
    assert studio.ask("DELETE", f"/configurations/{added['id']}").status_code == 204
    assert studio.ask.get(f"/configurations/{added['id']}").status_code == 404
    assert studio.ask.post("/configurations", {"path": "nowhere/config.yml"}).status_code == 422
    assert studio.ask.post("/configurations", {"path": "x", "is_demo": True}).status_code == 422
    again = studio.ask.post("/configurations", {"path": str(studio.folder / "config.yml")}).json()
    assert (again["id"], again["is_demo"]) == (studio.id, True), "or its server would not begin with the studio any longer"


def test_a_text_that_comes_again_does_not_go_over_what_was_edited_in_it(studio: Open) -> None:
    text = "libraries:\n  Movies:\n    overlay_files: []\n"
    first = studio.ask.post("/configurations", {"text": text}).json()
    assert studio.ask.post("/configurations", {"text": text}).json()["id"] == first["id"]
    at = f"/configurations/{first['id']}"
    seen = studio.ask.get(f"{at}/files/config.yml").json()
    body = {"text": f"{seen['text']}# an hour of work\n", "digest": seen["digest"]}
    assert studio.ask("PUT", f"{at}/files/config.yml", json=body).status_code == 200
    second = studio.ask.post("/configurations", {"text": text}).json()
    assert (second["id"] != first["id"], second["name"]) == (True, f"{first['name'][:-1]}-2)")
    assert "# an hour of work" in studio.ask.get(f"{at}/files/config.yml").json()["text"]
    assert studio.ask.get(f"/configurations/{second['id']}/files/config.yml").json()["text"] == text
    for one in (first, second):
        studio.ask("DELETE", f"/configurations/{one['id']}")
    studio.ask.post("/configurations", {"path": str(studio.folder / "config.yml")})


# --- the server ------------------------------------------------------------


def test_a_server_that_answers_is_told_with_what_was_looked_at(studio: Open) -> None:
    told = studio.ask.get(f"{studio.at}/server").json()
    assert told["name"]
    assert {one["check"]: one["severity"] for one in told["findings"]} == {
        "reach": "good",
        "token": "good",
        "version": "good",
        "libraries": "good",
    }
    assert {(one["title"], one["is_configured"]) for one in studio.ask.get(f"{studio.at}/libraries").json()} >= {
        ("Movies", True),
        ("Shows", True),
    }


def test_a_wrong_token_and_a_missing_library_are_told(studio: Open) -> None:
    good = (studio.folder / "config.yml").read_text()
    wrong = studio.folder.parent / "wrong" / "config.yml"
    wrong.parent.mkdir(exist_ok=True)
    for text, check in (
        (good.replace(studio.token(), "wrong-token-1"), "token"),
        (good.replace("  Shows:", "  Operas:"), "libraries"),
    ):
        wrong.write_text(text)
        added = studio.ask.post("/configurations", {"path": str(wrong)}).json()["id"]
        findings = studio.ask.get(f"/configurations/{added}/server").json()["findings"]
        assert [one["check"] for one in findings if one["severity"] == "error"] == [check]
        studio.ask("DELETE", f"/configurations/{added}")


def test_items_are_found_as_somebody_types(studio: Open) -> None:
    first = studio.ask.get(f"{studio.at}/items", params={"library": "Movies"}).json()
    title = first["rows"][0]["title"]
    found = studio.ask.get(f"{studio.at}/items", params={"q": title[:4].upper()}).json()
    assert title in [one["title"] for one in found["rows"]]
    assert found["total"] < studio.ask.get(f"{studio.at}/items").json()["total"]
    episodes = studio.ask.get(f"{studio.at}/items", params={"type": "episode", "limit": 2}).json()
    assert all(one["type"] == "episode" and ", season " in one["context"] for one in episodes["rows"])
    assert studio.ask.get(f"{studio.at}/items/{first['rows'][0]['key']}").json()["title"] == title
    assert studio.ask.get(f"{studio.at}/items/999999999").status_code == 404


def test_a_thumb_is_small_and_sent_once(studio: Open) -> None:
    path = f"{studio.at}/items/{film(studio)}/thumb"
    answer = studio.ask.get(path, params={"width": 150})
    assert Image.open(io.BytesIO(answer.content)).width == 150
    again = studio.ask.get(path, params={"width": 150}, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert studio.ask.get(path, params={"width": 100_000}).status_code == 422


def test_text_variables_are_told_with_their_value_for_the_item(studio: Open) -> None:
    told = {one["name"]: one["sample"] for one in studio.ask.get(f"{studio.at}/items/{film(studio)}/variables").json()}
    item = studio.ask.get(f"{studio.at}/items/{film(studio)}").json()
    assert told["<<title>>"] == item["title"]
    assert told["<<titleU>>"] == item["title"].upper()
    assert told["<<runtimeM>>"].isdecimal()


# --- drafts ------------------------------------------------------------


def test_a_picture_is_as_wide_as_it_was_asked_for_and_sent_once(studio: Open) -> None:
    body = asked(studio, width=500)
    answer = studio.ask.post("/render", body)
    assert Image.open(io.BytesIO(answer.content)).size == (500, 750)
    assert answer.headers["content-type"] == "image/jpeg"
    again = studio.ask.post("/render", body, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    whole = studio.ask.post("/render", asked(studio, format="png"))
    assert Image.open(io.BytesIO(whole.content)).size == (1000, 1500)


def test_an_edit_of_a_drag_gives_the_picture_that_the_edited_text_gives(studio: Open) -> None:
    edits = [
        {"overlay": "Bar", "key": "vertical_offset", "value": 400},
        {"overlay": "Bar", "key": "back_radius", "value": 4},
    ]
    dragged = studio.ask.post("/render", asked(studio, edits=edits, format="png"))
    plain = studio.ask.post("/render", asked(studio, format="png"))
    text = studio.ask.post("/render/edit", {"text": text_of(studio, MOVIES)["text"], "edits": edits}).json()["text"]
    from_text = studio.ask.post("/render", asked(studio, text=text, format="png"))
    assert dragged.content == from_text.content != plain.content
    assert dragged.headers["ETag"] == from_text.headers["ETag"] != plain.headers["ETag"]


def test_an_edit_of_a_template_moves_all_that_is_made_by_it_in_picture_and_text(studio: Open) -> None:
    boxes = {one["overlay"]: one for one in studio.ask.post("/render/layers", asked(studio)).json()["layers"]}
    made = next(one for one in boxes.values() if one["group"] == "ring" and one["is_drawn"])
    edits = [{"overlay": made["overlay"], "key": "vertical_offset", "value": 130, "template": "ring"}]
    dragged = studio.ask.post("/render", asked(studio, edits=edits, format="png"))
    text = studio.ask.post("/render/edit", {"text": text_of(studio, MOVIES)["text"], "edits": edits}).json()["text"]
    assert dragged.content == studio.ask.post("/render", asked(studio, text=text, format="png")).content
    after = {one["overlay"]: one for one in studio.ask.post("/render/layers", asked(studio, text=text)).json()["layers"]}
    assert after[made["overlay"]]["top"] == made["top"] + 100
    assert after["Bar"] == {**boxes["Bar"], "place": after["Bar"]["place"]}


def test_layers_say_where_each_overlay_lies_and_why_others_do_not(studio: Open) -> None:
    told = studio.ask.post("/render/layers", asked(studio)).json()
    assert told["canvas"] == [1000, 1500]
    layers = {one["overlay"]: one for one in told["layers"]}
    bar = layers["Bar"]
    assert (bar["left"], bar["top"], bar["width"], bar["height"]) == (30, 1382, 941, 89)
    assert (bar["is_drawn"], bar["is_editable"], bar["attributes"]["vertical_align"]) == (True, True, "bottom")
    lines = text_of(studio, MOVIES)["text"].split("\n")
    assert lines[bar["place"]["line"] - 1].strip() == "Bar:"
    resolutions = [layers[f"Resolution {one}"] for one in ("4K", "1080", "720", "480")]
    assert any(one["is_drawn"] for one in resolutions)
    assert all(one["why"] for one in resolutions if not one["is_drawn"])
    assert not layers["Resolution 4K"]["is_editable"]


def test_what_is_drawn_though_it_does_not_fit_is_told_as_drawn(studio: Open) -> None:
    told = studio.ask.post("/render/layers", asked(studio, shows_all=True)).json()["layers"]
    shown = [one["overlay"] for one in told if one["overlay"].startswith("Resolution") and one["is_drawn"]]
    assert shown == ["Resolution 4K", "Resolution 1080", "Resolution 720"]
    assert all(one["width"] > 0 for one in told if one["is_drawn"])


def test_a_hidden_overlay_is_not_drawn_and_a_given_value_is(studio: Open) -> None:
    hidden = studio.ask.post("/render/layers", asked(studio, hidden=["Bar"])).json()["layers"]
    assert not next(one for one in hidden if one["overlay"] == "Bar")["is_drawn"]
    valued = studio.ask.post("/render/layers", asked(studio, values={"audience_rating": "9.9"})).json()["layers"]
    assert next(one for one in valued if one["overlay"] == "Audience number")["text"] == "9.9"


def test_a_drawn_draft_is_what_a_run_would_upload(studio: Open, tmp_path: Path) -> None:
    asking = ItemAsked(studio.folder / "config.yml", str(film(studio)), ("Movies",), Means(offline=True))
    asyncio.run(draw_item(asking, tmp_path / "run.png"))
    with Image.open(tmp_path / "run.png") as run:
        drawn = picture(studio, asked(studio, format="png", with_rest=True))
        assert run.convert("RGB").tobytes() == drawn.convert("RGB").tobytes()


def test_a_draft_that_cannot_be_read_draws_nothing_and_says_where(studio: Open) -> None:
    told = studio.ask.post("/render/layers", asked(studio, text="overlays:\n  A: [\n")).json()
    assert told["layers"] == []
    assert told["marks"][0]["line"] >= 2


def test_edits_over_the_wire_keep_everything_else(studio: Open) -> None:
    text = text_of(studio, MOVIES)["text"]
    body = {"text": text, "edits": [{"overlay": "Bar", "key": "vertical_offset", "value": "5%"}]}
    after = studio.ask.post("/render/edit", body).json()
    changed = [pair for pair in zip(text.split("\n"), after["text"].split("\n"), strict=True) if pair[0] != pair[1]]
    assert changed == [("      vertical_offset: 30", "      vertical_offset: 5%")]
    assert after["marks"] == []
    wrong = {"text": text, "edits": [{"overlay": "Nobody", "key": "x", "value": 1}]}
    assert studio.ask.post("/render/edit", wrong).status_code == 422


# --- the reference ------------------------------------------------------------


def test_the_reference_has_a_control_for_each_attribute_and_is_sent_once(studio: Open) -> None:
    answer = studio.ask.get("/reference")
    told = answer.json()
    assert sorted(one["key"] for one in told["controls"]) == sorted(ATTRIBUTES) == sorted(one.key for one in CONTROLS)
    ratings = next(one for one in told["defaults"] if one["name"] == "ratings")
    assert {"rating1", "rating1_image", "horizontal_position"} <= {one["key"] for one in ratings["variables"]}
    assert all(one["summary"] for one in told["words"] if one["kind"] == "variable")
    again = studio.ask.get("/reference", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


# --- secrets ------------------------------------------------------------


def test_no_answer_of_any_route_holds_a_token_or_a_key(studio: Open) -> None:
    """Last in the file: it looks at all answers that the tests above were given, and asks a few more."""
    secrets = [studio.token(), "uploaded-token", "wrong-token-1"]
    config = studio.folder / "config.yml"
    text = config.read_text()
    keys = ["0123456789abcdef-tmdb", "mdb-key-99887", "hooks.example/private-hook", "url-token-4711"]
    config.write_text(
        text.replace("apikey: demo", f"apikey: {keys[0]}")
        + f"mdblist: {{apikey: {keys[1]}}}\nwebhooks:\n  error: https://{keys[2]}\n# old: {studio.token()}\n"
    )
    overlays = studio.folder / MOVIES
    before = overlays.read_text()
    overlays.write_text(
        before
        + f"  Far:\n    overlay: {{name: far, url: 'https://example.org/x.png?token={keys[3]}'}}\n    plex_all: true\n"
    )
    try:
        for name in ("config.yml", MOVIES):
            seen = text_of(studio, name)
            studio.ask.post(f"{studio.at}/check/{name}", {"text": seen["text"].replace("libraries:", "libaries:")})
            studio.ask.post(f"{studio.at}/difference/{name}", {"text": seen["text"] + "# more\n"})
            studio.ask(
                "PUT", f"{studio.at}/files/{name}", json={"text": seen["text"] + "# more\n", "digest": seen["digest"]}
            )
            for version in studio.ask.get(f"{studio.at}/versions/{name}").json():
                studio.ask.get(f"{studio.at}/versions/{name}", params={"version": version["version"]})
        assert keys[0] in config.read_text()
        assert keys[3] in overlays.read_text()
        studio.ask.post("/render/layers", asked(studio, shows_all=True))
        studio.ask.post("/render", asked(studio))
        for path in ("", "/server", "/libraries", "/items?library=Movies"):
            studio.ask.get(f"{studio.at}{path}")
    finally:
        overlays.write_text(before)
        config.write_text(text)
    held = [(path, secret) for path, body in studio.ask.heard for secret in secrets + keys if secret.encode() in body]
    assert held == []
    assert len(studio.ask.heard) > 20
