"""An archive that was changed anywhere, and sealed again, is refused or put back inside its folder."""

import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from halley.backup import staging, swap
from halley.backup.reading import Limits, Members
from halley.errors import HalleyError
from tests.hostile.test_backup_archives import gnu_long_name, raw_records, record
from tests.support.backups import END, a_member, things

PARTS = [
    a_member(".", kind=tarfile.DIRTYPE, mode=0o755),
    a_member("config.yml", b"plex: {}\n" * 30),
    a_member("ü/" + "long" * 40, b"x", pax_headers={"mtime": "1.5"}),
    a_member("folder", kind=tarfile.DIRTYPE),
    gnu_long_name(b"by/a/long/name\0") + a_member("x", b"y"),
    raw_records(record("path", "by a record") + record("uid", "1000")) + a_member("x", b"z"),
    a_member("link", kind=tarfile.SYMTYPE, linkname="/etc/passwd"),
    a_member("../out", b"evil"),
]
WORDS = st.sampled_from(
    [b"../", b"/", b"\0", b"5", b"2", b"x", b"L", b"S", b"\xff" * 8, b"\x80", b"99 path=/etc/x\n", b"777"]
)
EDITS = st.lists(
    st.tuples(st.integers(0, 6000), st.one_of(WORDS, st.binary(min_size=1, max_size=12)), st.booleans()), max_size=4
)


class Bytes:
    """A stream of bytes that are in memory."""

    path = Path("fuzzed")

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)

    def read(self, size: int) -> bytes:
        taken, self._data = bytes(self._data[:size]), self._data[size:]
        return taken


def mended(data: bytes) -> bytes:
    """The same with every checksum right that may be one: else nearly every change would end there."""
    blocks = bytearray(data)
    for start in range(0, len(blocks) - 511, 512):
        block = blocks[start : start + 512]
        if block[257:262] == b"ustar":
            block[148:156] = b" " * 8
            blocks[start + 148 : start + 156] = f"{sum(block):06o}\0 ".encode()
    return bytes(blocks)


@pytest.fixture(scope="module")
def around(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("around")


@given(order=st.lists(st.sampled_from(PARTS), max_size=8), edits=EDITS, is_mended=st.booleans())
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_changed_archive_is_refused_or_stays_in_its_folder(
    around: Path, order: list[bytes], edits: list[tuple[int, bytes, bool]], is_mended: bool
) -> None:
    data = b"".join(order) + END
    for place, word, is_inserted in edits:
        start = place % (len(data) + 1)
        data = data[:start] + word + data[start + (0 if is_inserted else len(word)) :]
    folder = around / "inside" / "new"
    folder.mkdir(parents=True)
    said = "nothing"
    try:
        taker = staging.Staging(folder, (0, 0))
        members = Members(Bytes(mended(data) if is_mended else data), Limits(entries=100, size=2**20))  # type: ignore[arg-type]
        for entry, content in members:
            taker.folder(entry) if entry.is_folder else taker.file(entry, content)
        taker.finish(0o755)
    except HalleyError as problem:
        said = problem.message
    finally:
        assert said.isprintable()
        assert [path.name for path in around.iterdir()] == ["inside"]
        assert [path.name for path in (around / "inside").iterdir()] == ["new"]
        kinds = {one.kind for one in things(folder).values()}
        assert kinds <= {0o040000, 0o100000}, "files and folders, and nothing else"
        swap.remove(around / "inside")
