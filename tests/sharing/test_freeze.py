from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest

from analytics import commands
from analytics.errors import RequestError
from analytics.facts import load_facts
from analytics.filters import Filters
from analytics.sharing import links
from analytics.sharing.freeze import PARTS, freeze
from analytics.sharing.page import page
from analytics.sharing.report import report
from analytics.sharing.shot import Shot
from analytics.warehouse import projects, share_links
from tests.pages.opened import ROOT
from tests.sharing.examples import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.facts import Facts
    from analytics.sharing.frozen import Frozen, Section
    from analytics.warehouse.store import Warehouse

ALL = [part.key for part in PARTS]
CANARY = "CANARY"
ISSUES = f"""\
Issue key,Issue Type,Summary,Status,Assignee,Reporter,Creator,Description,Created,\
Resolved,Story Points,Comment,Labels
K-1,Story,{CANARY}-summary,To Do,{CANARY}-assignee,{CANARY}-reporter,\
{CANARY}-creator,{CANARY}-description,2026-05-01 10:00,,5,{CANARY}-comment,alpha
K-2,Story,{CANARY}-second,Done,{CANARY}-assignee,{CANARY}-reporter,\
{CANARY}-creator,{CANARY}-description,2026-05-02 10:00,2026-05-05 10:00,3,,beta
"""
LEDGER = f"""\
Posting date,Document,Category,Vendor,Description,Amount,Currency
2026-05-03,{CANARY}-doc,Staff,{CANARY}-vendor,{CANARY}-booking,100.00,EUR
2026-05-20,{CANARY}-doc2,Staff,{CANARY}-vendor,{CANARY}-booking,50.00,EUR
"""
BUDGET = """\
Category,Month,Budget,Currency
Staff,2026-05,1000,EUR
Staff,2026-06,1000,EUR
"""
RISKS = (
    (
        *("Risk ID", "Title", "Status", "Owner", "Probability", "Impact (EUR)"),
        *("Response", "Description"),
    ),
    (
        *("R-1", "Supplier late, ask ada@canary.example", "Open"),
        *(f"{CANARY}-owner", 0.5, 10_000, f"{CANARY}-response", f"{CANARY}-text"),
    ),
    ("R-2", "Data loss", "Open", f"{CANARY}-owner", 0.1, 5_000, "", ""),
)


def frozen_of(facts: Facts, parts: list[str] | None = None) -> Frozen:
    return freeze(
        Shot(facts),
        ALL if parts is None else parts,
        title="Review",
        created_at=NOW,
        expires_at=NOW + timedelta(days=14),
    )


@pytest.fixture
def canaries(warehouse: Warehouse, tmp_path: Path) -> Facts:
    """A project with a canary in every column about people and prose."""
    files = {"issues.csv": ISSUES, "ledger.csv": LEDGER, "budget.csv": BUDGET}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    book = openpyxl.Workbook()
    for row in RISKS:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(tmp_path / "risks.xlsx")
    names = [*files, "risks.xlsx"]
    done = commands.run_import(
        warehouse,
        [(f"{CANARY}-{name}", tmp_path / name) for name in names],
        commands.Options(project="Birds"),
    )
    assert [one["error"] for one in done] == [""] * 4
    return load_facts(warehouse, "birds")


@pytest.fixture(scope="module")
def sample(sample_warehouse: Warehouse) -> Facts:
    (project,) = projects.list_projects(sample_warehouse)
    return load_facts(sample_warehouse, project.project_id)


@pytest.fixture(scope="module")
def whole_review(sample: Facts) -> Frozen:
    """The sample with all its parts, frozen once."""
    return frozen_of(sample)


