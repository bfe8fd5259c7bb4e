"""The papers say what the registries say: README, glossary and `steerco metrics`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analytics.cli import main
from analytics.commands import list_metrics
from analytics.importers import guide
from analytics.importers.registry import IMPORTERS
from analytics.importers.templates import TEMPLATES
from analytics.metrics.registry import METRICS
from analytics.settings import ADMINISTRATOR, INTERACTIVE, MIB, Home
from analytics.sharing.links import LONGEST_DAYS
from analytics.warehouse import backup
from pages.ui import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^(?:\.venv/bin/)?steerco (.+)$", re.MULTILINE)


def marked(name: str) -> str:
    """Return what stands between two marks of the README."""
    return README.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0].strip()


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table, as the README has it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def test_readme_lists_what_can_be_uploaded() -> None:
    rows = [
        (f"{title} ({form})" if form not in title else title, source, gives)
        for title, form, source, gives in guide.rows()
    ]
    wanted = table(["What", "Where it comes from", "What it gives"], rows)
    assert marked("importers") == wanted


def test_readme_lists_what_is_measured() -> None:
    rows = [(one.label, one.question, f"`{one.key}`") for one in METRICS]
    wanted = table(["What", "The question it answers", "On the command line"], rows)
    assert marked("metrics") == wanted


def test_readme_names_every_template() -> None:
    names = [one.title.lower() for one in TEMPLATES]
    wanted = f"{', '.join(names[:-1])} and {names[-1]}"
    assert " ".join(marked("templates").split()) == wanted


def test_every_export_is_explained_and_nothing_else() -> None:
    assert list(guide.GUIDES) == [one.name for one in IMPORTERS]
    kinds = {one.kind for one in IMPORTERS}
    assert {one.kind for one in TEMPLATES} <= kinds
    offered = {
        one.kind
        for one in IMPORTERS
        if "our template" in guide.GUIDES[one.name].exported_from
    }
    assert offered == {one.kind for one in TEMPLATES}


def test_commands_and_glossary_know_every_metric(
    capsys: pytest.CaptureFixture[str],
) -> None:
    keys = [one.key for one in METRICS]
    assert [one["metric"] for one in list_metrics()] == keys
    assert main(["metrics"]) == 0
    printed = capsys.readouterr().out.splitlines()[1:]
    assert [line.split()[0] for line in printed] == keys
    assert [one.key for one in terms.search("")] == keys
    assert all(one.glossary and one.question.endswith("?") for one in METRICS)


@pytest.mark.parametrize("line", COMMAND.findall(README))
def test_commands_of_the_readme_exist(
    line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = line.split(maxsplit=1)[0]
    with pytest.raises(SystemExit) as ended:
        main(["--help"] if name == "--help" else [name, "--help"])
    assert ended.value.code == 0
    assert "usage" in capsys.readouterr().out


def test_limits_of_the_readme_are_those_of_the_code() -> None:
    rows = {
        cells[0]: cells[1:]
        for line in README.split("## Limits")[1].splitlines()
        if line.startswith("| ")
        and (cells := [cell.strip() for cell in line.strip("|").split("|")])
    }
    pairs = (INTERACTIVE, ADMINISTRATOR)
    assert rows["size of a file"] == [megabytes(one.file_bytes) for one in pairs]
    unpacked = [megabytes(one.unpacked_bytes) for one in pairs]
    assert rows["unpacked (Excel)"] == unpacked
    assert rows["records in a file"] == [count(one.records) for one in pairs]
    assert rows["columns"] == [count(one.columns) for one in pairs]
    assert {one.record_bytes for one in pairs} == {MIB}
    assert rows["one record"] == ["1 MiB", "1 MiB"]


def megabytes(size: int | None) -> str:
    return DISK if size is None else f"{size // MIB} MB"


def count(number: int | None) -> str:
    return DISK if number is None else f"{number:,}"


DISK = "what the disk holds"


def test_other_numbers_of_the_readme() -> None:
    assert f"{LONGEST_DAYS} days at the latest" in " ".join(README.split())
    assert (backup.KEPT_DAYS, "of the last seven days" in README) == (7, True)
    home = Home(Path("~/.steerco"))
    assert f"`{home.path}`" in README
    assert f"`{home.backups.name}`" in README
