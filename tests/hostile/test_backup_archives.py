"""Archives that would do harm: each is refused whole, with a sentence, and nothing is touched."""

import io
import struct
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest
import zstandard

from halley.backup.archive import Nobody, read_through
from halley.backup.errors import BackupError, DamagedBackup, HostileArchive, TooLittleRoom, WrongKey
from halley.backup.reading import Limits
from halley.backup.restore import Return, restore
from halley.errors import HalleyError
from tests.support.backups import END, NOW, Pair, a_backup, a_home, a_member, a_pair, sealed, sealed_raw, things

GOOD = a_member("config.yml", b"plex: {}\n")
FOLDER = tarfile.DIRTYPE
LIMITS = Limits(entries=5000, size=100 * 2**20)


def with_records(records: dict[str, str], name: str = "f", content: bytes = b"x", kind: bytes = b"x") -> bytes:
    """An entry with an extended header that says what we want it to."""
    return raw_records(b"".join(record(key, value) for key, value in records.items()), kind) + a_member(name, content)


def record(key: str, value: str) -> bytes:
    rest = b" " + key.encode() + b"=" + value.encode("utf-8", "surrogateescape") + b"\n"
    length = len(rest) + 1
    while len(str(length)) + len(rest) != length:
        length = len(str(length)) + len(rest)
    return str(length).encode() + rest


def raw_records(data: bytes, kind: bytes = b"x", size: int | None = None) -> bytes:
    return header("././@PaxHeader", kind, len(data) if size is None else size) + data + b"\0" * (-len(data) % 512)


def header(name: str, kind: bytes, length: int, **fields: bytes) -> bytes:
    """A header, its checksum right, with fields written over as they are."""
    places = {"name": (0, 100), "mode": (100, 8), "uid": (108, 8), "gid": (116, 8), "size": (124, 12), "mtime": (136, 12)}
    block = bytearray(512)
    block[0:100] = name.encode().ljust(100, b"\0")
    block[100:124] = b"0000644\0" + b"0000000\0" * 2
    block[124:136] = f"{length:011o}\0".encode()
    block[136:148] = b"00000000000\0"
    block[156:157] = kind
    block[257:265] = b"ustar\x0000"
    for field, value in fields.items():
        start, width = places[field]
        block[start : start + width] = value.ljust(width, b"\0")
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return bytes(block)


def gnu_long_name(text: bytes) -> bytes:
    return header("././@LongLink", b"L", len(text)) + text + b"\0" * (-len(text) % 512)


def base_256(number: int, length: int = 12) -> bytes:
    if number < 0:
        return (256**length + number).to_bytes(length, "big")
    return b"\x80" + number.to_bytes(length - 1, "big")


def sparse_of_gnu() -> bytes:
    block = bytearray(header("sparse", b"S", 512))
    block[257:265] = b"ustar  \0"
    block[386:410] = b"00000000000\0" + b"00000001000\0"
    block[483:495] = b"77777777777\0"
    block[148:156] = b" " * 8
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return bytes(block) + b"x" * 512


def linked(name: str, to: str, kind: bytes) -> bytes:
    return a_member(name, kind=kind, linkname=to)


