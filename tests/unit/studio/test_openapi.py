"""The API's description, held against what it answers: every operation of every router, asked by a program for the odd."""

import importlib
import pkgutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import schemathesis
from fastapi import APIRouter
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from halley.secrets import Secret
from halley.studio import routes
from halley.studio.app import ROUTERS, studio_app
from halley.studio.description import described
from halley.studio.settings import Settings
from halley.studio.studio import studio_of
from tests.support.drawn import drawn_library
from tests.support.studio import Asking, editing_studio

EVENTS = "/api/v1/events"
KEY = Secret("a-key-for-the-description")


def _described() -> dict:
    with tempfile.TemporaryDirectory() as folder:
        studio = studio_of(Settings(Path(folder), api_key=KEY, environment={"HOME": folder}))
        return described(studio_app(studio), studio.settings, is_locked=True)


DOCUMENT = _described()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
SCHEMA.config.seed = 7


@dataclass(frozen=True)
class Open:
    """A studio with something in it: what its addresses may name, by the word that they begin with."""

    ask: Asking
    named: dict[str, dict[str, object]]

    @property
    def address(self) -> str:
        return self.ask.base.removesuffix("/api/v1")

    def known(self, case: schemathesis.Case) -> dict[str, object]:
        """What there is, for as many of a path's parts as we know something for."""
        named = self.named.get(case.path.split("/")[3], {})
        return {name: value for name, value in named.items() if name in (case.path_parameters or {})}


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    folder = tmp_path_factory.mktemp("described")
    (folder / "demo").mkdir()
    drawn_library(folder / "demo")
    with editing_studio(folder, api_key=KEY) as ask:
        ask.session.headers.update({"X-Api-Key": KEY.reveal(), "X-CSRF-Token": ""})
        made = ask.post("/configurations", {"is_demo": True}).json()
        items = ask.get(f"/configurations/{made['id']}/items").json()["rows"]
        job = ask.post("/jobs", {"kind": "plan", "configuration": made["id"], "sample": 2, "engine": "native"}).json()
        while ask.get(f"/jobs/{job['id']}").json()["state"] in {"waiting", "running"}:
            time.sleep(0.2)
        image = next(one["after"] for one in ask.get(f"/plans/{job['id']}/posters").json()["rows"])
        ask.studio.jobs.runner.at_once = 0  # what is asked for from now on waits for ever
        in_plan = {"identity": job["id"], "key": items[0]["key"], "sha256": image}
        in_configuration = {"identity": made["id"], "key": items[0]["key"], "name": "config.yml"}
        yield Open(ask, {"configurations": in_configuration, "plans": in_plan, "jobs": {**in_plan, "name": "log.jsonl"}})


@SCHEMA.exclude(path=EVENTS).parametrize()
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
def test_nothing_is_answered_that_is_not_described(case: schemathesis.Case, studio: Open) -> None:
    _asked(case, studio)
    known = studio.known(case)
    if known and case.method != "DELETE":
        case.path_parameters = {**case.path_parameters, **known}
        _asked(case, studio)


def _asked(case: schemathesis.Case, studio: Open) -> None:
    """Ask, and hold the answer against the document. How lenient or strict we read what is asked is no matter of it."""
    answer = case.call(base_url=studio.address, session=studio.ask.session, timeout=30)
    case.validate_response(answer, excluded_checks=[positive_data_acceptance, negative_data_rejection, ignored_auth])


def test_the_stream_of_events_is_answered_as_described(studio: Open) -> None:
    """It never ends, so it is asked here."""
    answers = DOCUMENT["paths"][EVENTS]["get"]["responses"]
    with studio.ask.session.get(f"{studio.address}{EVENTS}", stream=True, timeout=30) as stream:
        assert stream.headers["content-type"].startswith(tuple(answers["200"]["content"]))
    for query in ("after=x", "after=-1", f"job={'x' * 101}", "after=9007199254740993"):
        refused = studio.ask.get(f"/events?{query}")
        assert str(refused.status_code) in answers, query
        assert refused.headers["content-type"] == "application/problem+json"


def test_every_file_of_routes_is_in_the_application_and_in_the_document() -> None:
    modules = [importlib.import_module(f"{routes.__name__}.{one.name}") for one in pkgutil.iter_modules(routes.__path__)]
    found = [one.router for one in modules if isinstance(getattr(one, "router", None), APIRouter)]
    assert {id(one) for one in found} == {id(one) for one in ROUTERS}
    for router in found:
        for route in router.routes:
            path = f"/api/v1{route.path_format}"
            assert {method.lower() for method in route.methods} <= set(DOCUMENT["paths"][path]), path


@pytest.mark.parametrize("path", sorted(DOCUMENT["paths"]))
def test_every_operation_says_what_else_it_may_answer(path: str) -> None:
    for method, operation in DOCUMENT["paths"][path].items():
        answers = operation["responses"]
        assert {"401", "403", "421", "422", "429"} <= set(answers), method
        assert "500" not in answers
        for status, answer in answers.items():
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"], (method, status)
        assert operation["summary"]
        assert operation["description"]
        assert path == "/api/v1/session" or operation["security"]


def test_the_document_is_served_and_names_no_place_elsewhere(studio: Open) -> None:
    served = studio.ask.get("/openapi.json").json()
    assert served["paths"] == DOCUMENT["paths"]
    assert "HTTPValidationError" not in str(served)
    assert studio.ask.get("/docs").status_code == 404, "its pages would be of another host"
