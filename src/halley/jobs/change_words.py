"""How many changes of each kind there were, in words: `53 pictures uploaded`."""

from collections.abc import Iterator, Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "SetField": ("field edited", "fields edited"),
    "LockField": ("field locked or unlocked", "fields locked or unlocked"),
    "AddTags": ("label or other tag added", "labels and other tags added"),
    "RemoveTags": ("label or other tag removed", "labels and other tags removed"),
    "UploadImage": ("picture uploaded", "pictures uploaded"),
    "FetchImage": ("picture fetched by the server", "pictures fetched by the server"),
    "SelectImage": ("other picture selected", "other pictures selected"),
    "DropImage": ("picture taken away", "pictures taken away"),
    "CreateCollection": ("collection made", "collections made"),
    "AddToCollection": ("addition to a collection", "additions to collections"),
    "RemoveFromCollection": ("item taken out of a collection", "items taken out of collections"),
    "MoveInCollection": ("move within a collection", "moves within collections"),
    "SetSmartRule": ("smart rule replaced", "smart rules replaced"),
    "SetPreferences": ("advanced setting changed", "advanced settings changed"),
    "CreatePlaylist": ("playlist made", "playlists made"),
    "AddToPlaylist": ("addition to a playlist", "additions to playlists"),
    "RemoveFromPlaylist": ("item taken out of a playlist", "items taken out of playlists"),
    "MoveInPlaylist": ("move within a playlist", "moves within playlists"),
    "ClearPlaylist": ("playlist emptied", "playlists emptied"),
    "DeleteItem": ("item deleted", "items deleted"),
    "SetVisibility": ("row shown or hidden", "rows shown or hidden"),
    "EditHub": ("row edited", "rows edited"),
    "MoveHub": ("row moved", "rows moved"),
    "RemoveHub": ("row taken away", "rows taken away"),
    "Rate": ("rating given or taken away", "ratings given or taken away"),
    "MarkPlayed": ("item marked as watched or not", "items marked as watched or not"),
    "SetProgress": ("resume point set", "resume points set"),
    "RefreshItem": ("item refreshed", "items refreshed"),
    "AnalyzeItem": ("item analysed", "items analysed"),
    "SplitItem": ("item split", "items split"),
    "MergeItems": ("merge of items", "merges of items"),
    "MatchItem": ("item matched anew", "items matched anew"),
    "RefreshSection": ("library scanned", "libraries scanned"),
    "SectionTask": ("task of a library started", "tasks of libraries started"),
    "ServerTask": ("task of the server started", "tasks of the server started"),
    "SetSectionPreferences": ("setting of a library changed", "settings of libraries changed"),
    "SetServerPreferences": ("setting of the server changed", "settings of the server changed"),
}
"""One of a kind, and several. Every kind of Change has its words."""


def in_words(changes: Mapping[str, int]) -> Iterator[str]:
    """The counts, largest first."""
    for kind, count in sorted(changes.items(), key=lambda one: -one[1]):
        one, several = WORDS[kind]
        yield f"{count:,} {one if count == 1 else several}"
