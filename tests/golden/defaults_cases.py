"""Uses of the 24 default overlay files, with many kinds of template variables, that `tools/record_defaults.py` lets real
Kometa resolve, and `tests/unit/engines/native/test_defaults.py` resolves with Halley's own files of the same names.

A use is the name of a file, the type of the library, and the template variables as YAML.
"""

from collections.abc import Iterator, Mapping
from itertools import product

Use = tuple[str, str, str]

NAMES = tuple(
    "aspect audio_codec commonsense content_rating_au content_rating_de content_rating_nz content_rating_uk"
    " content_rating_us_movie content_rating_us_show direct_play episode_info language_count languages mediastinger network"
    " ratings resolution ribbon runtimes status streaming studio versions video_format".split()
)
_LARGE = ("network", "studio", "resolution")

#: A definition's key in each file that has variables of its own for each definition.
KEYS: Mapping[str, tuple[str, ...]] = {
    "aspect": ("1.33", "2.35"),
    "audio_codec": ("truehd_atmos", "aac"),
    "commonsense": ("7", "nr"),
    "content_rating_au": ("ma", "nr"),
    "content_rating_de": ("bpjm", "0"),
    "content_rating_nz": ("rp13", "g"),
    "content_rating_uk": ("12a", "u"),
    "content_rating_us_movie": ("pg-13", "nr"),
    "content_rating_us_show": ("tv-ma", "nr"),
    "direct_play": ("direct_play",),
    "episode_info": ("episode_info",),
    "language_count": ("dual", "multi"),
    "languages": ("de", "en"),
    "mediastinger": ("mediastinger",),
    "network": ("HBO", "A&E"),
    "ratings": ("rating1",),
    "resolution": ("4k", "extended"),
    "ribbon": ("oscars", "rotten"),
    "runtimes": ("runtimes",),
    "status": ("airing", "ended"),
    "streaming": ("netflix", "amazon"),
    "studio": ("A24", "Pixar"),
    "versions": ("versions",),
    "video_format": ("remux", "cam"),
}

#: Attributes that can be given to all definitions of a file, or to one.
ATTRIBUTES: Mapping[str, tuple[str, str]] = {
    "weight": ("3", "4"),
    "file": ("own.png", "other.png"),
    "url": ("'https://pictures.invalid/a.png'", "'https://pictures.invalid/b.png'"),
    "git": ("someone/picture", "PMM/resolution/4k"),
    "pmm": ("resolution/4k", "resolution/720p"),
    "default": ("resolution/4k", "resolution/720p"),
    "font": ("fonts/Inter-Bold.ttf", "fonts/Inter-Medium.ttf"),
    "font_size": ("31", "32"),
    "font_color": ("'#123456'", "'#abcdef80'"),
    "horizontal_offset": ("41", "42"),
    "horizontal_align": ("right", "center"),
    "vertical_offset": ("43", "44"),
    "vertical_align": ("bottom", "center"),
    "stroke_width": ("2", "3"),
    "stroke_color": ("red", "blue"),
    "back_color": ("'#00112233'", "'#44556677'"),
    "back_width": ("401", "402"),
    "back_height": ("201", "202"),
    "back_align": ("left", "right"),
    "back_radius": ("9", "10"),
    "back_padding": ("7", "8"),
    "back_line_color": ("'#010203'", "'#040506'"),
    "back_line_width": ("5", "6"),
    "scale_width": ("50%", "60"),
    "scale_height": ("70", "80%"),
}
_PICTURES = ("file", "url", "git", "pmm", "default")
_PLACES = frozenset({"horizontal_offset", "horizontal_align", "vertical_offset", "vertical_align"})
_FOR_FILES = (
    "{group: mine, weight: 7, addon_offset: 9, addon_position: top}",
    "{queue: nowhere, weight: 7}",
    "{final_name: text(Other), final_horizontal_offset: 61, final_vertical_offset: 62}",
    "{suppress_overlays: [One, Other]}",
    "{use_all: false}",
    "{use_all: true, allowed_libraries: show}",
    "{allowed_libraries: 'movie, show'}",
    "{weight: null, horizontal_align: null, back_color: null, font_size: null}",
    "{overlay_level: episode}",
    "{builder_level: season}",
)
_ALIGNS = (
    *(("left", None), ("center", None), ("right", None), (None, "top"), (None, "center"), (None, "bottom")),
    *(("right", "bottom"), ("center", "center"), ("left", "top")),
)
_IMAGES = "anidb imdb letterboxd mdb metacritic rt_popcorn rt_tomato tmdb trakt mal star".split()


