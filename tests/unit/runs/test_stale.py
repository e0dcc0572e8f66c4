"""What a write touches is asked for anew, and nothing else."""

import pytest

from halley.changes import Change
from halley.changes.kinds import (
    AddTags,
    CreateCollection,
    DeleteItem,
    MoveInCollection,
    RefreshItem,
    SetField,
    SetVisibility,
    UploadImage,
)
from halley.files import describe_picture
from halley.gateway.upstream import Answer
from halley.plex.ids import ItemType, RatingKey, SectionId
from halley.plex.images import ImageKind
from halley.plex.tags import TagKind
from halley.runs.stale import touch_of

ONE, TWO, SECTION, KIND = RatingKey(101), RatingKey(102), SectionId(1), ItemType.MOVIE
ANSWER = Answer(200, (), b"")
UPLOAD = UploadImage(ONE, ImageKind.POSTER, describe_picture(b"new"))
LABEL = AddTags(SECTION, KIND, (ONE,), TagKind.LABEL, ("Overlay",))
COLLECT = AddTags(SECTION, KIND, (ONE,), TagKind.COLLECTION, ("Coast",))
LABELS = ("/library/sections/1/label?type=1", ())
COLLECTIONS = ("/library/sections/1/all?type=18", ())
HELD = ("/library/collections/900/children", ())
ROWS = ("/hubs/sections/1/manage", ())


@pytest.mark.parametrize(
    ("change", "question"),
    [
        (UPLOAD, ("detail", ONE, "")),
        (UPLOAD, ("/library/metadata/101/posters", ())),
        (UPLOAD, ("picture", "/library/metadata/101/thumb/17")),
        (UPLOAD, ("/something/nobody/knows", ())),
        (LABEL, LABELS),
        (COLLECT, COLLECTIONS),
        (COLLECT, HELD),
        (SetField(SECTION, KIND, (ONE,), "titleSort", "A"), HELD),
        (SetField(SECTION, ItemType.COLLECTION, (ONE,), "title", "A"), ("detail", TWO, "")),
        (CreateCollection(SECTION, KIND, "Coast", (ONE,)), COLLECTIONS),
        (MoveInCollection(RatingKey(900), ONE, None), HELD),
        (SetVisibility(SECTION, ONE, recommended=True, own_home=False, shared_home=False), ROWS),
        (DeleteItem(ONE, ItemType.COLLECTION), ("detail", TWO, "")),
        (RefreshItem(ONE), ("detail", TWO, "")),
    ],
)
def test_what_a_write_may_have_changed_no_longer_holds(change: Change, question: tuple[object, ...]) -> None:
    assert touch_of((change,), ())(question, ANSWER)


@pytest.mark.parametrize(
    ("change", "question"),
    [
        (UPLOAD, ("detail", TWO, "")),
        (UPLOAD, ("/library/metadata/102/posters", ())),
        (UPLOAD, ("picture", "/library/metadata/1011/thumb/17")),
        (UPLOAD, COLLECTIONS),
        (LABEL, COLLECTIONS),
        (LABEL, ("/library/sections/1/genre?type=1", ())),
        (MoveInCollection(RatingKey(900), ONE, None), COLLECTIONS),
        (MoveInCollection(RatingKey(900), ONE, None), ("detail", TWO, "")),
    ],
)
def test_what_a_write_does_not_touch_still_holds(change: Change, question: tuple[object, ...]) -> None:
    assert not touch_of((change,), ())(question, ANSWER)
