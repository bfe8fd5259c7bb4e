"""One server and one browser for all visits; whoever visits leaves nothing behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.browsing import ARGUMENTS, Visitor, program, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def address(
    tmp_path_factory: pytest.TempPathFactory, sample_copied: Callable[[Path], None]
) -> Iterator[str]:
    """The address of a server with the sample in it."""
    if program() is None:
        pytest.skip("there is no Chromium; CHROME names one")
    home = tmp_path_factory.mktemp("e2e") / "home"
    sample_copied(home)
    with served(home) as found:
        yield found


# Of a module: another module of the same worker may open a browser of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser."""
    path = program()
    if path is None:
        pytest.skip("there is no Chromium; CHROME names one")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visitor]]:
    """Open a window; at the end all are closed and have nothing to complain of."""
    opened: list[Visitor] = []

    def open_window(**choices: object) -> Visitor:
        opened.append(Visitor(browser, address, **choices))  # type: ignore[arg-type]
        return opened[-1]

    yield open_window
    for visitor in opened:
        visitor.leave()


@pytest.fixture
def visitor(visit: Callable[..., Visitor]) -> Visitor:
    """Somebody with an ordinary window."""
    return visit()
