"""Answers as JSON, for clients that ask for exactly that. Source: spec, plex-api 1.4."""

import json
import re

from halley.plex.items import Element
from halley.plex.xml.parsing import parse

CONTENT_TYPE = "application/json"

_ITEMS = frozenset({"Video", "Directory", "Track", "Photo", "Playlist"})
"""Elements that become `Metadata` where they have a rating key; a `Directory` without one stays what it is."""
_BOOLEANS = frozenset(
    """
    active advanced allowCameraUpload allowChannelAccess allowMediaDeletion allowSharing allowSync allowTuners
    autoSelectAudio backgroundProcessing cancellable certificate claimed companionProxy content default deletable
    directory eventStream filters forced has64bitOffsets hasPremiumPrimaryExtra hasThumbnail hasVoiceActivity
    headerCompression hearingImpaired hubSearch itemClusters locked mediaProviders more multiuser myPlex
    myPlexSubscription offlineTranscode pluginHost promotedToOwnHome promotedToRecommended promotedToSharedHome
    pushNotifications readOnlyLibraries refreshing secondary selected skipChildren skipParent smart sync
    transcoderAudio transcoderLyrics transcoderPhoto transcoderSubtitles transcoderVideo updater visualImpaired
    voiceSearch DOVIBLPresent DOVIELPresent DOVIPresent DOVIRPUPresent
    """.split()
)
_NUMBERS = frozenset(
    """
    size totalSize offset addedAt updatedAt lastViewedAt lastRatedAt createdAt scannedAt viewedAt duration viewOffset
    viewCount skipCount userRating rating audienceRating year index parentIndex parentYear absoluteIndex leafCount
    childCount seasonCount viewedLeafCount ratingCount maxYear minYear librarySectionID id bitrate width height
    aspectRatio audioChannels streamType channels samplingRate bitDepth level refFrames frameRate codedHeight codedWidth
    DOVIBLCompatID DOVILevel DOVIProfile startTimeOffset endTimeOffset contentChangedAt hidden progress count score
    tagType mediaTagVersion playlistItemID optimizedForStreaming contentRatingAge livetv musicAnalysis
    streamingBrainABRVersion streamingBrainVersion transcoderActiveVideoSessions
    """.split()
)
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,12})?")

Value = str | int | float | bool | list["Value"] | dict[str, "Value"]


def to_json(xml: bytes) -> bytes:
    """The same answer as JSON. Raises BrokenAnswer where `xml` is none."""
    found = parse(xml)
    return json.dumps({found.name: _object(found)}, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _object(element: Element) -> dict[str, Value]:
    found: dict[str, Value] = {name: _value(name, text) for name, text in sorted(element.attributes.items())}
    lists: dict[str, list[Value]] = {}
    for child in element.children:
        lists.setdefault(_name(child), []).append(_object(child))
    return found | lists


def _name(element: Element) -> str:
    return "Metadata" if element.name in _ITEMS and "ratingKey" in element.attributes else element.name


def _value(name: str, text: str) -> Value:
    """Which attributes are numbers is known by name: a film called `1917` has a title."""
    if name in _BOOLEANS and text in {"0", "1"}:
        return text == "1"
    if name in _NUMBERS and _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
