"""Uploads are noted with title and source, copied, and then go on to the gateway."""

import pytest

from tests.unit.sandbox.world import World

#: An item of real python-plexapi whose server is the gateway of the test.
ITEM = """
import io, requests, pathlib
from xml.etree import ElementTree
from plexapi.server import PlexServer
from plexapi.video import Movie

server = PlexServer.__new__(PlexServer)
server._baseurl, server._token, server._session, server._timeout = GATEWAY, "worthless", requests.Session(), 5
server._showSecrets = False
video = '<Video ratingKey="603" key="/library/metadata/603" title="The Matrix" type="movie"/>'
movie = Movie(server, ElementTree.fromstring(video))

def picture(name, content=b"\\x89PNG one"):
    path = pathlib.Path(os.environ["FOLDER"]) / name
    path.write_bytes(content)
    return str(path)
"""


@pytest.fixture(autouse=True)
def plex_answers_xml(world: World) -> None:
    world.gateway.content = b"<MediaContainer/>"


def test_a_poster_is_noted_and_kept_though_its_file_is_deleted_afterwards(world: World) -> None:
    outcome = world.run(
        ITEM + "path = picture('temp.webp', b'RIFF poster'); movie.uploadPoster(filepath=path); os.unlink(path)",
        environment={"FOLDER": str(world.folder)},
    )
    (upload,) = outcome.events.uploads
    assert (upload.rating_key, upload.title, upload.element) == ("603", "The Matrix", "poster"), outcome.errors
    assert upload.source == str(world.folder / "temp.webp")
    assert upload.destination == world.folder / "captured" / "603_poster.webp"
    assert upload.destination.read_bytes() == b"RIFF poster"
    assert world.gateway.lines == [("POST", "/library/metadata/603/posters")]
    assert world.gateway.asked[0].body == b"RIFF poster"


@pytest.mark.parametrize(
    ("method", "element"),
    [("uploadPoster", "poster"), ("uploadArt", "background"), ("uploadLogo", "logo"), ("uploadSquareArt", "square_art")],
)
def test_each_kind_of_picture_is_noted_under_its_name(world: World, method: str, element: str) -> None:
    outcome = world.run(f"{ITEM}movie.{method}(filepath=picture('a.png'))", environment={"FOLDER": str(world.folder)})
    assert [upload.element for upload in outcome.events.uploads] == [element], outcome.errors
    assert (world.folder / "captured" / f"603_{element}.png").exists()


def test_a_later_upload_replaces_the_earlier_one_of_another_format(world: World) -> None:
    outcome = world.run(
        ITEM + "movie.uploadPoster(filepath=picture('a.png')); movie.uploadPoster(None, picture('b.jpg', b'two'))",
        environment={"FOLDER": str(world.folder)},
    )
    assert [path.name for path in (world.folder / "captured").iterdir()] == ["603_poster.jpg"], outcome.errors
    assert len(outcome.events.uploads) == 2


def test_an_open_file_is_copied_and_still_uploaded_whole(world: World) -> None:
    outcome = world.run(ITEM + "movie.uploadPoster(filepath=io.BytesIO(b'\\x89PNG open'))", environment={"FOLDER": "/"})
    assert (world.folder / "captured" / "603_poster.png").read_bytes() == b"\x89PNG open", outcome.errors
    assert world.gateway.asked[0].body == b"\x89PNG open"


def test_an_upload_by_address_is_noted_without_its_secrets(world: World) -> None:
    outcome = world.run(
        ITEM + "movie.uploadPoster(url='https://u:p@example.org/a.jpg?token=abc')", environment={"FOLDER": "/"}
    )
    (upload,) = outcome.events.uploads
    assert upload.source == "https://example.org/a.jpg?token=•••", outcome.errors
    assert upload.destination is None


def test_a_note_that_fails_does_not_stop_the_upload(world: World) -> None:
    (world.folder / "captured").write_text("in the way")
    outcome = world.run(ITEM + "movie.uploadPoster(filepath=picture('a.png'))", environment={"FOLDER": str(world.folder)})
    assert outcome.status == 0, outcome.errors
    assert outcome.events.gaps == ("plexapi.mixins",)
    assert len(world.gateway.asked) == 1