def uses() -> Iterator[Use]:
    """All uses, in a fixed order."""
    for name in NAMES:
        yield from ((name, kind, "{}") for kind in ("movie", "show"))
        yield from _of_attributes(name)
        if name not in ("network", "studio"):
            yield from ((name, _kinds(name)[-1], given) for given in _FOR_FILES)
    for name in sorted(set(NAMES) - set(_LARGE) - {"ratings", "languages"}):
        yield from ((name, _kinds(name)[0], _aligned(*one)) for one in _ALIGNS)
    for given in _OWN:
        name, kind, variables = given.split(" ", 2)
        yield name, kind, variables
    yield from _of_ratings()
    yield from _of_languages()


def _kinds(name: str) -> tuple[str, ...]:
    if name in ("status", "episode_info", "network", "content_rating_us_show"):
        return ("show",)
    return ("movie",) if name in ("resolution", "mediastinger", "content_rating_us_movie") else ("movie", "show")


def _of_attributes(name: str) -> Iterator[Use]:
    """All attributes but pictures at once, for all and for one; then pictures one by one, and definitions on and off."""
    key, kind = KEYS[name][0], _kinds(name)[0]
    filled = "rating1: audience, rating1_image: imdb, " if name == "ratings" else ""
    only = f"use_all: false, use_{key}: true, " if name in _LARGE else ""
    if name == "resolution":
        only += "use_edition: false, "
    for attributes in (sorted(set(ATTRIBUTES) - _PLACES - set(_PICTURES)), sorted(_PLACES), *([one] for one in _PICTURES)):
        for_all = ", ".join(f"{one}: {ATTRIBUTES[one][0]}" for one in attributes)
        for_one = ", ".join(f"'{_of_one(name, key, one)}': {ATTRIBUTES[one][1]}" for one in attributes)
        yield name, kind, f"{{{filled}{only}{for_all}}}"
        yield name, kind, f"{{{filled}{only}{for_one}}}"
        yield name, kind, f"{{{filled}{only}{for_all}, {for_one}}}"
    for key in KEYS[name]:
        if name not in _LARGE:
            yield name, kind, f"{{{filled}'use_{key}': false}}"
        yield name, kind, f"{{{filled}use_all: false, 'use_{key}': true}}"


def _of_one(name: str, key: str, attribute: str) -> str:
    return f"rating1_{attribute}" if name == "ratings" else f"{attribute}_{key}"


def _aligned(horizontal: str | None, vertical: str | None) -> str:
    given = [f"horizontal_align: {horizontal}"] if horizontal else []
    return "{" + ", ".join([*given, *([f"vertical_align: {vertical}"] if vertical else [])]) + "}"


def _of_ratings() -> Iterator[Use]:
    sources = ("critic", "audience", "user")
    for alignment, horizontal, vertical in product(
        ("vertical", "horizontal"), ("left", "center", "right"), ("top", "center", "bottom")
    ):
        place = f"rating_alignment: {alignment}, horizontal_position: {horizontal}, vertical_position: {vertical}"
        for number, chosen in enumerate(product((False, True), repeat=3)):
            given = [
                f"rating{n}: {source}, rating{n}_image: {_IMAGES[(number + n) % len(_IMAGES)]}"
                for n, (source, is_given) in enumerate(zip(sources, chosen, strict=True), 1)
                if is_given
            ]
            yield "ratings", "movie", "{" + ", ".join([*given, place]) + "}"
    for image, kind, level in product(_IMAGES, ("movie", "show"), ("", "builder_level: episode, ")):
        if kind == "show" or not level:
            yield "ratings", kind, f"{{{level}rating2: user, rating2_image: {image}}}"
    yield from (("ratings", "movie", f"{{rating1: {source}}}") for source in (*sources, "none", "imdb"))


