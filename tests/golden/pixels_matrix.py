"""Which cases there are: every attribute, every variable with every modifier, every canvas, odd bases, every file type."""

from collections.abc import Iterator

from tests.golden.pixels_cases import Case

_WORDS = tuple(
    f"`text(<<{{0}}{modifier}>>)` fs=44 ho=20 vo={100 * place}" for place, modifier in enumerate(("", "U", "L", "P"))
)
_RATING = "`text(<<{0}>> + <<{0}%>> + <<{0}#>> + <<{0}/>>)` fs=50 ho=20 vo=20 bc=K bp=9"
_COUNT = "`text(<<{0}>> + <<{0}W>> + <<{0}WU>> + <<{0}WL>> + <<{0}0>> + <<{0}00>>)` fs=32 ho=0 vo=40 ha=center va=bottom"
_TIME = "`text(<<{0}>> = <<{0}H>>h <<{0}M>>m)` fs=60 ho=30 vo=30 ha=right va=top bc=#20304080 br=12 bp=14"
_RATE = "`text(<<bitrate>> + <<bitrateH>> + <<bitrateL>>)` fs=48 ho=20 vo=20"
_DATE = "`text(<<originally_available>> + <<originally_available[%d %b %Y, %j]>>)` fs=44 ho=20 vo=20"
LEVELS = ("movie", "show", "season", "episode", "artist", "album")
_ALL = frozenset(LEVELS)

_IMAGES = """
badge ho=0 vo=0
badge ho=15 vo=20 ha=left va=top
badge ho=15 vo=20 ha=right va=bottom
badge ho=0 vo=0 ha=center va=center
dot ho=-7 vo=9 ha=center va=center
disc ho=33% vo=7% ha=left va=top
disc ho=33% vo=7% ha=right va=bottom
disc ho=-10% vo=25% ha=center va=center
disc ho=950 vo=1480 ha=left va=top
disc ho=100% vo=0 ha=right va=top
badge ho=15 vo=0 ha=RIGHT va=BOTTOM
disc scw=50 ho=10 vo=10
disc sch=33% ho=10 vo=10
disc scw=200% sch=45 ho=10 vo=10
badge scw=1 sch=300 ho=300 vo=300
palette ho=40 vo=40
grey ho=40 vo=40
opaque ho=40 vo=40 ha=right
disc ho=0 vo=0 ha=center va=bottom
disc bc=K ho=15 vo=15
disc bc=K bp=10 ho=15 vo=15
disc bc=K bp=10 br=30 ho=15 vo=15 ha=right va=top
badge bc=K bw=305 bh=105 br=30 ho=15 vo=15 ha=right va=bottom
badge bc=#10203040 bw=305 bh=105 ba=left ho=15 vo=15
badge bc=red bw=305 bh=105 ba=right ho=15 vo=15
badge bc=rgb(1,2,3) bw=305 bh=105 ba=top ho=15 vo=15
badge bc=hsl(120,100%,25%) bw=305 bh=105 ba=bottom ho=15 vo=15
badge bc=K bw=305 ho=15 vo=15
badge bc=K bh=105 ho=15 vo=15 ha=center va=center
badge bc=K bw=51 bh=21 ho=200 vo=200
dot bc=K bw=0 bh=0 ho=200 vo=200
disc blc=#FF0000 blw=4 br=20 bp=12 ho=100 vo=100
disc bc=K blc=#FFFFFF80 blw=3 bp=12 ho=100 vo=100
disc bc=K blc=#F0F bp=12 ho=100 vo=100
badge bc=K bw=305 bh=105 br=80 ho=100 vo=100
dot bc=K bw=105 bh=105 br=60 ho=100 vo=100
badge bw=305 bh=105 ho=15 vo=15 ha=right va=bottom
disc bc=#112233FF blc=#112233FF blw=5 bp=9 ho=50 vo=50
disc bc=K bp=90 br=40 ho=0 vo=0 ha=right va=bottom
badge bc=K bw=305 bh=105 ba=TOP ho=15 vo=15
`backdrop` bc=K
`backdrop` bc=K bh=300 ho=0 vo=0 ha=left va=bottom
`backdrop` bc=K bw=500 bh=300 br=40 bp=5 ho=0 vo=0 ha=center va=center
`backdrop` blc=#FFD700 blw=10
`backdrop` bc=K bw=400 ho=0 vo=0 ha=right va=top
`backdrop` bc=K bh=300 ho=50 vo=0 ha=right va=bottom
`backdrop` bc=#FF000080 bw=200 bh=200 ho=10% vo=10%
full
half
square
half scw=1000 sch=1500
disc
`blur(1)`
`blur(20)`
`blurry`
`blur(0)`
`blur(-3)`
`blur( 7 )`
"""

