"""Reading title and abstract in another language: by the browser, or by the site's model."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.browser.conftest import Watched
from tests.serving import serving

# What browsers offer, played: it shouts, and may lose the marks that stand for formulas.
TRANSLATOR = """
window.Translator = {
  asked: [],
  availability: async () => 'downloadable',
  create: async (how) => ({
    translate: async (text) => {
      window.Translator.asked.push(text);
      if (window.failing) throw new Error('no model');
      const shouted = text.toUpperCase();
      return window.careless ? shouted.replace(/⟦\\d+⟧/g, '') : shouted;
    },
  }),
};
"""
PAPER = "/arxiv/0706.1062"


@pytest.fixture
def german(browser: Browser, site: str) -> Iterator[Watched]:
    """A reader whose browser speaks German and can translate."""
    context = browser.new_context(base_url=site, locale="de-DE")
    context.add_init_script(TRANSLATOR)
    seen = Watched(context)
    yield seen
    context.close()
    assert [] == seen.said


def translated(page: Page) -> Page:
    """The page, once its paper is translated."""
    page.locator(".title-translate").first.click()
    page.locator(".translation p").first.wait_for()
    return page


@pytest.mark.parametrize("careless", [False, True])
def test_a_paper_is_translated_around_its_formulas(careless: bool, german: Watched) -> None:
    """Formulas are the very same in the translation, also if the translator loses their marks."""
    page = german.open(PAPER)
    page.evaluate("careless => { window.careless = careless; }", careless)
    before = page.locator(".summary .math").evaluate_all("all => all.map(one => one.outerHTML)")
    translated(page)
    after = page.locator(".translation .math").evaluate_all("all => all.map(one => one.outerHTML)")

    assert (
        "POWER-LAW DISTRIBUTIONS IN EMPIRICAL DATA"
        == page.locator(".translated-title").inner_text()
    )
    assert page.locator(".translation p").nth(1).inner_text().startswith("A STRAIGHT LINE ON A")
    assert "de" == page.locator(".translation").get_attribute("lang")
    assert 0 < len(before)
    assert before == after
    assert "[Deutsch]" == page.locator(".title-translate").inner_text()


def test_the_translation_goes_away_again(german: Watched) -> None:
    """A second press shows the paper as it was."""
    page = translated(german.open(PAPER))
    page.locator(".title-translate").click()

    assert 0 == page.locator(".translation").count()


def test_cards_that_come_later_can_be_translated(german: Watched) -> None:
    """The button stands on every card."""
    page = german.open("/all/search?query=learning&show=5")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    later = page.locator(".papers > .paper").nth(7)
    later.locator(".title-translate").click()
    later.locator(".translation p").first.wait_for()


def test_a_translator_that_fails_is_told(german: Watched) -> None:
    """The paper stays readable."""
    page = german.open(PAPER)
    page.evaluate("window.failing = true")
    page.locator(".title-translate").click()
    page.locator(".translation").get_by_text("did not manage").wait_for()


def test_the_language_can_be_chosen(german: Watched) -> None:
    """The choice holds on the next page; without a language there is no button."""
    page = german.open(PAPER)
    page.locator("#app-bar-config summary").click()
    page.locator("#translate-choice").select_option("ja")
    page.goto("/arxiv/1706.03762")
    assert "[日本語]" == page.locator(".title-translate").inner_text()
    page.locator("#app-bar-config summary").click()
    page.locator("#translate-choice").select_option("")
    page.locator(".title-translate").wait_for(state="detached")
    page.reload()
    page.locator("#app-bar-config summary").click()
    assert "" == page.locator("#translate-choice").input_value()
    assert 0 == page.locator(".title-translate").count()


def test_nothing_is_asked_of_the_network(german: Watched) -> None:
    """The browser translates by itself; only a script of ours is fetched, once."""
    page = german.open(PAPER)
    translated(page)
    page.locator(".title-translate").click()
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    german.context.on("request", lambda request: asked.append(request.url))
    translated(page)

    assert [] == asked


def test_without_a_translator_there_is_no_button(browser: Browser, site: str) -> None:
    """Browsers that cannot translate show nothing of it."""
    context = browser.new_context(base_url=site, locale="de-DE")
    context.add_init_script("delete window.Translator;")
    page = context.new_page()
    page.goto(PAPER, wait_until="networkidle")

    assert 0 == page.locator(".title-translate").count()
    assert not page.locator("#translate-choice").is_visible()
    context.close()


# What the site answers when it has a language model, played: a fragment with a formula.
ANSWER = {
    "title": "Potenzgesetze <em>in</em> Daten",
    "abstract": "Bei <span class='math'><math><mi>x</mi></math></span>."
    "<script>document.title = 'bad'</script>",
}


@pytest.fixture
def model(browser: Browser, site: str) -> Iterator[Watched]:
    """A German reader without a translator, on a site that says that it has a language model."""
    context = browser.new_context(base_url=site, locale="de-DE")
    context.add_init_script("delete window.Translator;")

    def with_model(route: Route) -> None:
        answer = route.fetch()
        body = answer.text().replace('id="tools"', 'id="tools" data-translates="zh de"')
        route.fulfill(response=answer, body=body)

    context.route("**" + PAPER, with_model)
    seen = Watched(context)
    yield seen
    context.close()


def test_the_language_model_translates_where_the_browser_cannot(model: Watched) -> None:
    """The paper and the language are named in a POST; its answer stands below, formulas as such."""
    asked: list[tuple[str, str]] = []

    def answer(route: Route) -> None:
        asked.append((route.request.method, route.request.url.partition("/arxiv/")[2]))
        route.fulfill(json=ANSWER)

    model.context.route("**/arxiv/translate?*", answer)
    page = translated(model.open(PAPER))

    assert [("POST", "translate?paper=0706.1062&lang=de")] == asked
    assert "Potenzgesetze in Daten" == page.locator(".translated-title").inner_text()
    assert 1 == page.locator(".translation .math math mi").count()
    assert "bad" != page.title()
    assert [] == model.said


def test_what_the_language_model_says_of_a_failure_is_shown(model: Watched) -> None:
    """A refusal in plain words is shown in the place of the translation."""
    model.context.route(
        "**/arxiv/translate?*",
        lambda route: route.fulfill(status=503, json={"error": "Try in a minute."}),
    )
    page = model.open(PAPER)
    page.locator(".title-translate").click()
    page.locator(".translation").get_by_text("Try in a minute.").wait_for()


class Shouting(BaseHTTPRequestHandler):
    """A language model's endpoint that answers every text in capitals, its signs unchanged."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = asked["messages"][-1]["content"].split(">", 1)[1].rpartition("</")[0]
        piece = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m"}
        piece["choices"] = [
            {"index": 0, "delta": {"content": text.strip().upper()}, "finish_reason": "stop"}
        ]
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(f"data: {json.dumps(piece)}\n\ndata: [DONE]\n\n".encode())

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def model_site(tmp_path: Path) -> Iterator[str]:
    """The demo papers, on a site with a language model."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Shouting) as endpoint:
        threading.Thread(target=endpoint.serve_forever, daemon=True).start()
        configured = {
            "COOLPAPERS_MODEL": "test",
            "COOLPAPERS_MODEL_NAME": "m",
            "COOLPAPERS_MODEL_KEY": "none",
            "COOLPAPERS_MODEL_ADDRESS": f"http://127.0.0.1:{endpoint.server_port}/v1",
        }
        with serving(tmp_path / "library", "--demo", **configured) as served:
            yield served.url
        endpoint.shutdown()


def test_a_site_with_a_model_translates_for_browsers_that_cannot(
    browser: Browser, model_site: str
) -> None:
    """A Chinese reader gets title and abstract from the model, with each formula as it was."""
    context = browser.new_context(base_url=model_site, locale="zh-CN")
    context.add_init_script("delete window.Translator;")
    seen = Watched(context)
    page = seen.open(PAPER)
    sources = "all => all.map(one => one.dataset.tex)"
    before = page.locator(".summary .math").evaluate_all(sources)
    translated(page)

    assert page.locator(".translated-title").inner_text().startswith("POWER-LAW DISTRIBUTIONS")
    assert "zh" == page.locator(".translation").get_attribute("lang")
    assert 0 < len(before)
    assert before == page.locator(".translation .math").evaluate_all(sources)
    context.close()
    assert [] == seen.said
