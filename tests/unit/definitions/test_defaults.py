"""Kometa's own 24 overlay files, with all kinds of template variables: resolved by both, every definition the same."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.unit.definitions.told import Job, comparable, differences, told

#: File, type of library, template variables of the block.
BLOCKS = (
    ("network", "show", "{}"),
    ("resolution", "movie", "{}"),
    ("studio", "movie", "{}"),
    ("aspect", "movie", "{text_1.33: FULL, weight_1.33: 5, vertical_align: bottom, font_size: 50}"),
    ("audio_codec", "movie", "{style: standard, use_flac: false, vertical_align: bottom, regex_dts: x, back_height_aac: 4}"),
    ("audio_codec", "show", "{builder_level: episode, horizontal_offset: 5%}"),
    ("commonsense", "movie", "{pre_text: Age, post_text: '', vertical_offset: 7, addon_position: right}"),
    ("content_rating_au", "movie", "{color: false}"),
    ("content_rating_de", "show", "{horizontal_align: right}"),
    ("content_rating_nz", "movie", "{back_color: '#11223344'}"),
    ("content_rating_uk", "movie", "{use_all: false, use_18: true}"),
    ("content_rating_us_movie", "movie", "{}"),
    ("content_rating_us_show", "show", "{builder_level: season}"),
    ("direct_play", "movie", "{vertical_align: center}"),
    ("episode_info", "show", "{font_color: red, horizontal_align: left}"),
    ("language_count", "movie", "{use_subtitles: true, minimum: 3, vertical_align: top}"),
    ("language_count", "show", "{}"),
    ("languages", "movie", "{languages: [de, en], style: half, size: big, hide_text: true, group_alignment: horizontal,"
     " horizontal_position: center, overlay_limit: 2, use_ja: true, country_en: us, weight_de: 1}"),
    ("languages", "show", "{use_subtitles: true, vertical_position: center_top, flag_alignment: right, use_lowercase: yes}"),
    ("languages", "movie", "{position: [{horizontal_offset: 1, vertical_offset: 2, horizontal_align: left,"
     " vertical_align: top}, {vertical_offset: 50}]}"),
    ("mediastinger", "movie", "{url: 'https://pictures.invalid/m.png'}"),
    ("network", "show", "{style: white, use_all: false, use_HBO: true}"),
    ("ratings", "movie", "{rating1: critic, rating1_image: rt_tomato, rating2: audience, rating2_image: imdb, rating3: user,"
     " rating3_image: tmdb, horizontal_position: right, rating1_font_size: 70, rating2_style: '#'}"),
    ("ratings", "show", "{builder_level: episode, rating1: audience, rating1_image: imdb, rating_alignment: horizontal,"
     " vertical_position: bottom, fresh_rating: 7}"),
    ("resolution", "movie", "{use_edition: false, vertical_offset: 200, horizontal_align: right, use_4k_dv: false}"),
    ("ribbon", "movie", "{style: red, weight_oscars: 1, use_bafta: false}"),
    ("runtimes", "movie", "{text: '', format: '<<runtime>> min', back_width: 400}"),
    ("runtimes", "show", "{builder_level: episode, git: PMM/resolution/4k}"),
    ("status", "show", "{last: 30, text_airing: ON, weight_ended: 99}"),
    ("streaming", "movie", "{region: CA, style: white, use_netflix: false}"),
    ("streaming", "show", "{originals_only: true}"),
    ("studio", "movie", "{style: bigger, use_all: false, 'use_A24': true, vertical_align: top}"),
    ("versions", "show", "{builder_level: episode, horizontal_align: center}"),
    ("video_format", "movie", "{text_remux: R, final_name: text(x), queue: nowhere}"),
)  # fmt: skip


@pytest.mark.kometa
def test_every_definition_of_the_default_files_is_resolved_as_kometa_does(
    kometa_home: Path, kometa_python: Path, tmp_path: Path
) -> None:
    jobs = [
        Job(folder=tmp_path, blocks=f"- default: {name}\n  template_variables: {given}\n", library_type=kind)
        for name, kind, given in BLOCKS
    ]
    assert {name for name, _, _ in BLOCKS} == {one.stem for one in _default_files(kometa_home)}
    done = subprocess.run(
        [kometa_python, ROOT / "tools" / "record_templates.py", "--kometa", kometa_home, "--jobs"],
        input=json.dumps([job.json for job in jobs]),
        capture_output=True,
        text=True,
        check=True,
    )
    found = [
        f"{job.blocks}{difference}"
        for job, recorded in zip(jobs, json.loads(done.stdout), strict=True)
        for difference in differences([comparable(one) for one in recorded], told(job, kometa_home))
    ]
    assert not found, "\n".join(found[:10])


def _default_files(home: Path) -> list[Path]:
    return [one for one in (home / "defaults" / "overlays").glob("*.yml") if one.stem != "templates"]
