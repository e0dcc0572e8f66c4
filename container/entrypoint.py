"""Begins what a container of Halley runs, as the user whose files it writes; the standard library is all it needs.

    entrypoint.py                     `halley serve`
    entrypoint.py COMMAND...          `halley COMMAND...`
    entrypoint.py /bin/PROGRAM...     that program

Begun as root it goes over to PUID:PGID (1000:1000) and never comes back. Begun as somebody else it stays who it is, and ends
where PUID or PGID ask for another. UMASK is heeded. HALLEY_PLEX_SOCKET names a Unix socket behind which Plex answers: it is
http://127.0.0.1:32400 then, in a container that needs no network.
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

VENV = Path(sys.prefix)
CONFIG = Path(os.environ.get("HALLEY_CONFIG_FOLDER", "/config"))
KOMETA, KOMETA_PYTHON = Path("/kometa.py"), Path("/opt/halley/kometa-python")
USUAL = 1000
PLEX_PORT = 32400


def main(arguments: list[str]) -> NoReturn:
    mask()
    become_the_owner()
    look_at_the_config_folder()
    if KOMETA.is_file() and KOMETA_PYTHON.is_file():
        os.environ.setdefault("HALLEY_KOMETA_PYTHON", KOMETA_PYTHON.read_text(encoding="utf-8").strip())
    command = command_of(arguments or ["serve"])
    if socket := os.environ.get("HALLEY_PLEX_SOCKET"):
        relay = [str(VENV / "bin/python"), "-m", "halley.sandbox.relay", "--forward", f"{PLEX_PORT}={socket}"]
        command = [*relay, "--", *command]
    os.execv(command[0], command)


def command_of(arguments: list[str]) -> list[str]:
    return arguments if arguments[0].startswith("/") else [str(VENV / "bin/halley"), *arguments]


def mask() -> None:
    text = os.environ.get("UMASK", "")
    try:
        if text:
            os.umask(int(text, 8))
    except ValueError:
        raise refusal(f"UMASK is {text!r}, and should be three digits from 0 to 7: 022") from None


def become_the_owner() -> None:
    wanted = number("PUID"), number("PGID")
    own = os.geteuid(), os.getegid()
    if own[0] != 0:
        if any(one is not None and one != is_ for one, is_ in zip(wanted, own, strict=True)):
            asked = ":".join("-" if one is None else str(one) for one in wanted)
            raise refusal(
                f"PUID:PGID is {asked}, but this container runs as {own[0]}:{own[1]} and cannot change that; "
                f"start it with `--user` of that owner, or with `--user 0:0`"
            )
        return
    user, group = (USUAL if one is None else one for one in wanted)
    if (user, group) == own:
        return  # root of a rootless container is who started it
    hand_over(user, group)
    try:
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
    except OSError as problem:
        raise refusal(
            f"it cannot become {user}:{group} ({problem.strerror}); start it with `--user {user}:{group}`"
        ) from None


def hand_over(user: int, group: int) -> None:
    """Give the config folder and our own in it to the owner; what lies in them is left to whom it belongs."""
    for folder in (CONFIG, CONFIG / "halley"):
        try:
            if folder == CONFIG / "halley" and CONFIG.is_dir():
                folder.mkdir(exist_ok=True)
            if folder.is_dir() and not folder.is_symlink() and folder.stat().st_uid == 0:
                os.chown(folder, user, group)
        except OSError as problem:
            print(f"halley: {folder} cannot be given to {user}:{group}: {problem.strerror}", file=sys.stderr)


def look_at_the_config_folder() -> None:
    try:
        owner = CONFIG.stat()
    except OSError:
        return
    if not os.access(CONFIG, os.W_OK | os.X_OK):
        print(
            f"halley: {CONFIG} belongs to {owner.st_uid}:{owner.st_gid}, and {os.geteuid()}:{os.getegid()} cannot write to "
            f"it; give it to that owner on the host: chown -R, in a rootless Podman: podman unshare chown -R",
            file=sys.stderr,
        )


def number(name: str) -> int | None:
    text = os.environ.get(name, "")
    if not text:
        return None
    if not text.isdecimal():
        raise refusal(f"{name} is {text!r}, and should be a number")
    return int(text)


def refusal(sentence: str) -> SystemExit:
    print(f"halley: {sentence}", file=sys.stderr)
    return SystemExit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
