"""Labels and overlays that do not go together."""

from collections.abc import Iterator

from halley.doctor.facts import Facts, Posters
from halley.doctor.finding import Check, Finding, good, warning


def _judge(facts: Facts) -> Iterator[Finding]:
    for one in facts.posters:
        if one.bare:
            yield warning(
                f"{one.library}: {_named(one.bare)} of {one.looked_labelled} that were looked at"
                " carry the label `Overlay`, and their posters show none",
                "Kometa takes the label for a drawn overlay: it may go back to an old original over a poster that you chose",
                "run overlays again, or take the label off in Plex (edit, Tags, Labels)",
            )
        if one.unlabelled:
            yield warning(
                f"{one.library}: {_named(one.unlabelled)} of {one.looked_unlabelled} that were looked at"
                " show an overlay and carry no label `Overlay`",
                "Kometa takes such a poster for an original: it refuses it, or draws a second overlay on the first",
                "give them another poster in Plex, or `halley history restore` after `halley history adopt`",
            )
        if not one.bare and not one.unlabelled and (one.looked_labelled or one.looked_unlabelled):
            yield good(_seen(one))


def _seen(one: Posters) -> str:
    return f"{one.library}: label and overlay go together on {one.looked_labelled + one.looked_unlabelled} posters"


def _named(titles: tuple[str, ...]) -> str:
    more = f" and {len(titles) - 3} more" if len(titles) > 3 else ""
    return f"{', '.join(titles[:3])}{more}"


CHECK = Check(
    "overlays", "items with the label `Overlay` and no overlay on their poster, and the other way round (a sample)", _judge
)
