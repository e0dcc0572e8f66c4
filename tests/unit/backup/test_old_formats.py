"""What an earlier Halley wrote stays readable."""

import os
from pathlib import Path

from halley.backup import keys
from halley.backup.restore import Return, restore
from tests.house.source import ROOT
from tests.support.backups import NOW

GOLDEN = ROOT / "tests" / "golden"


def test_a_backup_of_the_first_format_is_restored(home: Path) -> None:
    owner = (os.geteuid(), os.getegid())
    order = Return(GOLDEN / "backup-v1.tar.zst.age", keys.identities(GOLDEN / "backup-v1.key"), home / "back", owner)
    done = restore(order, NOW)
    assert done.checked.manifest is not None
    assert (done.checked.manifest.name, done.checked.totals.files) == ("kometa", 5)
    assert (home / "back" / "overlays" / "ü.yml").read_bytes() == b"overlays: {}\n"
    assert (home / "back" / os.fsdecode(b"bytes-\xff")).read_bytes() == b"no utf-8\n"
    assert (home / "back" / "zeros").read_bytes() == bytes(70_000)
    assert (home / "back").stat().st_mtime_ns == 1_700_000_000_000_000_001
    assert (home / "back" / "config.yml").stat().st_mode & 0o777 == 0o640
