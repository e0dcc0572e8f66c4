"""Overlay files and pictures at addresses, and what becomes of a definition whose picture or font cannot be used."""

import io
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from halley.definitions.definition import Definition, Failed
from halley.definitions.files import LocalFiles, Missing, Origin
from halley.definitions.library import OverlayFiles, read_overlay_files
from halley.definitions.problems import Problems, Severity
from halley.definitions.reading import read_yaml
from halley.definitions.system_fonts import system_fonts
from halley.definitions.templates import Surroundings
from halley.files.downloads import Downloads, DownloadSettings
from halley.overlays.model import PictureAddress, PictureFile
from tests.house.source import ROOT
from tests.support.small_web import Page, Web
from tests.unit.definitions.told import TODAY

FONT = ROOT / "tests" / "fonts" / "InterLatin.ttf"
TAGS = "/repos/Kometa-Team/Community-Configs/git/refs/tags"


def png(size: tuple[int, int] = (20, 10)) -> bytes:
    written = io.BytesIO()
    Image.new("RGBA", size, (1, 2, 3, 200)).save(written, "PNG")
    return written.getvalue()


def a_picture(content: bytes | None = None, kind: str = "image/png") -> Page:
    return Page(png() if content is None else content, headers={"Content-Type": kind})


@pytest.fixture
def files(web: Web, tmp_path: Path) -> LocalFiles:
    """The disk, and an internet of which all is answered by one small server."""
    web.pages[TAGS] = Page(b'[{"ref": "refs/tags/v2.4.4"}]')
    settings = DownloadSettings(folder=tmp_path / "cache", outside=web.url, timeout_s=2)
    return LocalFiles(tmp_path / "config", None, "https://github.com/me/mine/tree/main/sets", downloads=Downloads(settings))


def read(files: LocalFiles, blocks: str, overlays: str = "") -> OverlayFiles:
    files.folder_of_config.mkdir(exist_ok=True)
    (files.folder_of_config / "own.yml").write_text(overlays, "utf-8")
    root = read_yaml(f"overlay_files:\n{blocks}", "config.yml", Problems())
    assert root is not None
    return read_overlay_files(root.entries["overlay_files"], {}, files, Surroundings("Movies", "movie", TODAY))


def definitions(files: LocalFiles, *overlays: str) -> OverlayFiles:
    """Definitions `A`, `B` ... of a file of one's own, each with all of the library."""
    lines = (
        f"  {name}: {{plex_all: true, overlay: {{{overlay}}}}}\n" for name, overlay in zip("ABCDE", overlays, strict=False)
    )
    return read(files, "- file: own.yml\n", "overlays:\n" + "".join(lines))


def picture(found: OverlayFiles, number: int = 0) -> PictureFile | PictureAddress:
    outcome = found.loaded[0].outcomes[number]
    assert isinstance(outcome, Definition), [str(one) for one in found.problems]
    assert outcome.overlay.picture is not None
    return outcome.overlay.picture


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("url: https://example.org/a b.png", "/a%20b.png"),
        ("git: someone/x", "/Kometa-Team/Community-Configs/v2.4.4/someone/x.png"),
        ("repo: badges/x", "/me/mine/main/sets/badges/x.png"),
    ],
)
def test_a_picture_is_downloaded_from_where_kometa_would_take_it(files: LocalFiles, web: Web, key: str, path: str) -> None:
    web.pages[path] = a_picture()
    found = picture(definitions(files, f"name: x, {key}"))
    assert isinstance(found, PictureAddress)
    assert found.path is not None
    assert found.path.read_bytes() == png()
    assert not files.folder_of_config.joinpath("overlays").exists()


