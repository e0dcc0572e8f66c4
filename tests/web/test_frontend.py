"""The tests beside the modules of web/ (`*.test.ts`), and TypeScript's own check of all of them."""

import pytest
from tools import web

pytestmark = pytest.mark.needs("node")


def test_what_the_pages_reckon_is_right(capfd: pytest.CaptureFixture[str]) -> None:
    status = web.main(["test", "--passWithNoTests"])
    assert status == 0, capfd.readouterr().out


def test_the_pages_are_sound_as_typescript_sees_them(capfd: pytest.CaptureFixture[str]) -> None:
    status = web.main(["types"])
    assert status == 0, capfd.readouterr().out
