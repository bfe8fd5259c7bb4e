"""Settings: filled in from files, saved, and said in sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analytics.errors import RequestError
from analytics.project import ProjectSettings, SprintDates, TeamCalendar
from analytics.warehouse import imports, projects
from analytics.web.service import open_warehouse
from pages.ui import settings_form, settings_scale, settings_tables
from tests.pages.visits import HOSTILE, ISSUES, load, own_home, press, texts, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from streamlit.testing.v1 import AppTest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    yield from own_home(tmp_path, monkeypatch)


SAVE = "Save the settings"
MORE = (
    b"Issue key,Issue Type,Summary,Status,Status Category,Created,Resolved,Sprint,"
    b"Custom field (Story Points),Team,Project key,Project name\n"
    b"APP-1,Story,One,Done,Done,2026-01-02 09:00,2026-01-08 10:00,Sprint 9,3,,APP,"
    b"Apollo\n"
    b"APP-2,Story,Two,In Review,In Progress,2026-01-05 09:00,,Sprint 9,5,,APP,Apollo\n"
    b"APP-3,Bug,Three,To Do,To Do,2026-01-06 09:00,,Sprint 10,2,,APP,Apollo\n"
    b"APP-4,Bug,Four,To Do,To Do,2026-01-09 09:00,,Sprint 11,1,East,APP,Apollo\n"
)


def stored() -> ProjectSettings:
    return projects.list_projects(open_warehouse())[0].settings


def test_empty_home_leads_to_the_upload() -> None:
    assert not visit("settings").exception


def test_unchanged_form_changes_nothing() -> None:
    load("first.csv", ISSUES, "Apollo")
    before = stored()
    at = press(visit("settings"), SAVE)
    assert stored() == before
    assert "Nothing was changed." in texts(at)


def test_what_is_saved_is_said() -> None:
    load("first.csv", ISSUES, "Apollo")
    at = visit("settings")
    at.text_input[0].set_value("Apollo 11")
    at.text_input[1].set_value("usd")
    at.text_area[0].set_value("2026-12-25\n2026-01-01")
    at.multiselect[0].set_value(["Sunday"])
    press(at, SAVE)
    (project,) = projects.list_projects(open_warehouse())
    assert (project.name, project.project_id) == ("Apollo 11", "apollo")
    assert project.settings.currency == "USD"
    assert project.settings.weekend == (6,)
    assert project.settings.holidays == (date(2026, 1, 1), date(2026, 12, 25))
    said = texts(at)
    assert "The name is now Apollo 11." in said
    assert "No work on Sunday." in said


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("currency", "E1", "is no currency code"),
        ("name", " ", "Give the project a name."),
        ("holidays", "25.12.2026", "is no date"),
    ],
)
def test_error_is_a_sentence_and_nothing_is_saved(
    field: str, value: str, sentence: str
) -> None:
    load("first.csv", ISSUES, "Apollo")
    before = stored()
    at = visit("settings")
    boxes = {
        "name": at.text_input[0],
        "currency": at.text_input[1],
        "holidays": at.text_area[0],
    }
    boxes[field].set_value(value)
    press(at, SAVE)
    assert sentence in at.error[0].value.replace("\\", "")
    assert stored() == before


def test_point_fields_come_with_their_counts() -> None:
    load("first.csv", ISSUES, "Apollo")
    at = visit("settings")
    box = next(one for one in at.selectbox if one.label == "Estimate that counts")
    assert any("filled in 3 issues" in option for option in box.options)


def test_a_later_file_and_saved_dates_are_shown_at_once() -> None:
    load("first.csv", ISSUES, "Apollo")
    assert _shown(visit("settings")) == (["Sprint 9", "Sprint 10"], "3", [])
    load("second.csv", MORE, "Apollo")
    names = ["Sprint 9", "Sprint 10", "Sprint 11"]
    at = visit("settings")
    assert _shown(at) == (names, "4", ["East"])
    typed = (SprintDates("Sprint 12", date(2026, 3, 2), date(2026, 3, 14)),)
    settings = stored().with_changes(sprint_dates=typed)
    projects.change_settings(open_warehouse(), "apollo", settings)
    assert _shown(at.run())[0] == [*names, "Sprint 12"]
    imports.undo(open_warehouse(), 2)
    assert _shown(at.run()) == (["Sprint 9", "Sprint 10", "Sprint 12"], "3", [])


def _shown(at: AppTest) -> tuple[list[str], str, list[str]]:
    """Return the sprints, the count of the estimate field, and the teams."""
    tables = {one.value.columns[0]: one.value for one in at.dataframe}
    box = next(one for one in at.selectbox if one.label == "Estimate that counts")
    (filled,) = re.findall(r"filled in (\d+) issues", " ".join(box.options))
    return list(tables["Sprint"]["Sprint"]), filled, list(tables["Team"]["Team"])


def test_scale_of_scores_can_be_chosen() -> None:
    load("first.csv", ISSUES, "Apollo")
    at = visit("settings")
    box = next(one for one in at.selectbox if "score risks" in one.label)
    assert box.options[:2] == ["score up to 5 or 10, whatever fits", "score up to 2"]
    box.set_value(10)
    assert "Risk registers score up to 10." in texts(press(at, SAVE))
    assert stored().risk_score_top == 10


def test_page_of_risks_says_which_scale_was_assumed() -> None:
    register = b"Risk ID,Risk,Likelihood,Impact\nR1,Fire,7,8\nR2,Flood,3,2\n"
    load("risks.csv", register, "Apollo")
    said = " ".join(str(one.value) for one in visit("risks").caption).replace("\\", "")
    assert "Scores of 1 to 10 were assumed: 10 counts as a chance of 95 %" in said


def test_hostile_texts_stay_texts() -> None:
    load("hot.csv", HOSTILE, "**<b>Hot</b>**")
    at = visit("settings", project="zzz", as_of="2026-99-99")
    shown = "\n".join(str(one.value) for one in (*at.markdown, *at.caption))
    assert "<b>" not in shown
    assert not at.exception


def test_sprints_without_dates_come_first_and_numbers_count() -> None:
    frames = pd.DataFrame(
        [
            ("sprint", "Sprint 10", None, None),
            ("sprint", "Sprint 9", None, None),
            ("sprint", "Sprint 1", pd.Timestamp(2026, 1, 5), pd.Timestamp(2026, 1, 19)),
            ("release", "1.0", None, None),
        ],
        columns=["kind", "name", "start_day", "end_before"],
    )
    typed = (SprintDates("Sprint 2", date(2026, 2, 2), date(2026, 2, 16)),)
    table = settings_tables.sprint_rows(frames, ProjectSettings(sprint_dates=typed))
    assert list(table["Sprint"]) == ["Sprint 9", "Sprint 10", "Sprint 1", "Sprint 2"]
    assert list(table["Files say"])[2] == "2026-01-05 to 2026-01-18"
    assert settings_tables.sprint_dates(table) == typed


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("Sprint 9", pd.Timestamp(2026, 1, 5), pd.NaT), "needs both"),
        ((None, pd.Timestamp(2026, 1, 5), pd.Timestamp(2026, 1, 6)), "needs a name"),
        (
            ("S", pd.Timestamp(2026, 1, 5), pd.Timestamp(2026, 1, 1)),
            "ends before it starts",
        ),
    ],
)
def test_half_a_sprint_is_refused(row: tuple[object, ...], sentence: str) -> None:
    table = pd.DataFrame([row], columns=list(settings_tables.SPRINT))
    with pytest.raises(RequestError, match=sentence):
        ProjectSettings(sprint_dates=settings_tables.sprint_dates(table))


def test_decided_statuses_are_kept_where_no_file_names_them() -> None:
    table = pd.DataFrame(
        [
            ("To Do", "done", "todo", "its name"),
            ("Done", "as told", "done", "the file"),
        ],
        columns=list(settings_tables.STATUS),
    )
    before = ProjectSettings(status_map={"Parked": "todo", "done": "doing"})
    found = settings_tables.status_map(table, before)
    assert found == {"Parked": "todo", "To Do": "done"}


def test_scale_is_kept_unless_it_is_changed() -> None:
    settings = ProjectSettings()
    table = settings_scale.rows(settings)
    assert settings_scale.applied(settings, table) == settings
    table["Damage from"] = [0.0, 10_000, 50_000, 100_000, 400_000]
    changed = settings_scale.applied(settings, table)
    assert changed.risk_impacts == (0, 10_000, 50_000, 100_000, 400_000)
    assert changed.risk_probabilities == settings.risk_probabilities
    table.loc[4, "Damage from"] = 1.0
    with pytest.raises(RequestError, match="must rise"):
        settings_scale.applied(settings, table)


def test_damages_stay_shares_of_the_budget_until_all_are_stated() -> None:
    settings = ProjectSettings()
    table = settings_scale.rows(settings)
    assert table["Damage from"].isna().all()
    table.loc[0, "Probability up to (%)"] = 10.0
    changed = settings_scale.applied(settings, table)
    assert changed.risk_probabilities == (0.1, 0.4, 0.6, 0.8, 1.0)
    assert changed.risk_impacts == ()
    table.loc[4, "Damage from"] = 400_000.0
    with pytest.raises(RequestError, match="for every level"):
        settings_scale.applied(settings, table)
    own = replace(settings, risk_impacts=(0, 1, 2, 3, 4))
    table["Damage from"] = float("nan")
    assert settings_scale.applied(own, table).risk_impacts == ()


def test_changes_of_tables_are_sentences() -> None:
    old = ProjectSettings(
        status_map={"Parked": "todo"},
        sprint_dates=(SprintDates("Sprint 1", date(2026, 1, 5), date(2026, 1, 19)),),
    )
    new = ProjectSettings(status_map={"Review": "doing"}, risk_impacts=(1, 2, 3, 4, 5))
    said = settings_form.changes(
        settings_form.Wanted("A", old), settings_form.Wanted("A", new)
    )
    assert said == [
        "Risks are ranked by the new scale.",
        "Parked counts again as its file says.",
        "Review counts as doing.",
        "Sprint 1: the typed dates are removed.",
    ]


def test_calendars_of_teams_are_what_is_typed() -> None:
    settings = ProjectSettings()
    rows = settings_tables.team_rows(pd.Series(["East", None, "West"]), settings)
    assert settings_tables.team_calendars(rows, settings) == ()
    rows["Weekdays off"] = ["friday, Saturday", ""]
    rows["Days off"] = ["", "2026-12-26, 2026-12-25"]
    found = settings_tables.team_calendars(rows, settings)
    christmas = (date(2026, 12, 25), date(2026, 12, 26))
    assert found == (
        TeamCalendar("East", (4, 5)),
        TeamCalendar("West", (5, 6), christmas),
    )
    again = settings.with_changes(team_calendars=found)
    shown = settings_tables.team_rows(pd.Series(["East"]), again)
    assert shown["Team"].tolist() == ["East", "West"]
    assert settings_tables.team_calendars(shown, again) == found


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("East", "Someday", ""), "is no weekday"),
        (("East", "", "soon"), "is no date"),
        (("", "Friday", ""), "needs a team"),
    ],
)
def test_a_calendar_without_meaning_is_refused(
    row: tuple[str, str, str], sentence: str
) -> None:
    table = pd.DataFrame([row], columns=list(settings_tables.TEAM))
    with pytest.raises(RequestError, match=sentence):
        settings_tables.team_calendars(table, ProjectSettings())


def test_limits_are_typed_and_saved() -> None:
    load("first.csv", ISSUES, "Apollo")
    at = visit("settings")
    at.number_input(key="settings-overrun").set_value(12.0)
    press(at, SAVE)
    assert stored().limits.overrun == 0.12
    assert "by new limits" in texts(at)


def test_limits_that_contradict_are_a_sentence_and_not_saved() -> None:
    load("first.csv", ISSUES, "Apollo")
    before = stored()
    at = visit("settings")
    at.number_input(key="settings-covered").set_value(10.0)
    press(at, SAVE)
    assert "no less chance" in texts(at)
    assert stored() == before


def test_file_of_scales_is_used_and_an_odd_one_refused() -> None:
    load("first.csv", ISSUES, "Apollo")
    at = visit("settings")
    good = b"[lights]\nbudget_amber_up_to_percent = 7\n"
    at.file_uploader[0].upload("house.toml", good, "application/toml")
    press(at.run(), "Use this file")
    assert stored().limits.overrun == 0.07
    at = visit("settings")
    at.file_uploader[0].upload("odd.toml", b"[lights]\nx = 1", "application/toml")
    press(at.run(), "Use this file")
    assert "lights.x has no meaning here" in texts(at)
    assert stored().limits.overrun == 0.07