def test_another_picture_at_the_same_address_is_known_by_its_path(files: LocalFiles, web: Web, tmp_path: Path) -> None:
    web.pages["/x.png"] = a_picture()
    first = picture(definitions(files, "name: x, url: https://example.org/x.png"))
    web.pages["/x.png"] = a_picture(png((30, 30)))
    again = Downloads(DownloadSettings(folder=tmp_path / "cache", outside=web.url))
    second = picture(definitions(replace(files, downloads=again), "name: x, url: https://example.org/x.png"))
    assert first.path != second.path


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (Page(status=404), "there is nothing at this address"),
        (Page(status=503), "the server answers 503"),
        (a_picture(kind="image/png; charset=utf-8"), "has to be `image/png` and nothing else"),
        (a_picture(kind="image/jpeg"), "is image/jpeg"),
        (Page(png()), "has no type"),
        (a_picture(b"no picture"), "cannot be used"),
        (a_picture(png()[:40]), "cannot be used"),
    ],
    ids=["absent", "broken server", "type with more", "jpeg", "no type", "no picture", "truncated"],
)
def test_a_picture_that_cannot_be_had_costs_the_definition(files: LocalFiles, web: Web, page: Page, says: str) -> None:
    web.pages["/x.png"] = page
    found = definitions(
        files, "name: x, url: https://example.org/x.png", "name: text(A), horizontal_offset: 0, vertical_offset: 0"
    )
    problem = next(one for one in found.problems if says in one.message)
    assert (problem.where.line, problem.where.path[-1], problem.definition) == (2, "url", "A")
    assert isinstance(found.loaded[0].outcomes[0], Failed)


def test_a_downloaded_picture_is_the_one_kept_under_its_name(files: LocalFiles, web: Web) -> None:
    web.pages["/x.png"] = a_picture()
    kept = files.folder_of_config / "overlays" / "x.png"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(png((5, 5)))
    found = definitions(files, "name: x", "name: x, url: https://example.org/x.png", "name: x")
    assert [picture(found, number).path for number in range(3)] == [kept, files.kept["x"], files.kept["x"]]
    assert kept.read_bytes() == png((5, 5))


def test_what_kometa_kept_stands_in_where_nothing_outside_is_read(files: LocalFiles, web: Web, tmp_path: Path) -> None:
    kept = files.folder_of_config / "overlays" / "x.png"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(png())
    offline = Downloads(DownloadSettings(folder=tmp_path / "none", offline=True))
    found = definitions(
        replace(files, downloads=offline),
        "name: x, url: https://example.org/x.png",
        "name: y, url: https://example.org/y.png",
    )
    assert picture(found).path == kept
    assert isinstance(found.loaded[0].outcomes[1], Failed)
    warning, error = found.problems
    assert (warning.severity, error.severity) == (Severity.WARNING, Severity.ERROR)
    assert "kept by an earlier run of Kometa" in warning.message
    assert web.asked == []


@pytest.mark.parametrize(
    ("block", "path"),
    [
        ("- url: https://example.org/a/own", "/a/own.yml"),
        ("- git: someone/own", "/Kometa-Team/Community-Configs/v2.4.4/someone/own.yml"),
        ("- repo: own.yaml", "/me/mine/main/sets/own.yaml"),
    ],
)
def test_an_overlay_file_is_read_from_where_kometa_would_read_it(files: LocalFiles, web: Web, block: str, path: str) -> None:
    web.pages[path] = Page(b"overlays:\n  A: {plex_all: true, overlay: {name: backdrop, back_color: red}}\n")
    found = read(files, block)
    assert [type(one) for one in found.loaded[0].outcomes] == [Definition]
    assert found.loaded[0].name.startswith("https://")


def test_a_file_that_is_not_there_is_told_without_its_key(files: LocalFiles) -> None:
    (problem,) = read(files, "- url: https://example.org/own.yml?token=secret.yml\n").problems
    assert problem.message == "https://example.org/own.yml?•••: there is nothing at this address"
    assert problem.where.line == 2


def test_pictures_and_files_that_are_written_out_are_asked_for_at_once(files: LocalFiles, web: Web) -> None:
    count = 4
    together = threading.Barrier(count, timeout=10)
    for number in range(count):
        web.pages[f"/{number}.png"] = a_picture()
        web.pages[f"/own-{number}.yml"] = Page(
            b"overlays:\n  A: {plex_all: true, overlay: {name: backdrop, back_color: red}}\n"
        )
    web.before_each = lambda path: together.wait() if path[1:2] in "0123" or "own" in path else None
    found = definitions(files, *(f"name: x{number}, url: https://example.org/{number}.png" for number in range(count)))
    assert not found.problems
    assert len(read(files, "".join(f"- url: https://example.org/own-{number}\n" for number in range(count))).loaded) == count


