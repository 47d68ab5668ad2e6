"""Formulas stay formulas: translated, typeset, copied, spoken."""

import lzma
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from coolpapers.formats import read, stream_of
from coolpapers.formats.base import Record
from coolpapers.records import Paper
from coolpapers.store import open_store
from tests.browser.conftest import Watched
from tests.browser.translator import SCRIPT, check
from tests.builders import paper
from tests.serving import serving

REFUSED = r"D(\undefinedhere)+\frac{1}{2}"
BROKEN = r"\frac{1"
PAPERS = [
    paper(
        f"2401.{n:05}",
        rf"On $L^{n}$ spaces",
        abstract=(
            rf"We bound $\lambda_{n} < \frac{{1}}{{2}}$ in the limit, where ${REFUSED}$ is small "
            rf"and ${BROKEN}$ is not. Then \[ \int_0^1 f(x)\,dx = {n} \] holds, "
            "at a price of $5 to $10."
        ),
    )
    for n in range(1, 61)
]
LONG = "+".join(f"a_{{{n}}}" for n in range(40))
WIDE = paper("2401.99999", "Wide", abstract=rf"A sum \[ {LONG} \] and $({LONG})$ in a line.")
HOSTILE = paper(
    "2401.99998",
    "Hostile",
    abstract=(
        r"See $\frac{\href{https://example.org/}{x}}{2}+\undefinedhere$, $\style{position:fixed}{y}"
        r"\class{seal}{z}\cssId{main}{w}$ and "
        r"$\mmlToken{mi}[href='https://example.org/' style='position:fixed' class='seal']{v}$."
    ),
)
UPRIGHT = "()[]{}|‖⟨⟩⟦⟧⌊⌋⌈⌉↑↓⇑⇓↕⇕"
FONTS = """() => performance.getEntriesByType('resource').map((one) => one.name.split('/').at(-1))
    .filter((name) => name.startsWith('math'))"""
TALL = "<mrow><mo>SIGN</mo><mspace height='4em'/></mrow>"
SIZES = """async (formulas) => {
    const box = document.querySelector('.summary');
    const spans = formulas.map((one) => `<span class="math"><math>${one}</math></span>`);
    box.innerHTML = spans.join(' ');
    await document.fonts.load('16px "STIX Two Math Web"');
    await document.fonts.ready;
    const signs = [...box.querySelectorAll('mo')];
    return signs.map((sign) => [sign.textContent, sign.getBoundingClientRect().height]);
}"""
LIST = "/arxiv/" + ",".join(one.id.local for one in PAPERS)
WHOLE = f"{LIST}?show=1000"


