"""Memory does not grow with what is backed up: 600 MB here, five gigabytes in `benchmarks/backup.py`."""

import subprocess
import sys

from tests.house.source import ROOT


def test_six_hundred_megabytes_of_sparse_assets_take_less_than_two_hundred_of_memory() -> None:
    command = [sys.executable, "-m", "benchmarks.backup", "--gigabytes", "0.6", "--small", "200"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "200 MB" in done.stdout