def test_two_files_of_one_shown_address_are_two(files: LocalFiles, web: Web) -> None:
    for name in "ab":
        text = f"overlays:\n  {name}: {{plex_all: true, overlay: {{name: backdrop, back_color: red}}}}\n"
        web.pages[f"/own?{name}.yml"] = Page(text.encode())
    found = read(files, "- url: https://example.org/own?a.yml\n- url: https://example.org/own?b.yml\n")
    assert [file.outcomes[0].id.name for file in found.loaded] == ["a", "b"]


def test_community_configs_are_read_as_they_are_for_kometas_version(files: LocalFiles, web: Web, tmp_path: Path) -> None:
    kometa = tmp_path / "kometa"
    kometa.mkdir()
    (kometa / "VERSION").write_text("2.5.0-build3\n")
    assert replace(files, kometa=kometa).address(Origin.GIT, "x").endswith("/Community-Configs/master/x")
    assert files.address(Origin.GIT, "x").endswith("/Community-Configs/v2.4.4/x")
    web.pages[TAGS] = Page(b"rate limit", status=403)
    fresh = replace(files, downloads=Downloads(DownloadSettings(folder=tmp_path / "other", outside=web.url)))
    with pytest.raises(Missing):
        fresh.address(Origin.GIT, "x")


def test_an_own_picture_that_is_none_costs_the_definition(files: LocalFiles) -> None:
    folder = files.folder_of_config / "overlays"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(b"no picture")
    (folder / "b.png").write_bytes(png())
    found = definitions(
        files, "name: a", "name: b", "name: b, scale_width: 1%, scale_height: 1%", "name: c, file: config/overlays/a.png"
    )
    assert [type(one) for one in found.loaded[0].outcomes] == [Failed, Definition, Failed, Failed]
    assert [one.where.line for one in found.problems] == [2, 4, 5]


def text(more: str) -> str:
    return f"name: text(A), horizontal_offset: 0, vertical_offset: 0, {more}"


def test_a_font_that_is_none_costs_the_definition(files: LocalFiles) -> None:
    files.folder_of_config.mkdir()
    (files.folder_of_config / "broken.ttf").write_bytes(b"no font")
    found = definitions(files, text("font: config/broken.ttf"), text(f"font: {FONT}"))
    assert [type(one) for one in found.loaded[0].outcomes] == [Failed, Definition]
    assert "broken.ttf cannot be used" in found.problems[0].message


def test_a_variation_has_to_be_one_of_the_fonts(files: LocalFiles) -> None:
    plain = ROOT / "tests" / "fonts" / "DejaVuSans.ttf"
    styles = (
        f"font: {FONT}, font_style: Semi Bold",
        f"font: {FONT}, font_style: Semibold",
        f"font: {plain}, font_style: Bold",
    )
    found = definitions(files, *(text(one) for one in styles))
    assert [type(one) for one in found.loaded[0].outcomes] == [Definition, Failed, Definition]
    error, warning = found.problems
    assert "`Semibold` - did you mean `Semi Bold`?" in error.message
    assert (error.where.line, error.where.path[-1]) == (3, "font_style")
    assert (warning.severity, warning.where.line) == (Severity.WARNING, 4)


def test_a_font_of_the_system_is_known_by_its_bare_name(files: LocalFiles) -> None:
    # Pillow finds it by that name itself, so it has to be one that the system has.
    with_fonts = replace(files, system_fonts=lambda: system_fonts({"XDG_DATA_DIRS": str(FONT.parents[1])}))
    assert with_fonts.font("InterLatin.ttf") == "InterLatin.ttf"
    found = definitions(with_fonts, text("font: InterLatin.otf"))
    assert [one.message for one in found.problems] == ["there is no font InterLatin.otf - did you mean `InterLatin.ttf`?"]
