"""What is backed up comes back bit for bit, with its permissions and times, whatever it is and is called."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from halley.backup.archive import Nobody, read_through
from halley.backup.restore import Return, restore
from halley.backup.swap import remove
from tests.support.backups import NOW, Pair, a_backup, a_home, sealed_raw, things

NAMES: SearchStrategy[bytes] = st.one_of(
    st.binary(min_size=1, max_size=40),
    st.text(min_size=1, max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"-rf", b"a b", b"x" * 255, b"\xff\xfe", b"new\nline", b"\\", b" ", b"...", b"~", b"con\x1b[31m"]),
).filter(lambda name: b"/" not in name and b"\0" not in name and name not in {b".", b"..", b""} and len(name) <= 255)
CONTENTS = st.one_of(
    st.binary(max_size=2000),
    st.builds(lambda one, count: one * count, st.binary(min_size=1, max_size=5), st.integers(0, 40_000)),
    st.builds(
        lambda before, zeros, after: before + bytes(zeros) + after,
        st.binary(max_size=9),
        st.integers(0, 200_000),
        st.binary(max_size=9),
    ),
)
TIMES = st.one_of(st.integers(-(2**33) * 10**9, 2**34 * 10**9), st.integers(-3, 3))
FILES = st.tuples(st.just("file"), CONTENTS, st.integers(0, 0o777), TIMES)
FOLDERS: SearchStrategy[object] = st.recursive(
    st.dictionaries(NAMES, FILES, max_size=4),
    lambda inner: st.dictionaries(
        NAMES, st.one_of(FILES, st.tuples(st.just("folder"), inner, st.integers(0, 0o3777), TIMES)), max_size=4
    ),
    max_leaves=12,
)


def build(folder: Path, tree: object) -> None:
    assert isinstance(tree, dict)
    is_root = os.geteuid() == 0
    for name, (kind, content, mode, mtime) in tree.items():
        path = folder / os.fsdecode(name)
        if kind == "folder":
            path.mkdir()
            build(path, content)
        else:
            path.write_bytes(content)
        # Without being root, one has to be able to read what one backs up.
        path.chmod(mode | (0 if is_root else 0o700 if kind == "folder" else 0o400))
        os.utime(path, ns=(mtime, mtime))


@given(tree=FOLDERS, mode=st.integers(0o700, 0o777), mtime=TIMES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_random_tree_comes_back_bit_for_bit_with_modes_and_times(pair: Pair, tree: object, mode: int, mtime: int) -> None:
    above = Path(tempfile.mkdtemp())
    try:
        source = above / "source"
        source.mkdir()
        build(source, tree)
        source.chmod(mode)
        os.utime(source, ns=(mtime, mtime))
        before = things(source)
        made = a_backup(source, above / "out", pair)
        done = restore(Return(made.backup.path, pair.identities, above / "back"), NOW)
        assert things(above / "back") == before == things(source)
        assert done.checked.manifest is not None
        assert not made.left_out
    finally:
        remove(above)


@pytest.mark.needs("age")
@pytest.mark.needs("zstd")
@pytest.mark.needs("tar")
@given(tree=FOLDERS)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_age_zstd_and_tar_read_what_we_wrote_to_the_last_bit(pair: Pair, tree: object) -> None:
    above = Path(tempfile.mkdtemp())
    try:
        source = above / "source"
        source.mkdir()
        build(source, tree)
        before = things(source)
        made = a_backup(source, above / "out", pair)
        (above / "back").mkdir()
        line = 'set -o pipefail; age -d -i "$1" "$2" | zstd -dc | tar -xp -C "$3"'
        subprocess.run(["bash", "-c", line, "-", pair.file, made.backup.path, above / "back"], check=True)
        (above / "back" / ".halley-backup.jsonl").unlink()
        os.utime(above / "back", ns=(source.stat().st_mtime_ns,) * 2)
        assert things(above / "back") == before
    finally:
        remove(above)


@pytest.mark.needs("age")
@pytest.mark.needs("zstd")
@pytest.mark.needs("tar")
@pytest.mark.parametrize("kind", ["gnu", "posix", "ustar", "oldgnu"])
def test_we_read_what_tar_zstd_and_age_wrote(pair: Pair, home: Path, kind: str) -> None:
    long = "/".join(["a folder with a long name"] * (4 if kind == "ustar" else 9))
    source = a_home(
        home / "source", {"config.yml": b"a: 1\n", f"{long}/f": b"x" * 1000, "ü/ü.yml": b"", "zeros": bytes(50_000)}
    )
    os.utime(source / "config.yml", (1_600_000_000, 1_600_000_000))
    (source / "config.yml").chmod(0o640)
    line = 'set -o pipefail; tar --format="$4" -C "$3" -c . | zstd -19 -c | age -r "$1" -o "$2"'
    subprocess.run(["bash", "-c", line, "-", pair.recipient, home / "theirs.age", source, kind], check=True)
    done = restore(Return(home / "theirs.age", pair.identities, home / "back"), NOW)
    assert done.checked.manifest is None
    theirs, ours = things(source), things(home / "back")
    if kind != "posix":  # the others write whole seconds
        theirs, ours = ({name: (one.mode, one.content) for name, one in each.items()} for each in (theirs, ours))  # type: ignore[assignment]
    assert ours == theirs


@pytest.mark.needs("age")
@pytest.mark.needs("zstd")
def test_we_read_armour_and_streams_of_several_frames(pair: Pair, home: Path) -> None:
    a_home(home / "source")
    halves = 'head -c 700 "$3.tar" | zstd -c; tail -c +701 "$3.tar" | zstd -c'
    line = f'set -o pipefail; tar -C "$3" -c . >"$3.tar"; ({halves}) | age -a -r "$1" -o "$2"'
    subprocess.run(["bash", "-c", line, "-", pair.recipient, home / "theirs.age", home / "source"], check=True)
    assert read_through(home / "theirs.age", pair.identities, Nobody()).totals.files == 3


@pytest.mark.needs("age")
@pytest.mark.needs("ssh-keygen")
def test_what_age_seals_for_an_ssh_key_is_opened_with_it(home: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", home / "id"], check=True)
    ssh = Pair((home / "id.pub").read_text().strip(), home / "id")
    made = a_backup(a_home(home / "source"), home / "out", ssh)
    assert read_through(made.backup.path, ssh.identities, Nobody()).totals.files == 3
    done = subprocess.run(["age", "-d", "-i", home / "id", made.backup.path], check=True, capture_output=True)
    again = sealed_raw(done.stdout, ssh, home / "again.age")
    assert read_through(again, ssh.identities, Nobody()).totals.files == 3