@pytest.fixture(scope="module")
def formulas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site whose papers have formulas of every kind."""
    data = tmp_path_factory.mktemp("formulas")
    store = open_store(data)
    store.papers.put([*PAPERS, WIDE, HOSTILE], source="test")
    store.database.close()
    with serving(data) as served:
        yield served.url


@pytest.fixture
def reader(browser: Browser, formulas: str) -> Iterator[Watched]:
    """A reader of that site; the console must have stayed silent at the end."""
    context = browser.new_context(base_url=formulas, viewport={"width": 1280, "height": 900})
    seen = Watched(context)
    yield seen
    context.close()
    assert [] == seen.said


def scrolled_to_the_end(page: Page, papers: int) -> None:
    """Goes down until all papers have come."""
    while page.locator(".papers > .paper").count() < papers:
        before = page.locator(".papers > .paper").count()
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.wait_for_function(
            "before => document.querySelectorAll('.papers > .paper').length > before", arg=before
        )


@pytest.mark.parametrize("moment", ["before typesetting", "after typesetting"])
def test_a_page_translator_changes_no_formula(moment: str, reader: Watched) -> None:
    """Whenever it runs, and on papers that come later: no formula changes, all prose does."""
    reader.context.add_init_script(SCRIPT)
    if moment == "before typesetting":
        reader.context.add_init_script("translatePage()")
    page = reader.open(LIST)
    if moment == "after typesetting":
        page.locator("code.math.typeset").first.wait_for(state="attached")
        page.evaluate("translatePage()")
    scrolled_to_the_end(page, len(PAPERS))
    page.locator("code.math.typeset").last.wait_for(state="attached")
    found = check(page, WHOLE)

    assert (len(PAPERS), 5 * len(PAPERS)) == (found["papers"], found["formulas"])
    assert ([], []) == (found["changed"], found["untranslated"])


def test_a_reader_who_wants_mathjax_has_all_formulas_translated_around(reader: Watched) -> None:
    """MathJax for all formulas changes nothing of that."""
    reader.context.add_init_script(SCRIPT)
    reader.context.add_init_script(
        "if (location.host) localStorage.setItem('coolpapers-maths', 'mathjax'); translatePage()"
    )
    page = reader.open(LIST)
    page.locator("span.math.typeset").first.wait_for(state="attached")
    found = check(page, WHOLE)

    assert ([], []) == (found["changed"], found["untranslated"])


@pytest.mark.shared
def test_real_abstracts_survive_translation(browser: Browser, shared: Path, tmp_path: Path) -> None:
    """Of 500 real abstracts with LaTeX, loaded one page after another, no formula changes."""
    papers = list(islice(with_formulas(shared), 500))
    store = open_store(tmp_path)
    store.papers.put(papers, source="test")
    store.database.close()
    address = "/arxiv/" + ",".join(one.id.path for one in papers)
    with serving(tmp_path) as served:
        context = browser.new_context(base_url=served.url)
        context.add_init_script(SCRIPT)
        context.add_init_script("translatePage()")
        page = Watched(context).open(address)
        scrolled_to_the_end(page, len(papers))
        found = check(page, f"{address}?show=1000")
        context.close()

    assert 500 == found["papers"]
    assert 1000 < int(str(found["formulas"]))
    assert ([], []) == (found["changed"], found["untranslated"])


def with_formulas(shared: Path) -> Iterator[Paper]:
    """Real papers, old and new in turn, whose abstracts have formulas."""
    corpus = shared / "data" / "corpus"
    with (
        lzma.open(corpus / "arxiv_classic.jsonl.xz", "rb") as old,
        lzma.open(corpus / "arxiv_recent.jsonl.xz", "rb") as new,
    ):
        for line in (line for pair in zip(old, new, strict=False) for line in pair):
            found = next(iter(read(stream_of(line))), None)
            if isinstance(found, Record) and found.paper.abstract.count("$") >= 4:
                yield found.paper


def test_a_refused_formula_is_typeset_when_it_comes_near(reader: Watched) -> None:
    """MathJax from our own files draws it, marked as before; one that is broken stays source."""
    page = reader.open("/arxiv/2401.00001")
    formula = page.locator(f'code.math[data-tex="{css(REFUSED)}"]')
    formula.locator("mjx-container").wait_for()

    assert "typeset" in (formula.get_attribute("class") or "")
    assert "notranslate" in (formula.get_attribute("class") or "")
    assert "no" == formula.get_attribute("translate")
    assert formula.locator("mjx-container").bounding_box() is not None
    assert f"${BROKEN}$" == page.locator("code.math:not(.typeset)").inner_text()


def test_a_formula_names_no_address_and_no_style(reader: Watched) -> None:
    """What MathJax draws has no links and neither styles nor names of its author's."""
    page = reader.open(f"/arxiv/{HOSTILE.id.local}")
    formulas = page.locator("code.math")
    expect(page.locator("code.math.typeset")).to_have_count(formulas.count())

    assert 3 == formulas.count()
    assert 0 == page.locator(".math :is(a, [href], .seal, #main, [style*=fixed])").count()


def test_mathjax_is_loaded_only_where_it_is_needed(watched: Watched) -> None:
    """A page whose formulas the server converted asks for nothing more."""
    asked: list[str] = []
    watched.context.on("request", lambda request: asked.append(request.url))
    page = watched.open("/arxiv/0706.1062")
    page.wait_for_load_state("networkidle")

    assert 0 < page.locator(".math").count()
    assert [] == [url for url in asked if "mathjax" in url]