def test_no_canary_leaves_the_house(canaries: Facts) -> None:
    assert CANARY in canaries.issues.to_csv()
    assert CANARY in canaries.risks.to_csv()
    review = frozen_of(canaries)
    warehouse = canaries.warehouse
    link = links.create(warehouse, review, project_id="birds")
    shown = (
        share_links.payload(warehouse, link.share_id),
        page(review, head="", tail=""),
        report(review).decode(),
    )
    for text in shown:
        assert "R-1" in text
        assert "Staff" in text
        at = text.casefold().find(CANARY.casefold())
        assert at < 0, text[at - 120 : at + 60]
        assert str(warehouse.home.path) not in text
        assert "issues.csv" not in text


def test_a_shared_review_does_not_follow_the_data(
    canaries: Facts, tmp_path: Path
) -> None:
    warehouse = canaries.warehouse
    link = links.create(warehouse, frozen_of(canaries), project_id="birds")
    before = share_links.payload(warehouse, link.share_id)
    later = tmp_path / "later.csv"
    later.write_text(LEDGER.replace("100.00", "900.00"), encoding="utf-8")
    options = commands.Options(project="Birds")
    commands.run_import(warehouse, [("later.csv", later)], options)
    projects.remove_project(warehouse, "birds")
    assert share_links.payload(warehouse, link.share_id) == before


def test_the_stamp_is_that_of_the_imports(canaries: Facts) -> None:
    listed = commands.list_imports(canaries.warehouse, "birds")
    stamps = [stamp.sha8 for stamp in frozen_of(canaries).imports]
    assert stamps == [one["sha256"][:8] for one in reversed(listed)]


def test_what_is_frozen_holds_the_parts_that_were_chosen(sample: Facts) -> None:
    for key in ALL:
        (section,) = frozen_of(sample, [key]).sections
        assert section.key == key
        assert section.readings
        assert section.chart
    keys = [section.key for section in frozen_of(sample, ALL[::-1]).sections]
    assert keys == ALL


def test_freezing_the_same_facts_twice_gives_the_same_text(
    sample: Facts, whole_review: Frozen
) -> None:
    assert frozen_of(sample).to_json() == whole_review.to_json()


def test_a_frozen_review_is_small(whole_review: Frozen) -> None:
    assert len(whole_review.to_json()) < 60_000


def section_of(facts: Facts, key: str) -> Section:
    (section,) = frozen_of(facts, [key]).sections
    return section


def table_of(section: Section, title: str) -> list[dict[str, str]]:
    found = next(one for one in section.tables if one.title == title)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def imported(warehouse: Warehouse, folder: Path, **files: str) -> Facts:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    done = commands.run_import(
        warehouse,
        [(f"{name}.csv", folder / f"{name}.csv") for name in files],
        commands.Options(project="Money"),
    )
    assert [one["error"] for one in done] == [""] * len(files)
    return load_facts(warehouse, "money")


