"""Words of config.yml: sections of Kometa's, and what libraries hold. Source: spec, config-and-run 7 and 8."""

from collections.abc import Iterator
from typing import Final

from halley.definitions.entries import KEYS as BLOCK_KEYS
from halley.definitions.validation import FILE_TYPES, LIBRARY_KEYS, RESETS, TRUTHS
from halley.studio.reference.defaults import default_overlays
from halley.studio.reference.listing import BOTH, key, value
from halley.studio.reference.overlay_words import BLOCK_WORDS
from halley.studio.wire.editor import Word

SECTIONS: Final = {
    "libraries": "The libraries of the Plex server, each with its files",
    "settings": "What holds for all libraries",
    "plex": "The Plex server",
    "tmdb": "TMDb, which a run cannot do without",
    "playlist_files": "Files with playlists",
    "webhooks": "Who is told of what happens",
    "tautulli": "Tautulli, for what was watched",
    "radarr": "Radarr, for films",
    "sonarr": "Sonarr, for shows",
    "trakt": "Trakt, for its lists and ratings",
    "mal": "MyAnimeList",
    "anidb": "AniDB",
    "omdb": "OMDb, for ratings",
    "mdblist": "MDBList, for lists and ratings",
    "github": "GitHub, for more requests in an hour",
    "notifiarr": "Notifiarr, for messages",
    "gotify": "Gotify, for messages",
    "ntfy": "ntfy, for messages",
    "apprise": "Apprise, for messages",
}
_EXPIRY = "cache_expiration | For how many days answers are kept | 60"
_SERVICES: Final = {
    "plex": """
        url | The address of the server; env stands for KOMETA_PLEX_URL
        token | The token of the server's owner; env stands for KOMETA_PLEX_TOKEN
        timeout | How many seconds an answer may take | 60
        verify_ssl | Whether certificates are looked at | true | true false
        db_cache | The server's cache in MB; it is written to the server
        clean_bundles | Has the server clean its bundles: true, false or a schedule | false
        empty_trash | Has the server empty its trash: true, false or a schedule | false
        optimize | Has the server optimise its database: true, false or a schedule | false""",
    "tmdb": f"""
        apikey | The key of TMDb
        language | In which language it answers | en
        region | A country, in capitals: US
        {_EXPIRY}""",
    "tautulli": "url | Its address\napikey | Its key",
    "radarr": """
        url | Its address
        token | Its key
        root_folder_path | Where its films lie
        quality_profile | The quality that it looks for
        add_missing | Whether missing films are added to it | false | true false
        add_existing | Whether films that Plex has are added to it | false | true false
        monitor | Whether it looks for what is added | true | true false
        availability | From when on it looks | announced | announced cinemas released db
        tag | Tags for what is added
        search | Whether it searches at once | false | true false""",
    "sonarr": """
        url | Its address
        token | Its key
        root_folder_path | Where its shows lie
        quality_profile | The quality that it looks for
        add_missing | Whether missing shows are added to it | false | true false
        add_existing | Whether shows that Plex has are added to it | false | true false
        monitor | Which episodes it looks for | all | all future missing existing pilot first latest none
        series_type | What kind of shows they are | standard | standard daily anime
        season_folder | Whether seasons have folders | true | true false
        tag | Tags for what is added
        search | Whether it searches at once | false | true false""",
    "trakt": "client_id | The application's id\nclient_secret | The application's secret\npin | The PIN that Trakt shows",
    "mal": f"client_id | The application's id\nclient_secret | The application's secret\n{_EXPIRY}",
    "anidb": f"language | In which language titles are | en\n{_EXPIRY}",
    "omdb": f"apikey | The key of OMDb\n{_EXPIRY}",
    "mdblist": f"apikey | The key of MDBList\n{_EXPIRY}",
    "github": "token | A token of GitHub",
    "notifiarr": "apikey | The key of Notifiarr",
    "gotify": "url | Its address\ntoken | Its token",
    "ntfy": "url | Its address\ntoken | Its token\ntopic | The topic of messages",
    "apprise": "config | A path or an address of its configuration",
    "webhooks": """
        error | Who is told of errors
        version | Who is told of a new version of Kometa
        run_start | Who is told that a run begins
        run_end | Who is told that a run is over
        changes | Who is told what changed
        delete | Who is told what was deleted""",
}
"""Of each section its keys: word, what it is, what it is without being written, and what it can be."""
_SETTINGS: Final = f"""
    run_order | In which order things are done
    cache | Whether answers of other sites are kept | true | true false
    {_EXPIRY}
    asset_directory | Folders with pictures of one's own
    asset_folders | Whether each item has a folder of its own in them | true | true false
    asset_depth | How many folders deeper it is looked for | 0
    create_asset_folders | Whether missing folders are made | false | true false
    prioritize_assets | Whether these pictures go before others | false | true false
    download_url_assets | Whether pictures of addresses are put there | false | true false
    show_missing_assets | Whether missing pictures are told | true | true false
    sync_mode | Whether collections lose what no longer belongs to them | append | append sync
    minimum_items | How many items make a collection | 1
    item_refresh_delay | Seconds between items that are refreshed | 0
    delete_below_minimum | Whether smaller collections are deleted | false | true false
    delete_not_scheduled | Whether collections that are not due are deleted | false | true false
    run_again_delay | Minutes until collections are run again | 0
    missing_only_released | Whether only what is out counts as missing | false | true false
    only_filter_missing | Whether filters are for what is missing only | false | true false
    show_unmanaged | Whether collections of nobody are told | true | true false
    show_unconfigured | Whether collections that are not configured are told | true | true false
    show_filtered | Whether what filters take out is told | false | true false
    show_options | Whether choices of searches are told | false | true false
    show_missing | Whether missing items are told | true | true false
    save_report | Whether a report is written | false | true false
    tvdb_language | In which language TVDb answers | default
    ignore_ids | Ids of TMDb and TVDb that are passed over
    ignore_imdb_ids | Ids of IMDb that are passed over
    playlist_sync_to_users | Who gets playlists: all, or names
    playlist_exclude_users | Who gets none
    playlist_report | Whether playlists of all users are told | true | true false
    verify_ssl | Whether certificates are looked at | true | true false
    custom_repo | The address of a repository with files
    overlay_artwork_filetype | As what pictures with overlays are uploaded | webp_lossy | {" ".join(FILE_TYPES)}
    overlay_artwork_quality | How good these pictures are, 1 to 100 | 90"""
