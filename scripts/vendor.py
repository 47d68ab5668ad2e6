"""Copies the third-party files the pages use from node_modules to static/vendor.

Each line of FILES is a file in an npm package and its place in vendor/, each line of FOLDERS the
files of one kind in a folder. Licences come along.
"""

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src" / "coolpapers" / "web" / "static" / "vendor"

_SERIF = "@fontsource-variable/source-serif-4"
_MATH = "@fontsource/stix-two-math"
_PDFJS = "pdfjs-dist"
_MATHJAX = "mathjax"
_NEWCM = "@mathjax/mathjax-newcm-font"
_MHCHEM = "@mathjax/mathjax-mhchem-font-extension"

FILES = {
    f"{_SERIF}/files/source-serif-4-latin-wght-normal.woff2": "fonts/serif-latin.woff2",
    f"{_SERIF}/files/source-serif-4-latin-wght-italic.woff2": "fonts/serif-latin-italic.woff2",
    f"{_SERIF}/files/source-serif-4-latin-ext-wght-normal.woff2": "fonts/serif-latin-ext.woff2",
    f"{_SERIF}/LICENSE": "fonts/serif-LICENSE.txt",
    f"{_MATH}/LICENSE": "fonts/math-LICENSE.txt",
    # The builds for older browsers: many are in use where people read papers.
    f"{_PDFJS}/legacy/build/pdf.min.mjs": "pdfjs/pdf.min.mjs",
    f"{_PDFJS}/legacy/build/pdf.worker.min.mjs": "pdfjs/pdf.worker.min.mjs",
    # Decoders in plain JavaScript: the security policy of the pages allows no WebAssembly.
    f"{_PDFJS}/wasm/openjpeg_nowasm_fallback.js": "pdfjs/wasm/openjpeg_nowasm_fallback.js",
    f"{_PDFJS}/wasm/jbig2_nowasm_fallback.js": "pdfjs/wasm/jbig2_nowasm_fallback.js",
    f"{_PDFJS}/LICENSE": "pdfjs/LICENSE",
    f"{_MATHJAX}/startup.js": "mathjax/startup.js",
    f"{_MATHJAX}/core.js": "mathjax/core.js",
    f"{_MATHJAX}/input/tex.js": "mathjax/input/tex.js",
    f"{_MATHJAX}/input/mml.js": "mathjax/input/mml.js",
    f"{_MATHJAX}/output/chtml.js": "mathjax/output/chtml.js",
    f"{_MATHJAX}/ui/safe.js": "mathjax/ui/safe.js",
    f"{_MATHJAX}/LICENSE": "mathjax/LICENSE",
    f"{_NEWCM}/chtml.js": "mathjax/mathjax-newcm-font/chtml.js",
    f"{_MHCHEM}/chtml.js": "mathjax/mathjax-mhchem-font-extension/chtml.js",
}
FOLDERS = {
    f"{_PDFJS}/cmaps/*": "pdfjs/cmaps",
    f"{_PDFJS}/standard_fonts/*": "pdfjs/standard_fonts",
    f"{_PDFJS}/wasm/LICENSE_*J*": "pdfjs/wasm",
    f"{_MATHJAX}/input/tex/extensions/*.js": "mathjax/input/tex/extensions",
    f"{_NEWCM}/chtml/dynamic/*.js": "mathjax/mathjax-newcm-font/chtml/dynamic",
    f"{_MHCHEM}/chtml/woff2/*.woff2": "mathjax/mathjax-mhchem-font-extension/chtml/woff2",
    f"{_NEWCM}/chtml/woff2/*.woff2": "mathjax/mathjax-newcm-font/chtml/woff2",
}


def main() -> int:
    missing = [name for name in FILES if not (MODULES / name).is_file()]
    missing += [name for name in FOLDERS if not list(MODULES.glob(name))]
    if missing:
        print(f"not in node_modules (run npm ci): {', '.join(missing)}", file=sys.stderr)
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    places = FILES | {
        found.relative_to(MODULES).as_posix(): f"{place}/{found.name}"
        for name, place in FOLDERS.items()
        for found in sorted(MODULES.glob(name))
    }
    for name, place in places.items():
        target = VENDOR / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / name, target)
    print(f"{len(places)} front-end files in place")
    return 0


if __name__ == "__main__":
    sys.exit(main())
