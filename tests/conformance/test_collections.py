"""Collections, plain and smart, and the rows that they are shown in. Source: spec, plex-api 20, 103 to 121."""

import pytest
from plexapi.exceptions import BadRequest, NotFound

from halley.plex.tags import TagKind
from tests.builders import tag_id
from tests.conformance.conftest import Served


def titles(items: list) -> list[str]:
    return [one.title for one in items]


def tags(items: list) -> list[str]:
    return [one.tag for one in items]


def some(served: Served, *names: str) -> list:
    return [served.movies.get(name) for name in names]


def test_collections_are_listed_and_found_case_aside(served: Served) -> None:
    (mann,) = served.movies.collections()
    assert served.movies.collection("mANN").ratingKey == mann.ratingKey
    assert (mann.childCount, mann.smart, mann.subtype) == (1, False, "movie")
    assert mann.index == tag_id(served.server.library, TagKind.COLLECTION, "Mann")
    with pytest.raises(NotFound):
        served.movies.collection("None")
    assert served.shows.collections() == []


def test_labels_of_a_collection_are_in_its_detail_only(served: Served) -> None:
    listed = served.plex.query("/library/sections/1/collections")
    assert listed.findall(".//Label") == []
    assert tags(served.movies.collection("Mann").reload().labels) == ["Kometa"]
    assert titles(served.movies.search(libtype="collection", label="Kometa")) == ["Mann"]


def test_both_addresses_of_a_collection_answer_the_same(served: Served) -> None:
    key = served.movies.collection("Mann").ratingKey
    one, two = (served.plex.query(f"/library/{name}/{key}")[0].attrib for name in ("metadata", "collections"))
    assert one == two
    one, two = (served.plex.query(f"/library/{name}/{key}/children") for name in ("metadata", "collections"))
    assert [item.attrib["ratingKey"] for item in one] == [item.attrib["ratingKey"] for item in two]


def test_a_collection_is_created_with_its_items(served: Served) -> None:
    made = served.plex.createCollection("New & co", "Movies", items=some(served, "Ronin", "Heat"))
    assert made.title == "New & co"
    assert titles(made.items()) == ["Heat", "Ronin"]
    assert made.childCount == 2
    assert "New & co" in tags(served.movies.get("Ronin").reload().collections)
    assert tags(served.movies.get("Heat").reload().collections) == ["Mann", "New & co"]
    assert titles(served.movies.collections()) == ["Mann", "New & co"]


def test_a_collection_of_that_name_is_not_created_twice(served: Served) -> None:
    with pytest.raises(BadRequest, match="409"):
        served.plex.createCollection("mann", "Movies", items=some(served, "Ronin"))


def test_an_empty_collection_is_created_by_a_uri_without_keys(served: Served) -> None:
    root = f"server://{served.plex.machineIdentifier}/com.plexapp.plugins.library/library/metadata"
    query = f"type=1&title=Empty&smart=0&sectionId=1&uri={root}"
    served.plex.query(f"/library/collections?{query}", method=served.plex._session.post)
    made = served.movies.collection("Empty")
    assert made.items() == []
    assert made.childCount == 0


def test_items_are_added_removed_and_moved(served: Served) -> None:
    made = served.plex.createCollection("C", "Movies", items=some(served, "Heat", "Alien"))
    ronin, heat, alien = some(served, "Ronin", "Heat", "Alien")
    made.addItems([ronin])
    assert made.reload().childCount == 3
    made.sortUpdate("custom")
    assert titles(made.reload().items()) == ["Heat", "Alien", "Ronin"]
    made.moveItem(ronin, after=heat)
    assert titles(made.reload().items()) == ["Heat", "Ronin", "Alien"]
    made.moveItem(alien)
    assert titles(made.reload().items()) == ["Alien", "Heat", "Ronin"]
    asked = served.asked(lambda: made.removeItems([heat, alien]))
    assert len([one for one in asked if one.startswith("DELETE")]) == 2
    assert titles(made.reload().items()) == ["Ronin"]
    assert "C" not in tags(heat.reload().collections)


@pytest.mark.parametrize(
    ("order", "number", "expected"),
    [
        ("release", 0, ["Alien", "Ronin", "1917"]),
        ("alpha", 1, ["1917", "Alien", "Ronin"]),
        ("custom", 2, ["Ronin", "1917", "Alien"]),
    ],
)
def test_a_collection_has_an_order(served: Served, order: str, number: int, expected: list[str]) -> None:
    made = served.plex.createCollection("C", "Movies", items=some(served, "Ronin", "1917", "Alien"))
    made.sortUpdate(order)
    made.reload()
    assert made.collectionSort == number
    assert titles(made.items()) == expected


