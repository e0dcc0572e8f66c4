"""Which items a definition means: builders, searches and filters over a library in memory.

    selection, problems = parse_selection({"plex_search": {"all": {"resolution": "4k"}}}, ItemType.MOVIE, where, now)
    view = View(library, SectionId(1), now)
    select(selection, view).items
    explain(selection, item, view).reason          # `resolution: 4k` saw 1080

What definitions ask of other sites they say beforehand (`facts_needed`, `lists_needed`), and are given as `Facts`.
"""

from halley.selection.definition import Selection, parse_selection
from halley.selection.facts import NO_FACTS, ExternalId, Fact, Facts, Keyword, ListAsked, Option, Unanswered
from halley.selection.problems import Problem, Severity
from halley.selection.select import Selected, select
from halley.selection.view import Answer, View
from halley.selection.why import Verdict, explain

__all__ = [
    "NO_FACTS",
    "Answer",
    "ExternalId",
    "Fact",
    "Facts",
    "Keyword",
    "ListAsked",
    "Option",
    "Problem",
    "Selected",
    "Selection",
    "Severity",
    "Unanswered",
    "Verdict",
    "View",
    "explain",
    "parse_selection",
    "select",
]
