"""Libraries of any size."""

import json

from halley.demo.many import many_episodes, many_movies


def test_the_same_count_and_seed_give_the_same_library() -> None:
    assert json.dumps(many_movies(50, 7)) == json.dumps(many_movies(50, 7))
    assert json.dumps(many_movies(50, 7)) != json.dumps(many_movies(50, 8))


def test_there_are_as_many_movies_as_asked_for_and_each_has_its_own_key_and_title() -> None:
    movies = many_movies(300)["sections"][0]["items"]
    assert len({movie["ratingKey"] for movie in movies}) == 300
    assert len({movie["title"] for movie in movies}) == 300


def test_a_shared_picture_is_named_by_every_movie() -> None:
    movies = many_movies(5, picture="one.jpg")["sections"][0]["items"]
    assert [movie["images"] for movie in movies] == [{"poster": "one.jpg"}] * 5


def test_shows_have_their_seasons_and_episodes_with_keys_of_their_own() -> None:
    shows = many_episodes(2, 3, 4)["sections"][0]["items"]
    keys = [show["ratingKey"] for show in shows]
    for show in shows:
        for season in show["seasons"]:
            keys += [season["ratingKey"], *(episode["ratingKey"] for episode in season["episodes"])]
    assert len(keys) == len(set(keys)) == 2 * (1 + 3 * (1 + 4))
