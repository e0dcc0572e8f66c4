"""What a run puts on record, as JSON values, and back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from halley.changes import Change
from halley.changes.differences import Difference
from halley.changes.stored import from_json, to_json
from halley.files import picture_of
from halley.gateway.ledger import without_tokens
from halley.plans.stored import difference_of
from halley.plex.images import ImageKind
from halley.runs.model import BackStep, Intent, Outcome, Shown, State


def intent_row(intent: Intent) -> str:
    """An intent as JSON."""
    return _json(
        {
            "change": _change(intent.change),
            "sent": _change(intent.sent),
            "differences": _differences(intent.differences),
            "back": [[_change(one.change), _differences(one.differences)] for one in intent.back],
            "irreversible": intent.irreversible,
            "first": [intent.first_key, intent.first_place],
            "shown": [
                [one.key, one.kind.many, one.name, asdict(one.picture) if one.picture else None] for one in intent.shown
            ],
            "standing": list(intent.standing),
            "gone": list(intent.gone),
            "held": None if intent.held is None else list(intent.held),
        }
    )


def read_intent(number: int, words: str, library: str, text: str) -> Intent:
    """The intent of such a row. Raises ValueError."""
    row = json.loads(text)
    return Intent(
        number,
        from_json(row["change"]),
        from_json(row["sent"]),
        words,
        _read_differences(row["differences"]),
        tuple(BackStep(from_json(change), _read_differences(told)) for change, told in row["back"]),
        row["irreversible"],
        library,
        int(row["first"][0]),
        int(row["first"][1]),
        tuple(
            Shown(key, next(one for one in ImageKind if one.many == kind), name, picture_of(found) if found else None)
            for key, kind, name, found in row["shown"]
        ),
        tuple(row["standing"]),
        tuple(row["gone"]),
        tuple(row["held"]) if row.get("held") is not None else None,
    )


def outcome_row(outcome: Outcome) -> str:
    """What became of a step as JSON."""
    return _json(
        {
            "left": _differences(outcome.left),
            "made": {str(key): value for key, value in outcome.made.items()},
            "places": {str(key): value for key, value in outcome.places.items()},
        }
    )


def read_outcome(number: int, state: str, words: str, reason: str, library: str, text: str) -> Outcome:
    """The outcome of such a row. Raises ValueError."""
    row = json.loads(text) if text else {}
    return Outcome(
        number,
        State(state),
        words,
        reason,
        _read_differences(row.get("left", ())),
        _numbers(row.get("made", {})),
        _numbers(row.get("places", {})),
        library,
    )


def _differences(told: Iterable[Difference]) -> list[object]:
    return [[one.of, one.number, one.aspect, _masked(one.before), _masked(one.after)] for one in told]


def _change(change: Change) -> dict[str, object]:
    """A Change as JSON values; an address that a picture is fetched from may have a token in it, which stays out."""
    return {name: _masked(value) for name, value in to_json(change).items()}


def _masked(value: object) -> object:
    return without_tokens(value) if isinstance(value, str) else value


def _read_differences(rows: Iterable[object]) -> tuple[Difference, ...]:
    return tuple(difference_of(one) for one in rows)


def _numbers(found: Mapping[str, int]) -> dict[int, int]:
    return {int(key): int(value) for key, value in found.items()}


def _json(row: Mapping[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
