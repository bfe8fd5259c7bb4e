"""Run the benchmarks and print what they measured beside what we aim for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks import (
    burndown,
    csv_import,
    earned_value,
    exposure,
    flow,
    forecast,
    joint,
    json_import,
    pages,
    size,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.measured import Measured

BENCHMARKS: dict[str, Callable[[], list[Measured]]] = {
    "import": csv_import.run,
    "json": json_import.run,
    "size": size.run,
    "pages": pages.run,
    "exposure": exposure.run,
    "flow": flow.run,
    "burndown": burndown.run,
    "forecast": forecast.run,
    "joint": joint.run,
    "earned": earned_value.run,
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, all by default; 1 where a gate is missed."""
    unknown = set(names) - BENCHMARKS.keys()
    if unknown:
        print(f"There is no benchmark {', '.join(sorted(unknown))}.")
        return 2
    missed = 0
    for name, run in BENCHMARKS.items():
        if names and name not in names:
            continue
        print(f"\n{name}")
        for measured in run():
            print(f"  {measured.line()}")
            missed += measured.is_missed
    print(f"\n{missed} gates missed." if missed else "\nAll gates are met.")
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
