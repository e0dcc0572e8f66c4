"""What a plan comes to, in words and in numbers."""

from dataclasses import replace

from halley.changes.kinds import (
    AddTags,
    Change,
    CreateCollection,
    DeleteItem,
    RefreshItem,
    RemoveTags,
    SetField,
    UploadImage,
)
from halley.files import describe_picture
from halley.plans.compare import compare
from halley.plans.forecast import counts, forecast
from halley.plans.model import Plan
from halley.plans.net import Mark, Thing, net
from halley.plans.words import heading, line
from halley.plex.ids import SHADOW_KEYS, ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.library import Library
from halley.plex.tags import TagKind
from tests.builders import a_collection, a_library, a_movie, the
from tests.unit.plans.making import a_plan

LIBRARY = a_library(
    a_movie("Heat", summary="Old", labels=["Mine"]), a_movie("Ronin"), a_collection("Coast", "Heat", "Ronin")
)
HEAT, RONIN, COAST = (the(LIBRARY, title).key for title in ("Heat", "Ronin", "Coast"))
MOVIES = SectionId(1)


def summary(text: str, key: RatingKey = HEAT) -> Change:
    return SetField(MOVIES, ItemType.MOVIE, (key,), "summary", text)


def label(*texts: str, key: RatingKey = HEAT) -> Change:
    return AddTags(MOVIES, ItemType.MOVIE, (key,), TagKind.LABEL, texts)


def poster(data: bytes, key: RatingKey = HEAT) -> Change:
    return UploadImage(key, ImageKind.POSTER, describe_picture(data))


def things(plan: Plan) -> dict[str, Thing]:
    return {one.title: one for one in net(plan).things}


def lines(plan: Plan, title: str) -> list[str]:
    return [line(turn) for turn in things(plan)[title].turns]


def test_what_is_turned_twice_is_told_once_from_its_first_to_its_last() -> None:
    (turn,) = [one for one in things(a_plan(LIBRARY, summary("A"), summary("B")))["Heat"].turns if one.aspect == "summary"]
    assert (turn.before, turn.after, turn.steps) == ("Old", "B", (1, 2))


def test_what_comes_back_to_what_it_was_is_no_turn() -> None:
    plan = a_plan(LIBRARY, label("Overlay"), RemoveTags(MOVIES, ItemType.MOVIE, (HEAT,), TagKind.LABEL, ("Overlay",)))
    assert [one.aspect for one in things(plan)["Heat"].turns] == ["locked label"]


def test_a_job_of_the_server_is_silent_and_still_told() -> None:
    assert [step.number for step in net(a_plan(LIBRARY, RefreshItem(HEAT))).silent] == [1]


def test_what_is_made_changed_and_removed_is_marked_as_in_a_diff() -> None:
    plan = a_plan(
        LIBRARY,
        CreateCollection(MOVIES, ItemType.MOVIE, "Crime", (HEAT,)),
        summary("New"),
        DeleteItem(COAST, ItemType.COLLECTION),
    )
    marks = {title: (one.mark, heading(one)) for title, one in things(plan).items()}
    assert marks["Crime"] == (Mark.CREATED, '+ collection "Crime"')
    assert marks["Heat"] == (Mark.CHANGED, "~ Heat")
    assert marks["Coast"] == (Mark.REMOVED, '- collection "Coast"')


def test_a_field_is_told_with_what_it_was_and_becomes() -> None:
    assert '~ summary  "Old" -> "New"' in lines(a_plan(LIBRARY, summary("New")), "Heat")
    assert '- summary  "Old"' in lines(a_plan(LIBRARY, summary("")), "Heat")
    assert '+ summary  "New"' in lines(a_plan(LIBRARY, summary("New", RONIN)), "Ronin")
    assert "+ locked summary  true" in lines(a_plan(LIBRARY, summary("New")), "Heat")


def test_long_and_broken_texts_stay_on_one_short_line() -> None:
    (told,) = [
        one for one in lines(a_plan(LIBRARY, summary("A\nB " * 100)), "Heat") if " summary " in one and "lock" not in one
    ]
    assert "\n" not in told
    assert len(told) < 140


def test_of_tags_is_told_what_comes_and_goes() -> None:
    assert '~ label  +"Overlay"' in lines(a_plan(LIBRARY, label("Overlay")), "Heat")
    gone = RemoveTags(MOVIES, ItemType.MOVIE, (HEAT,), TagKind.LABEL, ("Mine",))
    assert '- label  -"Mine"' in lines(a_plan(LIBRARY, gone), "Heat")


def test_a_picture_is_told_by_the_beginning_of_its_name() -> None:
    (told,) = [one for one in lines(a_plan(LIBRARY, poster(b"new")), "Heat") if "poster" in one]
    assert told.endswith(f"-> upload {describe_picture(b'new').sha1[:8]}")


def test_two_plans_of_equal_effect_do_not_differ() -> None:
    assert compare(a_plan(LIBRARY, summary("A"), summary("B")), a_plan(LIBRARY, summary("B"))) == ()


def test_what_only_one_plan_does_and_what_both_do_differently_is_told() -> None:
    first = a_plan(LIBRARY, summary("A"), label("Overlay", key=RONIN))
    second = a_plan(LIBRARY, summary("B"), poster(b"new"))
    told = {
        (one.thing.title, turn.aspect): (one.first, one.second)
        for one in compare(first, second)
        if (turn := one.first or one.second)
    }
    assert {("Heat", "summary"), ("Heat", "posters"), ("Ronin", "label")} <= set(told)
    assert told["Heat", "posters"][0] is None
    assert told["Ronin", "label"][1] is None


def test_what_does_not_exist_yet_is_known_by_its_title_in_both_plans() -> None:
    made = CreateCollection(MOVIES, ItemType.MOVIE, "Crime", (HEAT,))
    at_first = a_plan(with_keys_from(SHADOW_KEYS), made)
    later = a_plan(with_keys_from(SHADOW_KEYS + 7), made)
    assert [one for one in compare(at_first, later) if one.thing.is_new] == []


def with_keys_from(key: int) -> Library:
    return replace(LIBRARY, next_key=RatingKey(key))


def test_a_forecast_counts_what_is_sent() -> None:
    told = forecast(a_plan(LIBRARY, poster(b"12345"), poster(b"12", RONIN), label("Overlay")))
    assert (told.uploads, told.upload_bytes) == (2, 7)
    assert told.requests >= 3
    assert told.seconds > 0
    assert forecast(a_plan(LIBRARY)).requests == 0


def test_steps_are_counted_by_library_and_kind() -> None:
    assert counts(a_plan(LIBRARY, summary("A"), summary("B"), label("Overlay"))) == {"Movies": {"SetField": 2, "AddTags": 1}}
