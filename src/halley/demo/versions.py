"""The shorthand for a file of the demo library, and the media, part and streams it stands for.

    video: 4k dv 2.39 61200          resolution, range, aspect ratio, kbit/s, codec where it is not the usual one
    audio: [no truehd 7.1 atmos]     language, codec, channels, then a profile (`atmos` `ma` `x`) or a note
    subs:  [en, no sdh]              language, then `forced`, `sdh` or a note

Attribute names, codec words and titles are Plex's (spec, plex-api 5.3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from halley.demo.told import Attributes, Json, listed

WIDTHS: Final = {"4k": 3840, "1080": 1920, "720": 1280, "480": 720}
FILE_NAME_RESOLUTIONS: Final = {"4k": "2160p", "1080": "1080p", "720": "720p", "480": "480p"}
TALLEST: Final = {"4k": 2160, "1080": 1080, "720": 720, "480": 480}

USUAL_CODECS: Final = {"4k": "hevc", "1080": "h264", "720": "h264", "480": "mpeg2video"}
VIDEO_PROFILES: Final = {"hevc": "main 10", "h264": "high", "mpeg2video": "main", "mpeg4": "advanced simple"}

_PQ: Final[Attributes] = {"bitDepth": 10, "colorPrimaries": "bt2020", "colorSpace": "bt2020nc", "colorTrc": "smpte2084"}
#: What makes a range: a server has no attribute for HDR, it looks at these.
RANGES: Final[Mapping[str, Attributes]] = {
    "sdr": {"bitDepth": 8, "colorPrimaries": "bt709", "colorSpace": "bt709", "colorTrc": "bt709"},
    "hdr10": _PQ,
    "hlg": {**_PQ, "colorTrc": "arib-std-b67"},
    "dv": {
        **_PQ, "DOVIPresent": 1, "DOVIBLPresent": 1, "DOVIBLCompatID": 1, "DOVIELPresent": 0, "DOVILevel": 6,
        "DOVIProfile": 8, "DOVIRPUPresent": 1, "DOVIVersion": "1.0",
    },
}  # fmt: skip
RANGE_TITLES: Final = {"sdr": "", "hdr10": " HDR10", "hlg": " HLG", "dv": " DoVi/HDR10"}

#: Code of three letters and name, by the code of two.
LANGUAGES: Final = {
    "ar": ("ara", "العربية", "Arabic"), "ca": ("cat", "Català", "Catalan"), "de": ("deu", "Deutsch", "German"),
    "en": ("eng", "English", "English"), "es": ("spa", "Español", "Spanish"), "fi": ("fin", "Suomi", "Finnish"),
    "fr": ("fra", "Français", "French"), "ga": ("gle", "Gaeilge", "Irish"), "is": ("isl", "Íslenska", "Icelandic"),
    "ja": ("jpn", "日本語", "Japanese"), "mi": ("mri", "Te Reo Māori", "Maori"), "no": ("nor", "Norsk", "Norwegian"),
    "pl": ("pol", "Polski", "Polish"), "pt": ("por", "Português", "Portuguese"), "sv": ("swe", "Svenska", "Swedish"),
    "zh": ("zho", "中文", "Chinese"),
}  # fmt: skip

CODEC_TITLES: Final = {
    "aac": "AAC", "ac3": "AC3", "dca": "DTS", "eac3": "EAC3", "flac": "FLAC", "mp3": "MP3", "pcm": "PCM", "truehd": "TrueHD",
}  # fmt: skip
AUDIO_KBPS: Final = {
    "aac": 128, "ac3": 448, "dca": 1509, "eac3": 768, "flac": 900, "mp3": 128, "pcm": 1536, "truehd": 3600,
}  # fmt: skip
CHANNELS: Final = {"1.0": 1, "2.0": 2, "5.1": 6, "7.1": 8}
#: Plex's word for the profile, and how the track is titled, by codec and profile of the shorthand.
AUDIO_PROFILES: Final = {
    ("truehd", "atmos"): ("dolby truehd + dolby atmos", "Atmos"),
    ("eac3", "atmos"): ("dolby digital plus + dolby atmos", "Atmos"),
    ("dca", "ma"): ("ma", ""),
    ("dca", "x"): ("x", "DTS:X"),
}


@dataclass(frozen=True, slots=True)
class Video:
    """A video track: `resolution` in Plex's words, `light` a key of RANGES, `bitrate` in kbit/s."""

    resolution: str
    light: str
    aspect: float
    bitrate: int
    codec: str

    @property
    def frame(self) -> tuple[int, int]:
        """Width and height in pixels: as wide as the resolution, or as tall where the picture is narrower than 16:9."""
        width, tallest = WIDTHS[self.resolution], TALLEST[self.resolution]
        height = _even(width / self.aspect)
        return (width, height) if height <= tallest else (_even(tallest * self.aspect), tallest)


