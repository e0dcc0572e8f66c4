"""Keys are age's own or SSH's; what is none is named, with what to do, and never quoted where it may be a secret."""

import subprocess
from pathlib import Path

import pyrage
import pytest

from halley.backup import keys
from halley.backup.errors import WrongKey
from tests.support.backups import Pair


def test_identities_are_read_past_comments_and_blank_lines(home: Path, pair: Pair) -> None:
    (home / "key").write_text(f"# created: today\n\n{pair.file.read_text()}\n\n{pyrage.x25519.Identity.generate()}\n")
    assert len(keys.identities(home / "key")) == 2


@pytest.mark.needs("age-keygen")
def test_a_key_of_age_keygen_is_one(home: Path) -> None:
    subprocess.run(["age-keygen", "-o", home / "key"], check=True, capture_output=True)
    done = subprocess.run(["age-keygen", "-y", home / "key"], check=True, capture_output=True, text=True)
    sealed = pyrage.encrypt(b"hello", keys.recipients([done.stdout]))
    assert pyrage.decrypt(sealed, keys.identities(home / "key")) == b"hello"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "holds no identity"),
        ("# nothing\n", "holds no identity"),
        ("AGE-SECRET-KEY-1ABC", "1 is no identity"),
        ("# one\nhello", "2 is no identity"),
        ("age1abc", "is a recipient"),
        ("ssh-ed25519 AAAA", "is a recipient"),
        ("AGE-PLUGIN-YUBIKEY-1ABC", "plugins"),
        ("age-encryption.org/v1\n-> scrypt", "behind a passphrase"),
        ("-----BEGIN AGE ENCRYPTED FILE-----\nabc", "behind a passphrase"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END OPENSSH PRIVATE KEY-----", "cannot be used by age"),
        ("x" * 2_000_000, "far too large"),
    ],
    ids=lambda value: value[:20],
)
def test_what_is_no_identity_is_named(home: Path, text: str, what: str) -> None:
    (home / "key").write_text(text)
    with pytest.raises(WrongKey, match=what) as caught:
        keys.identities(home / "key")
    assert caught.value.exit_code == 2
    assert "ABC" not in str(caught.value)


def test_a_file_that_is_not_there_or_no_text_is_named(home: Path) -> None:
    (home / "bytes").write_bytes(b"\xff\xfe\0")
    for name in ["none", "bytes", "."]:
        with pytest.raises(WrongKey, match="cannot be read"):
            keys.identities(home / name)


@pytest.mark.needs("ssh-keygen")
def test_an_ssh_key_behind_a_passphrase_says_so(home: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "word", "-f", home / "id"], check=True)
    with pytest.raises(WrongKey, match="behind a passphrase"):
        keys.identities(home / "id")


@pytest.mark.parametrize("text", ["", "hello", "age1", "ssh-ed25519 AAAA", "age1yubikey1qwerty", "ssh-dss AAAA", "\0"])
def test_what_is_no_recipient_is_named(text: str) -> None:
    with pytest.raises(WrongKey):
        keys.recipients([text])


def test_an_identity_in_place_of_a_recipient_is_not_quoted(pair: Pair) -> None:
    secret = str(pyrage.x25519.Identity.generate())
    with pytest.raises(WrongKey, match="must stay secret") as caught:
        keys.recipients([secret])
    assert secret not in str(caught.value)


def test_no_recipient_at_all_is_an_error() -> None:
    with pytest.raises(WrongKey, match="somebody who can open it"):
        keys.recipients([])


def test_recipients_come_from_a_file_too(home: Path, pair: Pair) -> None:
    (home / "them").write_text(f"# who\n\n{pair.recipient}\n")
    assert len(keys.recipients(keys.recipient_lines(home / "them"))) == 1
