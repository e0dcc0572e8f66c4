"""Where Kometa is, from the headings of its log: parts, files, definitions, and what no heading is."""

from collections.abc import Iterable

from halley.engines.kometa.chapters import Chapter, ChapterReader, Dynamic, Part

WIDTH = 100
BAR = f"|{'=' * WIDTH}|"
COAST = "/config/coast.yml"


def heading(*lines: str) -> list[str]:
    return [BAR, *(f"|{line:^{WIDTH}}|" for line in lines), BAR]


def line(text: str = "") -> list[str]:
    return [f"| {text:<{WIDTH - 2}} |"]


def titled(text: str) -> list[str]:
    """A title without bars."""
    return [f"|{f' {text} ':=^{WIDTH}}|"]


def read(*lines: Iterable[str], libraries: dict[str, str] | None = None) -> ChapterReader:
    """A reader that took these lines as they stand in the log file."""
    reader = ChapterReader(libraries or {"Movies": "Movies"})
    for one in (each for some in lines for each in some):
        reader.read(f"[2026-11-29 03:13:27,823] [kometa.py:392]             [INFO]     {one}")
    return reader


IN_COAST = [*heading("Movies Library"), *heading("Running coast Collection File", COAST), *heading("Collections")]


def test_a_collection_is_worked_on_between_its_heading_and_its_end() -> None:
    begun = [*IN_COAST, *heading("Small Boats Collection in Movies"), *line("Looking for: Small Boats")]
    assert read(begun).now == Chapter(Part.COLLECTIONS, "Movies", COAST, "Small Boats")
    ended = heading("Finished Small Boats Collection", "Collection Run Time: 0:00:00")
    assert read(begun, ended).now == Chapter(Part.COLLECTIONS, "Movies", COAST)


def test_names_that_look_like_other_headings_are_names() -> None:
    begun = read(IN_COAST, heading("Movies Library Operations Collection in Movies")).now
    assert begun == Chapter(Part.COLLECTIONS, "Movies", COAST, "Movies Library Operations")


def test_a_library_that_plex_calls_otherwise_goes_by_its_name_in_the_configuration() -> None:
    lines = [*heading("Films Library"), *heading("Movies Library Operations")]
    assert read(lines, libraries={"Films": "Movies"}).now == Chapter(Part.OPERATIONS, "Films")


def test_entries_of_metadata_and_image_files_are_told_apart_from_the_title_of_all() -> None:
    begun = [*heading("Movies Library"), *heading("Running facts Metadata File", "/config/facts.yml")]
    of_all = heading("Running Metadata File")
    assert read(begun, of_all).now == Chapter(Part.METADATA, "Movies", "/config/facts.yml")
    assert read(begun, of_all, heading("Heat Metadata File")).now.name == "Heat"
    images = [*heading("Movies Library"), *heading("Running set Images File", "set"), *heading("Heat Image File")]
    assert read(images).now == Chapter(Part.IMAGES, "Movies", "set", "Heat")


def test_overlays_and_playlists_have_chapters_and_a_summary_has_none() -> None:
    overlays = [*heading("Movies Library"), *heading("Movies Library Overlays")]
    assert read(overlays).now == Chapter(Part.OVERLAYS, "Movies")
    removing = heading("Removing All Overlays for the Movies Library")
    assert read(overlays, removing).now == Chapter(Part.OVERLAYS, "Movies", name="remove_overlays")
    playlists = [*heading("Playlists"), *heading("Watch in Order Playlist")]
    assert read(overlays, playlists).now == Chapter(Part.PLAYLISTS, name="Watch in Order")
    assert read(overlays, playlists, heading("Summary")).now == Chapter()


def test_a_text_between_two_bars_that_is_not_in_the_middle_is_no_heading() -> None:
    assert read(heading("Movies Library"), [BAR], line("Movies Library Operations"), [BAR]).now == Chapter(None, "Movies")


def test_a_heading_too_wide_for_its_bars_is_one() -> None:
    name = "A Very Long Name " * 6 + "Indeed"
    wide = [BAR, f"| {name} Collection in Movies |", BAR]
    assert read(IN_COAST, wide).now.name == name


def test_overlay_files_are_numbered_in_each_library() -> None:
    lines = [
        *heading("Movies Configuration"),
        *heading("Loading Overlay File 0 Default: resolution"),
        *heading("Loading Overlay File 1 File: /config/badges.yml"),
        *heading("Shows (TV) Configuration"),
        *heading("Loading Overlay File 0 Git: someone/badges"),
    ]
    loaded = read(lines, libraries={"Movies": "Movies", "TV": "Shows"}).loaded
    assert loaded.overlays == {
        ("Movies", 0): "resolution",
        ("Movies", 1): "/config/badges.yml",
        ("TV", 0): "someone/badges",
    }


def test_a_dynamic_definition_tells_how_it_calls_its_collections_unless_it_calls_some_otherwise() -> None:
    def dynamic(name: str, override: str) -> list[str]:
        told = [*line("Title Format: <<key_name>> Films"), *line(f"Title Override: {override}"), *line("Other Name: None")]
        return [*titled(f"Building {name} Dynamic Collections"), *line(), *told]

    lines = [*heading("Movies Configuration"), *heading(f"Loading Collection File File: {COAST}")]
    loaded = read(lines, dynamic("Genres", "{}"), dynamic("Years", "{'2001': 'An Odyssey'}")).loaded
    assert loaded.dynamics == (
        Dynamic("Movies", COAST, "Genres", "<<key_name>> Films"),
        Dynamic("Movies", COAST, "Years", None),
    )