_TEXTS = """
`text(Hjg 8.7)` ho=15 vo=15
`text(AVATAR Toy)` fs=63 ho=15 vo=15 ha=right va=bottom
`text(87%)` fs=63 fc=#FFD700 ho=0 vo=0 ha=center va=center
`text(1.78)` fs=63 fc=#FFFFFF bc=K bw=305 bh=105 br=30 ho=0 vo=150 ha=center va=bottom
`text(HDTV)` fs=55 bc=K bp=15 br=30 ho=30 vo=30 ha=right va=top
`text(I)` fs=120 fc=#FFFFFF80 bc=#000000FF bp=20 ho=100 vo=100
`text(8.7)` fs=80 fc=#FFFFFF sw=5 sc=#FF0000 ho=100 vo=100
`text(8.7)` fs=80 fc=#00FF0080 sw=5 ho=100 vo=100
`text(8.7)` fs=80 sw=5 sc=#FF000080 bc=K ho=100 vo=100
`text(Runtime: 2h 16m)` fs=55 bc=K bw=100 bh=40 ho=15 vo=15 ha=right va=bottom
`text( )` bc=K bw=100 bh=60 ho=50 vo=50
`text(Ágjy ßŒ → ⅞)` fs=63 bc=K ho=100 vo=100
`text(8.7)` fs=63 bc=K bw=200 bh=150 ba=bottom ho=100 vo=100
`text(far too wide for any poster, and then some more)` fs=90 bc=K ho=0 vo=0 ha=center va=center
`text(off)` fs=200 ho=950 vo=1400
`text(AV Toy 8.7)` fs=70 font=inter ho=40 vo=40
`text(AV Toy 8.7)` fs=70 font=inter style=Black ho=40 vo=40 bc=K
`text(AV Toy 8.7)` fs=70 font=inter style=Extra~Light ho=40 vo=40 sw=2 sc=#00F
`text(a) b) c (d)` fs=70 ho=40 vo=40
`text(<<nothing>> <<runtimeX>>)` fs=40 ho=40 vo=40
`text(8.7)` +disc fs=63 ap=left ao=15 bc=K bw=160 bh=160 bp=15 br=30 ho=30 vo=30
`text(8.7)` +disc fs=63 ap=right ao=15 bc=K bw=160 bh=160 bp=15 br=30 ho=30 vo=30
`text(8.7)` +disc fs=63 ap=top ao=15 bc=K bw=160 bh=160 bp=15 br=30 ho=30 vo=30
`text(8.7)` +disc fs=63 ap=bottom ao=15 bc=K bw=160 bh=160 bp=15 br=30 ho=30 vo=30
`text(8.7)` +dot fs=63 ap=left ao=10 ho=20 vo=20 ha=right va=bottom
`text(8.7)` +dot fs=63 ap=top ao=10 ho=20 vo=20 ha=right va=bottom
`text(EN)` +dot fs=50 ap=left ao=10 bc=K bw=190 ba=left br=26 ho=15 vo=223
`text(EN)` +dot fs=50 ap=right ao=10 bc=K bw=190 ba=right br=26 ho=15 vo=223 ha=right
`text(8.7)` +dot fs=63 ho=100 vo=100
`text(8.7)` +dot fs=63 ap=TOP ao=10 ho=100 vo=100
`text(8.7)` +disc fs=63 scw=30% ap=bottom ao=3 ho=100 vo=100 ha=center
"""

