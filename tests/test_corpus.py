"""Real exports through the whole road: each has the outcome of this table.

The files stay where they are (STEERCO_CORPUS); without that folder the test is
skipped, and the fixtures of the importers' own tests say the same.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, NamedTuple

import pytest

from analytics.errors import FileError, SteercoError
from analytics.intake import road
from analytics.intake.convert import tools
from analytics.warehouse import projects

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse

pytestmark = pytest.mark.slow


class Loaded(NamedTuple):
    """Loaded: by which importer, records read, set aside, distinct keys."""

    importer: str
    read: int
    aside: int
    keys: int | None


class Refused(NamedTuple):
    """Refused, with these words."""

    words: str


class Converted(NamedTuple):
    """Tasks loaded where Java and the extra "mpp" are; elsewhere refused."""

    tasks: int

    def outcome(self) -> Loaded | Refused:
        """Return what happens to such a file here."""
        try:
            tools("")
        except FileError:
            return Refused("To read it, install")
        return Loaded("mspdi", self.tasks, 0, self.tasks)


NO_EXPORT = "no known export has these columns"
NO_TABLE = "is text to read, not a table"
FOLDERS = (
    *("jira_csv", "jira_json", "jira_research", "evm_budget_risk", "ms_project"),
    "other_trackers",
)
OUTCOMES: dict[str, Loaded | Refused | Converted] = {
    "jira_csv/clearcorrect_site.csv": Loaded("jira_csv", 127, 0, 127),
    "jira_csv/headers_by_locale.csv": Refused("no known export has these columns"),
    "jira_csv/info380_schedule.csv": Loaded("jira_csv", 45, 0, 45),
    "jira_csv/nautilus_ntc.csv": Loaded("jira_csv", 17, 0, 17),
    "jira_csv/nautilus_wallet.csv": Loaded("jira_csv", 192, 0, 192),
    "jira_csv/planeso_migration.csv": Loaded("jira_csv", 22, 0, 22),
    "jira_csv/rac22_mvc.csv": Loaded("jira_csv", 26, 0, 26),
    "jira_json/bitovi_training_53_issues_1142_histories.json": Loaded(
        "jira_json", 53, 0, 53
    ),
    "jira_json/bitovi_training_fields.json": Refused(
        "This is Jira's list of fields; it holds no issues"
    ),
    "jira_json/devlake_issue_changelog_pages.json": Loaded(
        "jira_changelog_pages", 279, 0, None
    ),
    "jira_json/devlake_issues_changelog.json": Loaded("jira_json", 33, 0, 33),
    "jira_json/devlake_sprints.json": Loaded("jira_sprints", 30, 0, 30),
    "jira_json/devlake_worklogs.json": Loaded("jira_worklogs", 30, 0, None),
    "jira_json/go_jira/board_configuration.json": Loaded("jira_board", 6, 0, None),
    "jira_json/go_jira/issues_in_sprint.json": Loaded("jira_json", 1, 0, 1),
    "jira_json/go_jira/sprints.json": Loaded("jira_sprints", 6, 0, 6),
    "jira_json/go_jira/sprints_filtered.json": Loaded("jira_sprints", 1, 0, 1),
    "jira_json/jira_cli/search.json": Loaded("jira_json", 3, 0, 3),
    "jira_json/jira_cli/sprints.json": Loaded("jira_sprints", 5, 0, 5),
    "jira_json/jira_ruby/board__1.json": Loaded("jira_sprints", 3, 0, 3),
    "jira_json/jira_ruby/board__1_issues.json": Refused(
        "the 9 issues carry only their keys"
    ),
    "jira_json/jira_ruby/project__SAMPLEPROJECT.issues.json": Loaded(
        "jira_json", 11, 0, 11
    ),
    "jira_json/jira_ruby/rapidview__SAMPLEPROJECT.issues.full.json": Loaded(
        "jira_json", 2, 0, 2
    ),
    "jira_json/jira_ruby/sprint__1_issues.json": Loaded("jira_json", 1, 0, 1),
    "jira_json/jirametrics/complete_sample__sample_board_1_configuration.json": Loaded(
        "jira_board", 5, 0, None
    ),
    "jira_json/jirametrics/complete_sample__sample_issues__SP-1.json": Loaded(
        "jira_json", 1, 0, 1
    ),
    "jira_json/jirametrics/complete_sample__sample_issues__SP-11.json": Loaded(
        "jira_json", 1, 0, 1
    ),
    "jira_json/jirametrics/complete_sample__sample_issues__SP-2.json": Loaded(
        "jira_json", 1, 0, 1
    ),
    "jira_json/jirametrics/complete_sample__sample_issues__SP-5.json": Loaded(
        "jira_json", 1, 0, 1
    ),
    "jira_json/jirametrics/complete_sample__sample_issues__SP-7.json": Loaded(
        "jira_json", 1, 0, 1
    ),
    "jira_json/jirametrics/complete_sample__sample_issues__SP-8.json": Loaded(
        "jira_json", 1, 0, 1
    ),
    "jira_json/jirametrics/complete_sample__sample_meta.json": Refused(
        "These are the settings of a download tool"
    ),
    "jira_json/jirametrics/complete_sample__sample_statuses.json": Loaded(
        "jira_statuses", 6, 0, None
    ),
    "jira_json/jirametrics/testdata__SP-1.json": Loaded("jira_json", 1, 0, 1),
    "jira_json/jirametrics/testdata__SP-10.json": Loaded("jira_json", 1, 0, 1),
    "jira_json/jirametrics/testdata__SP-13.json": Loaded("jira_json", 1, 0, 1),
    "jira_json/jirametrics/testdata__SP-14.json": Loaded("jira_json", 1, 0, 1),
    "jira_json/jirametrics/testdata__SP-15.json": Loaded("jira_json", 1, 0, 1),
    "jira_json/jirametrics/testdata__SP-2.json": Loaded("jira_json", 1, 0, 1),
    "jira_json/jirametrics/testdata__sample_board_1_configuration.json": Loaded(
        "jira_board", 5, 0, None
    ),
    "jira_json/jirametrics/testdata__sample_meta.json": Refused(
        "These are the settings of a download tool"
    ),
    "jira_json/jirametrics/testdata__sample_statuses.json": Loaded(
        "jira_statuses", 6, 0, None
    ),
    "evm_budget_risk/chakra_README_results.md": Refused("is text to read, not a table"),
    "evm_budget_risk/ericjoye_risk_register.csv": Loaded("risk", 2, 0, 2),
    "evm_budget_risk/nchaulagai_issue_register.xlsx": Loaded("change_request", 5, 0, 5),
    "evm_budget_risk/nchaulagai_risk_register.xlsx": Loaded("risk", 6, 3, 3),
    "evm_budget_risk/nyc_capital_projects_budget.csv": Loaded("budget", 202, 0, None),
    "ms_project/_mpxj_expected_counts.json": Refused("This JSON holds no issues"),
    "ms_project/aspose_AssignmentBaseline2007.mpp": Converted(5),
    "ms_project/aspose_Homemoveplan.mpp": Converted(172),
    "ms_project/aspose_OzBuild_16_Orig.mpp": Converted(20),
    "ms_project/aspose_PasswordProtected.mpp": Refused("is a Microsoft Project file"),
    "ms_project/aspose_PrimaveraProject.xml": Converted(18),
    "ms_project/aspose_Project.xml": Loaded("mspdi", 1, 0, 1),
    "ms_project/aspose_ResourceAssignmentCosts.mpp": Converted(11),
    "ms_project/aspose_Software_Development.mpp": Converted(87),
    "ms_project/aspose_TestRecurringTask2016.mpp": Converted(18),
    "ms_project/aspose_VbaProject.mpp": Converted(4),
    "ms_project/derived_aspose_Software_Development.mspdi.xml": Loaded(
        "mspdi", 87, 0, 87
    ),
    "ms_project/mpxj_mspdiduration.xml": Loaded("mspdi", 11, 0, 11),
    "ms_project/mpxj_mspdinulltasks.xml": Loaded("mspdi", 9, 0, 9),
    "ms_project/mpxj_mspdiresource.xml": Loaded("mspdi", 4, 0, 4),
    "ms_project/mpxj_mspdisplittask.xml": Loaded("mspdi", 3, 0, 3),
    "ms_project/mpxj_mspditimephased.xml": Loaded("mspdi", 41, 0, 41),
    "ms_project/mpxj_sample.mpx": Converted(20),
    "ms_project/mpxj_sample.xml": Loaded("mspdi", 20, 0, 20),
    "ms_project/mpxj_task-baselines-project2019-mspdi.xml": Loaded(
        "mspdi", 111, 0, 111
    ),
    "jira_research/agile_project_cycle_times.csv": Loaded("item_dates", 4123, 0, 4123),
    "other_trackers/tempo_worklogs.csv": Loaded("tempo_worklogs", 21, 0, None),
    "other_trackers/clickup_nautilus.csv": Loaded("clickup_csv", 109, 0, 109),
    "other_trackers/azuredevops_adodata.csv": Loaded("azure_devops_csv", 117, 0, 117),
    "other_trackers/github_issues_list.csv": Loaded("github_csv", 428, 0, 428),
    "other_trackers/gitlab_issues_export.csv": Loaded("gitlab_csv", 4, 0, 4),
    "other_trackers/github_issues_rest.json": Loaded("github_json", 42, 1, 41),
    "other_trackers/gitlab_issues_rest.json": Loaded("gitlab_json", 16, 0, 16),
    "other_trackers/trello_dekk.json": Loaded("trello_json", 45, 0, 45),
    "other_trackers/linear_nordic_backlog.csv": Loaded("linear_csv", 28, 0, 28),
    **{
        f"other_trackers/redmine_fixtures/{name}": Refused(words)
        for name, words in {
            "import_crlf_with_newline_in_quoted_header.csv": NO_EXPORT,
            "import_dates_ja.csv": NO_TABLE,
            "import_iso8859-1.csv": NO_EXPORT,
            "import_issues.csv": NO_EXPORT,
            "import_issues_utf8_with_bom.csv": NO_EXPORT,
            "invalid-Shift_JIS.csv": NO_TABLE,
            "unclosed_quoted_field.csv": NO_EXPORT,
        }.items()
    },
}


def test_every_file_has_an_outcome(corpus: Path) -> None:
    found = {
        path.relative_to(corpus).as_posix()
        for folder in FOLDERS
        for path in (corpus / folder).rglob("*")
        if path.is_file()
    }
    assert found == OUTCOMES.keys()


@pytest.mark.parametrize("name", OUTCOMES)
def test_file_is_loaded_or_refused_with_its_reason(
    corpus: Path, warehouse: Warehouse, name: str
) -> None:
    expected = OUTCOMES[name]
    if isinstance(expected, Converted):
        expected = expected.outcome()
    path = corpus / name
    with path.open("rb") as stream:
        received = road.take_in(warehouse, stream, path.name)
    if isinstance(expected, Refused):
        with pytest.raises(SteercoError) as refused:
            road.stage(warehouse, received)
        assert expected.words in str(refused.value)
        assert str(refused.value).startswith(path.name)
        assert "/" + received.sha256 not in str(refused.value)
        return
    staged = road.stage(warehouse, received)
    report = staged.report
    assert report.importer == expected.importer
    assert report.rows_read == expected.read
    assert report.rows_quarantined == expected.aside
    assert report.rows_read == report.rows_loaded + report.rows_quarantined
    assert report.distinct_keys == expected.keys
    project = projects.create_project(warehouse, "Corpus")
    accepted = road.accept(warehouse, staged, project.project_id)
    again = road.accept(warehouse, staged, project.project_id)
    assert not accepted.already_imported
    assert again.already_imported
    assert again.set_id == accepted.set_id


@pytest.mark.parametrize("name", [n for n in OUTCOMES if n.startswith("jira_csv/")])
def test_issue_keys_are_those_that_the_csv_module_counts(
    corpus: Path, name: str
) -> None:
    expected = OUTCOMES[name]
    if not isinstance(expected, Loaded):
        return
    with (corpus / name).open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == expected.read
    assert len({row["Issue key"] for row in rows}) == expected.keys
