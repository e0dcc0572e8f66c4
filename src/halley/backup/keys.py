"""Whom a backup is sealed for, and who may open it: recipients and identities of age."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NewType

import pyrage  # type: ignore[import-untyped]

from halley.backup.errors import WrongKey

Recipient = NewType("Recipient", object)
Identity = NewType("Identity", object)
_MOST = 1024 * 1024
_SEALED = ("age-encryption.org/", "-----BEGIN AGE ENCRYPTED FILE-----")


def recipients(texts: Iterable[str]) -> list[Recipient]:
    """The recipients that texts name: `age1...`, `ssh-ed25519 ...` or `ssh-rsa ...`. Raises WrongKey, also for none."""
    found = [_recipient(text.strip()) for text in texts]
    if not found:
        raise WrongKey(
            "a backup needs somebody who can open it",
            hint="`--recipient age1...` names one; `age-keygen -o key.txt` makes a new key and prints it",
        )
    return found


def recipient_lines(path: Path) -> list[str]:
    """The recipients of a file, one a line, as `age -R` reads it. Raises WrongKey."""
    return [line for line in _text(path, "recipients").splitlines() if line.strip() and not line.startswith("#")]


def _recipient(text: str) -> Recipient:
    if text.startswith("AGE-SECRET-KEY-"):
        raise WrongKey(
            "that is an identity, which must stay secret; a recipient is wanted", hint="`age-keygen -y` prints it"
        )
    try:
        kind = pyrage.ssh if text.startswith("ssh-") else pyrage.x25519
        return Recipient(kind.Recipient.from_str(text))
    except pyrage.RecipientError:
        pass
    hint = "keys of age's plugins are not known here" if text.startswith("age1") and text.count("1") > 1 else None
    raise WrongKey(
        f"`{text[:80]}` is no recipient of age", hint=hint or "a recipient begins with `age1`, `ssh-ed25519` or `ssh-rsa`"
    )


def identities(path: Path) -> Sequence[Identity]:
    """The identities of a key file: age's own, or a private key of SSH. Raises WrongKey."""
    text = _text(path, "identity")
    if text.startswith(_SEALED):
        raise WrongKey(
            f"the identity file {path} is itself behind a passphrase",
            hint=f"open it first, where nobody else reads it: `age -d -o /dev/shm/key.txt {path}`",
        )
    if "PRIVATE KEY-----" in text:
        return [_ssh_identity(path, text)]
    lines = [line.strip() for line in text.splitlines()]
    found = [_identity(path, number, line) for number, line in enumerate(lines, 1) if line and not line.startswith("#")]
    if not found:
        raise WrongKey(
            f"the identity file {path} holds no identity", hint="it has a line that begins with `AGE-SECRET-KEY-1`"
        )
    return found


def _identity(path: Path, number: int, line: str) -> Identity:
    # What the line holds may be a secret with a slip of the pen in it: it is not quoted.
    if line.startswith("AGE-PLUGIN-"):
        raise WrongKey(
            f"{path}:{number} is an identity of one of age's plugins, which are not known here",
            hint="`age -d -i KEYFILE FILE | zstd -d | tar -x` opens the backup by hand",
        )
    if line.startswith(("age1", "ssh-")):
        raise WrongKey(f"{path}:{number} is a recipient; an identity is wanted, which begins with `AGE-SECRET-KEY-1`")
    try:
        return Identity(pyrage.x25519.Identity.from_str(line))
    except pyrage.IdentityError:
        raise WrongKey(f"{path}:{number} is no identity of age, which begins with `AGE-SECRET-KEY-1`") from None


def _ssh_identity(path: Path, text: str) -> Identity:
    try:
        return Identity(pyrage.ssh.Identity.from_buffer(f"{text}\n".encode()))
    except pyrage.IdentityError as problem:
        locked = "decrypted first" in str(problem)
        what = "is behind a passphrase" if locked else "cannot be used by age, which knows ed25519 and RSA"
        raise WrongKey(
            f"the SSH key {path} {what}", hint="`ssh-keygen -p -f COPY` takes the passphrase off a copy" if locked else None
        ) from None


def _text(path: Path, what: str) -> str:
    try:
        with path.open("rb") as file:
            read = file.read(_MOST + 1)
        if len(read) <= _MOST:
            return read.decode().strip()
        why = "it is far too large"
    except OSError as problem:
        why = problem.strerror or str(problem)
    except UnicodeDecodeError:
        why = "it is no text file"
    raise WrongKey(f"the {what} file {path} cannot be read: {why}")
