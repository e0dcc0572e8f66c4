"""Texts on which the patterns of the default overlay files are tried, those of Kometa and ours."""

_CODECS = (
    "truehd true-hd true.hd truehd7.1 TrueHD dts dts-x dts:x dtsx dts.x7 dts_x dts-hd dts-hd.ma dts.ma dtsma"
    " dts-hd-hra dtshd dts-hr dts.hi dtsra dts-es dtses dts-es6.1 dts5.1 dts-hd.hra dts-xll dts-hd1 flac flac2.0 pcm"
    " lpcm LPCM2.0 ddp ddp5.1 dd+ dd+5.1 dd dd5.1 e-ac3 eac3 e.ac3 ac3 AC-3 dolby dolby.digital dolby.digital.plus"
    " dolby-digital-plus dolby_digital dolby2 atmos Atmos7.1 aac aac2.0 stereo 2.0 mp3 mp3a opus OPUS -opus opus5.1"
    " remux REMUX bluray blu-ray blu.ray bd br bdrip hddvd hd-dvd hd.dvd web-dl webdl webrip web.rip WEB web_dl hdtv"
    " hd-tv sdtv sd.tv dvd dvdrip cam hdcam hqcam telesync ts hdts x264 x265 26 hlg HLG10 hdr hdr10 hdr10+ HDR10P"
    " hdr10plus hdr10plusx dv dv.hdr dv.hdr10 dv.hdr10+ dv hdr10plus dv.hdr10p dv.hdr1 dv.hdr100 dvhdr imax [cc]"
    " criterion open.matte openmatte open-matte"
).split(" ")
_EDITIONS = (
    "Extend Uncut Unrated Special Anniversary Collector Diamond Platinum Director Final International Theatrical"
    " Ultimate Alternate Coda IMAX|Enhanced IMAX Remaster Criterion Rich Black Definitive Open|Matte Ulysses Producer"
).split(" ")
_AROUND = (
    "{}",
    "Film (1999) {}.mkv",
    "Film.1999.{}.x264-GROUP",
    "a{}b",
    "x{} 5.1",
    "{}x",
    "{}7",
    "-{}",
    "{}-x265",
    "_{}_",
    "({})",
)
_FRAMES = (
    *("edition-{}", "Film (1999) {{edition-{}}}.mkv", "edition-4k {}ed", "xedition-{}s", "edition-{}x", "edition-x{}"),
    *(
        "Film (1999) {}",
        "Film (1999) 4k {}ed Cut.mkv",
        "Film [1999] {}s",
        "Film {{1999}} {}",
        "Film <1999> {}x",
        "Film 1999 {}",
    ),
    *("Film (1999)  {}", "Film (999) {}", "{}", "Film {} (1999)"),
)
_PAIRS = (
    *(
        "TrueHD 7.1 Atmos",
        "atmos.truehd",
        "true-hd atmos5",
        "ddp5.1.atmos",
        "atmos e-ac3",
        "eac3x atmos",
        "dolby digital plus atmos",
    ),
    *(
        "dolby.atmos.dd+",
        "IMAX Enhanced",
        "IMAX.Enhanced.DSNP",
        "Film.IMAX.DSNP.WEB-DL",
        "Film.Disney+.IMAX",
        "IMAX CORE.web-dl",
    ),
    *(
        "IMAX.CORE.WEBRip",
        "CORE web.dl imax",
        "IMAX BC WEB-DL",
        "BC.webrip IMAX",
        "ABC.WEB-DL.IMAX",
        "IMAX-Enhanced",
        "imax enhanced",
    ),
    *(
        "dts x265",
        "dts-x 264",
        "dts-x7-265",
        "dtsx.x265",
        "dts-hd ma-hra",
        "dts-hd.ma.hra",
        "dts-ma hra",
        "Disney+ IMAX",
        "DSNP",
    ),
    *(
        "2160",
        "2160p",
        "4k",
        "4K",
        "1080",
        "1080p",
        "2k",
        "720",
        "720p",
        "hd",
        "HD",
        "576",
        "576p",
        "480",
        "480p",
        "sd",
        "SD",
        "1440",
    ),
)


def corpus() -> tuple[str, ...]:
    """Texts on which the patterns of the default files are tried: titles of tracks, names of files, resolutions."""
    tried = [frame.format(word) for word in _CODECS for frame in _AROUND]
    for word in _EDITIONS:
        spelled = word.replace("|", " ")
        tried += [frame.format(one) for one in (spelled, spelled.lower()) for frame in _FRAMES]
    return (*tried, *_PAIRS)