_WORDED = {
    "title": ("title", _ALL, "Don't look ßack: Åsa & the O'Neills"),
    "original_title": ("originalTitle", frozenset({"movie", "show"}), "l'Été d'un Capitaine"),
    "content_rating": ("contentRating", frozenset({"movie", "show", "episode"}), "de/FSK 12"),
    "edition": ("editionTitle", frozenset({"movie"}), "director's Cut"),
}
_RATED = {
    "user_rating": ("userRating", _ALL),
    "critic_rating": ("rating", frozenset({"movie", "show", "episode", "album"})),
    "audience_rating": ("audienceRating", frozenset({"movie", "show", "episode"})),
}
_LISTED = (
    ("plex_imdb_rating", "imdb://image.rating", "8.14"),
    ("plex_tmdb_rating", "themoviedb://image.rating", "7.25"),
    ("plex_tomatoes_rating", "rottentomatoes://image.rating.ripe", "9.3"),
    ("plex_tomatoesaudience_rating", "rottentomatoes://image.rating.upright", "1.7"),
)
_LENGTHS = [2_700_000, None, 3_599_999, 1_234_567]


def _numbered(prefix: str, block: str) -> Iterator[Case]:
    for place, line in enumerate(block.strip().splitlines(), 1):
        yield Case(f"{prefix}{place:02}", (line,))


def _canvases() -> Iterator[Case]:
    for level in LEVELS:
        yield Case(
            f"C {level}",
            ("disc ho=33% vo=7% ha=right va=bottom", "`text(AV 8.7)` fs=80 bc=K bp=9 ho=0 vo=5% ha=center"),
            level,
        )
        yield Case(f"C {level} all over", ("wide", "badge bc=K bw=300 ho=0 vo=0"), level)


def _worded() -> Iterator[Case]:
    for name, (attribute, levels, value) in _WORDED.items():
        for level in (level for level in LEVELS if level in levels):
            told = {"title": f"{value} {level}"} if name == "title" else {attribute: value}
            yield Case(f"V {name} {level}", _worded_lines(name), level, told=told)
    above = {"above": {"title": "The Low Tide of it's Life"}, "season": {"title": "It's a Season"}}
    yield Case("V show_title season", _worded_lines("show_title"), "season", around=above)
    yield Case("V show_title episode", _worded_lines("show_title"), "episode", around=above)
    yield Case("V season_title episode", _worded_lines("season_title"), "episode", around=above)


def _worded_lines(name: str) -> tuple[str, ...]:
    return tuple(line.format(name) for line in _WORDS)


def _rated() -> Iterator[Case]:
    values = iter(("8.7", "7.25", "9.3", "6.9", "0.9", "1.7", "2.3", "10.0", "0.0", "5.55", "8.0", "3.14159", "4.96"))
    for name, (attribute, levels) in _RATED.items():
        for level in (level for level in LEVELS if level in levels):
            yield Case(f"V {name} {level}", (_RATING.format(name),), level, told={attribute: next(values)})
    listed = [{"image": image, "value": value, "type": "audience"} for _, image, value in _LISTED]
    for name, _, _ in _LISTED:
        yield Case(
            f"V {name}", (_RATING.format(name),), told={"ratings": listed, "guids": ["imdb://tt0000001", "tmdb://11"]}
        )


def _counted() -> Iterator[Case]:
    medium = {"videoResolution": "1080", "parts": [{"file": "/films/one.mkv"}]}
    rates = [{**medium, "bitrate": rate} for rate in (9_000, 12_345, 700)]
    for level in ("movie", "episode"):
        yield Case(f"V versions {level}", (_COUNT.format("versions"),), level, told={"media": rates})
        yield Case(f"V bitrate {level}", (_RATE,), level, told={"media": rates})
    yield Case("V season_number season", (_COUNT.format("season_number"),), "season", told={"index": 21})
    yield Case("V season_number special", (_COUNT.format("season_number"),), "season", told={"index": 0})
    yield Case("V season_number episode", (_COUNT.format("season_number"),), "episode", around={"season": {"index": 101}})
    yield Case("V episode_number episode", (_COUNT.format("episode_number"),), "episode", told={"index": 1234})
    for level in ("show", "season"):
        yield Case(f"V episode_count {level}", (_COUNT.format("episode_count"),), level, around={"lengths": _LENGTHS})


