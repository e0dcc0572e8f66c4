"""Settings as Plex describes them: of the server, of a section, and the advanced ones of an item.

The tables list what clients read and set. Sources: spec, plex-api 2, 3.1, 5.4, 9.2, and metadata-and-operations 4;
wording of labels is ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from halley.plex.ids import ItemType
from halley.plex.items import Element, Item
from halley.plex.library import Section
from halley.plex.xml.text import element, tagged

Choices = tuple[tuple[str, str], ...]
"""`enumValues`: value and label. A label holds no ASCII colon, or clients break the value off there."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: `type` is bool, int, double or text (any other crashes python-plexapi)."""

    id: str
    type: str
    default: str
    label: str
    choices: Choices = ()
    group: str = ""
    summary: str = ""
    hidden: bool = False
    advanced: bool = False


_LANGUAGES: Choices = tuple(
    (code, code)
    for code in (
        "ar-SA ca-ES cs-CZ da-DK de-DE el-GR en-AU en-CA en-GB en-US es-ES es-MX et-EE fa-IR fi-FI fr-CA fr-FR he-IL hi-IN "
        "hu-HU id-ID it-IT ja-JP ko-KR lt-LT lv-LV nb-NO nl-NL pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sv-SE th-TH tr-TR uk-UA "
        "vi-VN zh-CN zh-HK zh-TW"
    ).split()
)
_AS_LIBRARY = ("-1", "Library default")
_METADATA_LANGUAGE = Setting("languageOverride", "text", "", "Language", (("", "Library default"), *_LANGUAGES))
_ORIGINAL_TITLE = Setting("useOriginalTitle", "int", "-1", "Original titles", (_AS_LIBRARY, ("0", "No"), ("1", "Yes")))
_CREDITS = Setting("enableCreditsMarkerGeneration", "int", "-1", "Find credits", (_AS_LIBRARY, ("0", "Disabled")))
_SPOKEN = (
    Setting("audioLanguage", "text", "", "Audio language", (("", "Account default"), ("en", "English"), *_LANGUAGES)),
    Setting("subtitleLanguage", "text", "", "Subtitle language", (("", "Account default"), ("en", "English"), *_LANGUAGES)),
    Setting(
        "subtitleMode",
        "int",
        "-1",
        "Subtitles",
        (("-1", "Account default"), ("0", "Chosen by hand"), ("1", "With foreign audio"), ("2", "Always")),
    ),
)

OF_ITEMS: Mapping[ItemType, tuple[Setting, ...]] = {
    ItemType.MOVIE: (_METADATA_LANGUAGE, _ORIGINAL_TITLE, _CREDITS),
    ItemType.SHOW: (
        Setting("episodeSort", "int", "-1", "Episode order", (_AS_LIBRARY, ("0", "Oldest first"), ("1", "Newest first"))),
        Setting(
            "autoDeletionItemPolicyUnwatchedLibrary",
            "int",
            "0",
            "Keep",
            (
                ("0", "All episodes"), ("5", "5 latest episodes"), ("3", "3 latest episodes"), ("1", "Latest episode"),
                ("-3", "Episodes of the last 3 days"), ("-7", "Episodes of the last 7 days"),
                ("-30", "Episodes of the last 30 days"),
            ),
        ),
        Setting(
            "autoDeletionItemPolicyWatchedLibrary",
            "int",
            "0",
            "Delete watched episodes",
            (
                ("0", "Never"), ("1", "After a day"), ("7", "After a week"), ("30", "After a month"),
                ("100", "On next refresh"),
            ),
        ),
        Setting("flattenSeasons", "int", "-1", "Seasons", (_AS_LIBRARY, ("0", "Show"), ("1", "Hide"))),
        Setting(
            "showOrdering",
            "text",
            "",
            "Episode numbers",
            (
                ("", "Library default"), ("tmdbAiring", "TMDb, as aired"), ("tvdbAiring", "TVDB, as aired"),
                ("tvdbDvd", "TVDB, as on disc"), ("tvdbAbsolute", "TVDB, absolute"),
            ),
        ),
        _METADATA_LANGUAGE,
        _ORIGINAL_TITLE,
        _CREDITS,
        *_SPOKEN,
    ),
    ItemType.SEASON: _SPOKEN,
    ItemType.ARTIST: (
        Setting(
            "albumSort",
            "int",
            "-1",
            "Album order",
            (_AS_LIBRARY, ("0", "Newest first"), ("1", "Oldest first"), ("2", "By name")),
        ),
    ),
    ItemType.COLLECTION: (
        Setting(
            "collectionMode",
            "int",
            "-1",
            "Collection mode",
            (
                _AS_LIBRARY, ("0", "Hide collection"), ("1", "Hide items in this collection"),
                ("2", "Show this collection and its items"),
            ),
        ),
        Setting(
            "collectionSort",
            "int",
            "0",
            "Collection order",
            (("0", "Release date"), ("1", "Alphabetical"), ("2", "Custom")),
        ),
        Setting(
            "collectionFilterBasedOnUser",
            "int",
            "0",
            "Filter by",
            (("0", "Server owner"), ("1", "Whoever is looking")),
        ),
    ),
}  # fmt: skip
"""The advanced settings of items, which a detail also carries as attributes where they differ from the default."""

