"""The ways in which an engine may try to change a server: one row each. To add one, add a row.

`{token}` is the token that the engine was given, `{host}` the gateway's address, `{real}` the real server's. Movie 101 and
102, section 1 and collection 900 exist. An attempt is raw bytes on a connection, so nothing tidies it up on the way.
"""

from dataclasses import dataclass

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
MID = "0123456789abcdef0123456789abcdef01234567"
LIBRARY = f"server%3A%2F%2F{MID}%2Fcom.plexapp.plugins.library%2Flibrary"
TAG = "label%5B0%5D.tag.tag=Hacked&label.locked=1"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try. `recorded` says whether it must be on record as a write kept back (a read that stays a read is not)."""

    name: str
    raw: bytes
    recorded: bool = True


def ask(name: str, method: str, target: str, *headers: str, body: bytes = b"", recorded: bool = True) -> Attempt:
    """An ordinary request by its parts."""
    lines = [f"{method} {target} HTTP/1.1", "Host: {host}", "X-Plex-Token: {token}", *headers]
    if body or method in {"PUT", "POST", "DELETE"}:
        lines.append(f"Content-Length: {len(body)}")
    return Attempt(name, "\r\n".join(lines).encode() + b"\r\n\r\n" + body, recorded)


def chunked(name: str, method: str, target: str, body: bytes) -> Attempt:
    """A request whose body comes in chunks."""
    head = f"{method} {target} HTTP/1.1\r\nHost: {{host}}\r\nX-Plex-Token: {{token}}\r\nTransfer-Encoding: chunked\r\n\r\n"
    return Attempt(name, head.encode() + f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n")


def pipelined(name: str, *parts: Attempt) -> Attempt:
    """Several requests sent at once on one connection."""
    return Attempt(name, b"".join(part.raw for part in parts))


EDIT = "/library/sections/1/all?type=1&id=101"
READ = ask("a read", "GET", "/library/sections")

WRITES = (
    ask("edit a title", "PUT", f"{EDIT}&title.value=Hacked&title.locked=1"),
    ask("clear a summary", "PUT", f"{EDIT}&summary.value=&summary.locked=1"),
    ask("add a label", "PUT", f"{EDIT}&{TAG}"),
    ask("remove a genre", "PUT", f"{EDIT}&genre%5B%5D.tag.tag-=Drama"),
    ask("lock a field", "PUT", f"{EDIT}&thumb.locked=1"),
    ask("lock a field everywhere", "PUT", "/library/sections/1/all?type=1&title.locked=1"),
    ask("edit a whole section", "PUT", "/library/sections/1/all?type=1&title.value=Hacked"),
    ask("edit what a search finds", "PUT", "/library/sections/1/all?type=1&year%3E%3E=1900&title.value=Hacked"),
    ask("edit many at once", "PUT", "/library/sections/1/all?type=1&id=101%2C102&title.value=Hacked"),
    ask("edit by the item's own path", "PUT", "/library/metadata/101?title.value=Hacked"),
    ask("add to a collection by tagging", "PUT", f"{EDIT}&collection%5B0%5D.tag.tag=Hacked&collection.locked=0"),
    ask(
        "create a collection",
        "POST",
        f"/library/collections?type=1&title=H&smart=0&sectionId=1&uri={LIBRARY}%2Fmetadata%2F101",
    ),
    ask(
        "create a smart collection",
        "POST",
        f"/library/collections?type=1&title=H&smart=1&sectionId=1&uri={LIBRARY}%2Fsections%2F1%2Fall%3Ftype%3D1",
    ),
    ask("add to a collection", "PUT", f"/library/collections/900/items?uri={LIBRARY}%2Fmetadata%2F102"),
    ask("remove from a collection", "DELETE", "/library/collections/900/items/101"),
    ask("move in a collection", "PUT", "/library/collections/900/items/101/move?after=102"),
    ask("set a collection's mode", "PUT", "/library/collections/900/prefs?collectionMode=0"),
    ask("delete a collection", "DELETE", "/library/collections/900"),
    ask("delete a movie with its files", "DELETE", "/library/metadata/101"),
    ask("delete one version", "DELETE", "/library/metadata/101/media/201"),
    ask("upload a poster", "POST", "/library/metadata/101/posters", body=PNG),
    ask("upload a poster by address", "POST", "/library/metadata/101/posters?url=http%3A%2F%2F127.0.0.1%2Fx.png"),
    ask("upload a background", "POST", "/library/metadata/101/arts", body=PNG),
    ask("select a poster", "PUT", "/library/metadata/101/poster?url=upload%3A%2F%2Fposters%2F00"),
    ask("drop a poster", "DELETE", "/library/metadata/101/thumb"),
    ask("rate", "PUT", "/:/rate?key=101&identifier=com.plexapp.plugins.library&rating=1"),
    ask("create a playlist", "POST", f"/playlists?title=H&smart=0&type=video&uri={LIBRARY}%2Fmetadata%2F101"),
    ask("edit a playlist", "PUT", "/playlists/950?title=Hacked"),
    ask("delete a playlist", "DELETE", "/playlists/950"),
    ask("promote a hub", "POST", "/hubs/sections/1/manage?metadataItemId=900&promotedToOwnHome=1"),
    ask("reset the hubs", "DELETE", "/hubs/sections/1/manage"),
    ask("refresh an item", "PUT", "/library/metadata/101/refresh"),
    ask("analyze an item", "PUT", "/library/metadata/101/analyze"),
    ask("split an item", "PUT", "/library/metadata/101/split"),
    ask("merge items", "PUT", "/library/metadata/101/merge?ids=102"),
    ask("unmatch an item", "PUT", "/library/metadata/101/unmatch"),
    ask("set an item's preferences", "PUT", "/library/metadata/101/prefs?languageOverride=de"),
    ask("choose a stream", "PUT", "/library/parts/301?audioStreamID=402&allParts=1"),
    ask("empty the trash", "PUT", "/library/sections/1/emptyTrash"),
    ask("edit a section", "PUT", "/library/sections/1?agent=x&prefs%5BcollectionMode%5D=1"),
    ask("create a section", "POST", "/library/sections?name=H&type=movie&location=%2Fdata"),
    ask("delete a section", "DELETE", "/library/sections/1"),
    ask("set server preferences", "PUT", "/:/prefs?FriendlyName=Hacked"),
    ask("optimize the database", "PUT", "/library/optimize?async=1"),
    ask("clean bundles", "PUT", "/library/clean/bundles?async=1"),
    ask("start a butler task", "POST", "/butler/BackupDatabase"),
    ask("apply an update", "PUT", "/updater/apply"),
    ask("claim the server", "POST", "/myplex/claim?token=x"),
    ask("cancel an activity", "DELETE", "/activities/abc"),
    ask("delete play history", "DELETE", "/status/sessions/history/1"),
    ask("make a play queue", "POST", "/playQueues?type=video&uri=x"),
    ask("optimise a version", "POST", "/sync/items"),
    ask("edit by a collection's tag", "PUT", "/library/sections/1/all?type=18&id=900&title.value=Hacked"),
    ask("label a collection", "PUT", f"/library/sections/1/all?type=18&id=900&{TAG}"),
    ask("edit an episode", "PUT", "/library/sections/2/all?type=4&id=212&title.value=Hacked&title.locked=1"),
    ask("change a smart rule", "PUT", f"/library/collections/900/items?uri={LIBRARY}%2Fsections%2F1%2Fall%3Ftype%3D1"),
    ask("upload a theme", "POST", "/library/metadata/210/themes", body=b"ID3" + bytes(40)),
    ask("upload a logo", "POST", "/library/metadata/101/clearLogos", body=PNG),
    ask("upload a square picture", "POST", "/library/metadata/101/squareArts", body=PNG),
    ask("upload a poster to a collection", "POST", "/library/metadata/900/posters", body=PNG),
    ask("upload what is no picture", "POST", "/library/metadata/101/posters", body=b"#!/bin/sh\nrm -rf /\n"),
    ask("select a background", "PUT", "/library/metadata/101/art?url=upload%3A%2F%2Farts%2F00"),
    ask("drop a background", "DELETE", "/library/metadata/101/art"),
    ask("drop a theme", "DELETE", "/library/metadata/210/theme"),
    ask("scrobble by PUT", "PUT", "/:/scrobble?key=101&identifier=com.plexapp.plugins.library"),
    ask("leave continue watching", "PUT", "/actions/removeFromContinueWatching?ratingKey=101"),
    ask("match an item", "PUT", "/library/metadata/101/match?guid=plex%3A%2F%2Fmovie%2F5d&name=H"),
    ask("detect voices", "PUT", "/library/metadata/212/voiceActivity"),
    ask("add a marker", "POST", "/library/metadata/212/marker?type=intro&startTimeOffset=0&endTimeOffset=9"),
    ask("edit a marker", "PUT", "/library/metadata/212/marker/7?type=intro"),
    ask("upload subtitles", "POST", "/library/metadata/101/subtitles?title=x.srt", body=b"1\n"),
    ask("delete a stream", "DELETE", "/library/streams/402"),
    ask("turn a stream on", "PUT", "/library/streams/402?selected=1"),
    ask("add to a playlist", "PUT", f"/playlists/950/items?uri={LIBRARY}%2Fmetadata%2F102"),
    ask("remove from a playlist", "DELETE", "/playlists/950/items/1"),
    ask("move in a playlist", "PUT", "/playlists/950/items/1/move"),
    ask("clear a playlist", "DELETE", "/playlists/950/items"),
    ask("import a playlist", "POST", "/playlists/upload?sectionID=1&path=%2Fetc%2Fpasswd"),
    ask("stop an optimisation", "PUT", "/playlists/1/items/2/101/disable"),
    ask("edit a hub", "PUT", "/hubs/sections/1/manage/movie.recentlyadded?promotedToOwnHome=0"),
    ask("move a hub", "PUT", "/hubs/sections/1/manage/movie.recentlyadded/move"),
    ask("remove a hub", "DELETE", "/hubs/sections/1/manage/custom.collection.1.900"),
    ask("analyze a section", "PUT", "/library/sections/1/analyze"),
    ask("refresh a section by POST", "POST", "/library/sections/1/refresh"),
    ask("cancel a scan", "DELETE", "/library/sections/1/refresh"),
    ask("delete the chapter thumbnails", "DELETE", "/library/sections/1/indexes"),
    ask("set a section's preferences", "PUT", "/library/sections/1/prefs?collectionMode=1"),
    ask("forget a device", "DELETE", "/devices/1"),
    ask("stop the butler", "DELETE", "/butler"),
    ask("download an update", "PUT", "/updater/check?download=1"),
    ask("sign the server out", "DELETE", "/myplex/account"),
    ask("open the server to the world", "PUT", "/:/prefs?ManualPortMappingMode=1&allowedNetworks=0.0.0.0%2F0"),
    ask("move in a play queue", "PUT", "/playQueues/1/items/2/move"),
    ask("empty a play queue", "DELETE", "/playQueues/1/items"),
    ask("refresh the sync lists", "PUT", "/sync/refreshSynclists"),
    ask("subscribe a recorder", "POST", "/media/subscriptions?type=1"),
    ask("write into the log", "POST", "/log", body=b"x"),
)

READS_THAT_WRITE = (
    ask("scrobble", "GET", "/:/scrobble?key=101&identifier=com.plexapp.plugins.library"),
    ask("unscrobble", "GET", "/:/unscrobble?key=101&identifier=com.plexapp.plugins.library"),
    ask("rate by GET", "GET", "/:/rate?key=101&identifier=com.plexapp.plugins.library&rating=1"),
    ask("set progress", "GET", "/:/progress?key=101&identifier=com.plexapp.plugins.library&time=60000&state=stopped"),
    ask(
        "report a playback",
        "GET",
        "/:/timeline?ratingKey=101&key=%2Flibrary%2Fmetadata%2F101&time=1&state=playing&duration=9",
    ),
    ask("refresh a section", "GET", "/library/sections/1/refresh?force=1"),
    ask("refresh all sections", "GET", "/library/sections/all/refresh"),
    ask("empty the trash by GET", "GET", "/library/sections/1/emptyTrash"),
    ask("refresh an item by GET", "GET", "/library/metadata/101/refresh"),
    ask("throw a viewer out", "GET", "/status/sessions/terminate?sessionId=1&reason=x"),
    ask("mint a token", "GET", "/security/token?type=delegation&scope=all"),
    ask("add a subtitle", "GET", "/library/metadata/101/subtitles?url=http%3A%2F%2F127.0.0.1%2Fx.srt"),
    ask("remote control", "GET", "/player/playback/stop"),
    ask("start a transcode", "GET", "/video/:/transcode/universal/start.m3u8?path=%2Flibrary%2Fmetadata%2F101"),
    ask("have the server fetch an address", "GET", "/photo/:/transcode?url=http%3A%2F%2F127.0.0.1%2Fx&width=1&height=1"),
    ask("set a plug-in's preference", "GET", "/:/plugins/com.plexapp.system/prefs/set?x=1"),
    ask("own a play queue", "GET", "/playQueues/1?own=1"),
    ask("write a log line", "GET", "/log?level=0&message=x&source=y"),
    ask("refresh part of a section", "GET", "/library/sections/1/refresh?path=%2Fdata"),
    ask("refresh with no number", "GET", "/library/sections/refresh"),
    ask("refresh by HEAD", "HEAD", "/library/sections/1/refresh"),
    ask("scrobble by HEAD", "HEAD", "/:/scrobble?key=101&identifier=com.plexapp.plugins.library"),
    ask("analyze by GET", "GET", "/library/metadata/101/analyze"),
    ask("unmatch by GET", "GET", "/library/metadata/101/unmatch"),
    ask("split by GET", "GET", "/library/metadata/101/split"),
    ask("merge by GET", "GET", "/library/metadata/101/merge?ids=102"),
    ask("optimize by GET", "GET", "/library/optimize?async=1"),
    ask("clean bundles by GET", "GET", "/library/clean/bundles?async=1"),
    ask("run the agents", "GET", "/library/metadata/101/matches?manual=1"),
    ask("search subtitles", "GET", "/library/metadata/101/subtitles?language=de"),
    ask("look for an update", "GET", "/updater/check?download=1"),
    ask("browse the host", "GET", "/services/browse?includeFiles=1"),
    ask("have the server look at an address", "GET", "/services/ultrablur/colors?url=http%3A%2F%2F127.0.0.1%2F"),
    ask("read the account", "GET", "/myplex/account"),
    ask("read the sources' tokens", "GET", "/security/resources?source=server%3A%2F%2Fx"),
    ask("read the providers", "GET", "/media/providers"),
    ask("dump the database", "GET", "/diagnostics/databases"),
    ask("dump the logs", "GET", "/diagnostics/logs"),
    ask("download a film", "GET", "/library/parts/301/1700000000/file.mkv?download=1"),
    ask("restart a plug-in", "GET", "/:/plugins/com.plexapp.system/restart"),
    ask("tune a recorder", "GET", "/livetv/dvrs/1/channels/1/tune"),
    ask("stop a transcode", "GET", "/video/:/transcode/universal/stop?session=x"),
    ask("the server's own pages", "GET", "/web/index.html"),
    ask("settings set by a read", "GET", "/:/prefs?FriendlyName=Hacked", recorded=False),
    ask("a lock dressed as a read", "GET", f"{EDIT}&title.locked=1"),
    ask("a tag dressed as a read", "GET", f"{EDIT}&{TAG}"),
    ask("a picture reached by dots", "GET", "/photo/:/transcode?url=%2Flibrary%2Fmetadata%2F1%2F..%2F..%2F..%2Fplayer"),
    ask(
        "a picture with an address inside",
        "GET",
        "/photo/:/transcode?url=%2Flibrary%2Fmetadata%2F101%2Ffile%3Furl%3Dhttp%3A%2F%2F127.0.0.1%2F&width=1",
    ),
    ask("a stored picture from elsewhere", "GET", "/library/metadata/101/file?url=http%3A%2F%2F127.0.0.1%2Fx"),
    ask("an edit dressed as a read", "GET", f"{EDIT}&title.value=Hacked"),
)

TRICKS = (
    ask("lower-case method", "put", f"{EDIT}&title.value=Hacked"),
    ask("mixed-case method", "PuT", f"{EDIT}&title.value=Hacked"),
    ask("unknown method", "PATCH", "/library/metadata/101?title.value=Hacked"),
    ask("invented method", "UPDATE", "/library/metadata/101?title.value=Hacked"),
    ask("override header", "GET", f"{EDIT}&title=x", "X-HTTP-Method-Override: PUT"),
    ask("other override header", "POST", "/library/sections", "X-Method-Override: DELETE"),
    ask("override parameter", "GET", "/library/metadata/101?_method=DELETE"),
    ask("double slash", "PUT", "//library//sections/1//all?type=1&id=101&title.value=Hacked"),
    ask("dot segments", "PUT", "/identity/../library/sections/1/all?type=1&id=101&title.value=Hacked"),
    ask("encoded dot segments", "GET", "/library/sections/1/all/%2e%2e/refresh"),
    ask("encoded slash", "PUT", "/library%2Fsections%2F1%2Fall?type=1&id=101&title.value=Hacked"),
    ask("encoded letters", "GET", "/%3a/scr%6fbble?key=101&identifier=com.plexapp.plugins.library"),
    ask("backslash", "PUT", "/library\\sections\\1\\all?type=1&id=101&title.value=Hacked"),
    ask("trailing slash", "PUT", "/library/sections/1/all/?type=1&id=101&title.value=Hacked"),
    ask("upper-case path", "PUT", "/Library/Sections/1/All?type=1&id=101&title.value=Hacked"),
    ask("absolute-form target", "PUT", "http://{real}/library/sections/1/all?type=1&id=101&title.value=Hacked"),
    ask("absolute-form read that writes", "GET", "http://{real}/:/scrobble?key=101&identifier=com.plexapp.plugins.library"),
    ask("another host", "PUT", f"{EDIT}&title.value=Hacked", "X-Forwarded-Host: {real}"),
    ask("semicolon parameters", "PUT", "/library/metadata/101;x=1?title.value=Hacked"),
    ask("encoded question mark", "GET", "/library/sections/1/refresh%3Fforce=1"),
    ask("encoded parameter names", "GET", f"{EDIT}&title%2Evalue=Hacked"),
    ask("a NUL in the path", "PUT", "/library/metadata/101%00?title.value=Hacked"),
    ask("a form body", "PUT", "/library/sections/1/all?type=1&id=101", body=b"title.value=Hacked"),
    ask(
        "a multipart upload",
        "POST",
        "/library/metadata/101/posters",
        "Content-Type: multipart/form-data; boundary=x",
        body=b"--x\r\nContent-Disposition: form-data; name=f\r\n\r\n" + PNG + b"\r\n--x--\r\n",
    ),
    ask("a read with a body", "GET", "/library/metadata/101", "Content-Length: 9", body=b"method=PU"),
    chunked("a chunked upload", "POST", "/library/metadata/101/posters", PNG),
    chunked("a chunked edit", "PUT", f"{EDIT}&title.value=Hacked", b"x"),
    pipelined("a write behind a read", READ, ask("", "PUT", f"{EDIT}&title.value=Hacked")),
    pipelined("writes in a row", *(ask("", "DELETE", f"/library/metadata/{key}") for key in (101, 102))),
    Attempt(
        "a request in a body",
        b"POST /library/metadata/101/posters HTTP/1.1\r\nHost: {host}\r\nX-Plex-Token: {token}\r\n"
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nDELETE /library/metadata/101 HTTP/1.1\r\n"
        b"Host: {host}\r\nX-Plex-Token: {token}\r\n\r\n",
    ),
    Attempt("an HTTP/1.0 write", b"PUT /library/metadata/101?title.value=Hacked HTTP/1.0\r\nX-Plex-Token: {token}\r\n\r\n"),
    Attempt("no HTTP at all", b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03" + bytes(32) + b"\r\n\r\n"),
    Attempt(
        "without the token",
        b"PUT /library/metadata/101?title.value=Hacked HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n\r\n",
    ),
    ask("another token", "DELETE", "/library/metadata/101?X-Plex-Token=stolen"),
    ask(
        "a write meant for plex.tv", "POST", "/api/v2/home/users", "X-Halley-Original-URL: https://plex.tv/api/v2/home/users"
    ),
    ask(
        "a watchlist edit",
        "PUT",
        "/actions/addToWatchlist?ratingKey=5d",
        "X-Halley-Original-URL: https://discover.provider.plex.tv/actions/addToWatchlist?ratingKey=5d",
    ),
    ask("the gateway as a proxy", "GET", "/", "X-Halley-Original-URL: http://{real}/:/scrobble?key=101"),
    ask(
        "an opened stream",
        "GET",
        "/:/websockets/notifications",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        recorded=False,
    ),
    ask("a tunnel", "CONNECT", "{real}"),
    ask("rewritten by a header", "GET", "/library", "X-Original-URL: /:/scrobble?key=101", recorded=False),
    ask("double-encoded dots", "PUT", "/library/%252e%252e/sections/1/all?type=1&id=101&title.value=Hacked"),
    ask("dots above the root", "PUT", "/../../library/sections/1/all?type=1&id=101&title.value=Hacked"),
    ask("encoded dots and slashes", "GET", "/identity%2f..%2f:/scrobble?key=101"),
    ask("a scheme without a host", "PUT", "//{real}/library/sections/1/all?type=1&id=101&title.value=Hacked"),
    ask("absolute-form with a name and a password", "DELETE", "http://u:p@{real}/library/metadata/101"),
    ask("absolute-form of this gateway", "DELETE", "http://{host}/library/metadata/101"),
    ask("https in the target", "DELETE", "https://{real}/library/metadata/101"),
    ask("other digits", "DELETE", "/library/metadata/%D9%A1%D9%A0%D9%A1"),
    ask("a key among keys", "DELETE", "/library/metadata/101,102"),
    ask("a line break in the path", "GET", "/library%0d%0aDELETE%20/library/metadata/101"),
    ask(
        "a line break in a page number", "GET", "/library/metadata/101?X-Plex-Container-Size=5%0d%0aX-A:%201", recorded=False
    ),
    ask("a line break in a header in disguise", "GET", "/library?X-Plex-Language=a%0d%0aX-A:%201", recorded=False),
    ask("a fragment", "PUT", f"{EDIT}&title.value=Hacked#?type=1"),
    ask("two question marks", "PUT", "/library/sections/1/all??type=1&id=101&title.value=Hacked"),
    ask("a parameter twice", "PUT", f"{EDIT}&id=102&title.value=A&title.value=Hacked"),
    ask("a method override in the query of a write", "POST", "/library/metadata/101/posters?_method=DELETE"),
    ask("a method override of the server's own", "GET", "/library/metadata/101", "X-Plex-Method: DELETE"),
    ask("an upload announced first", "POST", "/library/metadata/101/posters", "Expect: 100-continue", body=PNG),
    ask("another protocol", "DELETE", "/library/metadata/101", "Connection: Upgrade", "Upgrade: h2c"),
    ask("a line of many kilobytes", "PUT", f"{EDIT}&title.value=" + "H" * 300_000),
    ask("an edit of JSON", "PUT", "/library/metadata/101", "Content-Type: application/json", body=b'{"title": "Hacked"}'),
    ask("a compressed body", "POST", "/library/metadata/101/posters", "Content-Encoding: gzip", body=b"\x1f\x8b\x08\x00"),
    Attempt("raw bytes in the path", b"PUT /library/metadata/\xff\xfe HTTP/1.1\r\nHost: h\r\nX-Plex-Token: {token}\r\n\r\n"),
    Attempt("raw bytes in the token", b"DELETE /library/metadata/101 HTTP/1.1\r\nHost: h\r\nX-Plex-Token: \xff\r\n\r\n"),
    Attempt("line feeds alone", b"DELETE /library/metadata/101 HTTP/1.1\nHost: h\nX-Plex-Token: {token}\n\n"),
    Attempt(
        "a tab in the first line", b"DELETE\t/library/metadata/101\tHTTP/1.1\r\nHost: h\r\nX-Plex-Token: {token}\r\n\r\n"
    ),
    Attempt("no version", b"DELETE /library/metadata/101\r\n\r\n"),
    Attempt("a version to come", b"DELETE /library/metadata/101 HTTP/3.0\r\nHost: h\r\nX-Plex-Token: {token}\r\n\r\n"),
    Attempt(
        "two lengths",
        b"POST /library/metadata/101/posters HTTP/1.1\r\nHost: h\r\nX-Plex-Token: {token}\r\nContent-Length: 0\r\n"
        b"Content-Length: 60\r\n\r\nDELETE /library/metadata/101 HTTP/1.1\r\nX-Plex-Token: {token}\r\n\r\n",
    ),
    Attempt(
        "a length and a disguised chunking",
        b"POST /library/metadata/101/posters HTTP/1.1\r\nHost: h\r\nX-Plex-Token: {token}\r\n"
        b"Content-Length: 5\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"
        b"DELETE /library/metadata/101 HTTP/1.1\r\nX-Plex-Token: {token}\r\n\r\n",
    ),
    Attempt(
        "a space before the colon",
        b"POST /library/metadata/101/posters HTTP/1.1\r\nHost: h\r\nX-Plex-Token: {token}\r\nTransfer-Encoding : chunked"
        b"\r\n\r\n0\r\n\r\nDELETE /library/metadata/101 HTTP/1.1\r\nHost: h\r\nX-Plex-Token: {token}\r\n\r\n",
    ),
    Attempt(
        "a chunk of no size",
        b"POST /library/metadata/101/posters HTTP/1.1\r\nHost: h\r\nX-Plex-Token: {token}\r\nTransfer-Encoding: chunked"
        b"\r\n\r\nzz\r\nDELETE /library/metadata/101 HTTP/1.1\r\nHost: h\r\nX-Plex-Token: {token}\r\n\r\n",
    ),
    Attempt(
        "a negative length",
        b"POST /library/metadata/101/posters HTTP/1.1\r\nHost: h\r\nX-Plex-Token: {token}\r\nContent-Length: -1\r\n\r\n",
    ),
    Attempt(
        "a header over two lines",
        b"DELETE /library/metadata/101 HTTP/1.1\r\nHost: h\r\nX-A: b\r\n X-Plex-Token: x\r\nX-Plex-Token: {token}\r\n\r\n",
    ),
    Attempt(
        "a write on an opened stream",
        b"GET /:/websockets/notifications HTTP/1.1\r\nHost: h\r\nX-Plex-Token: {token}\r\nConnection: Upgrade\r\n"
        b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        b"DELETE /library/metadata/101 HTTP/1.1\r\nHost: h\r\nX-Plex-Token: {token}\r\n\r\n",
        recorded=False,
    ),
    pipelined("a write behind a refusal", ask("", "PATCH", "/x"), ask("", "DELETE", "/library/metadata/101")),
    pipelined("a scrobble between reads", READ, ask("", "GET", "/:/scrobble?key=101"), READ),
    ask("work by flags", "GET", "/library/metadata/101?checkFiles=1&asyncRefreshLocalMediaAgent=1", recorded=False),
)

ATTEMPTS = (*WRITES, *READS_THAT_WRITE, *TRICKS)
