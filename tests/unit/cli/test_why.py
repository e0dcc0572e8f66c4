"""`halley why`: for each definition whether it draws on an item, and what it saw where it does not."""

import re
from typing import Any

import pytest

from tests.support.contrary import ContrarySimulator, without
from tests.support.previews import TOKEN, Desk, Ended

AT = "horizontal_align: left, vertical_align: top, horizontal_offset: 15, vertical_offset: 15"
OVERLAYS = f"""\
queues:
  bar:
    - {{horizontal_align: left, vertical_align: bottom, horizontal_offset: 15, vertical_offset: 15}}
templates:
  years:
    plex_search:
      all:
        year.lt: <<before>>
overlays:
  Title:
    overlay: {{name: text(<<title>>), {AT}}}
    plex_all: true
  In 4K:
    overlay: {{name: text(4K), group: sharp, weight: 30, {AT}}}
    suppress_overlays: [Sharp]
    plex_search: {{all: {{resolution: 4k}}}}
  Sharp:
    overlay: {{name: text(Sharp), {AT}}}
    plex_search: {{all: {{resolution: 4k}}}}
  HD:
    overlay: {{name: text(HD), group: sharp, weight: 10, {AT}}}
    plex_all: true
  Full HD:
    overlay: {{name: text(FHD), group: sharp, weight: 20, {AT}}}
    plex_search:
      all:
        resolution: 1080
        year.gt: 1990
  First:
    overlay: {{name: text(1st), queue: bar, weight: 20}}
    plex_all: true
  Second:
    overlay: {{name: text(2nd), queue: bar, weight: 10}}
    plex_all: true
  Edition:
    overlay: {{name: text(<<edition>>), {AT}}}
    plex_all: true
  Few:
    overlay: {{name: text(Few), {AT}}}
    plex_search:
      all: {{year.gt: 1900}}
      sort_by: year.desc
    limit: 1
  Filtered:
    overlay: {{name: text(Filtered), {AT}}}
    plex_all: true
    filters:
      year.gte: 1999
      resolution: 4k
  Before 1990:
    overlay: {{name: text(Old), {AT}}}
    template: {{name: years, before: 1990}}
  War:
    overlay: {{name: text(War), {AT}}}
    plex_search: {{all: {{genre: War}}}}
  Silent:
    overlay: {{name: text(Silent), {AT}}}
    run_definition: false
    plex_all: true
"""


@pytest.fixture
def films(desk: Desk) -> Desk:
    """The desk with these overlays for films, and none for shows."""
    (desk.config.parent / "overlays.yml").write_text(OVERLAYS)
    return desk


async def why(desk: Desk, item: str, *words: str) -> Ended:
    return await desk.call("why", "--config", "config/config.yml", "--item", item, *words)


def below(output: str, title: str) -> str:
    """The lines of one section, as one text."""
    (section,) = [part for part in output.split("\n\n") if part.startswith(f"{title} (")]
    return section


def definition(told: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in told["definitions"] if one["definition"] == name]
    return dict(found)


async def test_what_is_drawn_comes_first_then_what_is_left_out_with_its_reason(films: Desk) -> None:
    before = films.server.digest()
    done = await why(films, "Heat (1995)")
    assert done.status == 0, done
    assert done.output.startswith("Heat (1995) in Movies, rating key 101\n13 definitions: 3 drawn, 4 left out, ")
    titles = re.findall(r"^([a-z].*) \(\d+\)$", done.output, re.MULTILINE)
    assert titles == ["drawn", "found it, and are left out", "do not mean it", "mean no item at all", "do not run"]
    drawn = below(done.output, "drawn")
    assert '  Title  config/overlays.yml:10\n      found by plex_all: true; text "Heat"  config/overlays.yml:12' in drawn
    assert 'text "1st"; place 1 of 1 in queue `bar`' in drawn
    left_out = below(done.output, "found it, and are left out")
    for reason in (
        "suppressed by `In 4K`  config/overlays.yml:13",
        "group `sharp` goes to `In 4K`: weight 30 against 10\n        config/overlays.yml:13",
        "place 2 of a queue of 1, `bar`",
        "it has no `edition`",
    ):
        assert reason in left_out
    assert films.server.digest() == before
    assert {one.method for one in films.server.requests} == {"GET"}


async def test_each_condition_that_failed_is_told_with_what_it_saw_and_its_own_line(films: Desk) -> None:
    done = await why(films, "Heat")
    others = below(done.output, "do not mean it")
    assert "      `resolution: 1080` saw 4k  config/overlays.yml:27" in others
    assert "      `year.gte: 1999` saw 1995  config/overlays.yml:48" in others
    assert "found, but beyond the limit" in others
    assert "`year.gt: 1990`" not in others


