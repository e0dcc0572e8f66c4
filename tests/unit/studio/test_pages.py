"""The front end as it is served: small, kept for ever where its name says what it is, and whole at every address."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from halley.studio.app import studio_app
from halley.studio.pages import STATIC, Pages, read_leaves
from halley.studio.settings import Settings
from halley.studio.studio import studio_of
from tests.support.studio import served

PAGE = '<!doctype html><html><head><base href="/" /><title>Halley</title></head><body></body></html>'
SCRIPT = "export const words = " + '"again and again"; ' * 200
HASHED, PLAIN = "assets/index-NnRey9Hi.js", "favicon.svg"


def built(folder: Path) -> Path:
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / HASHED).write_text(SCRIPT)
    (folder / "assets" / "photo-0123abcd.png").write_bytes(b"\x89PNG and so on")
    (folder / PLAIN).write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "manifest.json").write_text("{}")
    return folder


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[str]:
    made = studio_of(Settings(tmp_path, base="/halley/", environment={"HOME": str(tmp_path)}))
    with served(studio_app(made, pages=Pages(read_leaves(built(tmp_path / "built"))))) as address:
        yield f"{address}/halley/"


def raw(address: str, **headers: str) -> requests.Response:
    return requests.get(address, headers={"Accept-Encoding": "identity", **headers}, timeout=30)


def test_every_address_is_the_page_and_the_page_knows_where_it_lies(studio: str) -> None:
    for path in ("", "jobs", "plans/7?library=Films", "config/1/overlays/a.yml"):
        answer = raw(studio + path)
        assert answer.status_code == 200
        assert answer.text == PAGE.replace('href="/"', 'href="/halley/"')
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-cache"


def test_what_bears_its_digest_in_its_name_is_kept_for_ever(studio: str) -> None:
    answer = raw(studio + HASHED)
    assert answer.text == SCRIPT
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert raw(studio + PLAIN).headers["Cache-Control"] == "no-cache"
    assert raw(studio + "assets/photo-0123abcd.png").headers["Content-Type"] == "image/png"


def test_a_file_that_is_not_there_is_no_page(studio: str) -> None:
    """A browser with the page of an earlier version must not take a page for a script."""
    answer = raw(studio + "assets/index-00000000.js")
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


def test_texts_go_packed_to_who_can_unpack_them(studio: str) -> None:
    packed = raw(studio + HASHED, **{"Accept-Encoding": "br;q=0, gzip;q=0.5"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) < len(SCRIPT) / 5
    assert packed.text == SCRIPT
    for refusing in ("identity", "gzip;q=0", "gzip;q=0.000, identity"):
        plain = raw(studio + HASHED, **{"Accept-Encoding": refusing})
        assert "Content-Encoding" not in plain.headers
        assert plain.headers["Vary"] == "Accept-Encoding"


def test_what_was_packed_better_at_the_build_is_sent_so(tmp_path: Path) -> None:
    folder = built(tmp_path / "built")
    (folder / f"{HASHED}.br").write_bytes(b"as brotli has it")
    (folder / f"{HASHED}.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    leaves = read_leaves(folder)
    assert leaves[HASHED].packed["br"] == b"as brotli has it"
    assert f"{HASHED}.br" not in leaves
    assert "manifest.json" not in leaves


def test_what_a_browser_has_is_not_sent_again(studio: str) -> None:
    for path in ("", PLAIN):
        tag = raw(studio + path).headers["ETag"]
        again = raw(studio + path, **{"If-None-Match": f'W/{tag}, "other"'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tag


def test_a_page_is_read_and_not_written(studio: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = requests.request(method, studio + "jobs", timeout=30)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "GET, HEAD"
    head = requests.head(studio, headers={"Accept-Encoding": "identity"}, timeout=30)
    assert head.status_code == 200
    assert int(head.headers["Content-Length"]) == len(PAGE) + len("halley/")


def test_a_checkout_without_a_build_says_what_to_run(tmp_path: Path) -> None:
    pages = Pages(read_leaves(tmp_path / "none"))
    assert not pages.is_built
    made = studio_of(Settings(tmp_path, environment={"HOME": str(tmp_path)}))
    with served(studio_app(made, pages=pages)) as address:
        assert "make setup" in raw(address).text
        assert raw(f"{address}/api/v1/configurations").json() == []


def test_the_page_that_is_built_has_a_base_to_replace_and_no_script_of_its_own() -> None:
    source = (Path(__file__).parents[3] / "web" / "index.html").read_text()
    shown = [source, *([(STATIC / "index.html").read_text()] if (STATIC / "index.html").is_file() else [])]
    for page in shown:
        assert page.count('<base href="/" />') == 1
        assert "<script>" not in page
        assert "style=" not in page
        assert "http://" not in page
        assert "https://" not in page
