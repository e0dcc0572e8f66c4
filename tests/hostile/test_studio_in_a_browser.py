"""Hostile pages in a real browser, whose owner has the studio open: what they try fails, but not without its wall."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastapi import FastAPI, Response
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from halley.secrets import Secret
from halley.studio.app import studio_app
from halley.studio.security.walls import walls
from halley.studio.settings import Settings
from halley.studio.studio import studio_of
from tests.hostile.studio import PASSWORD, pages, settings
from tests.needs import CHROMIUM_NAMES
from tests.support.studio import served

pytestmark = pytest.mark.needs("chromium")
#: A name of the attacker's that leads to this machine, as after DNS rebinding.
EVIL = "evil.example"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", f"--host-resolver-rules=MAP {EVIL} 127.0.0.1"]


@dataclass
class Probed:
    """A studio with an address that counts who reaches it, and a page of somebody else's."""

    port: int
    evil_port: int
    context: BrowserContext
    done: list[str] = field(default_factory=list)

    @property
    def studio(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def evil(self, host: str = EVIL) -> Page:
        page = self.context.new_page()
        page.goto(f"http://{host}:{self.evil_port}/")
        return page


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = next(Path(found) for name in CHROMIUM_NAMES if (found := shutil.which(name)))
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield running
        running.close()


@contextmanager
def probed(chromium: Browser, given: Settings, *without: str) -> Iterator[Probed]:
    made = studio_of(given)
    around = walls(given, made.door)
    assert set(without) <= set(around)
    app = studio_app(made, {name: one for name, one in around.items() if name not in without}, pages())
    done: list[str] = []
    _with_probe(app, done)
    stranger = Starlette(routes=[Route("/", lambda _: HTMLResponse("<!doctype html><title>Win a prize</title>"))])
    with served(app) as ours, served(stranger) as theirs:
        context = chromium.new_context()
        yield Probed(int(ours.rpartition(":")[2]), int(theirs.rpartition(":")[2]), context, done)
        context.close()


def _with_probe(app: FastAPI, done: list[str]) -> None:
    @app.post("/api/v1/probe")
    def written() -> None:
        done.append("written")

    @app.get("/api/v1/probe.svg")
    def shown() -> Response:
        return Response('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', media_type="image/svg+xml")


def _submit(page: Page, address: str) -> None:
    """A form that sends itself, as a page can at any time. It waits for what comes back."""
    script = """address => { const form = document.createElement('form'); form.method = 'POST'; form.action = address;
                             document.body.append(form); form.submit(); }"""
    with page.expect_navigation():
        page.evaluate(script, address)


def _signed_in(at: Probed) -> None:
    """The owner signs in, in the same browser."""
    page = at.context.new_page()
    page.goto(at.studio)
    script = """async password => {
        const told = await (await fetch('/api/v1/session')).json();
        const headers = {'X-CSRF-Token': told.csrf, 'Content-Type': 'application/json'};
        const answer = await fetch('/api/v1/session', {method: 'POST', headers, body: JSON.stringify({password})});
        return answer.status; }"""
    assert page.evaluate(script, PASSWORD) == 200
    assert page.evaluate("document.cookie") == "", "no script may read the session"


@pytest.mark.parametrize("without", [(), ("origins", "tokens")], ids=["all walls", "without origins and tokens"])
def test_a_form_that_sends_itself_changes_nothing(without: tuple[str, ...], chromium: Browser, tmp_path: Path) -> None:
    with probed(chromium, settings(tmp_path), *without) as at:
        _submit(at.evil(), f"{at.studio}/api/v1/probe")
        assert at.done == (["written"] if without else [])


def test_a_session_does_not_go_along_from_another_site(chromium: Browser, tmp_path: Path) -> None:
    """`SameSite=Strict` alone: the walls that would stop the request are taken out. Another port is the same site."""
    given = settings(tmp_path, password=Secret(PASSWORD))
    with probed(chromium, given, "origins", "tokens") as at:
        _signed_in(at)
        _submit(at.evil(), f"{at.studio}/api/v1/probe")
        assert at.done == []
        _submit(at.evil("127.0.0.1"), f"{at.studio}/api/v1/probe")
        assert at.done == ["written"]
    with probed(chromium, settings(tmp_path / "other", password=Secret(PASSWORD)), "tokens") as at:
        _signed_in(at)
        _submit(at.evil("127.0.0.1"), f"{at.studio}/api/v1/probe")
        assert at.done == [], "which the Origin check stops"


@pytest.mark.parametrize("without", [(), ("hosts",)], ids=["all walls", "without hosts"])
def test_a_name_that_came_to_point_here_reads_nothing(without: tuple[str, ...], chromium: Browser, tmp_path: Path) -> None:
    with probed(chromium, settings(tmp_path), *without) as at:
        page = at.context.new_page()
        page.goto(f"http://{EVIL}:{at.port}/")
        status, text = page.evaluate(
            "async () => { const one = await fetch('/api/v1/session'); return [one.status, await one.text()]; }"
        )
        assert status == (200 if without else 421)
        assert ('"csrf":"' in text and '"csrf":""' not in text) == bool(without)


@pytest.mark.parametrize("without", [(), ("headers", "origins")], ids=["all walls", "without headers and origins"])
def test_a_picture_of_ours_is_not_shown_elsewhere(without: tuple[str, ...], chromium: Browser, tmp_path: Path) -> None:
    with probed(chromium, settings(tmp_path), *without) as at:
        script = """address => new Promise(told => { const picture = new Image(); picture.onload = () => told('shown');
                    picture.onerror = () => told('refused'); picture.src = address; })"""
        assert at.evil().evaluate(script, f"{at.studio}/api/v1/probe.svg") == ("shown" if without else "refused")


@pytest.mark.parametrize("without", [(), ("headers",)], ids=["all walls", "without headers"])
def test_the_studio_is_not_framed(without: tuple[str, ...], chromium: Browser, tmp_path: Path) -> None:
    with probed(chromium, settings(tmp_path), *without) as at:
        page = at.evil()
        script = """address => new Promise(told => { const frame = document.createElement('iframe'); frame.onload = told;
                    frame.src = address; document.body.append(frame); })"""
        page.evaluate(f"address => ({script})(address).then(() => null)", at.studio)
        assert (page.frames[1].title() == "Halley") == bool(without)


@pytest.mark.parametrize("without", [(), ("headers",)], ids=["all walls", "without headers"])
def test_a_script_that_was_smuggled_into_a_page_does_not_run(
    without: tuple[str, ...], chromium: Browser, tmp_path: Path
) -> None:
    with probed(chromium, settings(tmp_path), *without) as at:
        page = at.context.new_page()
        page.goto(at.studio)
        script = """() => { const one = document.createElement('script'); one.textContent = 'window.ran = 1';
                    document.head.append(one); document.body.innerHTML = '<img src="x:" onerror="window.shown = 1">';
                    return new Promise(told => setTimeout(() => told([window.ran, window.shown]), 300)); }"""
        assert page.evaluate(script) == ([1, 1] if without else [None, None])


def test_a_page_elsewhere_reads_no_answer(chromium: Browser, tmp_path: Path) -> None:
    with probed(chromium, settings(tmp_path)) as at:
        script = "address => fetch(address, {credentials: 'include'}).then(() => 'read', () => 'refused')"
        assert at.evil().evaluate(script, f"{at.studio}/api/v1/session") == "refused"