LIBRARY_WORDS: Final = {
    "library_name": "What Plex calls it, where that is not the key",
    "settings": "Settings of this library alone",
    "webhooks": "Who is told of changes in it",
    "plex": "Its Plex server, where that is another",
    "radarr": "Its Radarr",
    "sonarr": "Its Sonarr",
    "tautulli": "Its Tautulli",
    "report_path": "Where its report is written",
    "template_variables": "Variables for all its files",
    "collection_files": "Files with collections",
    "metadata_files": "Files with metadata",
    "overlay_files": "Files with overlays",
    "image_files": "Files with pictures",
    "operations": "What is done to all its items",
    "schedule": "When it is run: weekly(friday)",
    "schedule_overlays": "When its overlays are run",
    "remove_overlays": "Takes all overlays off, and puts none on",
    "reapply_overlays": "Draws all overlays anew",
    "reset_overlays": "Takes posters from there before overlays are drawn",
    "metadata_path": "The same as metadata_files, by its old name",
    "overlay_path": "The same as overlay_files, by its old name",
    "schedule_overlay": "The same as schedule_overlays, by another name",
    "remove_overlay": "The same as remove_overlays, by another name",
    "revert_overlays": "The same as remove_overlays, by another name",
    "reapply_overlay": "The same as reapply_overlays, by another name",
    "reset_overlay": "The same as reset_overlays, by another name",
}
_OF_LIBRARIES: Final = ("plex", "radarr", "sonarr", "tautulli")
_FILES: Final = ("collection_files", "metadata_files", "overlay_files", "image_files", "overlay_path", "metadata_path")


def config_words() -> Iterator[Word]:
    """All words of config.yml, in the order in which they are shown."""
    yield from (key("", one, summary, file="config", group="Sections") for one, summary in SECTIONS.items())
    for one, rows in _SERVICES.items():
        yield from _rows(one, rows, one)
        if one in _OF_LIBRARIES:
            yield from _rows(f"libraries.*.{one}", rows, "Libraries")
    yield from _rows("settings", _SETTINGS, "Settings")
    yield from _rows("libraries.*.settings", _SETTINGS, "Libraries")
    yield from _libraries()


def _libraries() -> Iterator[Word]:
    choices = dict.fromkeys(TRUTHS, BOTH) | dict.fromkeys(("reset_overlays", "reset_overlay"), RESETS)
    for one in (*LIBRARY_WORDS, *sorted(LIBRARY_KEYS - LIBRARY_WORDS.keys())):
        summary = LIBRARY_WORDS.get(one, "")
        yield key("libraries.*", one, summary, choices=choices.get(one, ()), file="config", group="Libraries")
    for path in (*(f"libraries.*.{one}.*" for one in _FILES), "playlist_files.*"):
        yield from (
            key(path, one, BLOCK_WORDS[one], file="config", group="Files") for one in BLOCK_WORDS if one in BLOCK_KEYS
        )
    for default in default_overlays():
        for path in ("libraries.*.overlay_files.*.default", "libraries.*.overlay_path.*.default"):
            yield value(path, default.name, default.summary, file="config", group="Default overlays")


def _rows(path: str, rows: str, group: str) -> Iterator[Word]:
    for row in rows.strip().splitlines():
        word, summary, default, choices = (*(part.strip() for part in row.split("|")), "", "")[:4]
        yield key(path, word, summary, choices=choices.split(), default=default, file="config", group=group)
