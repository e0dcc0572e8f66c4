"""Whatever is in a file, reading it ends with problems and never with a traceback."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halley.definitions.problems import Problems
from halley.definitions.reading import read_yaml
from halley.definitions.validation import validate
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
STEADY = settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


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
