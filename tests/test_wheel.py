"""The wheel carries everything: installed alone, without Node, it serves the demo library."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.serving import serving

ROOT = Path(__file__).resolve().parents[1]
WHEELS = ROOT / ".make" / "wheels"

pytestmark = [
    pytest.mark.wheel,
    pytest.mark.skipif(not WHEELS.is_dir(), reason="run by `make test`, which fetches the wheels"),
]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--no-isolation",
            "--wheel",
            "--outdir",
            str(out),
            str(ROOT),
        ],
        check=True,
        capture_output=True,
    )
    return next(out.glob("*.whl"))


def test_the_wheel_carries_front_end_and_demo(wheel: Path) -> None:
    """Templates, styles, scripts, third-party files and demo papers are inside."""
    names = zipfile.ZipFile(wheel).namelist()

    for part in ("templates/days.html", "static/css/", "static/js/", "static/vendor/fonts/math"):
        assert any(f"coolpapers/web/{part}" in name for name in names), part
    assert "coolpapers/demo/papers.jsonl" in names
    assert not [name for name in names if name.startswith(("tests/", "benchmarks/"))]


def test_an_installed_wheel_serves_the_demo_library(wheel: Path, tmp_path: Path) -> None:
    """In a clean environment, offline and without Node, the demo library opens."""
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    python = tmp_path / "env" / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "--no-index"]
    subprocess.run([*install, "--find-links", str(WHEELS), str(wheel)], check=True, cwd=tmp_path)
    command = [str(python.with_name("coolpapers"))]
    nothing_else = {"PATH": os.devnull, "PYTHONPATH": ""}
    with serving(tmp_path / "data", "--demo", command=command, **nothing_else) as site:
        home = urlopen(f"{site.url}/", timeout=20).read().decode()
        found = urlopen(f"{site.url}/all/search?query=attention", timeout=20).read().decode()
        font_address = re.findall(r'href="(/static/[^"]+\.woff2)"', home)[0]
        font = urlopen(site.url + font_address, timeout=20).read()
    assert "Cool Papers" in home
    assert 'id="1706.03762"' in found
    assert b"wOF2" == font[:4]
