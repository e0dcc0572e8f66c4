"""A search as the server's query, exactly as Kometa would send it, and as a Search for a library in memory.

Both come from the same text. Source: spec, collections 7.2.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from halley.plex.query import Condition, Search, parse_search
from halley.plex.requests import parse_query
from halley.selection.problems import BadValue, Report
from halley.selection.search.attributes import Kind, query_key
from halley.selection.search.sorts import SORTS
from halley.selection.search.tree import Asked, Group, SearchTree
from halley.selection.view import View

_OPERATORS = {
    "": "", ".not": "!", ".is": "%3D", ".isnot": "!%3D", ".gt": "%3E%3E", ".gte": "%3E", ".lt": "%3C%3C", ".lte": "%3C",
    ".before": "%3C%3C", ".after": "%3E%3E", ".begins": "%3C", ".ends": "%3E", ".regex": "",
}  # fmt: skip
_PEOPLE = frozenset({"actor", "director", "producer", "writer"})


@dataclass(frozen=True, slots=True)
class CompiledSearch:
    """A search with its values looked up. `query` begins with a question mark; `parts` are the conditions one by one."""

    tree: SearchTree
    query: str
    search: Search
    parts: tuple[tuple[Asked, Condition], ...]


class SearchCompiler:
    """Looks up the values of a search among a server's choices, and writes its query."""

    def __init__(self, view: View, report: Report) -> None:
        self._view, self._report = view, report
        self._parts: list[tuple[Asked, Condition]] = []

    def compile(self, tree: SearchTree) -> CompiledSearch:
        """The search, ready to be asked. Raises BadValue where it names what the server does not have."""
        self._parts = []
        conditions = self._group(tree.base, tree)
        if not conditions:
            raise BadValue("nothing is left of the search: no condition of it could be used", where=tree.where)
        inside = conditions[:-1] if tree.base.is_all else f"push=1&{conditions}pop=1"
        sort = "%2C".join(quote(SORTS[tree.level][word], safe="") for word in tree.sort)
        limit = f"limit={tree.limit}&" if tree.limit else ""
        query = f"?type={tree.level.number}&{limit}sort={sort}&{inside}"
        return CompiledSearch(tree, query, self._parsed(query[1:]), tuple(self._parts))

    def _parsed(self, query: str) -> Search:
        return parse_search(parse_query(query), self._view.section.type)

    def _group(self, group: Group, tree: SearchTree) -> str:
        """The terms of a group, each with an ampersand behind it, joined by the group's conjunction."""
        conjunction = "and=1&" if group.is_all else "or=1&"
        written: list[str] = []
        for part in group.parts:
            if isinstance(part, Group):
                inside = self._group(part, tree)
                written += [f"push=1&{inside}pop=1&"] if inside else []
                continue
            terms = [f"{term}&" for term in self._terms(part, tree)]
            if terms:
                joined = conjunction.join(terms)
                written.append(joined)
                alone = joined if len(terms) == 1 else f"push=1&{joined}pop=1&"
                self._parts.append((part, self._parsed(f"type={tree.level.number}&{alone}").where))
        return conjunction.join(written)

    def _terms(self, asked: Asked, tree: SearchTree) -> Iterator[str]:
        key = query_key(asked.attribute.name, self._view.section.type)
        modifier, wanted = asked.key.modifier, asked.wanted
        if isinstance(wanted, tuple):
            for value in self._looked_up(asked, tree):
                yield f"{key}{_OPERATORS[modifier]}={value}"
        elif isinstance(wanted, bool):
            yield f"{key}{'!' if wanted else ''}=-1" if modifier == ".rated" else f"{key}{'' if wanted else '!'}=1"
        elif isinstance(wanted, date):
            yield f"{key}{_OPERATORS[modifier]}={wanted.isoformat()}"
        elif isinstance(wanted, str):
            span = f"{wanted[:-1]}mon" if wanted.endswith("o") else wanted
            yield f"{key}{'%3C%3C' if modifier == '.not' else '%3E%3E'}=-{span}"
        else:
            number = wanted * 60000 if asked.attribute.kind is Kind.MINUTES else wanted
            yield f"{key}{_OPERATORS[modifier]}={number}"

    def _looked_up(self, asked: Asked, tree: SearchTree) -> Iterator[str]:
        """The values as the server wants them: ids and keys for tags, texts escaped."""
        kind, modifier = asked.attribute.kind, asked.key.modifier
        words = [str(one) for one in asked.wanted] if isinstance(asked.wanted, tuple) else []
        is_text = kind in {Kind.TEXT, Kind.WORD}
        if kind in {Kind.YEAR, Kind.DECADE} or (is_text and modifier != ".regex"):
            found = words
        elif modifier == ".regex":
            found = self._matching(asked, words, tree)
        else:
            found = [value for word in words if (value := self._choice(asked, word, tree)) is not None]
        yield from (quote(one) if is_text else one for one in found)

    def _matching(self, asked: Asked, words: list[str], tree: SearchTree) -> list[str]:
        found: dict[str, str] = {}
        for word in words:
            expression = re.compile(word)
            for title, key in self._view.choices(asked.attribute.name, by_title=False).named:
                if title not in found and expression.search(title):
                    found[title] = key
        if not found:
            self._missing(asked, f"no {asked.attribute.name} on the server matches `{', '.join(words)}`", tree)
        return list(found.values())

    def _choice(self, asked: Asked, word: str, tree: SearchTree) -> str | None:
        name = asked.attribute.name
        choices = self._view.choices(name, by_title=False)
        found = choices.value(word)
        if found is None and name in _PEOPLE:
            found = actor_id(word, self._view)
        if found is None:
            self._missing(asked, f"the library has no {name} `{word}`", tree)
        return found

    def _missing(self, asked: Asked, message: str, tree: SearchTree) -> None:
        if tree.validate:
            raise BadValue(message, where=asked.where)
        self._report.dropped(message, asked.where)


def actor_id(name: str, view: View) -> str | None:
    """The id of the actor of exactly that name: what a person is looked up by who is nobody else here."""
    choices = view.choices("actor", by_title=False)
    return next((key for title, key in choices.named if title == name), None)
