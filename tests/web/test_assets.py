"""Styles and scripts as they are sent: small, compressed, kept for a year."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from coolpapers.web.assets import ROOT, Assets, is_built, version_of
from tests.web.browsing import Answer, browsing

TOOLS = Path(__file__).resolve().parents[2]
MOST_BYTES = 40_000
MOST_LINES = 200
STATIC_IMPORT = re.compile(r'\bimport(?:\{([^}]*)\}from)?"(\.[^"]+)"')
LATER = re.compile(r'\bimport\("\./(.+?)"\)')


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our styles and scripts, made ready in a folder of their own."""
    if not (TOOLS / "node_modules" / "esbuild-wasm").is_dir():
        pytest.skip("esbuild-wasm is not installed; `make test` installs it")
    root = tmp_path_factory.mktemp("assets") / "static"
    for kind in ("css", "js"):
        shutil.copytree(ROOT / kind, root / kind)
    subprocess.run(["node", TOOLS / "scripts" / "assets.mjs", root], check=True)
    return root


def asked(root: Path, name: str, accepted: str = "gzip, deflate, br, zstd") -> Answer:
    """A file of a folder as the site sends it."""
    version = version_of(root)
    app = Starlette(routes=[Mount("/static", Assets(version, root))])
    with browsing(app) as browser:
        return browser.get(f"/static/{version}/{name}", accept_encoding=accepted)


def names(root: Path) -> list[str]:
    """What a page can ask for: every built file that is no other form of one."""
    found = [path for path in (root / "built").rglob("*.*") if path.suffix in (".css", ".js")]
    return [path.relative_to(root / "built").as_posix() for path in sorted(found)]


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_all_our_styles_and_scripts_are_small(built: Path, encoding: str) -> None:
    """Every style and script of ours together, each as it is sent, is under 40 kB."""
    answers = {name: asked(built, name, encoding) for name in names(built)}
    sizes = {name: int(answer.headers["content-length"]) for name, answer in answers.items()}

    assert {"css/site.css", "js/main.js"} < set(sizes)
    assert encoding == answers["js/main.js"].headers["content-encoding"]
    assert sum(sizes.values()) < MOST_BYTES, sorted(sizes.items(), key=lambda item: -item[1])


def test_what_every_page_loads_is_one_script(built: Path) -> None:
    """main.js imports nothing before it runs, and what it loads later stays apart."""
    scripts = {path.name: path.read_text() for path in (built / "built" / "js").glob("*.js")}

    assert [] == STATIC_IMPORT.findall(scripts["main.js"])
    assert {"faq-panel.js", "reader.js"} < set(
        re.findall(r'import\("\./(.+?)"\)', scripts["main.js"])
    )
    for part in ("storage.js", "cards.js", "faq-further.js", "reader-bar.js"):
        assert part not in scripts


def test_scripts_loaded_later_share_what_is_loaded(built: Path) -> None:
    """They import from main.js and one another, and only names that main.js gives out."""
    main = (built / "built" / "js" / "main.js").read_text()
    given = set(re.findall(r"[\w$]+ as (\w+)", re.findall(r"export\{(.+?)\}", main)[-1]))
    for name in set(LATER.findall(main)):
        found = STATIC_IMPORT.findall((built / "built" / "js" / name).read_text())
        others = {place.removeprefix("./") for _, place in found} - {"main.js"}
        assert others <= set(LATER.findall(main)), name
        of_main = [names for names, place in found if place == "./main.js"]
        wanted = {part.split(" as ")[0] for names in of_main for part in names.split(",")}
        assert wanted <= given, name


@pytest.mark.parametrize(("accepted", "sent"), [("gzip, br", "br"), ("gzip, br;q=0", "gzip")])
def test_files_are_sent_compressed_and_kept(built: Path, accepted: str, sent: str) -> None:
    """A script comes in the best encoding that the reader takes, to be kept for a year."""
    answer = asked(built, "js/main.js", accepted)

    assert sent == answer.headers["content-encoding"]
    assert "text/javascript" in answer.headers["content-type"]
    assert "immutable" in answer.headers["cache-control"]
    assert "Accept-Encoding" == answer.headers["vary"]


def test_a_reader_without_encodings_gets_the_file(built: Path) -> None:
    """Who accepts no encoding gets the same script plainly."""
    answer = asked(built, "js/main.js", "")

    assert "content-encoding" not in answer.headers
    assert "localStorage" in answer.text


def test_the_style_sheet_is_one_file(built: Path) -> None:
    """What site.css imports stands in it, what is for paper only marked as such."""
    style = asked(built, "css/site.css", "").text

    assert "@import" not in style
    assert "@media print" in style
    assert "light-dark(" in style
    assert 404 == asked(built, "css/tokens.css").status


def test_what_scripts_import_is_sent(built: Path) -> None:
    """Every module and style that a built script asks for by name is among the built files."""
    present = set(names(built))
    for name in (name for name in present if name.endswith(".js")):
        text = (built / "built" / name).read_text(encoding="utf-8")
        for found in re.findall(r'"(\./[\w-]+\.js|\.\./css/[\w-]+\.css)"', text):
            assert found.replace("./", "js/").replace(".js/css", "css") in present, (name, found)


def test_changed_sources_are_sent_themselves(built: Path, tmp_path: Path) -> None:
    """After a script is edited, nobody gets what was built before."""
    root = shutil.copytree(built, tmp_path / "static")
    with (root / "js" / "storage.js").open("a", encoding="utf-8") as script:
        script.write("// changed\n")

    assert is_built(built)
    assert not is_built(root)
    assert asked(root, "js/storage.js", "").text.endswith("// changed\n")
    assert 200 == asked(root, "css/tokens.css").status


@pytest.mark.parametrize("name", ["js/no.js", "js/%00.js", "js/" + "x" * 300, "../../app.py"])
def test_what_is_not_there_is_not_found(built: Path, name: str) -> None:
    """Names of nothing, impossible names and ways out all answer 404."""
    assert 404 == asked(built, name).status
