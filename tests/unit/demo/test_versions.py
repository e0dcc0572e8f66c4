"""A version in shorthand, and the media it stands for."""

import pytest

from halley.demo.versions import Video, file_words, media_of, parse_video

VERSION = {
    "video": "4k dv 2.39 61200",
    "audio": ["no truehd 7.1 atmos", "en aac 2.0 Commentary"],
    "subs": ["de forced"],
    "source": "Remux",
}


@pytest.mark.parametrize(
    ("words", "video", "frame"),
    [
        ("4k dv 2.39 61200", Video("4k", "dv", 2.39, 61200, "hevc"), (3840, 1606)),
        ("1080 sdr 1.37 25600", Video("1080", "sdr", 1.37, 25600, "h264"), (1480, 1080)),
        ("480 sdr 1.33 2100 mpeg4", Video("480", "sdr", 1.33, 2100, "mpeg4"), (638, 480)),
    ],
)
def test_video_words_are_resolution_range_aspect_bitrate_and_codec(words: str, video: Video, frame: tuple[int, int]) -> None:
    assert parse_video(words) == video
    assert parse_video(words).frame == frame


def test_a_version_becomes_media_with_one_part_and_its_streams() -> None:
    media = media_of(VERSION, "/data/movies/x.mkv", 100)
    part = media["parts"][0]
    assert (media["videoResolution"], media["audioCodec"], media["audioChannels"]) == ("4k", "truehd", 8)
    assert media["audioProfile"] == "dolby truehd + dolby atmos"
    assert part["file"] == "/data/movies/x.mkv"
    assert part["size"] == 61200 * 1000 // 8 * 6000
    assert [stream["index"] for stream in part["streams"]] == [0, 1, 2, 3]
    assert [stream["extendedDisplayTitle"] for stream in part["streams"]] == [
        "4K DoVi/HDR10 (HEVC Main 10)",
        "Atmos (Norwegian TrueHD 7.1)",
        "Commentary (English AAC Stereo)",
        "German Forced (SRT)",
    ]
    assert part["streams"][3]["forced"] == 1


def test_only_the_first_track_is_selected() -> None:
    streams = media_of(VERSION, "/x.mkv", 1)["parts"][0]["streams"]
    assert [stream.get("selected") for stream in streams if stream["streamType"] == 2] == [1, None]


def test_the_file_name_says_source_and_resolution() -> None:
    assert file_words(VERSION) == "Remux-2160p"
