"""Write the sample project: `python -m sample_data.generate [--out DIR] [--seed N]`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from sample_data import (
    hours,
    jira_board,
    jira_csv,
    jira_json,
    money,
    risks,
    scale,
    schedule,
    schedule_xml,
    story,
    truth,
)
from sample_data.simulate import simulate

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent


def generate(out: Path, *, seed: int = story.SEED) -> None:
    """Write all files of the sample project into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    world = simulate(seed)
    jira_csv.write(world, out / "harbour_jira.csv")
    jira_json.write_issues(world, out / "harbour_jira.json")
    jira_board.write_sprints(world, out / "harbour_sprints.json")
    jira_board.write_board(out / "harbour_board.json")
    lines = money.ledger(seed)
    money.write_budget(out / "harbour_budget.csv")
    money.write_ledger(out / "harbour_ledger.csv", lines)
    money.write_orders(out / "harbour_commitments.csv", lines)
    risks.write(out / "harbour_risks.xlsx")
    schedule_xml.write(out / "harbour_schedule.xml")
    booked = hours.bookings(world, seed)
    hours.write_bookings(out / "harbour_hours.csv", booked, world)
    hours.write_capacity(out / "harbour_capacity.csv")
    facts = {
        "seed": seed,
        "as_of": story.AS_OF.isoformat(),
        "time_zone": "UTC",
        "project": truth.project_truth(world),
        "sprints": [
            truth.sprint_truth(world, sprint)
            for sprint in world.sprints
            if sprint.started
        ],
        "money": money.truth(lines),
        "risk": risks.truth(),
        "schedule": schedule.truth(),
        "hours": hours.truth(world, booked),
    }
    text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    (out / "truth.json").write_text(text, encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(prog="python -m sample_data.generate")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write into")
    parser.add_argument("--seed", type=int, default=story.SEED)
    parser.add_argument(
        "--scale", type=int, metavar="N", help="write only scale_jira.csv with N issues"
    )
    options = parser.parse_args(arguments)
    if options.scale is None:
        generate(options.out, seed=options.seed)
        return
    options.out.mkdir(parents=True, exist_ok=True)
    scale.write(options.out / "scale_jira.csv", options.scale, seed=options.seed)


if __name__ == "__main__":
    main()
