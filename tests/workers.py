"""Which tests stay on one worker, and which go first.

Marks of pytest-xdist cannot say it: its 3.8 writes them where pytest 9.2 does not look,
and without a word every test goes to whoever is free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    import pytest

TOGETHER = (
    *("tests/e2e/", "tests/pages/"),
    *("tests/web/test_share_browser.py", "tests/web/test_server.py"),
    *("tests/test_corpus.py", "tests/intake/test_convert_corpus.py"),
    *("tests/warehouse/test_history.py", "tests/warehouse/test_trackers.py"),
    *("tests/sharing/test_freeze.py", "tests/test_sample_data.py"),
)
"""They share a server, a browser, a memory or what was loaded, which takes seconds."""
FIRST = ("tests/e2e/", "tests/durability/", "tests/pages/", "tests/mutants/")
"""What takes longest: else a worker still has it when the others are done."""


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Hand out the tests of one place as one piece of work, all others one by one.

    pytest-xdist ships no types, so that what is inherited has none.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((one for one in TOGETHER if nodeid.startswith(one)), nodeid)


def turn(item: pytest.Item) -> int:
    """Return when a test has its turn, the longest first."""
    found = (n for n, place in enumerate(FIRST) if item.nodeid.startswith(place))
    return next(found, len(FIRST))
