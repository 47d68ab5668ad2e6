"""Copies the third-party files the pages use from node_modules to static/vendor.

Each line of FILES is a file in an npm package and its place in vendor/. Licences come along.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "coolpapers" / "web" / "static" / "vendor"

_SERIF = "@fontsource-variable/source-serif-4"
_MATH = "@fontsource/stix-two-math"

FILES = {
    f"{_SERIF}/files/source-serif-4-latin-wght-normal.woff2": "fonts/serif-latin.woff2",
    f"{_SERIF}/files/source-serif-4-latin-wght-italic.woff2": "fonts/serif-latin-italic.woff2",
    f"{_SERIF}/files/source-serif-4-latin-ext-wght-normal.woff2": "fonts/serif-latin-ext.woff2",
    f"{_SERIF}/LICENSE": "fonts/serif-LICENSE.txt",
    f"{_MATH}/files/stix-two-math-latin-400-normal.woff2": "fonts/math.woff2",
    f"{_MATH}/LICENSE": "fonts/math-LICENSE.txt",
}


def main() -> int:
    missing = [name for name in FILES if not (MODULES / name).is_file()]
    if missing:
        print(f"not in node_modules (run npm ci): {', '.join(missing)}", file=sys.stderr)
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, place in FILES.items():
        target = VENDOR / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / name, target)
    print(f"{len(FILES)} front-end files in place")
    return 0


if __name__ == "__main__":
    sys.exit(main())
