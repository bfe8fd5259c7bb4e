"""A parser process that answers one request after the other, as the child answers one.

Started by `process.Reader`; each line of standard input is a request, each answer is
one line that begins with `DONE`.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

from analytics.intake.child import answer
from analytics.intake.request import Request
from analytics.settings import INTERACTIVE

DONE = "mutant: "


def main() -> None:
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        asked = json.loads(line)
        said = answer(
            Request(
                Path(asked["path"]),
                asked["filename"],
                "0" * 64,
                Path(asked["folder"]),
                INTERACTIVE,
            )
        )
        print(DONE + json.dumps(said), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
