"""What Java makes of real schedules in their own formats has MPXJ's own counts.

MPXJ reads these files itself, so agreement proves only that nothing is lost between
its reading and ours. Skipped without Java, the extra "mpp" or the real files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.errors import FileError
from analytics.importers.mspdi import MSPDI
from analytics.importers.xml_document import read_xml
from analytics.intake.convert import convert, tools
from tests.importers.test_mspdi_corpus import counted, said

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.importers.documents import Extract

pytestmark = pytest.mark.slow

OF_NOBODY = {
    "aspose_AssignmentBaseline2007.mpp": 0,
    "aspose_Homemoveplan.mpp": 0,
    "aspose_OzBuild_16_Orig.mpp": 0,
    "aspose_PrimaveraProject.xml": 0,
    "aspose_ResourceAssignmentCosts.mpp": 2,
    "aspose_Software_Development.mpp": 13,
    "aspose_TestRecurringTask2016.mpp": 0,
    "aspose_VbaProject.mpp": 0,
    "mpxj_sample.mpx": 0,
}
"""Assignments of nobody that MPXJ adds to bare tasks where it writes XML."""


@pytest.fixture(autouse=True)
def real_java() -> None:
    """Skip where Java or MPXJ are missing."""
    try:
        tools("This test needs Java and MPXJ")
    except FileError as error:
        pytest.skip(str(error))


def converted(corpus: Path, name: str, work: Path) -> Extract:
    result = convert(corpus / "ms_project" / name, name, work)
    return MSPDI.read(read_xml(result, "", name))


@pytest.mark.parametrize("name", OF_NOBODY)
def test_counts_costs_and_dates_are_those_of_mpxj(
    corpus: Path, tmp_path: Path, name: str
) -> None:
    expected = said(corpus / "ms_project", name)
    found = converted(corpus, name, tmp_path)
    counts = counted(found)
    counts["assignments"] -= OF_NOBODY[name]
    for task in expected["first_tasks"]:
        task["name"] = task["name"].strip()
    assert counts == {key: expected[key] for key in counts}
    assert not found.quarantined
    assert not found.problems


def test_a_password_is_named(corpus: Path, tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^plan\.mpp is one with a password\. Take"):
        convert(
            corpus / "ms_project" / "aspose_PasswordProtected.mpp",
            "plan.mpp is one",
            tmp_path,
        )
