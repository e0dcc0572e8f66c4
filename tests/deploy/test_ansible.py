"""The Ansible role, run for real against this machine into a temporary home; systemd is played, age and Halley are not."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest
from ruamel.yaml import YAML
from tools import operators

from halley.deploy.wishes import wishes_in
from tests.deploy.asked import wished
from tests.house.source import ROOT

pytestmark = pytest.mark.needs("ansible")
ANSIBLE = ROOT / "deploy/ansible"
RELOAD = ["systemctl", "--user", "daemon-reload"]
RECAP = re.compile(r"localhost\s*: ok=(\d+)\s+changed=(\d+)\s+unreachable=0\s+failed=(\d+)")
#: Plays systemd: what was started stays started, what was enabled stays enabled, and every call is written down.
SYSTEMD = """#!{python}
import json, os, sys
name, words = os.path.basename(sys.argv[0]), [one for one in sys.argv[1:] if one not in ("--user", "--quiet", "-l")]
state_file = {state!r}
nothing = {{"active": [], "enabled": [], "linger": [], "calls": []}}
state = json.load(open(state_file)) if os.path.exists(state_file) else nothing
verb, unit = words[0], words[-1]
status = 0
if name == "loginctl":
    if verb == "show-user":
        print("Linger=" + ("yes" if unit in state["linger"] or words[1] in state["linger"] else "no"))
    else:
        state["linger"].append(unit)
elif verb == "show":
    print(f"Id={{unit}}\\nLoadState=loaded\\nActiveState=" + ("active" if unit in state["active"] else "inactive"))
elif verb in ("start", "restart"):
    state["active"] = sorted({{*state["active"], unit}})
elif verb == "stop":
    state["active"] = [one for one in state["active"] if one != unit]
elif verb == "enable":
    state["enabled"] = sorted({{*state["enabled"], unit}})
elif verb == "is-enabled":
    print("enabled" if unit in state["enabled"] else "disabled")
    status = 0 if unit in state["enabled"] else 1
elif verb == "is-active":
    status = 0 if unit in state["active"] else 3
if verb not in ("show", "show-user", "is-enabled", "is-active", "list-unit-files"):
    state["calls"].append([name, *sys.argv[1:]])
