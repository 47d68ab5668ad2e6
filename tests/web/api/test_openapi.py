"""The API described by itself: schemathesis asks it what the document says may be asked."""

from collections.abc import Iterator

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from coolpapers.web.api.openapi import path_of
from coolpapers.web.api.routes import BASE, ROWS, Row
from coolpapers.web.app import create_app
from tests.answered import canned_pdfs
from tests.web.browsing import HOST, Browser
from tests.web.conftest import fill
from tests.web.shelf import PAPERS

ADDRESS = f"{BASE}/openapi.json"
EXAMPLES = 8
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """The document that an application without rates gives of itself."""
    library = fill(tmp_path_factory.mktemp("described"), PAPERS, api_rate=0)
    yield schemathesis.openapi.from_asgi(ADDRESS, create_app(library, pdfs=canned_pdfs(library)))
    library.store.database.close()


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.path)
def test_the_api_keeps_its_word(
    described: schemathesis.BaseSchema, row: Row, mode: GenerationMode
) -> None:
    """Whatever is asked, the answer has a status, type and form that the document promises."""
    operation = described[path_of(row)]["GET"]
    if mode.is_negative and not operation.query and not operation.path_parameters:
        return

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    ask()


def test_every_row_is_described(browser: Browser) -> None:
    """The document has every address, and what each answers by reference."""
    document = msgspec.json.decode(browser.get(ADDRESS).bytes)
    assert "3.1.0" == document["openapi"]
    assert [{"url": HOST + BASE}] == document["servers"]
    assert len(ROWS) == len(document["paths"])
    names = {item["get"]["operationId"] for item in document["paths"].values()}
    assert len(ROWS) == len(names)
    for item in document["paths"].values():
        assert item["get"]["summary"]
        assert {"200", "400", "404", "429", "503"} <= set(item["get"]["responses"])
