"""What an item is drawn on, and whether it is drawn: all 64 combinations of Kometa's table (spec, overlays 8.4)."""

from itertools import product

import pytest

from halley.engines.native.changed import Remembered, Standing, reason_to_draw
from halley.engines.native.grounds import Source, ground_choice
from halley.engines.native.orders import NO_ORDERS, Orders, Provider, orders_of
from halley.location import Located, Location
from halley.overlays.subject import Subject
from tests.builders import a_library, a_movie, the

LIBRARY = a_library(a_movie("Heat", key=101))
SUBJECT = Subject(the(LIBRARY, "Heat"), LIBRARY)
BOTH = (Provider.PLEX, Provider.TMDB)


def told(*, asset: bool, labelled: bool, backup: bool, reset: bool, reapply: bool, changed: bool) -> tuple[str, bool]:
    """The table as the specification tells it: what is drawn on, and whether."""
    if asset:
        return "asset", not labelled or changed or reapply
    if not labelled:
        return "current", True
    if reset:
        return "of tmdb", True
    return ("backup", changed or reapply) if backup else ("of plex, tmdb", True)


@pytest.mark.parametrize(
    ("asset", "labelled", "backup", "reset", "reapply", "changed"), list(product([False, True], repeat=6))
)
def test_the_table(asset: bool, labelled: bool, backup: bool, reset: bool, reapply: bool, changed: bool) -> None:
    ground = ground_choice(has_asset=asset, is_labelled=labelled, has_backup=backup, reset=(Provider.TMDB,) if reset else ())
    standing = Standing(
        subject=SUBJECT,
        is_labelled=labelled,
        overlays={"b00" if changed else "a00": False},
        has_new_base=ground.is_new,
        is_reapplied=reapply,
        asset="/a:1:1" if asset else None,
    )
    reason = reason_to_draw(standing, Remembered(("a00",), "/a:1:1"), {})
    named = ground.source.value
    if ground.source is Source.PROVIDED:
        named = "of " + ", ".join(one.value for one in ground.providers)
    expected = told(asset=asset, labelled=labelled, backup=backup, reset=reset, reapply=reapply, changed=changed)
    assert (named, reason is not None) == expected
    assert ground.drops_backups == asset


def located(value: object) -> Located:
    at = Location("config.yml")
    return Located(tuple(map(located, value)) if isinstance(value, list) else value, at)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("library", "moved", "expected"),
    [
        ({}, {}, NO_ORDERS),
        ({"remove_overlays": True}, {}, Orders(removes=True)),
        ({"revert_overlays": True}, {}, Orders(removes=True)),
        ({"remove_overlays": "true"}, {}, NO_ORDERS),
        ({"reapply_overlay": True}, {}, Orders(reapplies=True)),
        ({}, {"reapply_overlays": True}, Orders(reapplies=True)),
        ({"reset_overlays": "plex"}, {}, Orders(reset=(Provider.PLEX,))),
        ({"reset_overlay": ["tmdb", "plex"]}, {}, Orders(reset=BOTH[::-1])),
        ({}, {"reset_overlays": ["plex"]}, Orders(reset=(Provider.PLEX,))),
        ({"reset_overlays": "tmdb"}, {"reset_overlays": "plex"}, Orders(reset=(Provider.TMDB,))),
    ],
)
def test_what_a_library_orders(library: dict[str, object], moved: dict[str, object], expected: Orders) -> None:
    problems: list[str] = []
    found = orders_of(library, {name: located(value) for name, value in moved.items()}, problems)  # type: ignore[arg-type]
    assert (found, problems) == (expected, [])


def test_a_provider_that_nobody_knows_is_told_and_ignored() -> None:
    problems: list[str] = []
    assert orders_of({"reset_overlays": ["plex", "imdb"]}, {}, problems).reset == (Provider.PLEX,)
    assert problems == ["`reset_overlays: imdb` is none of plex, tmdb: it is ignored"]
