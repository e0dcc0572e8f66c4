"""What is told of a run that ended: changes by kind for the metrics, a notice for people."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from halley.errors import HalleyError
from halley.plans import read_plan
from halley.runs.store import Store, data_folder
from halley.runs.undo import steps_of
from halley.service.notices import Kind, Notice
from halley.service.record import RunRecord
from halley.studio.studio import Studio

_WHAT = {"preview": "The preview", "apply": "The run", "kometa": "Kometa's run"}


def changes_of(run: str, environment: Mapping[str, str]) -> Counter[tuple[str, str]]:
    """How many Changes of a run of the journal came out how, by kind and outcome."""
    if not run:
        return Counter()
    try:
        with Store(data_folder(environment)) as store:
            kinds = {one.number: one.kind for one in steps_of(store.journal, run)}
            outcomes = store.journal.outcomes(run, in_short=True)
    except HalleyError:
        return Counter()
    return Counter((kinds.get(one.number, "unknown"), one.state.value) for one in outcomes)


def blocked_by(plan: Path) -> int:
    """How many writes of the engine that made a plan were refused."""
    try:
        with (plan / "run" / "halley" / "refused.jsonl").open("rb") as lines:
            return sum(1 for _ in lines)
    except OSError:
        return 0


def notices_of(run: RunRecord, before: RunRecord | None, link: str, studio: Studio) -> tuple[Notice, ...]:
    """The notices on a run that ended; `link` is the studio's address, empty where nobody knows it."""
    what = _WHAT.get(run.mode, "The run") if run.is_whole else "What came in"
    plan, counts = f"{link}plans/{run.plan}" if link and run.plan else link, dict(run.counts)
    again = ", after one that failed" if before is not None and before.outcome == "failed" else ""
    kind: Kind = "recovered" if again else "finished"
    done = Notice(kind, f"{what} is finished{again}", run.words, plan, counts)
    match run.outcome:
        case "approval":
            where = "" if link else f" (plan {run.plan})"
            waits = Notice(
                "approval", "A plan waits to be approved", f"{what}: {run.words}{where}", plan, counts, _picture(run, studio)
            )
            return (done, waits) if again else (waits,)
        case "failed":
            job = f"{link}jobs/{run.job}" if link and run.job else link
            return (Notice("failed", f"{what} failed", run.words, job, counts),)
        case "finished" if not (run.is_whole or again or any(counts.values())):
            return ()  # a film came in that gets no overlay
        case "finished":
            return (replace(done, picture=_picture(run, studio)),)
        case _:
            return ()


def _picture(run: RunRecord, studio: Studio) -> Path | None:
    """The first picture that a plan uploads."""
    with suppress(HalleyError, OSError):
        return next(_pictures(studio.jobs.store.record(run.plan).plan), None) if run.plan else None
    return None


def _pictures(folder: Path) -> Iterator[Path]:
    for step in read_plan(folder).steps:
        picture = getattr(step.change, "picture", None)
        if picture is not None and (path := folder / "images" / picture.sha256).is_file():
            yield path
