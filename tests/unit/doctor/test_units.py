"""The doctor over unit files as operators write them, Quadlet, Compose, plain units, scripts, and over containers' logs."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halley.doctor import Facts, judged
from halley.doctor.gathering.units import services_in
from tests.unit.doctor.house import KOMETA_UNIT, NETWORK, PLEX_UNIT, House

S6 = "s6-overlay-suexec: fatal: unable to exec /etc/s6-overlay/s6-rc.d/init/run: Operation not permitted"
SCRIPT = """\
#!/bin/sh
podman run --rm -it \\
  --name test-kometa \\
  --network {network} \\
  --tmpfs /run:U \\
  {more}-e PUID=3000 -e PGID=3000 -e TZ=America/New_York \\
  -e KOMETA_RUN=true \\
  -v /home/mms/config/kometa:/config{label} \\
  lscr.io/linuxserver/kometa:latest
"""
COMPOSE = """\
services:
  kometa:
    image: lscr.io/linuxserver/kometa:latest
    {more}
    environment: {environment}
    volumes: ["/srv/kometa:/config:Z"]
    networks: [{network}]
networks:
  {network}: {{external: true}}
"""
SERVICE = """\
[Service]
ExecStartPre=-/usr/bin/podman rm -f kometa
ExecStart=/usr/bin/podman run --name kometa --network {network} {more} \\
  -e TZ=Europe/Berlin -e KOMETA_TIMES={times} -v /srv/kometa:/config:Z lscr.io/linuxserver/kometa