json.dump(state, open(state_file, "w"))
sys.exit(status)
"""


@dataclass
class Host:
    """A home of its own on this machine, with services and a systemd that is played."""

    folder: Path
    identity: pyrage.x25519.Identity

    @property
    def config(self) -> Path:
        return self.folder / "config/kometa"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def units(self) -> Path:
        return self.folder / "units"

    @property
    def state(self) -> dict[str, list[object]]:
        return json.loads((self.folder / "state.json").read_text())

    def plays(self, playbook: str, **more: object) -> tuple[int, int, str]:
        """(exit code, how much was changed, what was said) of a playbook."""
        halley = [sys.executable, "-m", "halley.cli"]
        told = {
            "halley_services_dir": str(self.folder / "services"),
            "halley_program": str(self.folder / "bin/halley"),
            "halley_host_command": halley,
            "halley_units_dir": str(self.units),
            "halley_backups_dir": str(self.backups),
            "halley_recipients": [str(self.identity.to_public())],
            "ansible_python_interpreter": sys.executable,
            **more,
        }
        environment = {
            **os.environ,
            "PATH": f"{self.folder / 'bin'}:{operators.BIN}:{os.environ['PATH']}",
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "ANSIBLE_HOME": str(self.folder / ".ansible"),
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_PIPELINING": "1",
            "HALLEY_DATA": str(self.folder / "data"),
        }
        command = [operators.BIN / "ansible-playbook", "-i", "localhost,", "-c", "local", "-e", json.dumps(told)]
        done = subprocess.run(
            [*command, f"playbooks/{playbook}.yml"],
            cwd=ANSIBLE, env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        recap = RECAP.search(done.stdout)
        assert recap, done.stdout + done.stderr
        return done.returncode, int(recap[2]), done.stdout + done.stderr


@pytest.fixture
def host(tmp_path: Path) -> Host:
    made = Host(tmp_path, pyrage.x25519.Identity.generate())
    for name in ("bin", "services"):
        (tmp_path / name).mkdir()
    made.config.mkdir(parents=True)
    (made.config / "config.yml").write_text("libraries: {}\n")
    (tmp_path / "age.txt").write_text(f"{made.identity}\n")
    (tmp_path / "age.txt").chmod(0o600)
    for name in ("systemctl", "loginctl"):
        (tmp_path / "bin" / name).write_text(SYSTEMD.format(python=sys.executable, state=str(tmp_path / "state.json")))
    (tmp_path / "bin/halley").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m halley.cli "$@"\n')
    for path in (tmp_path / "bin").iterdir():
        path.chmod(0o755)
    text = (ANSIBLE / "services/kometa.yml").read_text()
    (tmp_path / "services/kometa.yml").write_text(text.replace("/home/mms/config/kometa", str(made.config)))
    return made


def test_the_playbooks_are_what_ansible_takes_for_playbooks() -> None:
    playbooks = [f"playbooks/{name}.yml" for name in ("deploy", "backup", "restore")]
    command = [operators.BIN / "ansible-playbook", "--syntax-check", "-i", "localhost,", *playbooks]
    done = subprocess.run(command, cwd=ANSIBLE, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_linter_has_nothing_to_say_not_even_for_production() -> None:
    environment = {**os.environ, "PATH": f"{operators.BIN}:{os.environ['PATH']}", "NO_COLOR": "1"}
    command = [operators.BIN / "ansible-lint", "--offline", "--strict", "--profile", "production"]
    done = subprocess.run(command, cwd=ANSIBLE, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_deploying_twice_changes_nothing_the_second_time(host: Host) -> None:
    status, changed, said = host.plays("deploy", service_name="kometa")
    assert status == 0, said
    assert changed > 0
    unit = (host.units / "containers/systemd/kometa.container").read_text()
    assert f"Volume={host.config}:/config:Z" in unit
    assert str(host.identity.to_public()) in (host.units / "containers/systemd/kometa-backup.container").read_text()
    assert host.state["active"] == ["kometa-backup.timer", "kometa.service", "podman-auto-update.timer"]
    assert host.state["enabled"] == ["kometa-backup.timer", "podman-auto-update.timer"]
    calls = len(host.state["calls"])

    status, changed, said = host.plays("deploy", service_name="kometa")
    assert (status, changed) == (0, 0), said
    assert host.state["calls"][calls:] == [RELOAD]


def test_units_that_an_earlier_play_only_wrote_are_read_before_they_are_started(host: Host) -> None:
    assert host.plays("deploy", service_name="kometa", halley_manage_services=False)[0] == 0
    status, _, said = host.plays("deploy", service_name="kometa")
    assert status == 0, said
    calls = [one for one in host.state["calls"] if one[0] == "systemctl"]
    assert calls[:2] == [RELOAD, ["systemctl", "--user", "start", "kometa.service"]]


def test_a_unit_that_has_changed_is_started_anew_and_one_that_has_not_is_left_alone(host: Host) -> None:
    assert host.plays("deploy", service_name="kometa")[0] == 0
    calls = len(host.state["calls"])
    file = host.folder / "services/kometa.yml"
    file.write_text(file.read_text().replace('times: "06:00"', 'times: "07:30"'))
    status, _, said = host.plays("deploy", service_name="kometa")
    assert status == 0, said
    assert host.state["calls"][calls:] == [RELOAD, ["systemctl", "--user", "restart", "kometa.service"]]

    # Another one can open backups now: that is the unit of the backup alone, and no reason to end a run.
    calls, other = len(host.state["calls"]), str(pyrage.x25519.Identity.generate().to_public())
    status, changed, said = host.plays("deploy", service_name="kometa", halley_recipients=[other])
    assert (status, changed > 0) == (0, True), said
    assert host.state["calls"][calls:] == [RELOAD]


def test_a_service_without_a_container_starts_with_the_machine_too(host: Host) -> None:
    file = host.folder / "services/kometa.yml"
    file.write_text(file.read_text() + "kometa: /opt/kometa/kometa.py\n")
    told = {"service_name": "kometa", "halley_target": "systemd"}
    status, _, said = host.plays("deploy", **told)
    assert status == 0, said
    assert host.state["enabled"] == ["kometa-backup.timer", "kometa.service"]
    status, changed, said = host.plays("deploy", **told)
    assert (status, changed) == (0, 0), said


def test_a_backup_goes_where_and_to_whom_the_file_of_its_service_says(host: Host) -> None:
    file, dest = host.folder / "services/kometa.yml", host.folder / "elsewhere"
    file.write_text(f"{file.read_text()}backups: {dest}\nrecipients: [{host.identity.to_public()}]\n")
    status, _, said = host.plays("backup", service_name="kometa", halley_recipients=[])
    assert status == 0, said
    assert len(list((dest / "kometa").glob("kometa-*.tar.zst.age"))) == 1
    assert not host.backups.exists()


def test_services_of_the_example_share_no_config_folder() -> None:
    inventory = YAML(typ="safe").load((ANSIBLE / "inventory.example.yml").read_text())
    named = inventory["all"]["vars"]["halley_services"]
    folders = [wished(config=None, **said(name)).config for name in named]
    assert len(set(folders)) == len(folders), "`:Z` gives it to the one that starts last"


def said(name: str) -> dict[str, object]:
    """What a service's file that comes along says of its volumes."""
    return {"volumes": wishes_in(ANSIBLE / f"services/{name}.yml").volumes}


def test_a_backup_is_put_back_with_the_service_standing_still(host: Host) -> None:
    status, _, said = host.plays("backup", service_name="kometa")
    assert status == 0, said
    (backup,) = (host.backups / "kometa").glob("kometa-*.tar.zst.age")
    (host.config / "config.yml").write_text("lost: true\n")
    told = {
        "service_name": "kometa",
        "backup_file": str(backup),
        "backup_age_identity_file": str(host.folder / "age.txt"),
    }
    status, _, said = host.plays("restore", **told)
    assert status == 0, said
    assert (host.config / "config.yml").read_text() == "libraries: {}\n"
    assert host.state["active"] == ["kometa.service"]

    # What is missing is asked for, and what is damaged is found, before anything is stopped.
    calls = len(host.state["calls"])
    status, _, said = host.plays("restore", service_name="kometa")
    assert status != 0
    assert "say -e service_name=... -e backup_file=... -e backup_age_identity_file=..." in said
    backup.write_bytes(backup.read_bytes()[:-20])
    status, _, said = host.plays("restore", **told)
    assert status != 0
    assert len(host.state["calls"]) == calls
    assert (host.config / "config.yml").read_text() == "libraries: {}\n"