@pytest.mark.parametrize(("mode", "number"), [("default", -1), ("hide", 0), ("hideItems", 1), ("showItems", 2)])
def test_a_collection_has_a_mode(served: Served, mode: str, number: int) -> None:
    mann = served.movies.collection("Mann")
    mann.modeUpdate("hide" if mode != "hide" else "showItems")
    mann.modeUpdate(mode)
    assert mann.reload().collectionMode == number


def test_a_plain_collection_is_filtered_by_no_user(served: Served) -> None:
    with pytest.raises(BadRequest):
        served.movies.collection("Mann").filterUserUpdate("user")


def test_a_collection_is_edited_as_items_are(served: Served) -> None:
    mann = served.movies.collection("Mann")
    asked = served.asked(lambda: mann.editTitle("Michael Mann & co"))
    assert any("type=18" in one for one in asked)
    mann.editSortTitle("+1").editSummary("His films").editContentRating("R").addLabel("mine")
    mann.reload()
    assert (mann.title, mann.titleSort, mann.summary, mann.contentRating) == ("Michael Mann & co", "+1", "His films", "R")
    assert tags(mann.labels) == ["Kometa", "Mine"]
    assert mann.isLocked("title")
    assert tags(served.movies.get("Heat").reload().collections) == ["Michael Mann & co"]
    assert titles(served.movies.search(collection="Michael Mann & co")) == ["Heat"]


def test_a_collection_takes_no_name_that_another_has(served: Served) -> None:
    other = served.plex.createCollection("Other", "Movies", items=some(served, "Ronin"))
    with pytest.raises(BadRequest, match="409"):
        other.editTitle("Mann")
    assert served.movies.collection("Other").title == "Other"


def test_a_deleted_collection_leaves_its_items(served: Served) -> None:
    mann = served.movies.collection("Mann")
    mann.delete()
    with pytest.raises(NotFound):
        mann.reload()
    assert tags(served.movies.get("Heat").reload().collections) == []
    assert "Mann" not in titles(served.movies.listFilterChoices("collection"))


def test_a_tag_makes_a_collection_and_grows_and_shrinks_it(served: Served) -> None:
    movies = served.movies
    movies.batchMultiEdits(some(served, "Heat", "Ronin")).addCollection("By tag").saveMultiEdits()
    (made,) = movies.search(libtype="collection", title="By tag")
    assert titles(made.items()) == ["Heat", "Ronin"]
    movies.get("Alien").addCollection("BY TAG")
    assert made.reload().childCount == 3
    assert tags(movies.get("Alien").reload().collections) == ["By tag"]
    movies.get("Ronin").removeCollection("By tag")
    assert titles(made.reload().items()) == ["Alien", "Heat"]
    assert titles(movies.search(collection="By tag")) == ["Alien", "Heat"]
    assert len(movies.collections()) == 2


def test_collections_of_shows_and_albums(served: Served) -> None:
    shows = served.plex.createCollection("Watery", "TV Shows", items=[served.shows.get("Pier Nine")])
    assert (shows.subtype, titles(shows.items())) == ("show", ["Pier Nine"])
    albums = served.plex.createCollection("Loud", "Music", items=[served.music.get("The Tides").album("Surf")])
    assert (albums.subtype, titles(albums.items())) == ("album", ["Surf"])
    assert titles(served.shows.collections()) == ["Watery"]
    assert titles(served.music.collections()) == ["Loud"]


def test_what_is_of_another_section_does_not_come_in(served: Served) -> None:
    before = served.server.digest()
    with pytest.raises(BadRequest):
        served.movies.collection("Mann").addItems([served.shows.get("Quiet")])
    assert served.server.digest() == before


# --- smart -----------------------------------------------------------------------------------------------------------------


def test_a_smart_collection_is_a_search(served: Served) -> None:
    made = served.movies.createCollection("Dramas", smart=True, sort="year:desc", limit=2, filters={"genre": "Drama"})
    assert made.smart is True
    assert "/library/sections/1/all?" in made.content
    assert titles(made.items()) == ["1917", "The Harbor Lights"]
    assert made.childCount == 2
    served.movies.get("1917").removeGenre("Drama")
    assert titles(made.reload().items()) == ["The Harbor Lights", "Heat"]
    assert tags(served.movies.get("Heat").reload().collections) == ["Mann"]