"""


def healthy(house: House) -> None:
    house.unit("kometa.container", KOMETA_UNIT)
    house.unit("plex.container", PLEX_UNIT)
    house.unit("mms.network", NETWORK)


async def test_units_in_which_everything_is_right_are_good(house: House) -> None:
    healthy(house)
    found = await house.examined()
    units = {"units", "network", "userns", "selinux", "times", "zone", "owner"}
    assert {one.severity for one in found if one.check in units} == {"good"}
    assert units - {one.check for one in found} == {"units"}


# --- networks ----------------------------------------------------------------------------------------------------------


async def test_a_network_named_as_its_quadlet_file_is_wrong_in_a_script(house: House) -> None:
    script = house.put("test.sh", SCRIPT.format(network="mms.network", more="", label=":Z"))
    found = await house.one("network", service_files=(script,))
    assert found.severity == "error"
    assert "`--network mms`" in found.mend
    script.write_text(SCRIPT.format(network="mms", more="", label=":Z"))
    assert (await house.one("network", service_files=(script,))).severity == "good"


async def test_a_quadlet_file_may_name_a_network_file_that_lies_beside_it_and_no_other(house: House) -> None:
    house.unit("kometa.container", KOMETA_UNIT)
    found = await house.one("network")
    assert (found.severity, "not in its folder" in found.seen) == ("error", True)
    house.unit("mms.network", NETWORK)
    assert (await house.one("network")).severity == "good"


async def test_podmans_arguments_in_a_quadlet_file_name_networks_not_files(house: House) -> None:
    house.unit("kometa.container", KOMETA_UNIT.replace("--tmpfs /run:U", "--network=mms.network --userns=keep-id:uid=3000"))
    house.unit("mms.network", NETWORK)
    assert (await house.one("network")).severity == "error"
    assert (await house.one("userns")).severity == "error"


@pytest.mark.parametrize("network", ["mms.network", "mms"])
async def test_compose_files_and_plain_units_are_read_as_well(house: House, network: str) -> None:
    compose = house.put("compose.yml", COMPOSE.format(network=network, more="restart: always", environment="{TZ: UTC}"))
    service = house.put("kometa.service", SERVICE.format(network=network, more="", times="06:00"))
    found = await house.asked("network", service_files=(compose, service))
    assert [one.severity for one in found] == (["error", "error"] if network == "mms.network" else ["good"])


@pytest.mark.parametrize(
    "line",
    [
        "Error: unable to find network with name or ID mms.network: network not found",
        'Error: network "mms.network" not found',
        "Network mms.network not found",
    ],
)
async def test_the_line_of_a_network_that_was_not_found_is_known_in_a_log(house: House, line: str) -> None:
    log = house.put("kometa.txt", f"starting\n{line}\n")
    assert (await house.one("network", logs=(log,))).severity == "error"
    log.write_text("network mms is there, and everything was found\n")
    assert not await house.asked("network", logs=(log,))


# --- s6-overlay --------------------------------------------------------------------------------------------------------


async def test_keep_id_with_an_image_of_linuxserver_is_wrong_in_every_kind_of_file(house: House) -> None:
    files = (
        house.put("kometa.container", KOMETA_UNIT + "UserNS=keep-id\n"),
        house.put("test.sh", SCRIPT.format(network="mms", more="--userns=keep-id ", label=":Z")),
        house.put("compose.yml", COMPOSE.format(network="mms", more="userns_mode: keep-id", environment="{}")),
        house.put("kometa.service", SERVICE.format(network="mms", more="--userns keep-id", times="06:00")),
    )
    found = await house.asked("userns", service_files=files)
    assert [one.severity for one in found] == ["error"] * 4
    assert all("`podman unshare chown -R 3000:3000 " in one.mend for one in found[1:])


async def test_a_drop_in_brings_keep_id_in_and_takes_it_back(house: House) -> None:
    healthy(house)
    drop = house.put(house.units / "kometa.container.d" / "10-id.conf", "[Container]\nUserNS=keep-id\n")
    assert (await house.one("userns")).severity == "error"
    drop.with_name("20-back.conf").write_text("[Container]\nUserNS=\n")
    assert (await house.one("userns")).severity == "good"


async def test_keep_id_is_right_with_an_image_that_does_not_begin_as_root(house: House) -> None:
    unit = KOMETA_UNIT.replace("lscr.io/linuxserver/kometa:latest", "docker.io/kometateam/kometa:v2.4.4")
    house.unit("kometa.container", f"{unit}UserNS=keep-id\n")
    assert not await house.asked("userns")


async def test_the_line_of_an_s6_overlay_that_cannot_start_is_known_in_a_log(house: House) -> None:
    log = house.put("journal.txt", f"-- boot\n{S6}\n")
    found = await house.one("userns", logs=(log,))
    assert found.severity == "error"
    assert "without `--userns=keep-id`" in found.mend
    log.write_text("s6-rc: info: service legacy-services successfully started\n")
    assert not await house.asked("userns", logs=(log,))


# --- SELinux -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("enforces", "severity"), [("1", "error"), ("0", "note")])
async def test_a_volume_without_its_label_is_told_as_bad_as_it_is_here(house: House, enforces: str, severity: str) -> None:
    switch = house.machine / "sys" / "fs" / "selinux" / "enforce"
    switch.parent.mkdir(parents=True)
    switch.write_text(enforces)
    script = house.put("test.sh", SCRIPT.format(network="mms", more="", label=""))
    found = [one for one in await house.asked("selinux", service_files=(script,)) if "without `:Z`" in one.seen]
    assert [one.severity for one in found] == [severity]
    assert "/home/mms/config/kometa:/config:Z" in found[0].mend


async def test_a_folder_without_a_label_is_told_where_selinux_enforces(house: House) -> None:
    switch = house.machine / "sys" / "fs" / "selinux" / "enforce"
    switch.parent.mkdir(parents=True)
    switch.write_text("1")
    found = await house.one("selinux")
    assert found.severity == "error"
    assert "chcon -R -t container_file_t" in found.mend
    switch.write_text("0")
    assert not await house.asked("selinux")


# --- times -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("times", ["6 o'clock", "25:00", "06:00|", "06:61", "06.00"])
async def test_a_time_that_is_none_is_told(house: House, times: str) -> None:
    house.environment = {"KOMETA_TIMES": times, "TZ": "Europe/Berlin"}
    found = await house.one("times")
    assert found.severity == "error"
    assert "KOMETA_TIMES=06:00|18:00" in found.mend


@pytest.mark.parametrize("times", ["06:00", "6:00", "06:00|18:00", "06:00, 18:30"])
async def test_times_that_can_be_read_are_good(house: House, times: str) -> None:
    house.environment = {"KOMETA_TIME": times, "TZ": "Europe/Berlin"}
    assert (await house.one("times")).severity == "good"


@pytest.mark.parametrize(
    ("zone", "severity"), [(None, "warning"), ("", "warning"), ("Mars/Olympus", "error"), ("America/New_York", "good")]
)
async def test_a_zone_that_is_missing_or_unknown_is_told(house: House, zone: str | None, severity: str) -> None:
    line = f"Environment=TZ={zone}\n" if zone is not None else ""
    house.unit("kometa.container", KOMETA_UNIT.replace("Environment=TZ=America/New_York\n", line))
    assert (await house.one("zone")).severity == severity


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("Timezone=local\n", "good"),
        ("Timezone=Europe/Berlin\n", "good"),
        ("Volume=/etc/localtime:/etc/localtime:ro\n", "good"),
        ("EnvironmentFile=there.env\n", "good"),
        ("EnvironmentFile=%h/nobody/knows.env\n", None),
        ("PodmanArgs=--tz local\n", "good"),
        ("PodmanArgs=-e TZ\n", None),
    ],
)
async def test_a_zone_that_is_said_in_another_way_is_not_missed(house: House, unit: str, kind: str | None) -> None:
    house.put(house.units / "there.env", "TZ=Europe/Berlin\nPLEX_TOKEN=secret\n")
    house.unit("kometa.container", KOMETA_UNIT.replace("Environment=TZ=America/New_York\n", unit))
    assert [one.severity for one in await house.asked("zone")] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("told", "severities"),
    [
        ('["TZ=${TZ}", "KOMETA_TIMES=$TIMES"]', ["good", "good"]),
        ("{TZ: '${TZ:?not set}', KOMETA_TIMES: '${NONE:-05:00}'}", ["good", "good"]),
        ("{TZ: '${NONE-Mars/Olympus}', KOMETA_TIMES: '${TZ:+06:00}'}", ["error", "good"]),
        ('["TZ=${NOBODY_KNOWS}", "KOMETA_TIMES=${NOBODY_KNOWS}"]', []),
        ("[TZ, KOMETA_TIMES]", []),
        ("{TZ: , KOMETA_TIMES: }", []),
    ],
)
async def test_variables_of_a_compose_file_are_what_stands_beside_it(house: House, told: str, severities: list[str]) -> None:
    house.put(".env", "TZ=Europe/Berlin\nTIMES=06:00|18:00\n")
    file = house.put("compose.yml", COMPOSE.format(network="mms", more="restart: always", environment=told))
    found = [*await house.asked("zone", service_files=(file,)), *await house.asked("times", service_files=(file,))]
    assert [one.severity for one in found] == severities


@pytest.mark.parametrize(
    "more", ["env_file: kometa.env", "env_file: [{path: kometa.env}]", "env_file: [none.env, kometa.env]"]
)
async def test_files_of_variables_count_in_a_compose_file(house: House, more: str) -> None:
    house.put("kometa.env", "TZ=Mars/Olympus\nKOMETA_TIMES=06:00\n")
    file = house.put("compose.yml", COMPOSE.format(network="mms", more=more, environment="{}"))
    assert (await house.one("zone", service_files=(file,))).severity == "error"
    assert (await house.one("times", service_files=(file,))).severity == "good"


async def test_who_does_not_wake_at_a_time_needs_no_zone(house: House) -> None:
    assert not await house.asked("zone")
    assert not await house.asked("times")


# --- reading -----------------------------------------------------------------------------------------------------------


async def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_looked_at(house: House) -> None:
    no_compose = house.put("other.yml", "libraries: {}\n")
    picture = house.put("unit.container", b"\xff\xfe\x00")
    found = await house.asked("units", service_files=(house.folder / "nowhere.container", no_compose, picture))
    assert [one.severity for one in found] == ["warning"] * 3
    assert [one.seen.partition(" ")[0].rsplit("/", 1)[-1] for one in found] == [
        "nowhere.container",
        "other.yml",
        "unit.container",
    ]


async def test_nothing_secret_in_a_unit_file_is_told(house: House) -> None:
    secret = "Environment=KOMETA_PLEXTOKEN=do-not-tell-me\n"
    unit = house.put("kometa.container", KOMETA_UNIT + secret + "UserNS=keep-id\n")
    found = await house.examined(service_files=(unit,))
    assert "do-not-tell-me" not in str(found)


async def test_the_journal_of_a_unit_is_looked_at_where_there_is_one(house: House) -> None:
    program = house.put("bin/journalctl", f'#!/bin/sh\necho "$@" > {house.folder}/asked\necho "{S6}"\n')
    program.chmod(0o755)
    house.environment = {"PATH": f"{house.folder}/bin"}
    assert not await house.asked("userns")
    healthy(house)
    found = await house.one("userns")
    assert (found.severity, "the journal of kometa.service" in found.seen) == ("error", True)
    assert "--user --unit kometa.service" in (house.folder / "asked").read_text()


async def test_the_journal_of_a_unit_of_the_system_is_not_looked_for_among_the_user_s(house: House) -> None:
    house.put("bin/journalctl", f'#!/bin/sh\necho "$@" > {house.folder}/asked\necho "{S6}"\n').chmod(0o755)
    house.environment = {"PATH": f"{house.folder}/bin"}
    healthy(house)
    (house.machine / "etc" / "containers").mkdir(parents=True)
    house.units.rename(house.machine / "etc" / "containers" / "systemd")
    assert (await house.one("userns")).severity == "error"
    asked = (house.folder / "asked").read_text()
    assert ("--user" in asked, "--unit kometa.service" in asked) == (False, True)


async def test_a_journal_that_does_not_answer_is_not_waited_for(house: House) -> None:
    house.put("bin/journalctl", "#!/bin/sh\nexec /bin/sleep 60\n").chmod(0o755)
    house.environment = {"PATH": f"{house.folder}/bin"}
    healthy(house)
    began = time.monotonic()
    assert (await house.one("userns")).severity == "good"
    assert time.monotonic() - began < 8


async def test_containers_of_different_networks_are_told(house: House) -> None:
    healthy(house)
    house.unit("kometa.container", KOMETA_UNIT.replace("Network=mms.network\n", "Network=other\n"))
    found = await house.one("network")
    assert (found.severity, "kometa is in other, and plex in mms" in found.seen) == ("error", True)
    house.unit("kometa.container", KOMETA_UNIT.replace("Network=mms.network\n", ""))
    assert "kometa is in Podman's default network" in (await house.one("network")).seen


@pytest.mark.parametrize("shared", ["container:plex", "plex.container", "host", "ns:/run/netns/mms"])
async def test_a_container_in_the_network_of_another_one_is_not_apart(house: House, shared: str) -> None:
    healthy(house)
    house.unit("kometa.container", KOMETA_UNIT.replace("Network=mms.network\n", f"Network={shared}\n"))
    assert (await house.one("network")).severity == "good"


async def test_a_compose_service_in_the_network_of_another_one_is_not_apart(house: House) -> None:
    plex = "services:\n  plex: {image: lscr.io/linuxserver/plex, networks: [mms]}\n"
    kometa = "  kometa: {image: kometateam/kometa, network_mode: 'service:plex'}\nnetworks: {mms: {external: true}}\n"
    assert (await house.one("network", service_files=(house.put("compose.yml", plex + kometa),))).severity == "good"


async def test_an_owner_who_is_not_known_is_not_written_into_a_command(house: House) -> None:
    more = "userns_mode: keep-id"
    file = house.put("compose.yml", COMPOSE.format(network="mms", more=more, environment="{PUID: '${WHO}', PGID: }"))
    assert "podman unshare chown -R 3000:3000 /srv/kometa" in (await house.one("userns", service_files=(file,))).mend


async def test_a_network_that_quadlet_names_by_itself_is_noted(house: House) -> None:
    healthy(house)
    house.unit("mms.network", "[Network]\n")
    note, good = await house.asked("network")
    assert (note.severity, "`systemd-mms`" in note.seen, good.severity) == ("note", True, "good")
    assert "NetworkName=mms" in note.mend


async def test_times_in_the_env_file_beside_the_configuration_count(house: House) -> None:
    house.put("kometa/.env", "KOMETA_TIMES=noon\n")
    assert (await house.one("times")).severity == "error"


PIECES = (
    "[Container] [Service] Network= mms.network UserNS=keep-id Environment= ' \" services: - { [ : podman run docker -e"
    " --network -v = ExecStart= Label=traefik.x.rule=Host(`"
)
WORDS = st.sampled_from([*PIECES.split(), "\\\n", "\n", " "])
FILES = st.one_of(
    st.text(max_size=200), st.lists(WORDS, max_size=30).map("".join), st.lists(WORDS, max_size=30).map(" ".join)
)


@settings(max_examples=150, deadline=None)
@given(FILES, st.sampled_from(["a.container", "a.yml", "a.service", "a.sh"]))
def test_whatever_stands_in_a_file_it_is_read_or_named_and_nothing_breaks(text: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8", errors="replace")
        services, unread = services_in((path,), {}, Path(folder))
    facts = Facts(now=datetime.now(UTC), services=services, unread=unread)
    assert all(one.seen for one in judged(facts))
