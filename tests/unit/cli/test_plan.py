"""`halley plan`: everything that would change, as a file, the server as it was."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from halley.changes import encode
from halley.changes.kinds import AddTags, CreateCollection, UploadImage
from halley.files import DiskImages
from halley.plans import Plan, read_plan, write_plan
from halley.plex.ids import ItemType, SectionId
from halley.plex.images import ImageKind
from tests.builders import the
from tests.support.previews import TOKEN, Desk, Ended, a_poster

OVERLAYS = """\
overlays:
  4K:
    overlay: {name: text(4K), horizontal_offset: 15, horizontal_align: left, vertical_offset: 15, vertical_align: top}
    plex_all: true
"""


def write(desk: Desk) -> None:
    desk.write_config()
    (desk.config.parent / "overlays.yml").write_text(OVERLAYS)


async def planned(desk: Desk, *words: str) -> Ended:
    return await desk.call("plan", "--config", "config/config.yml", "--engine", "native", "-o", "plan", *words)


def plan_of(desk: Desk) -> Plan:
    return read_plan(desk.folder / "plan")


async def test_a_plan_holds_each_poster_and_each_label_in_order(desk: Desk) -> None:
    write(desk)
    before = desk.server.library
    done = await planned(desk)
    assert done.status == 0, done
    heat = the(before, "Heat")
    mine = [step.change for step in plan_of(desk).steps if heat.key in _keys(step.change)]
    assert [type(one) for one in mine] == [UploadImage, AddTags]
    assert desk.server.library is before


async def test_a_plan_shows_the_picture_that_stands_there_and_the_one_that_will(desk: Desk) -> None:
    write(desk)
    await planned(desk)
    key = the(desk.server.library, "Heat").key
    step = next(one for one in plan_of(desk).steps if isinstance(one.change, UploadImage) and one.change.key == key)
    images = DiskImages(desk.folder / "plan" / "images")
    assert step.shown_before is not None
    shown = the(desk.server.library, "Heat").shelf(ImageKind.POSTER)
    assert shown.current is not None
    assert shown.current.picture is not None
    assert step.shown_before.sha256 == shown.current.picture.sha256
    assert images.get(step.shown_before.sha256)
    assert isinstance(step.change, UploadImage)
    assert images.get(step.change.picture.sha256)
    (turn,) = [one for one in step.differences if one.aspect == "posters"]
    assert turn.after == step.change.picture.sha1
    assert turn.before is not None


async def test_what_kometa_died_over_is_drawn_anew_and_labelled_and_what_it_had_finished_is_not(
    desk: Desk, play: Callable[..., Path]
) -> None:
    write(desk)
    heat, ronin, matrix = (the(desk.server.library, title).key for title in ("Heat", "Ronin", "The Matrix"))
    (desk.folder / "theirs.jpg").write_bytes(a_poster(77))
    play(f"upload: {heat} {desk.folder / 'theirs.jpg'}", f"draw: {ronin} {desk.folder / 'theirs.jpg'}", "crash")
    done = await desk.call(
        "plan", "--config", "config/config.yml", "--engine", "auto", "--sandbox", "none", "-o", "plan", "--library", "Movies"
    )
    assert done.status == 0, done
    plan = plan_of(desk)
    assert plan.source.engine == "kometa, then native"
    labelled = [one.change.keys for one in plan.steps if isinstance(one.change, AddTags)]
    assert labelled == [(heat,), (ronin,), (matrix,)]
    drawn = [(one.change.key, one.change.picture.sha1) for one in plan.steps if isinstance(one.change, UploadImage)]
    assert [key for key, _ in drawn] == [heat, ronin, ronin, matrix]
    theirs = hashlib.sha1(a_poster(77), usedforsecurity=False).hexdigest()
    assert [picture == theirs for _, picture in drawn] == [True, True, False, False]


async def test_half_of_what_only_kometa_can_do_is_no_plan(desk: Desk, play: Callable[..., Path]) -> None:
    write(desk)
    library = desk.server.library
    made = CreateCollection(SectionId(1), ItemType.MOVIE, "Half", (the(library, "Heat").key,))
    play(f"send: POST {encode(made, library.server.machine_id).target}", "crash")
    done = await desk.call("plan", "--config", "config/config.yml", "--engine", "auto", "--sandbox", "none", "-o", "plan")
    assert done.status != 0
    assert "no plan was made" in done.errors
    assert "Half" in done.errors
    assert "--overlays-only" in done.errors
    assert not (desk.folder / "plan" / "plan.json").exists()


async def test_the_terminal_reads_as_a_diff(desk: Desk) -> None:
    write(desk)
    done = await planned(desk)
    assert "  ~ Heat (1995)\n" in done.output
    assert '      + label  +"Overlay"' in done.output
    assert "steps, about" in done.output


async def test_a_plan_holds_no_token(desk: Desk) -> None:
    write(desk)
    await planned(desk)
    assert not [path for path in desk.folder.glob("plan/**/*") if path.is_file() and TOKEN.encode() in path.read_bytes()]


async def test_json_tells_what_programs_want_to_know(desk: Desk) -> None:
    write(desk)
    told = (await planned(desk, "--json")).told
    assert told["steps"] == len(plan_of(desk).steps) > 0
    assert told["counts"]["Movies"]["UploadImage"] >= 1
    (asked,) = told["definitions"]
    assert (asked["name"], asked["steps"]) == ("4K", len(plan_of(desk).steps))
    assert asked["where"].endswith("overlays.yml:2:3")


async def test_the_exit_code_tells_on_request_whether_there_is_something_to_do(desk: Desk) -> None:
    write(desk)
    assert (await planned(desk, "--detailed-exitcode")).status == 2
    nothing = "overlays:\n  None:\n    overlay: {name: text(4K)}\n    plex_search: {all: {title.is: Nothing}}\n"
    (desk.config.parent / "overlays.yml").write_text(nothing)
    done = await planned(desk, "--detailed-exitcode")
    assert done.status == 0, done
    assert "nothing to do" in done.output


async def test_only_the_libraries_that_are_named_are_planned(desk: Desk) -> None:
    write(desk)
    await planned(desk, "--library", "Movies")
    assert plan_of(desk).libraries == ("Movies",)
    assert {step.library for step in plan_of(desk).steps} == {"Movies"}


async def test_a_folder_of_something_else_is_left_alone(desk: Desk) -> None:
    write(desk)
    (desk.folder / "plan").mkdir()
    (desk.folder / "plan" / "thesis.txt").write_text("mine")
    done = await planned(desk)
    assert done.status == 2
    assert "holds something else than a plan" in done.errors
    assert [path.name for path in (desk.folder / "plan").iterdir()] == ["thesis.txt"]


async def test_without_an_engine_there_is_no_plan_and_its_reason_is_told(desk: Desk) -> None:
    write(desk)
    done = await desk.call("plan", "--config", "config/config.yml", "--engine", "kometa", "--sandbox", "none", "-o", "plan")
    assert done.status == 4, done
    assert "no plan was made" in done.errors
    assert not (desk.folder / "plan" / "plan.json").exists()


async def test_two_plans_are_compared(desk: Desk) -> None:
    write(desk)
    await planned(desk)
    first = plan_of(desk)
    write_plan(first, desk.folder / "other")
    same = await desk.call("plan", "diff", "plan", "other")
    assert (same.status, same.output) == (0, "the plans come to the same\n")
    fewer = Plan(first.server, first.source, first.read_at, first.libraries, first.steps[:1], first.titles)
    write_plan(fewer, desk.folder / "other")
    done = await desk.call("plan", "diff", "plan", "other", "--json")
    assert done.status == 1
    assert {row["aspect"] for row in json.loads(done.output)} >= {"label"}


def _keys(change: object) -> tuple[int, ...]:
    return getattr(change, "keys", None) or (getattr(change, "key", 0),)
