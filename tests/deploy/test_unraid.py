"""Unraid's template: XML that its page can read, with few fields in sight."""

import shlex
from xml.etree import ElementTree

from tests.deploy.asked import files, kometa, wished


def template(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def test_it_has_what_the_page_asks_for() -> None:
    page = template(files("unraid", kometa(puid=99, pgid=100, network="bridge"))["kometa.xml"])
    assert (page.tag, page.get("version")) == ("Container", "2")
    assert page.findtext("Repository") == "lscr.io/linuxserver/kometa:latest"
    assert page.findtext("Network") == "bridge"
    variables = {one.get("Target"): one.text for one in page.iter("Config") if one.get("Type") == "Variable"}
    assert variables["PUID"] == "99"
    assert variables["PGID"] == "100"
    assert {one.get("Type") for one in page.iter("Config")} <= {"Path", "Port", "Variable", "Device", "Label"}
    assert {one.get("Display") for one in page.iter("Config")} <= {"always", "advanced"}


def test_few_variables_are_in_sight() -> None:
    page = template(files("unraid", wished(puid=99, pgid=100))["halley.xml"])
    seen = {one.get("Target") for one in page.iter("Config") if one.get("Display") == "always"}
    assert seen == {"/config", "2061", "TZ", "KOMETA_TIMES", "HALLEY_MODE"}


def test_values_cannot_leave_their_place() -> None:
    page = template(files("unraid", kometa(env=('A=<b> & "c"',)))["kometa.xml"])
    (field,) = (one for one in page.iter("Config") if one.get("Target") == "A")
    assert field.text == field.get("Default") == '<b> & "c"'


def test_halley_runs_as_the_owner_of_the_shares_with_a_root_that_is_read_only() -> None:
    page = template(files("unraid", wished(puid=99, pgid=100, password_file="/mnt/user/appdata/pw"))["halley.xml"])
    words = shlex.split(page.findtext("ExtraParams") or "")
    assert {"--user=99:100", "--read-only", "--cap-drop=ALL"} <= set(words)
    assert page.findtext("WebUI") == "http://[IP]:[PORT:2061]/"
