"""An engine sees what is in scope, and the server is asked for no more."""

from halley.gateway.scope import scope_of
from halley.plex.ids import ItemType, RatingKey

SCOPE = scope_of([(ItemType.MOVIE, RatingKey(3)), (ItemType.MOVIE, RatingKey(1))])


def test_a_search_is_narrowed_to_the_ids() -> None:
    assert SCOPE.narrowed("type=1&genre=5", ItemType.MOVIE) == "type=1&genre=5&id=1%2C3"


def test_an_or_cannot_reach_past_the_ids() -> None:
    narrowed = SCOPE.narrowed("type=1&genre=5&or=1&genre=9", ItemType.MOVIE)
    assert narrowed == "type=1&push=1&genre=5&or=1&genre=9&pop=1&id=1%2C3"


def test_levels_without_an_item_in_scope_are_empty() -> None:
    assert SCOPE.narrowed("type=2", ItemType.SHOW) == "type=2&id=0"
    assert not SCOPE.shows(ItemType.SHOW, RatingKey(9))


def test_collections_are_shown_whole() -> None:
    assert SCOPE.narrowed("type=18", ItemType.COLLECTION) == "type=18"
    assert SCOPE.shows(ItemType.COLLECTION, RatingKey(9))