def test_the_ledger_ties_out_to_its_total_and_names_its_rates(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    ledger = (
        "Posting date,Document,Category,Amount,Currency\n"
        "2026-05-03,D1,Staff,100.10,EUR\n2026-05-04,D2,Staff,200.00,USD\n"
        "2026-05-05,D3,Staff,7.77,GBP\n"
    )
    rates = "Date,From,To,Rate\n2026-05-01,USD,EUR,0.9134\n"
    facts = imported(warehouse, tmp_path, budget=BUDGET, ledger=ledger, rates=rates)
    section = section_of(facts, "budget")
    rows = table_of(section, "Every line accounted for")
    booked = {row["Currency"]: row for row in rows if row["Holds"] == "ledger"}
    assert booked["EUR"]["Total of the file"] == booked["EUR"]["Used"] == "100.10"
    assert booked["USD"]["Used, in the project's currency"] == "182.68"
    assert (booked["GBP"]["Used"], booked["GBP"]["Left out"]) == ("0.00", "7.77")
    assert table_of(section, "Exchange rates used") == [
        {
            "Used for": "ledger",
            "From": "USD",
            "To": "EUR",
            "Valid from": "1 May 2026",
            "Rate": "0.9134",
            "Lines": "1",
        }
    ]
    stamp = next(one for one in frozen_of(facts).imports if one.kind == "cost")
    (said,) = (one for one in section.readings if "€\xa0100.10" in one)
    assert said.startswith(f"cost {stamp.sha8}: the ledger holds 1 line of")


def test_how_honest_ratings_and_estimates_were_is_told(sample: Facts) -> None:
    section = section_of(sample, "honesty")
    rated, estimated = section.readings
    assert rated.startswith("Of 4 rated risks that are over 1 struck")
    assert estimated.startswith("Line by line the estimates of 8 past months")
    (first, *_) = table_of(section, "Estimates corrected, by way of estimating")
    assert first["How it is estimated"] == "Line by line"
    assert first["Estimate of today"] == "2,452,702"
    titles = [table.title for table in section.tables]
    assert titles[0] == "Ratings of risks, and what struck"


def test_a_schedule_alone_says_when_it_ends_and_later_files_do_not_move_it(
    warehouse: Warehouse, tmp_path: Path
) -> None:
    path = ROOT / "sample_data" / "harbour_schedule.xml"
    options = commands.Options(project="Money")
    commands.run_import(warehouse, [(path.name, path)], options)
    facts = load_facts(warehouse, "money")
    review = frozen_of(facts)
    shown = {one.label: one.value for one in review.sections[0].figures}
    assert shown["Expected to end"] == "3 Jul 2026"
    assert (shown["Milestones late"], shown["Milestones overdue"]) == ("2", "0")
    assert (shown["Pace in time"], shown["End at this pace"]) == ("0.87", "11 Aug 2026")
    assert shown["Pace against plan"] == "0.89"
    assert review.sections[0].chart
    link = links.create(warehouse, review, project_id="money")
    late = "Milestone,Baseline,Due date\nGo-live,2026-01-15,2026-02-01\n"
    moved = imported(warehouse, tmp_path, milestones=late)
    later = {one.label: one.value for one in frozen_of(moved).sections[0].figures}
    assert later["Milestones overdue"] == "1"
    assert share_links.payload(warehouse, link.share_id) == review.to_json()


def test_figures_are_those_of_the_command_line(
    sample_warehouse: Warehouse, sample: Facts
) -> None:
    shown = commands.run_show(sample_warehouse, "budget_variance")["figures"]
    (section,) = frozen_of(sample, ["budget"]).sections
    spent = sum(
        float(row[section.tables[0].columns.index("Spent")].replace(",", ""))
        for row in section.tables[0].rows
        if row[0] == "Total"
    )
    assert spent == pytest.approx(shown["actual"], abs=1)


def test_filters_are_said(sample: Facts) -> None:
    narrowed = load_facts(
        sample.warehouse,
        sample.project.project_id,
        filters=Filters(team=("Nobody",)),
    )
    assert frozen_of(narrowed, ["overview"]).filters == "team Nobody"


def test_an_empty_project_says_so(warehouse: Warehouse) -> None:
    projects.create_project(warehouse, "Empty")
    review = frozen_of(load_facts(warehouse, "empty"))
    figures = review.sections[0].figures
    assert {figure.value for figure in figures} == {"\N{EN DASH}"}
    assert all(figure.note for figure in figures)
    assert all(section.readings for section in review.sections)
    assert page(review, head="", tail="")
    assert json.loads(review.to_json())["imports"] == []


@pytest.mark.parametrize("parts", [[], ["secrets"], ["overview", "owners"]])
def test_only_known_parts_are_frozen(sample: Facts, parts: list[str]) -> None:
    with pytest.raises(RequestError):
        frozen_of(sample, parts)


def test_a_title_is_kept_short_and_falls_back_to_the_project(sample: Facts) -> None:
    ends = NOW + timedelta(days=1)
    titles = [
        freeze(
            Shot(sample), ["risks"], title=given, created_at=NOW, expires_at=ends
        ).title
        for given in ("  ", "a\nb", "x" * 500)
    ]
    assert titles == [sample.project.name, "a b", "x" * 120]
