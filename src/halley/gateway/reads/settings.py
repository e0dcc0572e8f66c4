"""`/:/prefs` and a section's: the server's settings with the values that the engine gave them."""

import re
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from halley.gateway.classify import Verdict
from halley.gateway.fragments import Fragment, cut
from halley.gateway.reads.context import Reading
from halley.gateway.reply import PassThrough
from halley.plex.answers import Reply, error, xml
from halley.plex.ids import SectionId

_VALUE = re.compile(r"""\bvalue=("[^"]*"|'[^']*')""")
_TELLING = re.compile(r"token|password|secret|mail|username|customCertificateKey", re.IGNORECASE)


async def settings(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """The settings; those that name secrets or people are left out (spec, plex-api 2: a dump holds them)."""
    # Nothing but the name of a setting goes along: the same path with other parameters sets them (spec, plex-api 16.2).
    one = verdict.request.one("id") if verdict.request.path.endswith("/get") else None
    target = f"{verdict.request.path}?id={quote(one, safe='')}" if one else verdict.request.path
    answer = await reading.source.xml(target)
    if answer.status != 200:
        return error(404)
    found = cut(answer.body, verdict.request.path)
    library = reading.shadow.library
    if verdict.part("id"):
        section = library.sections.get(SectionId(int(verdict.part("id"))))
        written = dict(section.preferences) if section else {}
    else:
        written = dict(library.preferences)
    kept = (one for one in found.elements if not _TELLING.search(one.attributes.get("id", "")))
    return xml(found.with_elements(_with_value(one, written) for one in kept).encoded())


def _with_value(setting: Fragment, written: dict[str, str]) -> Fragment:
    value = written.get(setting.attributes.get("id", ""))
    if value is None:
        return setting
    text = _VALUE.sub(lambda _: f"value={quoteattr(value)}", setting.text, count=1)
    return Fragment(setting.name, {**setting.attributes, "value": value}, text)