HOSTILE: dict[str, bytes] = {
    "an absolute path": a_member("/etc/cron.d/x", b"x"),
    "an absolute path with two slashes": a_member("//etc/x", b"x"),
    "the root itself": header("/", b"5", 0),
    "a path that goes up": a_member("../x", b"x"),
    "a path that goes up in the middle": a_member("a/../../x", b"x"),
    "a path that goes up and comes back": a_member("a/../b", b"x"),
    "a path that ends above": a_member("a/..", kind=FOLDER),
    "a folder that goes up": a_member("..", kind=FOLDER),
    "a path that goes up, by an extended header": with_records({"path": "../../x"}),
    "an absolute path, by an extended header": with_records({"path": "/etc/x"}),
    "a path that goes up, by a long name of GNU": gnu_long_name(b"../" * 60 + b"x\0") + a_member("x", b"x"),
    "a zero byte in a path": with_records({"path": "config.yml\0/../../x"}),
    "an empty name": with_records({"path": ""}),
    "a name of slashes": with_records({"path": "./"}, content=b""),
    "a part of a path that no disk takes": with_records({"path": "a" * 256}),
    "a path that no kernel takes": with_records({"path": "/".join(["b" * 200] * 20)[1:]}),
    "folders without an end": with_records({"path": "/".join("a" * 1500)}),
    "a symbolic link": linked("link", "/etc/passwd", tarfile.SYMTYPE),
    "a symbolic link that stays inside": linked("link", "config.yml", tarfile.SYMTYPE),
    "a file written through a link": linked("d", "/tmp", tarfile.SYMTYPE) + a_member("d/x", b"x"),
    "a hard link": linked("link", "config.yml", tarfile.LNKTYPE),
    "a hard link to elsewhere": linked("link", "/etc/shadow", tarfile.LNKTYPE),
    "a link by an extended header": with_records({"linkpath": "/etc/passwd"}),
    "a long link of GNU": header("././@LongLink", b"K", 4) + b"/etc" + bytes(508) + a_member("x", b"x"),
    "a character device": a_member("null", kind=tarfile.CHRTYPE, devmajor=1, devminor=3),
    "a block device": a_member("sda", kind=tarfile.BLKTYPE, devmajor=8),
    "a named pipe": a_member("pipe", kind=tarfile.FIFOTYPE),
    "a contiguous file": a_member("file", b"x", kind=tarfile.CONTTYPE),
    "a sparse file of GNU": sparse_of_gnu(),
    "a sparse file by extended headers": with_records({"GNU.sparse.major": "1", "GNU.sparse.realsize": "9" * 12}),
    "a sparse file of the first kind": with_records({"GNU.sparse.size": "8589934592", "GNU.sparse.numblocks": "0"}),
    "a part of a multi-volume archive": a_member("part", b"x", kind=b"M"),
    "the name of a volume": a_member("volume", kind=b"V"),
    "a list of an incremental archive": a_member("dump", b"Ya\0\0", kind=b"D"),
    "an entry of Solaris": raw_records(b"x", b"X") + GOOD,
    "an entry of an unknown kind": a_member("x", b"x", kind=b"Z"),
    "the same name twice": GOOD + GOOD,
    "the same name spelled otherwise": GOOD + a_member(".//./config.yml", b"evil"),
    "the same folder twice": a_member("a", kind=FOLDER) + a_member("a/", kind=FOLDER),
    "a file in place of a folder": a_member("a/b", b"x") + a_member("a", b"x"),
    "something below a file": a_member("a", b"x") + a_member("a/b", b"x"),
    "a folder in place of a file": a_member("a", b"x") + a_member("a", kind=FOLDER),
    "a file in place of the top": a_member(".", b"x"),
    "the top twice": a_member(".", kind=FOLDER) + a_member("./", kind=FOLDER),
    "a file that ends in a slash": with_records({"path": "a/"}),
    "a folder with contents": header("a", b"5", 5) + b"hello" + bytes(507),
    "a set-uid program": a_member("su", b"x", mode=0o4755),
    "a set-gid program": a_member("sg", b"x", mode=0o2755),
    "a mode beyond all modes": header("x", b"0", 0, mode=b"7777777\0"),
    "a size below nothing": header("x", b"0", 0, size=base_256(-512)) + bytes(512),
    "a size beyond all sizes": header("x", b"0", 0, size=base_256(2**80)),
    "a size that is no number": header("x", b"0", 0, size=b"12x4567\0"),
    "a size of ten terabytes": header("x", b"0", 0, size=base_256(10 * 2**40)),
    "two sizes": with_records({"size": "1000000"}),
    "two sizes, one of which hides an entry": with_records({"size": "0"}, content=header("hidden", b"0", 0)),
    "a size by an extended header that is no number": with_records({"size": "-1"}),
    "a size by an extended header without an end": with_records({"size": "9" * 5000}),
    "an owner beyond all owners": with_records({"uid": str(2**40)}),
    "an owner below nobody": header("x", b"0", 0, uid=base_256(-1, 8)),
    "a time that is none": with_records({"mtime": "inf"}),
    "a time of an age": with_records({"mtime": "9" * 40}),
    "an extended header of a gigabyte": raw_records(b"", size=2**30),
    "an extended header that ends too soon": raw_records(b"99 path=x\n") + GOOD,
    "an extended header that says it is endless": raw_records(b"99999999999999999999999 path=x\n") + GOOD,
    "an extended header of nothing": raw_records(b"") + GOOD,
    "a record of no length": raw_records(b"0 path=x\n") + GOOD,
    "two extended headers for one entry": raw_records(record("path", "a")) + with_records({"path": "b"}),
    "two paths in one extended header": raw_records(record("path", "a") + record("path", "b")) + GOOD,
    "two long names for one entry": gnu_long_name(b"a\0") * 2 + GOOD,
    "a long name and a path": gnu_long_name(b"a\0") + with_records({"path": "b"}),
    "an extended header with nothing behind it": raw_records(record("path", "a")),
    "an extended header for all": raw_records(record("path", "evil"), b"g") + GOOD,
    "an extended header that nobody knows": with_records({"HALLEY.command": "rm"}),
    "a character set that nobody knows": with_records({"hdrcharset": "UTF-7"}),
    "a wrong checksum": GOOD[:148] + b"0000000\0" + GOOD[156:],
    "a name in the manifest's place that is none": a_member(".halley-backup.jsonl", b"{}\n"),
    "a manifest that is no text": a_member(".halley-backup.jsonl", b"\xff" * 4000),
    "a manifest of nothing": GOOD + a_member(".halley-backup.jsonl", b""),
    "a manifest deeper than all": a_member(".halley-backup.jsonl", b"[" * 100_000),
    "a manifest of a format to come": GOOD + a_member(".halley-backup.jsonl", b'{"format":99}\n'),
    "a bomb of one file": a_member("big", bytes(101 * 2**20)),
    "a bomb of many files": b"".join(a_member(f"f{number}") for number in range(5001)),
    "a bomb of folders": b"".join(a_member(f"f{number}", kind=FOLDER) for number in range(5001)),
}
"""What a stream holds, each followed by a right end."""

