"""Which images are run how: the rule that costs most when it is broken is keep-id under s6-overlay."""

import pytest

from halley.deploy.images import kind_of
from tests.deploy.asked import files, kometa, values, wished

LINUXSERVER = (
    "lscr.io/linuxserver/kometa:latest",
    "ghcr.io/linuxserver/kometa:develop",
    "docker.io/linuxserver/kometa",
    "linuxserver/kometa:nightly",
    "lscr.io/linuxserver/kometa@sha256:abc",
)


@pytest.mark.parametrize("image", LINUXSERVER)
def test_linuxservers_images_are_known_under_all_their_names(image: str) -> None:
    assert kind_of(image).name == "linuxserver"


@pytest.mark.parametrize(
    "image", ["localhost/halley:latest", "halley", "ghcr.io/someone/halley:1.2", "localhost/halley-kometa"]
)
def test_halleys_own_image_is_known_wherever_it_lies(image: str) -> None:
    assert kind_of(image).name == "halley"


@pytest.mark.parametrize("image", ["docker.io/kometateam/kometa:v2.4.4", "kometateam/kometa", "ghcr.io/x/kometa"])
def test_any_other_image_is_a_plain_one(image: str) -> None:
    assert kind_of(image).name == "plain"


@pytest.mark.parametrize("image", LINUXSERVER)
@pytest.mark.parametrize("of_system", [False, True])
def test_keep_id_is_never_asked_for_with_linuxservers_images(image: str, of_system: bool) -> None:
    written = files("quadlet", kometa(image=image, system=of_system))["containers/systemd/kometa.container"]
    unit = values(written)
    assert "UserNS" not in unit
    assert "User" not in unit
    assert {"PUID=3000", "PGID=3000"} <= set(unit["Environment"])
    assert unit["Tmpfs"] == ["/run:U"]


def test_halleys_own_image_keeps_the_id_in_a_rootless_podman_alone() -> None:
    yours = values(files("quadlet", wished())["containers/systemd/halley.container"])
    systems = values(files("quadlet", wished(system=True))["containers/systemd/halley.container"])
    assert yours["UserNS"] == ["keep-id:uid=3000,gid=3000"]
    assert yours["User"] == systems["User"] == ["3000:3000"]
    assert "UserNS" not in systems


def test_a_plain_image_is_root_inside_which_is_you_outside() -> None:
    unit = values(
        files("quadlet", kometa(image="docker.io/kometateam/kometa:latest"))["containers/systemd/kometa.container"]
    )
    assert "User" not in unit
    assert "UserNS" not in unit
    assert not any("PUID" in one for one in unit["Environment"])


def test_only_an_image_that_can_do_with_it_is_read_only() -> None:
    assert values(files("quadlet", wished())["containers/systemd/halley.container"])["ReadOnly"] == ["true"]
    assert "ReadOnly" not in values(files("quadlet", kometa())["containers/systemd/kometa.container"])
