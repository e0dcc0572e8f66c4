"""Whatever is in a file, reading it ends with problems and never with a traceback."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halley.definitions.problems import Problems
from halley.definitions.reading import read_yaml
from halley.definitions.validation import LIBRARY_KEYS, validate
from tests.unit.definitions.told import NOW, Job, dumped, files_at, read

WORDS = st.sampled_from(
    "overlays templates queues external_templates template name default optional conditionals conditions value settings"
    " position dynamic_position overlay_limit overlay plex_all filters run_definition builder_level suppress_overlays limit"
    " horizontal_offset vertical_align font_size back_color queue group weight file url move_prefix a b <<a>> <<b+1>> <<<a>>"
    " text(<<a>>) blur(3) backdrop a.exists b.not variables conditionals surround horizontal_align A".split()
)
SCALARS = (
    WORDS | st.none() | st.booleans() | st.integers(-5, 400) | st.floats(allow_nan=False) | st.text(max_size=6) | st.dates()
)
VALUES = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(WORDS | st.integers(0, 3), below, max_size=4),
    max_leaves=25,
)
DEFINITIONS = st.dictionaries(WORDS, VALUES, max_size=5)
FILES = st.fixed_dictionaries(
    {},
    optional={
        "overlays": st.dictionaries(
            WORDS, st.fixed_dictionaries({"template": st.just({"name": "A"}) | VALUES}) | DEFINITIONS, max_size=3
        )
        | VALUES,
        "templates": st.fixed_dictionaries({"A": DEFINITIONS}) | VALUES,
        "queues": st.dictionaries(WORDS, VALUES, max_size=2) | VALUES,
        "external_templates": VALUES,
    },
)
_CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much]
QUICK = settings(max_examples=60, suppress_health_check=_CHECKS)
STEADY = settings(max_examples=120, suppress_health_check=_CHECKS)


@STEADY
@given(FILES, st.dictionaries(WORDS, VALUES, max_size=3))
def test_a_file_of_familiar_words_in_any_order_is_read(content: dict[str, object], variables: dict[str, object]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "own.yml").write_text(dumped(content), "utf-8")
        read(Job(folder=folder, blocks=dumped([{"file": "own.yml", "template_variables": variables}])), None)


@STEADY
@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@,? \n\t<", max_size=60) | st.text(max_size=30))
def test_any_text_is_read_as_yaml_or_refused_with_a_sentence(text: str) -> None:
    problems = Problems()
    root = read_yaml(text, "own.yml", problems)
    assert root is not None or problems.found


@STEADY
@given(VALUES)
def test_any_configuration_is_checked(libraries: object) -> None:
    problems = Problems()
    root = read_yaml(dumped({"libraries": {"Movies": {"overlay_files": libraries}, "b": libraries}}), "config.yml", problems)
    if root is None:  # ruamel writes a few texts, such as `?0`, that it cannot read again
        assert problems.found
        return
    with TemporaryDirectory() as name:
        validate(root, lambda _repo: files_at(Path(name), None), NOW, (), problems)


SEARCHED = st.sampled_from(
    "all any resolution resolution.not year year.gte title.is added added.before hdr sort_by limit type validate genre.and"
    " audio_language season_count edition filepath.regex tmdb_status has_overlay history release.after duration.gt"
    " percentage seasons episodes user_rating.count_gt album_title artist_genre country.regex versions.lte".split()
)
ANSWERS = st.sampled_from(
    "4k 1080 today 30 -1 2020 1990-01-01 01/31/2020 current 30d true false en random titleU.asc title.desc ( [ <<a>> %"
    " HBO weekly(friday) all[daily,never] hourly(25) range(1/1-2/30) date(1/2)".split()
)
TREES = st.recursive(
    SCALARS | ANSWERS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(SEARCHED | WORDS, below, max_size=4),
    max_leaves=15,
)
CHOOSING = st.dictionaries(
    st.sampled_from(
        "plex_search plex_all filters filter imdb_id tmdb_movie tvdb_show imdb_chart imdb_award letterboxd_list mdblist_list"
        " tmdb_discover builder_level limit ignore_blank_results default_percent plex_pilots imdb_list trakt_chart".split()
    ),
    TREES,
    max_size=4,
)
OVERLAID = st.just({"name": "backdrop", "back_color": "red"}) | st.dictionaries(WORDS, VALUES, max_size=3)


@QUICK
@given(st.dictionaries(st.sampled_from("abc"), st.tuples(CHOOSING, OVERLAID), min_size=1, max_size=3))
def test_whatever_a_definition_chooses_by_is_checked(definitions: dict[str, tuple[dict[str, object], object]]) -> None:
    own = {"overlays": {name: {**chosen, "overlay": overlay} for name, (chosen, overlay) in definitions.items()}}
    root = read_yaml("libraries: {Things: {overlay_files: [{file: config/own.yml}]}}", "config.yml", Problems())
    assert root is not None
    with TemporaryDirectory() as name:
        (Path(name) / "own.yml").write_text(dumped(own), "utf-8")
        report = validate(root, lambda _repo: files_at(Path(name), None), NOW, (), Problems())
    for problem in report.problems:
        assert problem.where.file
        assert problem.message


@QUICK
@given(st.dictionaries(st.sampled_from(sorted(LIBRARY_KEYS)), TREES, max_size=6), TREES)
def test_whatever_stands_in_a_library_is_checked(library: dict[str, object], settings_of_all: object) -> None:
    root = read_yaml(dumped({"libraries": {"Things": library}, "settings": settings_of_all}), "config.yml", Problems())
    if root is not None:
        with TemporaryDirectory() as name:
            validate(root, lambda _repo: files_at(Path(name), None), NOW, (), Problems())
