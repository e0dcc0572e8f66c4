"""Filters on texts: titles, studios, paths, names of tracks, codecs."""

from collections.abc import Callable, Iterator

from halley.plex.items import Item
from halley.plex.readings import streams
from halley.selection.attributes.kinds import Text
from halley.selection.attributes.registry import AL, ALL, AR, FILES, E, M, N, S, attribute
from halley.selection.problems import Crash
from halley.selection.view import Seen, View


def _plain(name: str) -> Callable[[Item, View], Seen]:
    def read(item: Item, _: View) -> Seen:
        value = item.attributes.get(name)
        return (value,) if value else ()

    return read


@attribute("title", Text(), ALL)
def title(item: Item, view: View) -> Seen:
    """The title."""
    return _plain("title")(item, view)


@attribute("summary", Text(), ALL)
def summary(item: Item, view: View) -> Seen:
    """The summary."""
    return _plain("summary")(item, view)


@attribute("studio", Text(choices="studio"), {M, S})
def studio(item: Item, view: View) -> Seen:
    """The studio. A regular expression must match one of the library's studios."""
    return _plain("studio")(item, view)


@attribute("edition", Text(choices="edition"), {M})
def edition(item: Item, view: View) -> Seen:
    """The edition. A regular expression must match one of the library's editions."""
    return _plain("editionTitle")(item, view)


@attribute("record_label", Text(), {AL})
def record_label(item: Item, view: View) -> Seen:
    """An album's label."""
    return _plain("studio")(item, view)


@attribute("show_title", Text(), {N, E})
def show_title(item: Item, view: View) -> Seen:
    """The title of the show that a season or episode belongs to."""
    above = list(view.library.ancestors(item))
    return (above[-1].title,) if above and above[-1].title else ()


@attribute("season_title", Text(), {E})
def season_title(item: Item, view: View) -> Seen:
    """The title of an episode's season."""
    above = next(view.library.ancestors(item), None)
    return (above.title,) if above is not None and above.title else ()


@attribute("folder", Text(), {S, AR})
def folder(item: Item, _: View) -> Seen:
    """The folders of a show or artist."""
    return item.locations


@attribute("filepath", Text(), ALL, is_part=True)
def filepath(item: Item, _: View) -> Seen:
    """The paths of the files, all versions."""
    files = (part.attributes.get("file") for media in item.media for part in media.parts)
    return tuple(file for file in files if file)


def _titles(item: Item, kind: int) -> Iterator[str]:
    for stream in streams(item, kind):
        if found := stream.attributes.get("extendedDisplayTitle"):
            yield found


@attribute("audio_track_title", Text(), ALL, is_part=True)
def audio_track_title(item: Item, _: View) -> Seen:
    """The extended titles of the audio tracks, as Plex shows them."""
    return tuple(_titles(item, 2))


@attribute("subtitle_track_title", Text(), ALL, is_part=True)
def subtitle_track_title(item: Item, _: View) -> Seen:
    """The extended titles of the subtitles, as Plex shows them."""
    return tuple(_titles(item, 3))


def _of_versions(item: Item, name: str) -> Seen:
    found = (media.attributes.get(name) for media in item.media)
    return tuple(dict.fromkeys(value for value in found if value))


@attribute("audio_codec", Text(), FILES, is_part=True)
def audio_codec(item: Item, _: View) -> Seen:
    """The audio codecs of the versions: `truehd`, `dca`, `eac3`."""
    return _of_versions(item, "audioCodec")


@attribute("video_codec", Text(), FILES, is_part=True)
def video_codec(item: Item, _: View) -> Seen:
    """The video codecs of the versions: `hevc`, `h264`."""
    return _of_versions(item, "videoCodec")


@attribute("video_profile", Text(), FILES, is_part=True)
def video_profile(item: Item, _: View) -> Seen:
    """The video profiles of the versions: `main 10`."""
    return _of_versions(item, "videoProfile")


@attribute("audio_profile", Text(), FILES, is_part=True)
def audio_profile(item: Item, _: View) -> Seen:
    """The audio profiles of the versions. Kometa 2.4.4 falls over where an item has a version."""
    if item.media:
        raise Crash("`audio_profile` makes Kometa itself fall over")
    return ()