async def test_a_condition_of_a_template_is_told_with_the_line_that_gave_its_value(films: Desk) -> None:
    told = (await why(films, "Heat", "--json")).told
    (condition,) = definition(told, "Before 1990")["builders"][0]["conditions"]
    assert (condition["condition"], condition["held"], condition["saw"]) == ("year.lt: 1990", False, [1995])
    assert condition["where"]["line"] == 52


async def test_definitions_that_mean_nothing_are_told_by_their_reason(films: Desk) -> None:
    done = await why(films, "Heat")
    assert "the library has no genre `War`\n      War  config/overlays.yml:53" in below(done.output, "mean no item at all")
    assert "`run_definition` is false\n      Silent  config/overlays.yml:56" in below(done.output, "do not run")


async def test_every_line_fits_80_columns_but_for_places(films: Desk) -> None:
    done = await why(films, "Heat", "--all")
    assert [line for line in done.output.splitlines() if len(line) > 80 and not re.search(r":\d+$", line)] == []


async def test_of_hundreds_the_nearest_are_told_and_the_rest_counted(films: Desk) -> None:
    many = "".join(
        f"  Year {year}:\n    overlay: {{name: text({year}), {AT}}}\n    plex_search: {{all: {{year: {year}, hdr: true}}}}\n"
        for year in range(1900, 1960)
    )
    overlays = films.config.parent / "overlays.yml"
    overlays.write_text(OVERLAYS + many)
    few = below((await why(films, "Heat")).output, "do not mean it")
    assert few.startswith("do not mean it (64)")
    assert "and 56 more: `--all`, or `--definition NAME`" in few
    assert "Full HD" in few, "it is of the same group as what is drawn"
    assert "Filtered" in few, "only one condition is in its way"
    everything = below((await why(films, "Heat", "--all")).output, "do not mean it")
    assert everything.count("Year 19") == 60
    assert "more" not in everything


async def test_one_definition_is_told_in_detail(films: Desk) -> None:
    done = await why(films, "Heat", "--definition", "full hd")
    assert "1 definition: 1 do not mean it" in done.output
    assert "fails: `resolution: 1080` saw 4k  config/overlays.yml:27" in done.output
    assert "holds: `year.gt: 1990` saw 1995  config/overlays.yml:28" in done.output


async def test_a_definition_that_is_not_there_is_told_with_a_guess(films: Desk) -> None:
    done = await why(films, "Heat", "--definition", "Titel")
    assert done.status == 2
    assert "Movies has no definition 'Titel', did you mean 'Title'?" in done.errors


async def test_json_has_all_with_their_places(films: Desk) -> None:
    told = (await why(films, "Heat", "--json")).told
    assert told["counts"] == {
        "drawn": 3,
        "left_out": 4,
        "failed": 1,
        "others": 4,
        "of_other_levels": 0,
        "idle": 1,
    }
    assert all(one["where"]["line"] for one in (*told["definitions"], *told["idle"]))
    sharp, queued = definition(told, "Sharp"), definition(told, "Second")
    assert (sharp["applies"], sharp["became"], sharp["by"]["definition"]) == (True, "suppressed", "In 4K")
    assert sharp["by"]["where"]["line"] == 13
    assert (queued["became"], queued["queue"], queued["place"], queued["places"]) == ("out of places", "bar", 2, 1)


async def test_an_item_that_nothing_draws_on_is_explained_too(films: Desk) -> None:
    overlays = films.config.parent / "overlays.yml"
    overlays.write_text(
        f"overlays:\n  Tide:\n    overlay: {{name: text(T), {AT}}}\n"
        "    builder_level: episode\n    plex_search: {all: {episode_title: High}}\n"
    )
    show = await why(films, "Pier Nine", "--library", "TV Shows")
    assert show.status == 0, show
    assert "1 definition: 1 for another level" in show.output
    assert "it is for episodes\n      Tide  config/overlays.yml:2" in show.output
    episode = await why(films, "Pier Nine S01E01", "--json")
    (check,) = definition(episode.told, "Tide")["builders"][0]["conditions"]
    assert (check["held"], check["saw"]) == (False, ["Low Tide"])


async def test_what_only_the_server_finds_is_told_so(films: Desk, tmp_path: Any) -> None:
    played = ContrarySimulator(films.server.library, films.server.state.images, TOKEN, without("resolution", "4k"))
    async with played as server:
        here = Desk(tmp_path / "there", server)
        here.folder.mkdir()
        here.write_config()
        (here.config.parent / "overlays.yml").write_text(OVERLAYS)
        told = (await why(here, "Ronin", "--filters", "server", "--json")).told
        assert definition(told, "In 4K")["applies"] is True
        assert definition((await why(here, "Ronin", "--json")).told, "In 4K")["applies"] is False
