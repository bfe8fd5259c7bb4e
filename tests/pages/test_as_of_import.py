"""Every page can be read as of any import: a link that names it is kept and heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages.ui.app import PAGES, REVIEW
from pages.ui.state import FACTS
from tests.pages.visits import ISSUES, LATER, load, own_home, texts, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from own_home(tmp_path, monkeypatch)


@pytest.mark.parametrize("page", [name for name, _, _ in PAGES])
def test_every_page_is_read_as_of_the_import_of_the_link(page: str) -> None:
    for name, content in (("a.csv", ISSUES), ("b.csv", LATER)):
        load(name, content, "Apollo")
    for upto, issues in (("1", 3), ("2", 4)):
        at = visit(page, project="apollo", **{"import": upto})
        assert not at.error
        assert list(at.query_params["import"]) == [upto]
        facts = at.session_state[FACTS]
        assert facts.import_ids == tuple(range(1, int(upto) + 1))
        assert len(facts.issues) == issues
        earlier = "You look at an earlier state" in texts(at)
        assert earlier == (page in REVIEW and upto == "1")