def _timed() -> Iterator[Case]:
    for level in LEVELS:
        own = {"duration": 8_190_000} if level in {"movie", "show", "episode"} else {}
        yield Case(f"V runtime {level}", (_TIME.format("runtime"),), level, told=own, around={"lengths": _LENGTHS})
    yield Case("V runtime show mean", (_TIME.format("runtime"),), "show", around={"lengths": _LENGTHS})
    for level in ("show", "season", "artist", "album"):
        yield Case(f"V total_runtime {level}", (_TIME.format("total_runtime"),), level, around={"lengths": _LENGTHS})
    for level in ("movie", "show", "episode", "album"):
        yield Case(f"V originally_available {level}", (_DATE,), level, told={"originallyAvailableAt": "2003-12-07"})
    yield Case(
        "V two dates",
        ("`text(<<originally_available[%Y]>>-<<originally_available[%m]>>)` fs=40 ho=20 vo=20",),
        told={"originallyAvailableAt": "2003-12-07"},
    )


def _lists() -> Iterator[Case]:
    three = ("`text(AA)` FLAG weight=10", "`text(BB)` FLAG weight=30", "`text(CC)` FLAG weight=20")
    yield Case("Q three", three, queues={"q": "P3"})
    yield Case("Q too many", (*three, "`text(EE)` FLAG weight=5"), queues={"q": "P3"})
    yield Case("Q equal weights", (three[0], "`text(XX)` FLAG weight=10"), queues={"q": "P3"})
    yield Case("Q a gap", (three[0], "`text(<<edition>>)` FLAG weight=30", three[2]), queues={"q": "P3"})
    yield Case("Q a picture", ("disc queue=q weight=1 bc=K bw=305 bh=105 br=30",), queues={"q": "(15 right, 30 bottom)"})
    yield Case("Q own place", ("disc queue=q weight=1 ho=5% vo=10% ha=left va=top",), queues={"q": "(15 right, 30 bottom)"})
    yield Case("Q own align", ("disc queue=q weight=1 ha=center va=top",), queues={"q": "(15 right, 30 bottom)"})
    yield Case("Q plain first", ("badge queue=q weight=1", "dot ho=20 vo=20"), queues={"q": "(15 left, 15 top)"})
    yield Case(
        "Q two queues",
        ("badge queue=r weight=1", "dot queue=q weight=1"),
        queues={"q": "(20 left, 20 top)", "r": "(15 left, 15 top)"},
    )
    yield Case("Q episode", three[:2], "episode", queues={"q": "P3"})
    yield Case("O over another", ("badge ho=100 vo=100", "dot ho=150 vo=120"))
    yield Case("O all over, then one", ("half", "badge ho=15 vo=15"))
    yield Case("O one, then all over", ("badge ho=15 vo=15", "half"))
    yield Case("O blur last", ("badge ho=15 vo=15", "`blur(5)`", "`blur(9)`"), base="DRAWN 1000x1500 PNG")
    yield Case("O group", ("badge group=g weight=1 ho=10 vo=10", "dot group=g weight=2 ho=10 vo=10"))
    yield Case("O equal group", ("badge group=g weight=2 ho=10 vo=10", "dot group=g weight=2 ho=10 vo=10"))
    yield Case("O suppressed", ("badge ho=10 vo=10", "dot ho=300 vo=10"), suppresses={"A": "B"})
    yield Case("O one another", ("badge ho=10 vo=10", "dot ho=300 vo=10"), suppresses={"A": "B", "B": "A"})
    four = ("badge ho=10 vo=10", "badge ho=10 vo=110", "badge ho=10 vo=210", "dot ho=300 vo=10")
    yield Case("O skipped", four, suppresses={"B": "A", "C": "D"})
    yield Case("O itself", ("badge ho=10 vo=10",), suppresses={"A": "A"})
    yield Case("X left out", ("`text(<<audience_rating>>)` ho=5 vo=5", "badge ho=50 vo=50"))
    yield Case("X no bitrate", ("`text(<<bitrate>>)` ho=5 vo=5",), told={"media": [{"parts": [{"file": "/films/x.mkv"}]}]})
    yield Case("X no media", ("`text(<<bitrate>> + <<bitrateH>> + <<bitrateL>>)` fs=50 ho=5 vo=5",))
    yield Case("X no lengths", ("`text(<<runtime>>)` ho=5 vo=5",), "season", around={"lengths": [None]})
    yield Case("X total of nothing", ("`text(<<total_runtime>>)` ho=5 vo=5",), "season", around={"lengths": [None]})
    yield Case("X bare backdrop", ("`backdrop`", "badge ho=50 vo=50"))
    yield Case(
        "X backslash", (r"`text(<<originally_available[\d]>>)` ho=5 vo=5",), told={"originallyAvailableAt": "2003-12-07"}
    )