def parse_video(words: str) -> Video:
    """`4k dv 2.39 61200`, with the codec behind it where it is not the usual one of the resolution."""
    resolution, light, aspect, bitrate, *codec = words.split()
    return Video(resolution, light, float(aspect), int(bitrate), codec[0] if codec else USUAL_CODECS[resolution])


def media_of(version: Mapping[str, Json], file: str, minutes: int) -> Attributes:
    """The media element of a version in shorthand: one part, its streams, and the sizes that follow from them."""
    video = parse_video(str(version["video"]))
    width, height = video.frame
    duration = minutes * 60_000
    audio = [_audio_stream(str(track), index) for index, track in enumerate(listed(version, "audio"), start=1)]
    subtitles = [_subtitle_stream(str(track), 1 + len(audio) + n) for n, track in enumerate(listed(version, "subs"))]
    media: Attributes = {
        "videoResolution": video.resolution, "width": width, "height": height, "bitrate": video.bitrate,
        "aspectRatio": video.aspect, "audioChannels": audio[0]["channels"], "audioCodec": audio[0]["codec"],
        "videoCodec": video.codec, "videoProfile": VIDEO_PROFILES[video.codec], "videoFrameRate": "24p",
        "container": "mkv", "duration": duration,
    }  # fmt: skip
    if profile := audio[0].get("profile"):
        media["audioProfile"] = profile
    size = video.bitrate * 1000 // 8 * minutes * 60
    streams: list[Json] = [_video_stream(video), *audio, *subtitles]
    media["parts"] = [{"file": file, "size": size, "container": "mkv", "duration": duration, "streams": streams}]
    return media


def file_words(version: Mapping[str, Json]) -> str:
    """What a tidy file name says of a version: `Remux-2160p`."""
    return f"{version['source']}-{FILE_NAME_RESOLUTIONS[str(version['video']).split()[0]]}"


def _even(pixels: float) -> int:
    return round(pixels / 2) * 2


def _video_stream(video: Video) -> Attributes:
    width, height = video.frame
    name = ("4K" if video.resolution == "4k" else f"{video.resolution}p") + RANGE_TITLES[video.light]
    profile = VIDEO_PROFILES[video.codec]
    return {
        "streamType": 1, "default": 1, "codec": video.codec, "index": 0, "bitrate": video.bitrate, "width": width,
        "height": height, "codedWidth": width, "codedHeight": height, "frameRate": 23.976, "profile": profile,
        "colorRange": "tv", "chromaSubsampling": "4:2:0", **RANGES[video.light],
        "displayTitle": name, "extendedDisplayTitle": f"{name} ({video.codec.upper()} {profile.title()})",
    }  # fmt: skip


def _audio_stream(words: str, index: int) -> Attributes:
    language, codec, layout, *rest = words.split()
    profile, title = AUDIO_PROFILES.get((codec, rest[0] if rest else ""), ("", " ".join(rest)))
    name = CODEC_TITLES[codec] + ("-HD MA" if profile == "ma" else "")
    shape = {"1.0": "Mono", "2.0": "Stereo"}.get(layout, layout)
    short = f"{LANGUAGES[language][2]} ({name} {shape})"
    stream: Attributes = {
        "streamType": 2, "codec": codec, "index": index, "channels": CHANNELS[layout], "bitrate": AUDIO_KBPS[codec],
        "audioChannelLayout": {"1.0": "mono", "2.0": "stereo"}.get(layout, layout), "samplingRate": 48000,
        **_language(language), "displayTitle": short,
        "extendedDisplayTitle": f"{title} ({LANGUAGES[language][2]} {name} {shape})" if title else short,
    }  # fmt: skip
    if index == 1:
        stream |= {"selected": 1, "default": 1}
    return stream | {name: value for name, value in (("profile", profile), ("title", title)) if value}


def _subtitle_stream(words: str, index: int) -> Attributes:
    language, *rest = words.split()
    name = LANGUAGES[language][2]
    stream: Attributes = {"streamType": 3, "codec": "srt", "index": index, **_language(language)}
    if "forced" in rest:
        stream["forced"] = 1
    if "sdh" in rest:
        stream["hearingImpaired"] = 1
    note = "".join(f" {word}" for word in ({"forced": "Forced", "sdh": "SDH"}.get(word, word) for word in rest))
    return stream | {"displayTitle": f"{name}{note}", "extendedDisplayTitle": f"{name}{note} (SRT)"}


def _language(code: str) -> Attributes:
    three, native, _ = LANGUAGES[code]
    return {"language": native, "languageTag": code, "languageCode": three}
