"""How a fork ends: it never returns to what it copied."""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable


def end_with(work: Callable[[], None]) -> NoReturn:
    """Do the work of a fork and end the process: with 0, or 1 where it failed."""
    code = 1
    try:
        work()
        sys.stdout.flush()
        code = 0
    except BaseException:  # noqa: BLE001 - whatever it is, nobody above may see it
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)
