"""Quadlet's units: what they say, and what Podman's real generator makes of them."""

import os
import shlex
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tools import operators

from halley.deploy.model import Deployment, one_line
from halley.deploy.writing import word
from halley.errors import ConfigError
from tests.deploy.asked import CONFIG, RECIPIENT, files, kometa, values, wished

BACKED_UP = {"backups": "/data/backups/config", "recipients": (RECIPIENT,)}
EVERY = {
    "halley": wished(**BACKED_UP, identity="/home/mms/age.txt", password_file="/home/mms/studio password"),
    "halley of the system": wished(system=True),
    "kometa of LinuxServer": kometa(**BACKED_UP),
    "kometa of its makers": kometa(image="docker.io/kometateam/kometa:v2.4.4"),
    "a network that is there": kometa(external_network=True, network="arr"),
    "the host's network": kometa(network="host"),
    "odd characters": kometa(
        config="/home/mms/con fig/100%/$HOME", env=('A=b "c" $d \\e %f',), health_cmd='echo $X 100% "a b"'
    ),
}


def generated(folder: Path, deployment: Deployment) -> dict[str, str]:
    """What the real generator makes of the units, a service each. It says on standard error what it does not know."""
    for name, text in files("quadlet", deployment).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    program = operators.generator()
    assert program is not None
    flags = ["-dryrun", *([] if deployment.of_system else ["-user"])]
    environment = {**os.environ, "QUADLET_UNIT_DIRS": str(folder / "containers/systemd")}
    done = subprocess.run([program, *flags], env=environment, capture_output=True, text=True, timeout=30, check=False)
    complaints = [line for line in done.stderr.splitlines() if "Loading source unit file" not in line]
    assert done.returncode == 0, done.stderr
    assert not complaints
    parts = done.stdout.split("---")
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def podman_line(service: str) -> list[str]:
    """The words of the command that systemd would start: quotes gone, `%%` and `$$` single."""
    (line,) = (one.removeprefix("ExecStart=") for one in service.splitlines() if one.startswith("ExecStart="))
    return [one.replace("%%", "%").replace("$$", "$") for one in shlex.split(line)]


@pytest.mark.needs("quadlet")
@pytest.mark.parametrize("deployment", EVERY.values(), ids=EVERY)
def test_the_real_generator_takes_every_unit_without_a_complaint(tmp_path: Path, deployment: Deployment) -> None:
    services = generated(tmp_path, deployment)
    assert f"{deployment.name}.service" in services
    assert (f"{deployment.network}-network.service" in services) == (
        deployment.makes_network and deployment.network != "host"
    )


@pytest.mark.needs("quadlet")
def test_podman_is_called_as_the_requirement_asks_for_kometa(tmp_path: Path) -> None:
    services = generated(tmp_path, EVERY["kometa of LinuxServer"])
    line = " ".join(podman_line(services["kometa.service"]))
    for part in (
        "--name kometa",
        "--network mms ",
        "--tmpfs /run:U",
        "--env PUID=3000",
        "--env PGID=3000",
        "--env TZ=America/New_York",
        "--env KOMETA_TIMES=06:00",
        f"-v {CONFIG}:/config:Z",
        "--label io.containers.autoupdate=registry",
        "--cap-drop all",
        "--security-opt=no-new-privileges",
        "--health-cmd",
        "lscr.io/linuxserver/kometa:latest",
    ):
        assert part in line, line
    assert "keep-id" not in line
    assert "mms.network" not in line
    assert "Requires=mms-network.service" in services["kometa.service"]
    assert "After=plex.service" in services["kometa.service"]
    assert podman_line(services["mms-network.service"])[-1] == "mms"


@pytest.mark.needs("quadlet")
def test_odd_characters_reach_podman_as_they_were_written(tmp_path: Path) -> None:
    line = podman_line(generated(tmp_path, EVERY["odd characters"])["kometa.service"])
    assert "/home/mms/con fig/100%/$HOME:/config:Z" in line
    assert 'A=b "c" $d \\e %f' in line
    assert '{ echo $X 100% "a b"; }' in line, "Quadlet would have taken the last quote away"


