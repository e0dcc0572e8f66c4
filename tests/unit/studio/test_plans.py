"""Plans over HTTP: at a glance, narrowed, in parts, left out in part, and what became of them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.runs import wanted

from halley.changes.kinds import (
    AddTags,
    AddToCollection,
    AddToPlaylist,
    CreateCollection,
    CreatePlaylist,
    DeleteItem,
    MoveInPlaylist,
    RefreshItem,
    RemoveFromCollection,
    SetField,
    UploadImage,
)
from halley.demo.many import many_movies
from halley.files import describe_picture
from halley.jobs.plan_page import rows_of
from halley.plans import Plan
from halley.plans.net import net
from halley.plans.words import line
from halley.plex.ids import SHADOW_KEYS, ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind
from halley.runs.model import State
from halley.simulator import load_library
from tests.builders import a_collection, a_library, a_movie, the
from tests.support.previews import a_poster
from tests.support.reading import Reading
from tests.support.runs import a_plan, as_planned
from tests.unit.plans.making import a_plan as a_plan_of

MOVIES = SectionId(1)
NEW, LIST = RatingKey(SHADOW_KEYS), RatingKey(SHADOW_KEYS + 1)


def rows(reading: Reading, job: str, part: str = "things", **asked: object) -> list[dict]:
    return reading.get(f"/plans/{job}/{part}", params=asked)["rows"]


def choose(reading: Reading, job: str, **choice: object) -> dict:
    answer = reading.ask.post(f"/plans/{job}/choice", choice)
    assert answer.status_code == 200, answer.text
    return answer.json()


def kept(reading: Reading, job: str) -> set[int]:
    return set(json.loads((reading.jobs / job / "choice.json").read_text())["excluded"])


@pytest.fixture(scope="session")
def lists(reading: Reading) -> Plan:
    """A collection made and filled, one that loses a movie, one that goes, a playlist, a field, and work for later."""
    library = a_library(
        a_movie("Heat", summary="Old"), a_movie("Ronin"), a_movie("Alien"),
        a_collection("Coast", "Heat", "Ronin"), a_collection("Gone", "Alien"),
    )  # fmt: skip
    heat, ronin, alien = (the(library, title).key for title in ("Heat", "Ronin", "Alien"))
    coast, gone = the(library, "Coast").key, the(library, "Gone").key
    poster = a_poster(7)
    plan = a_plan_of(
        as_planned(library),
        CreateCollection(MOVIES, ItemType.MOVIE, "Fresh", (heat,)),
        AddToCollection(NEW, (ronin,)),
        SetField(MOVIES, ItemType.COLLECTION, (NEW,), "summary", "New ones"),
        RemoveFromCollection(coast, ronin),
        AddToCollection(coast, (alien,)),
        DeleteItem(gone, ItemType.COLLECTION),
        CreatePlaylist("Rainy days", "video", (heat, ronin)),
        MoveInPlaylist(LIST, SHADOW_KEYS + 1, None),
        AddToPlaylist(LIST, (alien,)),
        SetField(MOVIES, ItemType.MOVIE, (heat,), "summary", "<b>New</b>"),
        UploadImage(NEW, ImageKind.POSTER, describe_picture(poster)),
        RefreshItem(heat),
    )
    steps = tuple(replace(one, irreversible="too late") if one.number == 6 else one for one in plan.steps)
    return reading.put_plan("lists", replace(plan, steps=steps), poster)


# --- at a glance ---------------------------------------------------------------


def test_a_glance_counts_what_the_plan_holds(reading: Reading) -> None:
    plan, told = reading.plan("demo"), reading.get("/plans/demo")
    assert (told["id"], told["configuration"], told["engine"]) == ("demo", reading.id, "native")
    assert (told["steps"], told["things"]) == (len(plan.steps), {"changed": len(net(plan).things)})
    assert told["posters"] == len([one for one in plan.steps if isinstance(one.change, UploadImage)])
    assert told["kinds"] == {"Movies": {"UploadImage": 24, "AddTags": 24}, "Shows": {"UploadImage": 29, "AddTags": 29}}
    assert told["kind_words"]["UploadImage"] == "pictures uploaded"
    assert told["warnings"] == list(plan.warnings)
    assert "Audience good" in told["definitions"]


def test_what_cannot_be_undone_and_what_is_deleted_is_counted(reading: Reading, lists: Plan) -> None:
    told = reading.get("/plans/lists")
    assert (told["irreversible"], told["deletions"]) == (1, 1)
    assert told["things"] == {"created": 2, "changed": 4, "removed": 1, "asked": 1}
    assert told["configuration"] == ""


def test_a_plan_that_is_made_anew_is_read_anew(reading: Reading) -> None:
    library = a_library(a_movie("Heat"), a_movie("Ronin"))
    changes = [SetField(MOVIES, ItemType.MOVIE, (one,), "summary", "x") for one in library.items]
    reading.put_plan("anew", a_plan(library, changes))
    assert reading.get("/plans/anew")["steps"] == 2
    reading.put_plan("anew", a_plan(library, changes[:1]))
    assert reading.get("/plans/anew")["steps"] == 1


# --- rows ----------------------------------------------------------------------


def test_a_tile_is_an_item_whose_poster_turns_with_its_label_and_who_drew_it(reading: Reading) -> None:
    plan = reading.plan("demo")
    first = rows(reading, "demo", "posters")[0]
    assert (first["title"], first["type"], first["library"]) == (plan.titles[RatingKey(first["key"])], "movie", "Movies")
    upload, label = (plan.steps[number - 1] for number in first["steps"])
    assert (upload.kind, label.kind) == ("UploadImage", "AddTags")
    assert upload.shown_before is not None
    assert (first["before"]["sha256"], first["before"]["width"]) == (upload.shown_before.sha256, 1000)
    assert (first["after"]["sha256"], first["after"]["height"]) == (upload.change.picture.sha256, 1500)
    assert first["definitions"] == [name for name, _ in upload.origin.definitions]


def test_tiles_are_narrowed_by_library_definition_text_and_choice(reading: Reading) -> None:
    every = rows(reading, "demo", "posters")
    for asked, means in (
        ({"library": "Shows"}, lambda one: one["library"] == "Shows"),
        ({"definition": "Stereo"}, lambda one: "Stereo" in one["definitions"]),
        ({"q": "BALLOON season"}, lambda one: one["title"].startswith("Balloon Season")),
        ({"q": "no such thing"}, lambda one: False),
        ({"excluded": True}, lambda one: False),
        ({"state": "open"}, lambda one: True),
        ({"state": "exact"}, lambda one: False),
    ):
        assert rows(reading, "demo", "posters", **asked) == [one for one in every if means(one)], asked


def test_parts_put_together_are_the_whole(reading: Reading) -> None:
    for of in ("posters", "things"):
        whole = reading.get(f"/plans/demo/{of}")
        parts = [reading.get(f"/plans/demo/{of}", params={"offset": at, "limit": 20}) for at in (0, 20, 40, 60)]
        assert {one["total"] for one in parts} == {whole["total"]} == {53}
        assert [row for one in parts for row in one["rows"]] == whole["rows"]


def test_a_thing_is_told_as_the_page_and_the_terminal_tell_it(reading: Reading) -> None:
    plan = reading.plan("demo")
    for told, row, thing in zip(rows(reading, "demo"), rows_of(plan), net(plan).things, strict=True):
        assert told["heading"] == row.heading
        assert [one["line"] for one in told["turns"]] == [line(turn) for turn in thing.turns if turn.aspect != "type"]
        assert tuple(told["steps"]) == row.steps
        named = [f"{one['definition']} ({place['file']}:{place['line']}:{place['column']})"
                 for one in told["origins"] for place in one["places"]]  # fmt: skip
        assert tuple(named) == row.definitions


def test_a_collection_shows_who_comes_and_who_goes_by_name_and_picture(reading: Reading, lists: Plan) -> None:
    fresh, coast, gone = rows(reading, "lists", of="collection")
    assert (fresh["mark"], fresh["title"], fresh["members_in"], fresh["comes"]) == ("created", "Fresh", ["Heat", "Ronin"], 2)
    assert fresh["after"]["sha256"] == describe_picture(a_poster(7)).sha256
    assert (coast["mark"], coast["members_in"], coast["members_out"]) == ("changed", ["Alien"], ["Ronin"])
    assert (coast["comes"], coast["goes"], coast["holds"]) == (1, 1, 2)
    assert [one["key"] for one in coast["come"]] == [int(key) for key, title in lists.titles.items() if title == "Alien"]
    places = {one["title"]: (one["was"], one["place"]) for name in ("come", "gone", "stay") for one in coast[name]}
    assert (len(coast["stay"]), places["Alien"][0], places["Ronin"][1]) == (1, 0, 0)
    assert sorted(place for _, place in places.values()) == [0, 1, 2]
    assert (gone["mark"], gone["irreversible"]) == ("removed", ["too late"])


def test_playlists_fields_and_work_for_later_are_rows_of_their_kind(reading: Reading, lists: Plan) -> None:
    (playlist,) = rows(reading, "lists", of="playlist")
    assert (playlist["title"], playlist["mark"], playlist["comes"]) == ("Rainy days", "created", 3)
    (heat,) = rows(reading, "lists", of="item", kind="SetField")
    (turn,) = [one for one in heat["turns"] if one["aspect"] == "summary"]
    assert (turn["before"], turn["after"], turn["line"]) == ("Old", "<b>New</b>", '~ summary  "Old" -> "<b>New</b>"')
    (asked,) = rows(reading, "lists", mark="asked")
    assert (asked["of"], asked["number"], asked["kinds"]) == ("step", 12, ["RefreshItem"])


def test_things_are_narrowed_by_kind_mark_and_what_they_are(reading: Reading, lists: Plan) -> None:
    every = rows(reading, "lists")
    for asked, means in (
        ({"kind": "AddToPlaylist"}, lambda one: one["of"] == "playlist"),
        ({"mark": "created"}, lambda one: one["title"] in {"Fresh", "Rainy days"}),
        ({"of": "item"}, lambda one: one["title"] in {"Heat", "Ronin", "Alien"}),
        ({"definition": "Badge"}, lambda one: True),
        ({"library": "Shows"}, lambda one: False),
        ({"q": "ronin"}, lambda one: one["title"] in {"Fresh", "Coast", "Rainy days", "Ronin"}),
    ):
        assert rows(reading, "lists", **asked) == [one for one in every if means(one)], asked


def test_ten_thousand_changes_are_told_in_parts_and_packed(reading: Reading, tmp_path: Path) -> None:
    (tmp_path / "poster.jpg").write_bytes(a_poster(3))
    path = tmp_path / "library.json"
    path.write_text(json.dumps(many_movies(3334, picture="poster.jpg")))
    library = load_library(path).library
    reading.put_plan("many", a_plan(library, wanted(library, 10_000)[0]))
    assert reading.get("/plans/many")["steps"] == 10_000  # which reads it
    choose(reading, "many", exclude=[1])
    part = reading.get("/plans/many/posters", params={"limit": 200, "offset": 3000})
    assert (part["total"], part["offset"], len(part["rows"])) == (3334, 3000, 200)
    assert reading.get("/plans/many/things", params={"limit": 1})["total"] == 3334
    long = "/plans/many/things?limit=10000"
    packed, plain = (reading.ask.get(long, headers={"Accept-Encoding": way}) for way in ("gzip", "identity"))
    assert packed.json() == plain.json()
    assert (packed.headers.get("Content-Encoding"), plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 5


# --- what is left out ----------------------------------------------------------


def test_who_is_left_out_stays_out_until_he_is_taken_in_again(reading: Reading) -> None:
    reading.copy_plan("choice", "demo")
    first, second = rows(reading, "choice", "posters")[:2]
    assert choose(reading, "choice", exclude=first["steps"])["excluded"] == 2
    assert kept(reading, "choice") == set(first["steps"])
    shown = rows(reading, "choice", "posters")
    assert [one["is_excluded"] for one in shown[:2]] == [True, False]
    assert rows(reading, "choice", "posters", excluded=True) == [shown[0]]
    assert [one["number"] for one in rows(reading, "choice", excluded=True)] == [first["key"]]
    assert choose(reading, "choice", exclude=second["steps"], include=first["steps"])["excluded"] == 2
    assert kept(reading, "choice") == set(second["steps"])


def test_everything_that_a_filter_means_is_left_out_in_one_request(reading: Reading) -> None:
    reading.copy_plan("filter", "demo")
    told = choose(reading, "filter", exclude_all={"among": "posters", "library": "Shows"})
    assert told["excluded"] == 58
    assert {one["library"] for one in rows(reading, "filter", "posters", excluded=False)} == {"Movies"}
    told = choose(reading, "filter", include_all={"among": "posters", "definition": "Season"})
    assert told["excluded"] == 58 - 2 * len(rows(reading, "filter", "posters", definition="Season"))
    assert choose(reading, "filter", exclude_all={"kind": "AddTags"})["excluded"] == 106
    assert choose(reading, "filter", include_all={})["excluded"] == 0


def test_what_builds_on_a_step_goes_and_comes_with_it(reading: Reading, lists: Plan) -> None:
    del lists
    assert choose(reading, "lists", exclude=[1])["excluded"] == 4
    assert kept(reading, "lists") == {1, 2, 3, 11}
    assert reading.get("/plans/lists/choice") == {"excluded": [1, 2, 3, 11], "by_hand": [1]}
    (fresh,) = rows(reading, "lists", q="fresh", mark="created")
    assert fresh["is_excluded"]
    choose(reading, "lists", exclude=[2])
    choose(reading, "lists", include=[1])
    assert kept(reading, "lists") == {2}
    choose(reading, "lists", exclude=[1])
    choose(reading, "lists", include=[3])
    assert kept(reading, "lists") == {2}, "whoever takes in what builds on a step takes in the step"
    choose(reading, "lists", exclude=[7], include=[2])
    assert kept(reading, "lists") == {7, 8, 9}
    assert choose(reading, "lists", include=[7])["excluded"] == 0


def test_a_rule_that_names_a_new_tag_builds_on_who_puts_it_on(reading: Reading) -> None:
    library = a_library(a_movie("Heat"))
    heat = the(library, "Heat").key
    plan = a_plan(
        library,
        [
            AddTags(MOVIES, ItemType.MOVIE, (heat,), TagKind.LABEL, ("Fresh",)),
            CreateCollection(MOVIES, ItemType.MOVIE, "Fresh ones", query=f"type=1&label={SHADOW_KEYS}"),
        ],
    )
    reading.put_plan("tags", replace(plan, tags={SHADOW_KEYS: ("label", "Fresh")}))
    choose(reading, "tags", exclude=[1])
    assert kept(reading, "tags") == {1, 2}


def test_a_step_that_is_none_is_refused_and_nothing_is_changed(reading: Reading) -> None:
    reading.copy_plan("wrong", "demo")
    for choice in ({"exclude": [1, 107]}, {"include": [0]}, {"exclude": ["all"]}, {"exclude_all": {"among": "all"}}):
        assert reading.ask.post("/plans/wrong/choice", choice).status_code == 422, choice
    assert not (reading.jobs / "wrong" / "choice.json").exists()


def test_a_choice_that_cannot_be_read_is_said_and_never_taken_for_none(reading: Reading) -> None:
    reading.copy_plan("torn", "demo")
    (reading.jobs / "torn" / "choice.json").write_text('{"excluded": [1')
    answer = reading.ask.get("/plans/torn")
    assert answer.status_code == 422
    assert "choice.json cannot be read" in answer.json()["title"]


# --- what became of it ---------------------------------------------------------


def test_an_apply_leaves_out_what_was_left_out_and_each_tile_says_what_became_of_it(reading: Reading) -> None:
    plan = reading.copy_plan("applied", "demo")
    left = rows(reading, "applied", "posters")[0]
    choose(reading, "applied", exclude=left["steps"])
    server = reading.ask.demo.server
    assert server is not None
    before = server.library
    numbers = [one.number for one in plan.steps if one.number not in kept(reading, "applied")]
    report = reading.apply("applied", numbers)
    assert report.is_good
    key = RatingKey(left["key"])
    assert server.library.items[key] == before.items[key]
    told = reading.get("/plans/applied")
    assert (told["run"], told["states"]) == (report.run, {"exact": 104})
    assert [one["key"] for one in rows(reading, "applied", "posters", state="open")] == [left["key"]]
    assert len(rows(reading, "applied", state="exact")) == 52
    assert reading.get("/plans/demo")["run"] == "", "the runs of one plan are none of another"

    one = rows(reading, "applied", "posters")[1]
    undo = reading.undo(report.run, one["steps"])
    assert [each["key"] for each in rows(reading, "applied", "posters", state="undone")] == [one["key"]]
    assert reading.get("/plans/applied")["states"] == {"exact": 102, "undone": 2}
    reading.undo(undo.run)
    assert reading.get("/plans/applied")["states"] == {"exact": 104}
    reading.undo(report.run)
    assert reading.get("/plans/applied")["states"] == {"undone": 104}
    assert server.library.items[key] == before.items[key]


def test_a_plan_that_is_carried_out_in_parts_says_so_over_all_runs(reading: Reading) -> None:
    reading.copy_plan("parts", "demo")
    first, second = reading.apply("parts", [1, 2]), reading.apply("parts", [3, 4])
    told = reading.get("/plans/parts")
    assert (told["run"], told["states"]) == (second.run, {"exact": 4})
    again = reading.apply("parts", [1, 2, 5, 6])
    assert reading.get("/plans/parts")["states"] == {"exact": 6}
    for run in (again, second, first):
        reading.undo(run.run)
    assert reading.get("/plans/parts")["states"] == {"undone": 6}


def test_a_step_that_was_refused_says_so(reading: Reading) -> None:
    plan = reading.copy_plan("refused", "demo")
    other = replace(plan.steps[0].differences[0], before="something else")
    first = replace(plan.steps[0], differences=(other, *plan.steps[0].differences[1:]))
    reading.put_plan("refused", replace(plan, steps=(first, *plan.steps[1:])))
    report = reading.apply("refused", [1])
    assert [one.state for one in report.outcomes] == [State.REFUSED]
    assert rows(reading, "refused", "posters")[0]["state"] == "refused"


# --- who asks for what is not there ---------------------------------------------


@pytest.mark.parametrize(
    "name", ["nothing", "..", "%2e%2e", "demo%2f..%2fdemo", "DEMO", "demo%00", "demo/..%2fdemo", "x" * 101, "%E2%80%AE", "."]
)
def test_a_name_that_no_job_has_is_no_plan(reading: Reading, name: str) -> None:
    (reading.desk.folder / "plan").mkdir(exist_ok=True)
    (reading.desk.folder / "plan" / "plan.json").write_text("{}")
    for address in ("", "/posters", "/things", "/boxes/1", "/posters.zip", "/report.html", f"/images/{'0' * 64}"):
        assert reading.ask.get(f"/plans/{name}{address}").status_code in {404, 422}, address


def test_a_job_without_a_plan_and_a_plan_that_is_damaged_are_told_apart(reading: Reading) -> None:
    (reading.jobs / "empty").mkdir()
    assert reading.ask.get("/plans/empty").status_code == 404
    (reading.jobs / "broken" / "plan").mkdir(parents=True)
    (reading.jobs / "broken" / "plan" / "plan.json").write_text('{"version": 1, "steps": [')
    answer = reading.ask.get("/plans/broken")
    assert (answer.status_code, "is no plan" in answer.json()["title"]) == (422, True)


def test_no_answer_holds_the_token(reading: Reading) -> None:
    token = next(one.split(":", 1)[1].strip() for one in reading.config.read_text().splitlines() if "token:" in one)
    assert len(token) > 8
    for address in ("/plans/demo", "/plans/demo/posters", "/plans/demo/things", "/plans/demo/report.html", "/runs",
                    "/system/health", "/system/doctor"):  # fmt: skip
        reading.ask.get(address)
    assert not [told for told, body in reading.ask.heard if token.encode() in body]
