"""What people put into cron: commands, exit codes and JSON that stay the same."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analytics import client
from analytics.cli import main
from analytics.metrics.registry import METRICS
from analytics.printing import print_csv, print_shown
from analytics.settings import Home
from analytics.web import server_file
from tests.homes import jira_file, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
IMPORT_FIELDS = {
    *("file", "sha256", "importer", "project", "kind", "rows_read", "rows_loaded"),
    *("rows_quarantined", "already_imported", "import_id", "problems", "notes"),
    "drift",
    "error",
}
SHOW_FIELDS = {"metric", "project", "as_of", "evidence", "figures", "why", "rows"}
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("STEERCO_HOME", str(tmp_path / "home"))
    return Home(tmp_path / "home")


def test_import_prints_what_became_of_each_file(
    tmp_path: Path, capsys: Captured
) -> None:
    path = jira_file(tmp_path)
    assert main(["import", str(path), str(tmp_path / "no.csv"), "--json"]) == 1
    out, err = capsys.readouterr()
    loaded, refused = json.loads(out)
    assert loaded.keys() == refused.keys() == IMPORT_FIELDS
    assert (loaded["rows_read"], loaded["rows_loaded"]) == (200, 200)
    assert (loaded["project"], loaded["import_id"]) == ("Project APP", 1)
    assert err == "no.csv: No such file or directory.\n"
    assert main(["import", str(path)]) == 0
    assert "nothing new: already imported" in capsys.readouterr().out


def test_a_dry_run_changes_nothing(tmp_path: Path, capsys: Captured) -> None:
    path = str(jira_file(tmp_path))
    assert main(["import", path, "--dry-run"]) == 0
    assert "200 would be loaded" in capsys.readouterr().out
    assert main(["imports", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_import_options_are_kept(tmp_path: Path, capsys: Captured) -> None:
    path = str(jira_file(tmp_path))
    told = ["--project", "Phase 2", "--as-of", "2026-03-01", "--partial"]
    assert main(["import", path, *told, "--importer", "jira_csv"]) == 0
    capsys.readouterr()
    assert main(["imports", "--project", "phase-2", "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["as_of"].startswith("2026-03-01")
    assert entry["is_partial"] is True
    assert main(["import", path, "--importer", "nonsense", "--project", "P"]) == 1
    assert "no importer called 'nonsense'" in capsys.readouterr().err


def test_files_that_name_a_project_go_there(tmp_path: Path, capsys: Captured) -> None:
    first = jira_file(tmp_path)
    second = tmp_path / "other.csv"
    second.write_text(first.read_text().replace("APP", "WEB"))
    assert main(["import", str(first), str(second), "--json"]) == 0
    projects = [one["project"] for one in json.loads(capsys.readouterr().out)]
    assert projects == ["Project APP", "Project WEB"]


def test_show_in_three_formats(tmp_path: Path, capsys: Captured) -> None:
    main(["import", str(jira_file(tmp_path))])
    capsys.readouterr()
    asked = ["show", "burndown", "--as-of", "2026-02-10", "--unit=items"]
    assert main([*asked, "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown.keys() == SHOW_FIELDS
    assert (shown["as_of"], shown["figures"]["unit"]) == ("2026-02-10", "items")
    assert main([*asked, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["day"] for row in rows] == [row["day"] for row in shown["rows"]]
    assert main(asked) == 0
    text = capsys.readouterr().out
    assert text.startswith("burndown of ")
    assert "remaining" in text


def test_every_metric_in_three_formats(tmp_path: Path, capsys: Captured) -> None:
    main(["import", str(jira_file(tmp_path)), *map(str, sample_money())])
    capsys.readouterr()
    main(["metrics", "--json"])
    listed = json.loads(capsys.readouterr().out)
    assert [one["metric"] for one in listed] == [one.key for one in METRICS]
    for one in listed:
        asked = ["show", one["metric"], "--project", "Project APP"]
        assert main([*asked, "--as-of", "2026-03-31", "--format", "json"]) == 0
        shown = json.loads(capsys.readouterr().out)
        print_csv(shown["rows"])
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert len(rows) == len(shown["rows"])
        print_shown(shown)
        assert capsys.readouterr().out.startswith(f"{one['metric']} of ")


def test_formats_say_the_same(tmp_path: Path, capsys: Captured) -> None:
    main(["import", str(jira_file(tmp_path))])
    said = {}
    for name in ("json", "csv", "table"):
        capsys.readouterr()
        assert main(["show", "burndown", "--format", name]) == 0
        said[name] = capsys.readouterr().out
    shown = json.loads(said["json"])
    print_csv(shown["rows"])
    assert capsys.readouterr().out == said["csv"]
    print_shown(shown)
    assert capsys.readouterr().out == said["table"]


def sample_money() -> list[Path]:
    """Return the files of the sample that are about money and risk."""
    names = ("harbour_budget.csv", "harbour_ledger.csv", "harbour_risks.xlsx")
    return [ROOT / "sample_data" / name for name in names]


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["show", "nothing"], 1, "There is no metric 'nothing'"),
        (["show", "burndown", "--project", "x"], 1, "There is no project 'x'"),
        (["show", "burndown", "--as-of", "soon"], 2, "'soon' is no day"),
        (["show", "burndown", "--unit"], 2, "unrecognized arguments: --unit"),
        (["show", "burndown", "extra"], 2, "unrecognized arguments: extra"),
        (["imports", "--unit", "points"], 2, "unrecognized arguments"),
        (["imports", "--project", "x"], 1, "There is no project 'x'"),
        (["import"], 2, "FILE"),
        (["import", "x", "--partial", "--complete"], 2, "not allowed with"),
        (["restore", "/nowhere.duckdb"], 1, "There is no backup"),
        ([], 2, "COMMAND"),
        (["dance"], 2, "invalid choice"),
    ],
)
def test_what_is_refused_says_why(
    arguments: list[str], code: int, sentence: str, capsys: Captured
) -> None:
    try:
        found: object = main(arguments)
    except SystemExit as ended:
        found = ended.code
    assert found == code
    assert sentence in capsys.readouterr().err


def test_lists_of_an_empty_home(capsys: Captured) -> None:
    assert main(["projects"]) == 0
    assert capsys.readouterr().out == "None yet.\n"
    assert main(["metrics"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("burndown")
    assert main(["check"]) == 0
    assert "All is well" in capsys.readouterr().out


def test_backup_restore_and_check(tmp_path: Path, capsys: Captured, home: Home) -> None:
    main(["import", str(jira_file(tmp_path))])
    assert main(["backup", "--out", str(tmp_path)]) == 0
    written = Path(capsys.readouterr().out.splitlines()[-1])
    assert written.parent == tmp_path
    main(["import", str(jira_file(tmp_path, "b.csv", mark="b"))])
    assert main(["restore", str(written)]) == 0
    assert "What was there before is kept" in capsys.readouterr().out
    main(["imports", "--json"])
    assert len(json.loads(capsys.readouterr().out)) == 1
    next(home.originals.iterdir()).write_bytes(b"changed")
    for path in home.originals.iterdir():
        path.write_bytes(b"changed")
    assert main(["check"]) == 1
    assert "was changed" in capsys.readouterr().err
    assert main(["check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out).keys() == {"findings", "mended"}


def test_a_place_that_cannot_be_written_is_a_sentence(
    tmp_path: Path, capsys: Captured
) -> None:
    assert main(["backup", "--out", str(tmp_path / "no" / "b.duckdb")]) == 1
    assert "cannot be written: No such file or directory." in capsys.readouterr().err


def test_formulas_are_not_printed_into_spreadsheets(capsys: Captured) -> None:
    from analytics.printing import print_csv  # noqa: PLC0415 - only here

    print_csv([{"a": "=1+1", "b": -1, "c": None}])
    assert capsys.readouterr().out == "a,b,c\n'=1+1,-1,\n"


def test_help_is_light() -> None:
    heavy = ("pandas", "duckdb", "streamlit", "numpy", "plotly", "urllib.request")
    code = (
        "import sys; from analytics.cli import main\n"
        "try: main(['--help'])\n"
        f"except SystemExit: assert not set({heavy}) & set(sys.modules), 'heavy'"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert done.returncode == 0


def test_a_stale_server_file_is_ignored(home: Home, capsys: Captured) -> None:
    home.create()
    ended = subprocess.run([sys.executable, "-c", ""], check=True)
    assert ended.returncode == 0
    server_file.write(home, "127.0.0.1", free_port())
    assert client.running_server(home) is None
    written = json.loads(home.server_file.read_text())
    home.server_file.write_text(json.dumps(written | {"pid": 2**22 + 1}))
    assert client.running_server(home) is None
    home.server_file.write_text("torn {")
    assert main(["projects"]) == 0
    capsys.readouterr()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*arguments: str) -> list[str]:
    """Return how `steerco ...` is started."""
    code = "from analytics.cli import main; raise SystemExit(main())"
    return [sys.executable, "-c", code, *arguments]


@pytest.fixture
def server(home: Home) -> Iterator[subprocess.Popen[str]]:
    home.create()
    (home.path / "sample.offered").touch()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command("serve", "--port", str(free_port())),
        cwd=home.path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    for _ in range(600):
        if client.running_server(home) or process.poll() is not None:
            break
        time.sleep(0.1)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.slow
def test_commands_go_to_the_running_server(
    tmp_path: Path, home: Home, capsys: Captured, server: subprocess.Popen[str]
) -> None:
    running = client.running_server(home)
    assert running is not None, server.communicate()[0]
    assert running.pid == server.pid
    path = str(jira_file(tmp_path))
    asked = ["show", "burndown", "--as-of", "2026-02-10", "--format", "json"]
    assert main(["import", path, str(tmp_path / "no.csv"), "--json"]) == 1
    there = json.loads(capsys.readouterr().out)
    assert there[0].keys() == there[1].keys() == IMPORT_FIELDS
    assert there[0]["import_id"] == 1
    assert main(asked) == 0
    shown_there = capsys.readouterr().out
    assert main(["show", "nothing"]) == 1
    assert "There is no metric 'nothing'" in capsys.readouterr().err
    for words in (["imports"], ["projects"], ["metrics"], ["backup"], ["check"]):
        assert main(words) == 0
    assert main(["serve", "--port", str(free_port())]) == 1
    assert f"process {server.pid}" in capsys.readouterr().err
    assert main(["restore", str(next(home.backups.iterdir()))]) == 1
    assert "Stop it first" in capsys.readouterr().err
    server.send_signal(signal.SIGINT)
    server.wait(60)
    assert client.running_server(home) is None
    assert main(asked) == 0
    assert capsys.readouterr().out == shown_there


@pytest.mark.slow
def test_a_port_in_use_is_a_sentence(capsys: Captured, home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--port", port]) == 1
        assert "cannot be used" in capsys.readouterr().err
    assert main(["serve", "--address", "nowhere.invalid"]) == 1
    assert "no address of this machine" in capsys.readouterr().err
    with opened(home.path):
        assert not home.server_file.exists()


def test_a_project_is_erased_only_when_it_is_meant(
    tmp_path: Path, capsys: Captured, home: Home
) -> None:
    main(["import", str(jira_file(tmp_path)), "--project", "Phase 2"])
    capsys.readouterr()
    assert main(["purge", "Phase 2"]) == 1
    assert "It cannot be undone. Say --yes to do it." in capsys.readouterr().err
    assert main(["projects", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 1
    main(["backup"])
    capsys.readouterr()
    assert main(["purge", "phase-2", "--yes", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["project"], found["originals_erased"]) == ("Phase 2", 1)
    assert len(found["backups"]) == 1
    assert {one["found"] for one in found["proof"]} == {0}
    assert not [one for one in home.originals.rglob("*") if one.is_file()]


def test_the_proof_of_an_erasure_is_a_table_and_nothing_is_erased_twice(
    tmp_path: Path, capsys: Captured
) -> None:
    main(["import", str(jira_file(tmp_path)), "--project", "Phase 2"])
    main(["backup"])
    capsys.readouterr()
    assert main(["purge", "Phase 2", "--yes"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0].split() == ["where", "what", "found"]
    assert "still holds it." in err
    assert main(["purge", "Phase 2", "--yes"]) == 1
    assert "Phase 2" in capsys.readouterr().err
