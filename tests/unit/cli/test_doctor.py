"""`halley doctor filters`: every search asked of Halley and of the server, and where the two disagree."""

from pathlib import Path

from halley.plex.requests import Query
from tests.support.contrary import ContrarySimulator, Instead, refusing, without
from tests.support.previews import TOKEN, Desk, Ended, desk

__all__ = ["desk"]

AT = "horizontal_offset: 0, vertical_offset: 0"
OVERLAYS = f"""\
overlays:
  4K:
    overlay: {{name: text(4K), {AT}}}
    plex_search: {{all: {{resolution: 4k}}}}
  Also 4K:
    overlay: {{name: text(Also), {AT}}}
    plex_search:
      all:
        resolution: 4k
  Old:
    overlay: {{name: text(Old), {AT}}}
    plex_search: {{all: {{year.lt: 1997}}}}
  War:
    overlay: {{name: text(War), {AT}}}
    plex_search: {{all: {{genre: War}}}}
  By chance:
    overlay: {{name: text(Chance), {AT}}}
    plex_search: {{all: {{year.gt: 1900}}, sort_by: random, limit: 1}}
"""


async def examined(desk: Desk, *words: str) -> Ended:
    (desk.config.parent / "overlays.yml").write_text(OVERLAYS)
    return await desk.call("doctor", "filters", "--config", "config/config.yml", "--library", "Movies", *words)


async def contrary(desk: Desk, folder: Path, instead: Instead, *words: str) -> Ended:
    """The same library on a server that answers in its own way."""
    folder.mkdir()
    async with ContrarySimulator(desk.server.library, desk.server.state.images, TOKEN, instead) as server:
        here = Desk(folder, server)
        here.write_config()
        return await examined(here, *words)


async def test_where_both_agree_it_ends_with_0_and_the_server_was_only_read(desk: Desk) -> None:
    before = desk.server.digest()
    done = await examined(desk)
    assert done.status == 0, done
    assert "Movies: 3 distinct searches of 5 definitions, 2 answered the same" in done.output
    assert "1 in random order were not compared" in done.output
    assert "War: the library has no genre `War`  config/overlays.yml:15:5" in done.output
    assert "Halley and the server agree" in done.output
    assert desk.server.digest() == before
    assert {one.method for one in desk.server.requests} == {"GET"}


async def test_what_only_the_server_finds_is_named_with_all_who_ask_for_it(desk: Desk, tmp_path: Path) -> None:
    done = await contrary(desk, tmp_path / "there", without("resolution", "4k"))
    assert done.status == 1, done
    assert "  4K  config/overlays.yml:4:5\n  Also 4K  config/overlays.yml:7:5\n    ?type=1&sort=titleSort" in done.output
    assert "only the server finds: The Matrix (1999), Ronin (1998)" in done.output
    assert "only Halley finds" not in done.output
    assert "agree" not in done.output


async def test_what_only_halley_finds_is_in_the_json(desk: Desk, tmp_path: Path) -> None:
    def never_old(query: Query) -> Query:
        return (*query, ("year", "1800")) if any(name == "year<<" for name, _ in query) else query

    told = (await contrary(desk, tmp_path / "there", never_old, "--json")).told
    assert told["ok"] is False
    (library,) = told["libraries"]
    (found,) = library["disagreements"]
    assert found["only_here"] == [{"ratingKey": "101", "title": "Heat (1995)"}]
    assert (found["only_there"], found["refusal"]) == ([], "")
    (use,) = found["definitions"]
    assert (use["definition"], use["where"]["line"]) == ("Old", 12)
    assert [one["definition"] for one in library["not_asked"]] == ["War"]
    assert (library["searches"], library["by_chance"]) == (3, 1)


async def test_a_search_that_the_server_refuses_is_a_disagreement(desk: Desk, tmp_path: Path) -> None:
    done = await contrary(desk, tmp_path / "there", refusing("year<<"))
    assert done.status == 1, done
    assert "the server refused it: the Plex server answered 400" in done.output


async def test_a_server_that_does_not_answer_ends_with_3(desk: Desk) -> None:
    desk.write_config(desk.config.read_text().replace(desk.server.url, "http://127.0.0.1:9"))
    assert (await examined(desk)).status == 3


async def test_a_library_that_is_not_configured_ends_with_2_and_is_guessed(desk: Desk) -> None:
    done = await desk.call("doctor", "filters", "--config", desk.config, "--library", "Movie")
    assert done.status == 2
    assert "did you mean 'Movies'?" in done.errors