def test_usual_formulas_take_one_file_of_their_font(watched: Watched) -> None:
    """The first file has the usual signs; others are asked for with the letters they are for."""
    page = watched.open("/arxiv/0706.1062")
    page.wait_for_function("document.fonts.check('16px \"STIX Two Math Web\"')")
    before = page.evaluate(FONTS)
    page.evaluate(SIZES, ["<mi>𝔤</mi>"])
    page.wait_for_function(f"({FONTS})().length > 1")

    assert ["math.woff2"] == before
    assert ["math.woff2", "math-letters.woff2"] == page.evaluate(FONTS)


def test_signs_stretch_to_what_they_hold(watched: Watched) -> None:
    """Brackets and arrows grow: browsers look for larger ones in the first file alone."""
    page = watched.open("/arxiv/0706.1062")
    formulas = [TALL.replace("SIGN", sign) for sign in UPRIGHT]

    assert [] == [sign for sign, height in page.evaluate(SIZES, formulas) if height < 50]


def test_mathjax_for_all_formulas_can_be_chosen_and_left(watched: Watched) -> None:
    """The choice holds on the next page; without it the server's formulas are back."""
    page = watched.open("/arxiv/0706.1062")
    page.locator("#app-bar-config summary").click()
    page.locator("#maths-choice").check()
    page.locator(".math.typeset mjx-container").first.wait_for()
    page.reload()
    page.locator(".math.typeset mjx-container").first.wait_for()
    page.locator("#app-bar-config summary").click()
    page.locator("#maths-choice").uncheck()
    page.wait_for_function("() => !document.querySelector('mjx-container')")

    assert 0 == page.locator(".math.typeset").count()


def test_a_formula_can_be_spoken(reader: Watched) -> None:
    """Screen readers find MathML, of the server or of MathJax, and not what is only drawn."""
    page = reader.open("/arxiv/2401.00001")
    page.locator("code.math.typeset").wait_for()

    assert 4 == page.locator(".math > math").count()
    assert "true" == page.locator("code.math mjx-container").get_attribute("aria-hidden")
    assert "math" in page.locator("main").aria_snapshot()


def test_a_copied_selection_has_its_formulas_as_tex(reader: Watched) -> None:
    """Plain text gets TeX between dollars, HTML keeps the formulas; half a formula counts whole."""
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open("/arxiv/2401.00001")
    page.locator("code.math.typeset").wait_for()
    page.evaluate(
        """() => {
            const summary = document.querySelector('.summary');
            const inside = summary.querySelector('.math math').firstElementChild;
            getSelection().setBaseAndExtent(inside, 0, summary, summary.childNodes.length);
        }"""
    )
    page.keyboard.press("Control+c")
    text = page.evaluate("navigator.clipboard.readText()")
    html = page.evaluate(
        "async () => (await (await navigator.clipboard.read())[0].getType('text/html')).text()"
    )

    assert text.startswith(r"$\lambda_1 < \frac{1}{2}$ in the limit, where $" + REFUSED + "$ is")
    assert re.search(r"\$\$\s*\\int_0\^1 f\(x\)\\,dx = 1\s*\$\$", text)
    assert "$5 to $10." in text
    assert "<math" in html


def test_a_wide_formula_scrolls_inside_itself(browser: Browser, formulas: str) -> None:
    """On a phone the page stays as wide as the window; in a line, the paragraph scrolls."""
    context = browser.new_context(base_url=formulas, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto("/arxiv/2401.99999")
    page.locator(".summary.wide-line").wait_for()
    widths = page.evaluate(
        """() => ['html', '.math.display', '.summary'].map(name => {
            const part = document.querySelector(name);
            return part.scrollWidth > part.clientWidth;
        })"""
    )
    context.close()

    assert [False, True, True] == widths


def css(text: str) -> str:
    """A text inside the quotes of a CSS attribute selector."""
    return text.replace("\\", "\\\\")
