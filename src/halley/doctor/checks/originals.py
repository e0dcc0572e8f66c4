"""Whether there is an original to go back to for everything that carries an overlay."""

from collections.abc import Iterator

from halley.doctor.facts import Facts
from halley.doctor.finding import Check, Finding, good, note, warning


def _judge(facts: Facts) -> Iterator[Finding]:
    for one in facts.posters:
        if not one.is_counted:
            seen = f"{one.library}: the server took too long to say what carries an overlay; {one.labelled} items were seen"
            yield note(seen, "whether their originals are there is not known", "ask again when the server is less busy")
        if not one.labelled or not one.is_counted:
            continue
        if one.unkept:
            names = f" ({', '.join(one.unkept_titles)}{', ...' if one.unkept > len(one.unkept_titles) else ''})"
            yield warning(
                f"{one.library}: {one.unkept} of {one.labelled} items with overlays have no original put aside{names}",
                "what they showed before cannot come back: a restore takes whatever else Plex has of them",
                f"put `overlays/{one.library} Original Posters` back from a backup, or set posters in Plex",
            )
        else:
            yield good(f"{one.library}: the originals of all {one.labelled} items with overlays are put aside")


CHECK = Check(
    "originals", "items with overlays of which neither `Original Posters` nor an asset directory has the original", _judge
)