ENDINGS: dict[str, bytes] = {
    "no end": GOOD,
    "half an end": GOOD + bytes(512),
    "half an end and more": GOOD + bytes(512) + a_member("x", b"x") + END,
    "something hidden behind the end": GOOD + END + a_member("x", b"x") + END,
    "a bomb behind the end": GOOD + END + bytes(3 * 2**20),
    "half a header": GOOD + b"x" * 100,
    "a file that is cut short": header("x", b"0", 5000) + b"x" * 700,
    "nothing at all": b"",
    "no tar": b"# a shell script\n" * 100,
}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return a_pair(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return a_home(tmp_path / "place" / "target")


def refusal(file: Path, pair: Pair, target: Path, limits: Limits = LIMITS) -> HalleyError:
    """The error that a restore ends with; nothing has changed, neither in the target nor around it."""
    before, around = things(target), sorted(target.parent.iterdir())
    with pytest.raises(HalleyError) as caught:
        restore(Return(file, pair.identities, target, limits=limits), NOW)
    assert things(target) == before
    assert sorted(target.parent.iterdir()) == around
    message = caught.value.message
    assert message.isprintable(), "a name in a message must not steer the terminal"
    assert len(message) < 500
    return caught.value


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused_and_nothing_is_touched(name: str, pair: Pair, target: Path, tmp_path: Path) -> None:
    file = sealed(HOSTILE[name] + END, pair, tmp_path / "hostile.age")
    assert isinstance(refusal(file, pair, target), BackupError)
    with pytest.raises(BackupError):  # not only where it was to be written out
        read_through(file, pair.identities, Nobody(), LIMITS)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused_behind_good_entries_too(name: str, pair: Pair, target: Path, tmp_path: Path) -> None:
    before = a_member("a-good-file", b"good") + a_member("a-good-folder", kind=FOLDER)
    file = sealed(before + HOSTILE[name] + END, pair, tmp_path / "hostile.age")
    assert isinstance(refusal(file, pair, target), BackupError)


@pytest.mark.parametrize("name", ENDINGS)
def test_an_archive_that_does_not_end_as_archives_do_is_refused(name: str, pair: Pair, target: Path, tmp_path: Path) -> None:
    refusal(sealed(ENDINGS[name], pair, tmp_path / "hostile.age"), pair, target)


def test_what_the_hostile_ones_are_made_of_is_taken_where_it_is_right(pair: Pair, tmp_path: Path) -> None:
    """Else the refusals above would prove nothing."""
    stream = b"".join(
        (
            with_records({"path": "by a record"}),
            gnu_long_name(b"by/a/long/name\0") + a_member("x", b"x"),
            header("plain", b"0", 3) + b"abc" + bytes(509),
            header("by base 256", b"0", 0, size=base_256(3)) + b"abc" + bytes(509),
            raw_records(record("comment", "0123456789abcdef"), b"g") + GOOD,
            with_records({"SCHILY.xattr.user.x": "y", "mtime": "-1.5", "uid": "1000"}, "f"),
            a_member("sticky", kind=FOLDER, mode=0o3777),
            END,
        )
    )
    checked = read_through(sealed(stream, pair, tmp_path / "good.age"), pair.identities, Nobody())
    assert (checked.totals.files, checked.totals.folders) == (6, 1)


def zeros_of(size: int) -> Iterator[bytes]:
    yield header("zeros", b"0", 0, size=base_256(size))
    for _ in range(size // 2**20):
        yield bytes(2**20)
    yield END


def test_a_file_that_would_not_fit_is_refused_by_what_its_header_says(pair: Pair, target: Path, tmp_path: Path) -> None:
    file = sealed(header("big", b"0", 0, size=base_256(2**55)) + END, pair, tmp_path / "big.age")
    problem = refusal(file, pair, target, Limits(size=2**60))
    assert isinstance(problem, TooLittleRoom)
    assert "bytes free" in problem.message


def test_a_stream_that_would_need_gigabytes_of_memory_is_refused(pair: Pair, target: Path, tmp_path: Path) -> None:
    settings = zstandard.ZstdCompressionParameters(window_log=30, enable_ldm=True)
    packing = zstandard.ZstdCompressor(compression_params=settings).compressobj()
    packed = packing.compress(GOOD + END) + packing.flush()
    problem = refusal(sealed_raw(packed, pair, tmp_path / "wide.age"), pair, target)
    assert isinstance(problem, HostileArchive)
    assert "memory" in problem.message


def test_a_bomb_of_many_layers_costs_no_more_than_its_limit(pair: Pair, target: Path, tmp_path: Path) -> None:
    file = sealed(zeros_of(200 * 2**20), pair, tmp_path / "bomb.age")
    assert file.stat().st_size < 100_000
    assert "unpack to more" in refusal(file, pair, target).message


def of_another(data: bytes) -> bytes:
    return pyrage.encrypt(data, [pyrage.x25519.Identity.generate().to_public()])


def flipped(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1
    return bytes(changed)


SPOILT: dict[str, tuple[Callable[[bytes], bytes], type[HalleyError]]] = {
    "empty": (lambda _: b"", DamagedBackup),
    "no file of age": (lambda _: b"PK\3\4" + bytes(5000), DamagedBackup),
    "cut in its first line": (lambda data: data[:10], DamagedBackup),
    "cut in its header": (lambda data: data[:60], DamagedBackup),
    "cut behind its header": (lambda data: data[: data.index(b"\n--- ") + 60], DamagedBackup),
    "cut in the middle": (lambda data: data[: len(data) // 2], DamagedBackup),
    "cut by one byte": (lambda data: data[:-1], DamagedBackup),
    "cut at a whole piece": (lambda data: data[: data.index(b"\n--- ") + 5 + 43 + 1 + 16 + 65552], DamagedBackup),
    "longer by one byte": (lambda data: data + b"x", DamagedBackup),
    "twice itself": (lambda data: data + data, DamagedBackup),
    "another beginning": (lambda data: data.replace(b".org/v1", b".org/v2", 1), DamagedBackup),
    "one bit of its end": (lambda data: flipped(data, -1), DamagedBackup),
    "one bit of its middle": (lambda data: flipped(data, len(data) // 2), DamagedBackup),
    "one bit of its nonce": (lambda data: flipped(data, data.index(b"\n--- ") + 5 + 43 + 3), DamagedBackup),
    "one bit of its key": (lambda data: flipped(data, data.index(b"X25519") + 70), HalleyError),
    "a header without an end": (lambda data: data[:22] + b"-> X25519 " + b"A" * 200_000, DamagedBackup),
    "sealed for somebody else": (of_another, WrongKey),
    "sealed by a passphrase": (lambda data: pyrage.passphrase.encrypt(data, "word"), WrongKey),
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_file_is_told_in_one_sentence_and_nothing_is_touched(
    name: str, pair: Pair, target: Path, tmp_path: Path
) -> None:
    spoil, kind = SPOILT[name]
    source = a_home(tmp_path / "source")
    (source / "noise").write_bytes(
        b"".join(struct.pack("<Q", number * 0x9E3779B97F4A7C15 % 2**64) for number in range(40_000))
    )
    good = a_backup(source, tmp_path / "out", pair).backup.path.read_bytes()
    file = tmp_path / "spoilt.age"
    file.write_bytes(spoil(good))
    problem = refusal(file, pair, target)
    assert isinstance(problem, kind)
    assert problem.exit_code == (2 if kind is WrongKey or isinstance(problem, WrongKey) else 1)
    assert "\n" not in problem.message


def test_a_manifest_that_tells_otherwise_is_refused_by_name(pair: Pair, target: Path, tmp_path: Path) -> None:
    """Whoever may seal for us may write any archive; but none whose digests are those of another."""
    made = a_backup(a_home(tmp_path / "source"), tmp_path / "out", pair)
    opened = pyrage.decrypt(made.backup.path.read_bytes(), pair.identities)
    stream = zstandard.ZstdDecompressor().decompressobj().decompress(opened)
    changed = {
        "contents": stream.replace(b"plex: {}", b"plex: []"),
        "a digest": stream.replace(b'"sha256":"', b'"sha256":"0', 1)[: len(stream)],
        "a name in the manifest": stream.replace(b'"path":"config.yml"', b'"path":"config.yaml"'[:-2] + b'x"'),
        "a line taken out": _without_line(stream, b"config.yml"),
        "its counts": stream.replace(b'{"files":3', b'{"files":4'),
        "an entry behind it": stream.rstrip(b"\0") + bytes(-len(stream.rstrip(b"\0")) % 512) + a_member("evil", b"x") + END,
    }
    for name, data in changed.items():
        assert data != stream, name
        problem = refusal(sealed(data, pair, tmp_path / "changed.age"), pair, target)
        assert isinstance(problem, BackupError), name
    assert "config.yml" in str(refusal(sealed(changed["contents"], pair, tmp_path / "changed.age"), pair, target))


def _without_line(stream: bytes, path: bytes) -> bytes:
    with tarfile.open(fileobj=io.BytesIO(stream)) as archive:
        parts = []
        for member in archive:
            file = archive.extractfile(member)
            content = file.read() if file is not None else b""
            if member.name.endswith(".halley-backup.jsonl"):
                lines = content.splitlines(keepends=True)
                content = b"".join(line for line in lines if b'"path":"' + path not in line)
            parts.append(a_member(member.name, content, member.type, mode=member.mode))
    return b"".join(parts) + END


@pytest.mark.parametrize("text", ["", "hello", "AGE-SECRET-KEY-1QQQQ", "age1qqqq", "AGE-PLUGIN-YUBIKEY-1QQQQ", "\0\xff" * 9])
def test_a_key_file_that_holds_no_key_is_named_and_never_quoted(text: str, pair: Pair, target: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(text, encoding="latin-1")
    file = a_backup(a_home(tmp_path / "source"), tmp_path / "out", pair).backup.path
    with pytest.raises(WrongKey, match=str(tmp_path / "key")) as caught:
        restore(Return(file, Pair("", tmp_path / "key").identities, target), NOW)
    assert not text or text not in str(caught.value)