def test_a_smart_collection_can_be_read_back_as_filters(served: Served) -> None:
    advanced = {"or": [{"genre": "Drama"}, {"and": [{"year>>": 1990}, {"title": "n"}]}]}
    made = served.movies.createCollection("Clever", smart=True, sort="year", filters=advanced)
    found = made.filters()
    assert found["libtype"] == "movie"
    assert found["sort"] == ["movie.year"]
    assert set(found["filters"]) == {"or"}
    assert titles(made.items()) == titles(served.movies.search(sort="year", filters=advanced))


def test_the_rule_of_a_smart_collection_is_replaced(served: Served) -> None:
    made = served.movies.createCollection("S", smart=True, filters={"genre": "Drama"})
    before = made.content
    made.updateFilters(sort="year", limit=1, filters={"genre": "Crime"})
    made.reload()
    assert made.content != before
    assert titles(made.items()) == ["Heat"]


def test_a_smart_collection_takes_no_items_by_hand(served: Served) -> None:
    made = served.movies.createCollection("S", smart=True, filters={"genre": "Drama"})
    with pytest.raises(BadRequest):
        made.addItems(some(served, "Ronin"))
    with pytest.raises(BadRequest):
        served.movies.collection("Mann").updateFilters(limit=5)


def test_a_smart_collection_is_filtered_by_user(served: Served) -> None:
    made = served.movies.createCollection("S", smart=True, filters={"genre": "Drama"})
    made.filterUserUpdate("user")
    assert made.reload().collectionFilterBasedOnUser == 1


# --- rows ------------------------------------------------------------------------------------------------------------------


def test_a_collection_without_a_row_is_shown_nowhere(served: Served) -> None:
    mann = served.movies.collection("Mann")
    row = mann.visibility()
    assert row.identifier == f"custom.collection.1.{mann.ratingKey}"
    assert (row.promotedToRecommended, row.promotedToOwnHome, row.promotedToSharedHome) == (False, False, False)


def test_a_row_is_made_by_post_and_changed_by_put(served: Served) -> None:
    mann = served.movies.collection("Mann")
    asked = served.asked(lambda: mann.visibility().updateVisibility(recommended=True, home=False, shared=True))
    assert any(one.startswith("POST /hubs/sections/1/manage?") for one in asked)
    row = mann.visibility()
    assert (row.promotedToRecommended, row.promotedToOwnHome, row.promotedToSharedHome) == (True, False, True)
    assert row.homeVisibility == "shared"
    asked = served.asked(lambda: mann.visibility().updateVisibility(recommended=False, home=True, shared=True))
    assert any(one.startswith("PUT /hubs/sections/1/manage/custom.collection.1.") for one in asked)
    row = mann.visibility()
    assert (row.promotedToRecommended, row.promotedToOwnHome, row.promotedToSharedHome) == (False, True, True)
    mann.visibility().demoteHome().demoteShared().promoteRecommended()
    assert mann.visibility().promotedToRecommended is True
    assert mann.visibility().promotedToOwnHome is False


def test_posting_a_row_that_there_is_overwrites_it(served: Served) -> None:
    mann = served.movies.collection("Mann")
    mann.visibility().updateVisibility(recommended=True, home=True, shared=True)
    served.plex.query(
        f"/hubs/sections/1/manage?metadataItemId={mann.ratingKey}"
        "&promotedToRecommended=0&promotedToOwnHome=0&promotedToSharedHome=1",
        method=served.plex._session.post,
    )
    row = mann.visibility()
    assert (row.promotedToRecommended, row.promotedToOwnHome, row.promotedToSharedHome) == (False, False, True)
    assert len(served.movies.managedHubs()) == 1


def test_rows_are_moved_removed_and_reset(served: Served) -> None:
    for name in ("B", "C"):
        served.plex.createCollection(name, "Movies", items=some(served, "Ronin"))
    for one in served.movies.collections():
        one.visibility().updateVisibility(recommended=True)
    b, c, mann = served.movies.managedHubs()
    assert titles([b, c, mann]) == ["B", "C", "Mann"]
    b.move(after=mann)
    assert titles(served.movies.managedHubs()) == ["C", "Mann", "B"]
    mann.move()
    assert titles(served.movies.managedHubs()) == ["Mann", "C", "B"]
    c.remove()
    assert titles(served.movies.managedHubs()) == ["Mann", "B"]
    with pytest.raises(BadRequest):
        c.move()
    served.movies.resetManagedHubs()
    assert served.movies.managedHubs() == []


def test_a_row_goes_with_its_collection(served: Served) -> None:
    mann = served.movies.collection("Mann")
    mann.visibility().updateVisibility(recommended=True)
    mann.delete()
    assert served.movies.managedHubs() == []
