"""What the pictures say. A text with `/` stands in two lines: a small one, and a large one."""

import re
from typing import Final, NamedTuple

RANGES: Final = {
    "dv": "DOLBY/VISION",
    "dvhdr": "VISION/HDR",
    "dvhdrplus": "VISION/HDR10+",
    "hdr": "HDR",
    "hlg": "HLG",
    "plus": "HDR10+",
}

EDITIONS: Final = {
    "extended": "EDITION/EXTENDED",
    "uncut": "EDITION/UNCUT",
    "unrated": "EDITION/UNRATED",
    "special": "EDITION/SPECIAL",
    "anniversary": "EDITION/ANNIVERSARY",
    "collector": "EDITION/COLLECTOR’S",
    "diamond": "EDITION/DIAMOND",
    "platinum": "EDITION/PLATINUM",
    "directors": "CUT/DIRECTOR’S",
    "final": "CUT/FINAL",
    "international": "CUT/INTERNATIONAL",
    "theatrical": "CUT/THEATRICAL",
    "ultimate": "CUT/ULTIMATE",
    "alternate": "CUT/ALTERNATE",
    "coda": "CUT/CODA",
    "enhanced": "ENHANCED/IMAX",
    "imax": "IMAX",
    "remastered": "REMASTERED",
    "criterion": "CRITERION",
    "richarddonner": "CUT/RICHARD DONNER",
    "blackchrome": "BLACK & CHROME",
    "definitive": "EDITION/DEFINITIVE",
    "openmatte": "OPEN MATTE",
    "ulysses": "CUT/ULYSSES",
    "producers": "CUT/PRODUCER’S",
}

CODECS: Final = {
    "truehd_atmos": "DOLBY TRUEHD/ATMOS",
    "dtsx": "DTS:X",
    "plus_atmos": "DOLBY DIGITAL+/ATMOS",
    "dolby_atmos": "DOLBY/ATMOS",
    "truehd": "DOLBY/TRUEHD",
    "ma": "DTS-HD/MASTER AUDIO",
    "flac": "FLAC",
    "pcm": "PCM",
    "hra": "DTS-HD/HIGH RES",
    "plus": "DOLBY/DIGITAL+",
    "dtses": "DTS-ES",
    "dts": "DTS",
    "digital": "DOLBY/DIGITAL",
    "aac": "AAC",
    "mp3": "MP3",
    "opus": "OPUS",
}

#: Text and, where it means a verdict, its colour.
RATINGS: Final = {
    "AniDB": ("AniDB", None),
    "IMDb": ("IMDb", None),
    "IMDbTop": ("IMDb/TOP", "gold"),
    "Letterboxd": ("Letterboxd", None),
    "MAL": ("MAL", None),
    "MDBList": ("MDBList", None),
    "Metacritic": ("Metacritic", None),
    "MetacriticTop": ("Metacritic/MUST SEE", "gold"),
    "RT-Aud-Fresh": ("RT/AUDIENCE", "red"),
    "RT-Aud-Rotten": ("RT/AUDIENCE", "green"),
    "RT-Aud-Top": ("RT/AUDIENCE", "gold"),
    "RT-Crit-Fresh": ("RT/CRITICS", "red"),
    "RT-Crit-Rotten": ("RT/CRITICS", "green"),
    "RT-Crit-Top": ("RT/CRITICS", "gold"),
    "TMDb": ("TMDb", None),
    "Trakt": ("Trakt", None),
}

RIBBONS: Final = {
    "oscars": "OSCARS/BEST PICTURE",
    "oscars_director": "OSCARS/BEST DIRECTOR",
    "golden": "WINNER/GOLDEN GLOBE",
    "golden_director": "GOLDEN GLOBE/BEST DIRECTOR",
    "bafta": "WINNER/BAFTA",
    "cannes": "WINNER/CANNES",
    "berlinale": "WINNER/BERLINALE",
    "venice": "WINNER/VENICE",
    "sundance": "WINNER/SUNDANCE",
    "emmys": "WINNER/EMMYS",
    "choice": "WINNER/CRITICS’ CHOICE",
    "spirit": "WINNER/SPIRIT",
    "cesar": "WINNER/CÉSAR",
    "imdb": "IMDB/TOP 250",
    "letterboxd": "LETTERBOXD/TOP 500",
    "rotten": "ROTTEN TOMATOES/CERTIFIED FRESH",
    "rottenverified": "ROTTEN TOMATOES/VERIFIED HOT",
    "metacritic": "METACRITIC/MUST SEE",
    "common": "COMMON SENSE/SELECTION",
    "razzie": "WINNER/RAZZIE",
}

_GREEN, _YELLOW, _ORANGE, _RED, _GRAY = "green", "gold", "orange", "red", "gray"
#: Ratings by country, in the order of the age that they mean.
_RATED: Final = {
    "au_": {"g": _GREEN, "pg": _YELLOW, "m": _ORANGE, "ma": _RED, "r": _RED, "x": _RED},
    "de": {"0": "white", "6": _YELLOW, "12": _GREEN, "16": "blue", "18": _RED, "bpjm": _RED},
    "nz_": {
        **dict.fromkeys(("pg", "m"), _YELLOW),
        **dict.fromkeys(("r13", "rp13", "r15"), _ORANGE),
        **dict.fromkeys(("r16", "rp16", "r", "r18", "rp18"), _RED),
        "g": _GREEN,
    },
    "uk": {"u": _GREEN, "pg": _YELLOW, "12": _ORANGE, "12a": _ORANGE, "15": _ORANGE, "18": _RED, "r18": _RED},
    "us": {
        **dict.fromkeys(("g", "tv-g", "tv-y"), _GREEN),
        **dict.fromkeys(("pg", "tv-pg"), _YELLOW),
        **dict.fromkeys(("pg-13", "tv-14"), _ORANGE),
        **dict.fromkeys(("r", "nc-17", "tv-ma"), _RED),
    },
}
_CONTENT_RATING = re.compile(rf"({'|'.join(_RATED)})(.+?)(c?)")
_SPELLED = {"ma": "MA15+", "bpjm": "BPjM"}


class ContentRating(NamedTuple):
    """What the picture of a content rating says, and in which colour; None where it is white."""

    text: str
    colour: str | None


def content_rating(name: str) -> ContentRating | None:
    """What `au_gc`, `de12` or `ustv-mac` shows; None where there is no such picture."""
    found = _CONTENT_RATING.fullmatch(name)
    if found is None:
        return None
    country, key, coloured = found.groups()
    rated = {**_RATED[country], "nr": _GRAY}
    if key not in rated:
        return None
    return ContentRating(_SPELLED.get(key, key.upper()), rated[key] if coloured else None)