@pytest.mark.needs("quadlet")
def test_the_backup_sees_what_it_needs_and_relabels_nothing(tmp_path: Path) -> None:
    service = generated(tmp_path, EVERY["halley"])["halley-backup.service"]
    line = podman_line(service)
    assert f"{CONFIG}:/config" in line
    assert "/data/backups/config:/backups" in line
    assert not any(one.endswith((":Z", ":z")) for one in line)
    assert "label" in " ".join(line)
    script = line[-1]
    assert [part.split()[:3] for part in script.split(" && ")] == [
        ["halley", "backup", "create"],
        ["halley", "backup", "prune"],
        ["halley", "backup", "drill"],
    ]
    assert "Type=oneshot" in service


def test_a_backup_that_fails_can_be_told_where_no_service_of_halleys_does_that() -> None:
    tell = ("HALLEY_NOTIFY=ntfy://halley", "A=b")
    of_kometa = values(files("quadlet", kometa(**BACKED_UP, env=tell))["containers/systemd/kometa-backup.container"])
    assert of_kometa["Network"] == ["mms.network"]
    assert "HALLEY_NOTIFY=ntfy://halley" in of_kometa["Environment"]
    assert "A=b" not in of_kometa["Environment"]
    there = kometa(**BACKED_UP, external_network=True, network="arr")
    assert values(files("quadlet", there)["containers/systemd/kometa-backup.container"])["Network"] == ["arr"]
    of_halley = values(files("quadlet", wished(**BACKED_UP))["containers/systemd/halley-backup.container"])
    assert of_halley["Network"] == ["none"]
    plain = files("systemd", kometa(**BACKED_UP, env=tell, kometa="/k.py"))["systemd/user/kometa-backup.service"]
    assert "HALLEY_NOTIFY=ntfy://halley" in values(plain)["Environment"]


def test_backups_are_made_at_three_and_updates_at_two() -> None:
    written = files("quadlet", EVERY["kometa of LinuxServer"])
    assert values(written["systemd/user/kometa-backup.timer"])["OnCalendar"] == ["*-*-* 03:00:00"]
    update = values(written["systemd/user/podman-auto-update.timer.d/10-halley.conf"])
    assert update["OnCalendar"] == ["", "*-*-* 02:00:00"]


def test_an_image_that_was_built_here_is_updated_from_here() -> None:
    assert values(files("quadlet", wished())["containers/systemd/halley.container"])["AutoUpdate"] == ["local"]
    named = wished(image="ghcr.io/someone/halley:latest")
    assert values(files("quadlet", named)["containers/systemd/halley.container"])["AutoUpdate"] == ["registry"]


def test_the_port_leads_to_halley_and_to_nothing_else() -> None:
    unit = values(files("quadlet", wished(port=8061))["containers/systemd/halley.container"])
    assert unit["PublishPort"] == ["8061:2061"]
    assert "HALLEY_STUDIO_HOST=0.0.0.0" in unit["Environment"], "the container's own network; Halley's API key locks it"
    for deployment in (kometa(), wished(network="none"), wished(network="host")):
        assert "PublishPort" not in values(files("quadlet", deployment)[f"containers/systemd/{deployment.name}.container"])


@given(some.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_value_becomes_a_line_of_its_own(text: str) -> None:
    """Whatever is put into a variable stays one value of one line, or is refused."""
    try:
        one_line(text, "the value")
    except ConfigError:
        return
    written = files("quadlet", kometa(env=(f"A={text}",)))["containers/systemd/kometa.container"]
    (line,) = (one for one in values(written)["Environment"] if one.lstrip('"').startswith("A="))
    assert line == word(f"A={text}").replace("$", "$$")
    plain = files("quadlet", kometa(env=("A=b",)))["containers/systemd/kometa.container"]
    assert len(written.splitlines()) == len(plain.splitlines())
