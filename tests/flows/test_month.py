"""A month of announcements, with faults and kills: every paper ends on its right day."""

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("kills", [0, 30])
def test_a_month_ends_without_gaps(tmp_path: Path, kills: int) -> None:
    """All categories, 5 % wrong answers, thirty kills: nothing is missing or moved."""
    command = [sys.executable, "-m", "tests.month", str(tmp_path), "--papers", "12"]
    options = ["--kills", str(kills), "--longest-s", "0.4"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)

    assert (0, f"{kills} kills, 228 papers, 0 wrong") == (
        done.returncode,
        done.stdout.splitlines()[0] if done.stdout else done.stderr,
    )