def _of_languages() -> Iterator[Use]:
    verticals = "top top2 top3 bottom bottom2 bottom3 center center_top center_bottom".split()
    horizontals = "left left2 right right2 center center_left center_right".split()
    for group in ("vertical", "horizontal"):
        for vertical in verticals:
            yield "languages", "movie", f"{{group_alignment: {group}, vertical_position: {vertical}}}"
        for horizontal in horizontals:
            yield "languages", "movie", f"{{group_alignment: {group}, horizontal_position: {horizontal}}}"
            yield "languages", "movie", f"{{group_alignment: {group}, horizontal_position: {horizontal}, size: big}}"
    for style, size, hidden, subtitles in product(
        ("round", "square", "half"), ("small", "big"), ("true", "false"), ("true", "false")
    ):
        given = f"style: {style}, size: {size}, hide_text: {hidden}, use_subtitles: {subtitles}"
        yield "languages", "movie", f"{{{given}, languages: [de, fil], flag_alignment: right}}"


_OWN = tuple(
    line
    for line in """
aspect movie {text_1.33: FULL, weight_1.33: 5, vertical_align: bottom, font_size: 50}
aspect show {builder_level: episode, text_2.35: SCOPE, font_size_2.35: 40}
audio_codec movie {style: standard}
audio_codec movie {style: standard, standard_value: 90}
audio_codec movie {style: standard, back_height: 80, back_height_flac: 81}
audio_codec movie {regex_dts: x, regex_aac: y}
audio_codec show {builder_level: episode, horizontal_offset: 5%}
commonsense movie {pre_text: Age, post_text: '', pre_nr_text: <, post_nr_text: '>'}
commonsense movie {vertical_offset: 7, addon_position: right, addon_offset: 3}
commonsense show {builder_level: episode}
content_rating_au movie {color: false}
content_rating_de show {color: false}
content_rating_nz movie {color: false}
content_rating_uk movie {color: false}
content_rating_us_movie movie {color: false}
content_rating_us_show show {color: false}
content_rating_us_show show {color: true, builder_level: season}
direct_play show {builder_level: episode}
language_count movie {use_subtitles: true}
language_count movie {use_subtitles: true, minimum: 3}
language_count movie {minimum: 1}
language_count show {builder_level: season, minimum: 4}
languages movie {languages: [de, en], use_ja: true, use_de: false, country_en: us, weight_en: 1}
languages movie {use_lowercase: true, overlay_limit: 1}
languages movie {use_lowercase: true, use_subtitles: true, overlay_limit: 5}
languages movie {offset: 0}
languages movie {offset: 22, style: half}
languages movie {position: [{horizontal_offset: 1, vertical_offset: 2, horizontal_align: left, vertical_align: top}]}
languages movie {languages: [myn, rom, mos, zu], size: big}
languages movie {vertical_align: top, horizontal_align: left}
languages show {builder_level: episode, use_all: false}
network show {style: white}
network show {style: white, use_all: false, use_HBO: true, weight_HBO: 3, horizontal_align: right, vertical_align: top}
network show {use_all: false, use_A&E: true, use_5: true, vertical_align: bottom}
network show {use_all: false, use_A&E: true, builder_level: episode, horizontal_offset: 1, vertical_align: center}
ratings movie {rating1: critic, rating1_image: rt_tomato, minimum_rating: 3, fresh_rating: 7, maximum_rating: 9.5}
ratings movie {rating1: critic, rating1_image: imdb, rating1_style: '#', rating1_extra: '/10'}
ratings movie {rating1: critic, rating1_image: tmdb, rating1_horizontal_offset: 5, rating1_vertical_offset: 6}
ratings movie {rating1: critic, rating3: user, rating3_image: mal, standard_offset: 50, v2_offset: 90, v3_offset: 91}
ratings movie {rating1: critic, rating2: user, rating3: audience, vertical_position: top, v2_offset: 90, v3_offset: 91}
ratings movie {rating1: critic, rating2: user, rating3: audience, vertical_position: bottom, v2_offset: 90, v3_offset: 91}
ratings movie {rating1: critic, rating2: user, rating3: audience, cv2_offset: 90, cv3_offset: 91, center_offset: 4}
ratings movie {rating1: critic, rating2: user, cv2_offset: 90, cv3_offset: 91, center_offset: 4}
ratings movie {rating1: user, rating3: critic, rating_alignment: horizontal, h2_offset: 7, h3_offset: 8, ch2_offset: 9}
ratings movie {rating1: user, rating2: audience, rating3: critic, rating_alignment: horizontal, h2_offset: 7, h3_offset: 8}
ratings movie {rating1: user, rating3: critic, rating_alignment: horizontal, horizontal_position: center, ch2_offset: 9}
ratings movie {rating1: user, rating1_horizontal_align: center, rating1_vertical_align: top}
ratings movie {rating1: user, rating1_image: star, rating1_back_width: 1,rating1_back_height: 2,rating1_addon_position: top}
ratings movie {rating1: user, rating1_image: star, back_width: 1, back_height: 2, addon_position: right, weight: 9}
ratings movie {rating1: user, rating1_image: star, rating_alignment: horizontal, addon_position: bottom}
ratings movie {rating1: user, rating1_image: star, rating1_file: own.png}
ratings movie {rating1: user, rating1_image: star, rating1_default: rating/IMDb}
ratings show {overlay_level: episode, rating1: critic, rating1_image: imdb}
ratings show {builder_level: season, rating1: critic, rating1_image: imdb}
ratings show {rating1: critic, rating1_image: rt_popcorn, rating2: user, rating2_image: metacritic}
ratings movie {rating1: critic, rating1_group: mine, rating1_weight: 5}
resolution movie {use_edition: false}
resolution movie {use_resolution: false}
resolution show {use_resolution: false}
resolution movie {use_edition: false, use_4k_dv: false}
resolution movie {use_4k: false, use_hdr: false}
resolution movie {use_dv: false, use_dvhdr: false, use_imax: false}
resolution movie {use_4k_: false, use_1080p: true}
resolution movie {horizontal_align: right}
resolution movie {horizontal_align: center, vertical_align: bottom}
resolution movie {horizontal_align: center, vertical_align: center}
resolution movie {vertical_align: bottom}
resolution movie {vertical_align: bottom, vertical_offset: 200}
resolution movie {horizontal_offset: 100, vertical_offset: 200, horizontal_align: right}
resolution movie {back_width: 310, back_height: 110, back_color: '#FFFFFF80', back_padding: 3}
resolution movie {weight_4k: 9, weight_4kdv: 8, weight_extended: 7, font_size_4k: 3}
resolution movie {file_4k: own.png, url_imax: 'https://pictures.invalid/a.png'}
resolution movie {horizontal_offset_4k: 77, vertical_offset_imax: 78, back_color_4k: '#ffffff', back_color_imax: red}
resolution movie {suppress_overlays: [Else]}
resolution show {builder_level: episode}
resolution show {overlay_level: season, use_edition: false}
resolution movie {use_all: false, use_4k: true, use_imax: true}
resolution movie {use_all: false, use_4k_dv: true}
resolution movie {regex_imax: x, regex_4k: y}
ribbon movie {style: gray}
ribbon movie {style: black}
ribbon show {style: red, weight_emmys: 1}
ribbon movie {style: purple, use_bafta: false}
runtimes movie {text: '', format: '<<runtime>> min', back_width: 400}
runtimes show {builder_level: episode, text: 'T ', format: '<<runtimeH>>'}
status show {last: 30, text_airing: ON, weight_ended: 99}
status show {text_canceled: 'OFF', font_size: 40}
streaming movie {region: CA}
streaming movie {region: GB, style: white}
streaming show {region: ES}
streaming show {region: DE, originals_only: false}
streaming show {originals_only: true}
streaming movie {originals_only: true, region: CA}
streaming movie {discover_with_netflix: 77, use_amazon: false, use_8: false, use_337: false}
streaming movie {allowed_libraries: movie, use_crave: true, use_now: true, use_filmin: true}
streaming movie {use_all: false, use_netflix: true, use_now: true, weight_now: 1}
studio movie {style: bigger}
studio movie {style: bigger, use_all: false, use_A24: true, width_value: 300, height_value: 100}
studio movie {style: bigger, use_all: false, use_A24: true, back_width: 301, back_height_A24: 77, weight_A24: 2}
studio movie {use_all: false, use_A24: true, vertical_align: top, horizontal_align: center}
studio show {use_all: false, 'use_Studio Ghibli': true, vertical_align: bottom, builder_level: season}
versions show {builder_level: episode}
versions show {builder_level: episode, vertical_align: bottom}
versions show {builder_level: season, horizontal_align: center}
video_format movie {text_remux: R, regex_web: x}
video_format show {builder_level: episode, text_web: STREAM, font_size_web: 20}
""".splitlines()
    if line
)