NAMES: Mapping[ItemType, frozenset[str]] = {kind: frozenset(one.id for one in OF_ITEMS.get(kind, ())) for kind in ItemType}

OF_SECTIONS = (
    Setting("hidden", "int", "0", "Visibility", (("0", "Everywhere"), ("1", "Not on Home"), ("2", "Nowhere but here"))),
    Setting("enableCinemaTrailers", "bool", "true", "Cinema trailers"),
    Setting("originalTitles", "bool", "false", "Original titles"),
    Setting("localizedArtwork", "bool", "true", "Artwork in the library's language"),
    Setting("useLocalAssets", "bool", "true", "Local media assets"),
    Setting("respectTags", "bool", "false", "Embedded tags"),
    Setting("useRedbandTrailers", "bool", "false", "Red band trailers"),
    Setting("useExternalExtras", "bool", "true", "Extras from outside"),
    Setting("findExtras", "bool", "true", "Find extras"),
    Setting("enableBIFGeneration", "bool", "true", "Preview thumbnails"),
    Setting("enableIntroMarkerGeneration", "bool", "true", "Find intros"),
    Setting("enableCreditsMarkerGeneration", "bool", "true", "Find credits"),
    Setting("enableAdMarkerGeneration", "bool", "false", "Find advertisements"),
    Setting("enableVoiceActivityGeneration", "bool", "true", "Find speech"),
    Setting(
        "ratingsSource",
        "text",
        "rottentomatoes",
        "Ratings source",
        (("rottentomatoes", "Rotten Tomatoes"), ("imdb", "IMDb"), ("themoviedb", "The Movie Database")),
    ),
    Setting("country", "text", "US", "Certification country"),
    Setting(
        "collectionMode",
        "int",
        "2",
        "Collections",
        (("0", "Disabled"), ("1", "Hide items which are in collections"), ("2", "Show collections and their items")),
    ),
    Setting(
        "minAutomaticCollectionSize",
        "int",
        "2",
        "Automatic collections from",
        (("0", "Disabled"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4")),
    ),
)
_OF_SHOW_SECTIONS = (
    Setting("episodeSort", "int", "0", "Episode order", (("0", "Oldest first"), ("1", "Newest first"))),
    Setting(
        "flattenSeasons", "int", "0", "Seasons", (("0", "Show"), ("1", "Hide"), ("2", "Hide for series of one season"))
    ),
    Setting(
        "showOrdering",
        "text",
        "tmdbAiring",
        "Episode numbers",
        (
            ("tmdbAiring", "TMDb, as aired"), ("tvdbAiring", "TVDB, as aired"), ("tvdbDvd", "TVDB, as on disc"),
            ("tvdbAbsolute", "TVDB, absolute"),
        ),
    ),
)  # fmt: skip

# Labels of hours have a look-alike of the colon (U+A789), as on real servers (spec, plex-api 2).
_HOURS: Choices = tuple((str(hour), f"{hour:02}\ua78900") for hour in range(24))
OF_SERVER = (
    Setting("FriendlyName", "text", "", "Friendly name", group="general"),
    Setting("sendCrashReports", "bool", "true", "Send crash reports", group="general"),
    Setting(
        "ButlerUpdateChannel", "text", "16", "Update channel", (("16", "Public"), ("8", "Beta")), group="general"
    ),
    Setting("logDebug", "bool", "true", "Debug log", group="general", advanced=True),
    Setting("FSEventLibraryUpdatesEnabled", "bool", "false", "Scan on change", group="library"),
    Setting("ScheduledLibraryUpdatesEnabled", "bool", "false", "Scan periodically", group="library"),
    Setting("autoEmptyTrash", "bool", "true", "Empty trash after a scan", group="library"),
    Setting("allowMediaDeletion", "bool", "true", "Allow media deletion", group="library"),
    Setting("DatabaseCacheSize", "int", "40", "Database cache size (MB)", group="library", advanced=True),
    Setting("CinemaTrailersPrerollID", "text", "", "Cinema trailers pre-roll", group="extras", advanced=True),
    Setting("CinemaTrailersType", "int", "1", "Trailers from", (("0", "Library"), ("1", "Library and outside")), "extras"),
    Setting("secureConnections", "int", "1", "Secure connections",
            (("0", "Required"), ("1", "Preferred"), ("2", "Disabled")), "network"),
    Setting("allowedNetworks", "text", "", "Allowed without authentication", group="network", advanced=True),
    Setting("TranscoderQuality", "int", "0", "Transcoder quality",
            (("0", "Automatic"), ("1", "Speed"), ("2", "Quality"), ("3", "Highest")), "transcoder"),
    Setting("DlnaEnabled", "bool", "false", "DLNA server", group="dlna"),
    Setting("ButlerStartHour", "int", "2", "Maintenance from", _HOURS, "butler"),
    Setting("ButlerEndHour", "int", "5", "Maintenance until", _HOURS, "butler"),
    Setting("ButlerTaskBackupDatabase", "bool", "true", "Back up the database", group="butler"),
    Setting("ButlerTaskOptimizeDatabase", "bool", "true", "Optimise the database", group="butler"),
    Setting("ButlerTaskCleanOldBundles", "bool", "true", "Remove old bundles", group="butler"),
)  # fmt: skip


def setting(one: Setting, value: str | None = None) -> str:
    """A `Setting` element; without a value it has its default. Its empty texts are written, unlike an item's."""
    pairs = [
        ("id", one.id), ("label", one.label), ("summary", one.summary), ("type", one.type), ("default", one.default),
        ("value", one.default if value is None else value), ("hidden", "01"[one.hidden]), ("advanced", "01"[one.advanced]),
        ("group", one.group),
    ]  # fmt: skip
    if one.choices:
        pairs.append(("enumValues", "|".join(f"{key}:{label}" for key, label in one.choices)))
    return tagged("Setting", pairs)


def server_settings(preferences: Mapping[str, str], name: str) -> list[str]:
    """The settings of `/:/prefs`; those that are set but in no table come last, as texts. `name` is the server's."""
    return _settings(OF_SERVER, {"FriendlyName": name, **preferences})


def section_settings(section: Section) -> list[str]:
    """The settings of `/library/sections/N/prefs`."""
    table = (*OF_SECTIONS, *_OF_SHOW_SECTIONS) if section.type is ItemType.SHOW else OF_SECTIONS
    return _settings(table, section.preferences)


def _settings(table: Iterable[Setting], values: Mapping[str, str]) -> list[str]:
    known = {one.id: one for one in table}
    unknown = sorted(values.keys() - known.keys())
    known |= {name: Setting(name, "text", "", name, hidden=True) for name in unknown}
    return [setting(one, values.get(one.id)) for one in known.values()]


def item_settings(item: Item) -> str:
    """The `Preferences` element of an item; those that were read with it keep the server's own words."""
    read = next((other for other in item.others if other.name == "Preferences"), None)
    if read is not None:
        return element(Element(read.name, read.attributes, tuple(_with_value(one, item) for one in read.children)))
    table = OF_ITEMS.get(item.type, ())
    return tagged("Preferences", (), "".join(setting(one, item.preferences.get(one.id)) for one in table))


def _with_value(one: Element, item: Item) -> Element:
    name, default = one.attributes.get("id", ""), one.attributes.get("default", "")
    return Element(one.name, one.attributes.set("value", item.preferences.get(name, default)), one.children)
