"""What Plex, Tautulli, Sonarr and Radarr say of new items, as they say it."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halley.errors import ConfigError
from halley.service.webhooks.arrival import Arrival
from halley.service.webhooks.senders import SENDERS, of_plex, of_radarr, of_sonarr, of_tautulli

JSON = "application/json"


def form(payload: object, boundary: str = "----boundary") -> tuple[str, bytes]:
    """A form as Plex sends it, with a thumb that holds anything."""
    head = b'Content-Disposition: form-data; name="'
    parts = [
        head + b'payload"\r\nContent-Type: application/json\r\n\r\n' + json.dumps(payload).encode(),
        head + b'thumb"; filename="thumb.jpg"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\x00\r\n\xff',
    ]
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + one + b"\r\n" for one in parts)
    return f"multipart/form-data; boundary={boundary}", body + b"--" + boundary.encode() + b"--\r\n"


def test_plex_tells_of_what_is_new_in_a_library() -> None:
    about = {"type": "episode", "ratingKey": "512", "grandparentTitle": "Pier Nine", "title": "Low Tide"}
    assert of_plex(*form({"event": "library.new", "Metadata": about})) == [Arrival("plex", "episode", "Pier Nine", 0, 512)]
    assert of_plex(*form({"event": "media.play", "Metadata": about})) == []
    assert of_plex(*form({"event": "library.new", "Metadata": {"type": "track", "ratingKey": "9"}})) == []


def test_tautulli_needs_a_rating_key() -> None:
    assert of_tautulli(JSON, b'{"rating_key": "512", "media_type": "movie", "title": "Heat"}') == [
        Arrival("tautulli", "movie", "Heat", 0, 512)
    ]
    assert of_tautulli(JSON, b'{"action": "play", "rating_key": "512"}') == []
    with pytest.raises(ConfigError, match="rating_key"):
        of_tautulli(JSON, b'{"title": "Heat"}')


def test_radarr_and_sonarr_name_what_they_imported_by_the_ids_of_other_sites() -> None:
    film = {"title": "Heat", "year": 1995, "tmdbId": 949, "imdbId": "tt0113277"}
    assert of_radarr(JSON, json.dumps({"eventType": "Download", "movie": film, "isUpgrade": True}).encode()) == [
        Arrival("radarr", "movie", "Heat", 1995, guids=("imdb://tt0113277", "tmdb://949"))
    ]
    assert of_radarr(JSON, b'{"eventType": "Test", "movie": {"title": "Test Title"}}') == []
    show = {"title": "Pier Nine", "year": 2020, "tvdbId": 7}
    episodes = [{"seasonNumber": 1, "episodeNumber": 2}, {"seasonNumber": 1, "episodeNumber": 3}]
    found = of_sonarr(JSON, json.dumps({"eventType": "Download", "series": show, "episodes": episodes}).encode())
    assert [one.words for one in found] == ["Pier Nine (2020) S01E02", "Pier Nine (2020) S01E03"]
    assert of_sonarr(JSON, b'{"eventType": "SeriesDelete", "series": {}}') == []


@pytest.mark.parametrize("source", sorted(SENDERS))
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"eventType": 7, "event": [], "rating_key": {}}']
)
def test_what_is_no_webhook_is_a_clear_error_or_no_news(source: str, body: bytes) -> None:
    with suppress(ConfigError):
        assert SENDERS[source](JSON, body) == []


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["event", "eventType", "movie", "series", "episodes", "Metadata", "rating_key", "title"]), inner
        )
    ),
    max_leaves=20,
)


@given(_JSON, st.sampled_from(sorted(SENDERS)))
def test_no_json_whatever_breaks_a_reader(row: object, source: str) -> None:
    with suppress(ConfigError):
        SENDERS[source](JSON, json.dumps(row).encode())


@given(st.binary(max_size=400), st.text(max_size=60))
def test_no_form_whatever_breaks_plexs_reader(body: bytes, rest: str) -> None:
    with suppress(ConfigError):
        of_plex(f"multipart/form-data; boundary={rest}", body)
