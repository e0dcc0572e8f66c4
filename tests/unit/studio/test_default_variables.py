"""What the gallery of default overlays knows of their template variables."""

from halley.studio.reference.defaults import default_overlays
from halley.studio.wire.editor import DefaultOverlay

ALL = {one.name: one for one in default_overlays()}


def variables(name: str) -> dict[str, tuple[str, str]]:
    return {one.key: (one.control, one.default) for one in ALL[name].variables}


def test_every_badge_takes_place_back_and_text_though_only_the_shared_template_says_so() -> None:
    found = variables("resolution")
    assert found["horizontal_align"] == ("align", "left")
    assert found["horizontal_offset"] == ("percent", "15")
    assert found["back_color"] == ("colour", "#00000099")
    assert found["font_size"] == ("number", "55")
    assert found["use_all"][0] == "switch"


def test_a_place_is_that_of_the_file_as_long_as_nobody_aligns_it() -> None:
    found = variables("direct_play")
    assert (found["horizontal_align"], found["vertical_align"]) == (("align", "center"), ("align", "bottom"))
    assert (found["horizontal_offset"], found["vertical_offset"]) == (("percent", "0"), ("percent", "150"))


def test_what_templates_tell_each_other_is_no_variable_of_a_person() -> None:
    for one in ALL.values():
        inner = [
            each.key for each in one.variables if each.key.startswith(("usual_", "fixed_")) or each.key in {"bundled", "n"}
        ]
        assert (one.name, inner) == (one.name, [])


def test_what_conditions_ask_about_is_a_variable_with_the_values_that_make_a_difference() -> None:
    languages = {one.key: one for one in ALL["languages"].variables}
    assert languages["use_subtitles"].control == "switch"
    assert {"half", "square"} <= set(languages["style"].choices)
    assert {"right", "center"} <= set(languages["horizontal_position"].choices)
    assert {one.key: one for one in ALL["audio_codec"].variables}["style"].choices == ("compact", "standard")


def test_badges_are_named_by_their_keys_and_take_each_look_for_themselves() -> None:
    ribbon: DefaultOverlay = ALL["ribbon"]
    assert "oscars" in ribbon.keys
    assert {"weight", "back_color", "file", "horizontal_offset"} <= set(ribbon.per_key)
    assert "use" not in ribbon.per_key
    assert set(ALL["content_rating_au"].per_key) == set(ribbon.per_key)
    assert ALL["runtimes"].keys == ALL["runtimes"].per_key == ()


def test_a_rating_has_its_own_look_for_each_of_three_places() -> None:
    found = variables("ratings")
    assert {"rating1", "rating2_image", "rating3_font"} <= found.keys()
    assert found["rating1_back_color"][0] == "colour"
    assert found["rating2_font_size"][0] == "number"
