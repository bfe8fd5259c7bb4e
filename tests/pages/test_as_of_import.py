"""Every page can be read as of any import: a link that names it is kept and heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pages.ui.app import PAGES, REVIEW
from pages.ui.state import FACTS
from tests.pages.visits import ISSUES, LATER, load, own_home, texts, visit

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A project with two uploads; the visits only read."""
    with pytest.MonkeyPatch.context() as patch:
        for _ in own_home(tmp_path_factory.mktemp("as_of"), patch):
            for name, content in (("a.csv", ISSUES), ("b.csv", LATER)):
                load(name, content, "Apollo")
            yield


@pytest.mark.parametrize("page", [name for name, _, _ in PAGES])
def test_every_page_is_read_as_of_the_import_of_the_link(page: str) -> None:
    for upto, issues in (("1", 3), ("2", 4)):
        at = visit(page, project="apollo", **{"import": upto})
        assert not at.error
        assert list(at.query_params["import"]) == [upto]
        facts = at.session_state[FACTS]
        assert facts.import_ids == tuple(range(1, int(upto) + 1))
        assert len(facts.issues) == issues
        earlier = "You look at an earlier state" in texts(at)
        assert earlier == (page in REVIEW and upto == "1")
