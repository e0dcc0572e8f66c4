"""`/hubs/sections/N/manage`: the managed rows of a section."""

from halley.gateway.classify import Verdict
from halley.gateway.fragments import Fragment, Fragments
from halley.gateway.reads.context import Reading, pass_on
from halley.gateway.reply import PassThrough
from halley.plex.answers import Reply, xml
from halley.plex.ids import SectionId
from halley.plex.xml.write import hub


async def managed_hubs(reading: Reading, verdict: Verdict) -> Reply | PassThrough:
    """All rows in their order, or the one of a collection (none where it has none)."""
    section = SectionId(int(verdict.part("id")))
    if section not in reading.shadow.hubs_changed:
        return pass_on(verdict)
    rows = reading.shadow.library.hubs.get(section, ())
    wanted = verdict.request.one("metadataItemId")
    if wanted is not None:
        rows = tuple(row for row in rows if row.identifier == f"custom.collection.{section}.{wanted}")
    return xml(Fragments({}, ()).with_elements(Fragment("Hub", {}, hub(row)) for row in rows).encoded())
