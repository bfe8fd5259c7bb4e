"""Counts of the checks are kept by state, and those nobody asks for go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.warehouse import projects, quality_counts
from tests.homes import csv_text, issue_rows, load

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse


def test_counts_are_kept_by_state(warehouse: Warehouse) -> None:
    quality_counts.keep(warehouse, "app", {"a": {"x": 1, "y": None}}, ["a", "b"])
    quality_counts.keep(warehouse, "other", {"a": {"x": 9}}, ["a"])
    quality_counts.keep(warehouse, "app", {"b": {"x": 0}}, ["a", "b"])
    known = {"a": {"x": 1, "y": None}, "b": {"x": 0}}
    assert quality_counts.kept(warehouse, "app") == known
    quality_counts.keep(warehouse, "app", {"a": {"x": 2}}, ["a"])
    assert quality_counts.kept(warehouse, "app") == {"a": {"x": 2}, "b": {"x": 0}}
    assert quality_counts.kept(warehouse, "other") == {"a": {"x": 9}}


def test_of_too_many_states_those_go_that_nobody_asks_for(
    warehouse: Warehouse,
) -> None:
    many = {str(number): {"x": number} for number in range(quality_counts.MOST)}
    quality_counts.keep(warehouse, "app", many, list(many))
    assert len(quality_counts.kept(warehouse, "app")) == quality_counts.MOST
    quality_counts.keep(warehouse, "app", {"new": {"x": 1}}, ["new", "7"])
    known = {"new": {"x": 1}, "7": {"x": 7}}
    assert quality_counts.kept(warehouse, "app") == known


def test_counts_go_with_their_project(warehouse: Warehouse, tmp_path: Path) -> None:
    path = tmp_path / "board.csv"
    path.write_text(csv_text(issue_rows(3)), encoding="utf-8")
    load(warehouse, path)
    quality_counts.keep(warehouse, "app", {"a": {"x": 1}}, ["a"])
    projects.remove_project(warehouse, "app")
    assert quality_counts.kept(warehouse, "app") == {}