BASES = (
    "RGB 1x1 PNG", "RGB 1000x1500 PNG", "RGB 2x3000 PNG", "RGB 3000x2 PNG", "RGB 1400x2100 PNG", "RGB 911x37 PNG",
    "RGB 12000x40 PNG", "L 300x450 PNG", "LA 300x450 PNG", "P 300x450 PNG", "P 300x450 PNG transparent", "RGBA 300x450 PNG",
    "CLEAR 300x450 PNG", "1 300x450 PNG", "I;16 300x450 PNG", "RGB 300x450 PNG transparent", "RGB 300x450 PNG profiled",
    "RGB 300x450 PNG rotated", "RGB 640x960 JPEG", "L 640x960 JPEG", "CMYK 640x960 JPEG", "RGB 640x960 JPEG rotated",
    "RGB 640x960 JPEG progressive", "DRAWN 640x960 JPEG truncated", "RGB 640x960 PNG truncated", "RGB 640x960 WEBP",
    "RGBA 640x960 WEBP", "RGB 640x960 JPEG commented profiled", "RGB 640x960 WEBP rotated",
)  # fmt: skip


def _bases() -> Iterator[Case]:
    for base in BASES:
        yield Case(f"P {base}".replace(";", ""), ("badge bc=K bp=9 ho=15 vo=15 ha=right va=bottom",), base=base)


def _files() -> Iterator[Case]:
    lines = ("disc bc=K bp=9 br=20 ho=15 vo=15", "`text(8.7)` fs=63 ho=15 vo=15 ha=right")
    bases = (
        "DRAWN 640x960 JPEG",
        "RGB 640x960 JPEG rotated commented profiled",
        "RGB 300x450 PNG profiled",
        "P 300x450 PNG transparent",
        "RGB 1000x1500 JPEG rotated commented profiled",
        "RGB 1000x1500 PNG transparent profiled",
    )
    for filetype, quality in (("jpg", 90), ("webp_lossy", 90), ("webp_lossless", 90), ("png", 75)):
        for base in bases:
            yield Case(f"F {filetype} {quality} {base}", lines, base=base, filetype=filetype, quality=quality)
    for filetype, quality in (("jpg", 1), ("jpg", 100), ("webp_lossy", 50)):
        yield Case(f"F {filetype} {quality}", lines, base=bases[0], filetype=filetype, quality=quality)
    for filetype in ("jpg", "webp_lossy", "webp_lossless"):
        yield Case(f"F {filetype} episode", lines, "episode", base="DRAWN 640x360 JPEG", filetype=filetype)
        yield Case(f"F {filetype} album", lines, "album", base="DRAWN 640x640 JPEG", filetype=filetype)


CASES: tuple[Case, ...] = (
    *_numbered("I", _IMAGES),
    *_numbered("T", _TEXTS),
    *_canvases(),
    *_worded(),
    *_rated(),
    *_counted(),
    *_timed(),
    *_lists(),
    *_bases(),
    *_files(),
)
