from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from starlette.applications import Starlette

from analytics.web.intake_api import TOKEN_HEADER, IntakeApi
from tests.web.asgi import ask

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.warehouse.store import Warehouse
    from tests.web.asgi import Answer

TOKEN = "right"  # noqa: S105 - of this test
LEDGER = b"""\
Posting date,Document,Category,Amount,Currency
2026-05-03,D-1,Staff,100.00,EUR
2026-05-20,D-2,Staff,50.00,EUR
"""
FIELDS = {
    *("file", "sha256", "importer", "project", "kind", "rows_read", "rows_loaded"),
    *("rows_quarantined", "already_imported", "import_id", "problems", "notes"),
    "drift",
    "error",
}


@pytest.fixture
def api(warehouse: Warehouse) -> Starlette:
    return Starlette(routes=IntakeApi(lambda: warehouse, lambda: TOKEN).routes())


def call(api: Starlette, path: str, **more: object) -> Answer:
    headers = {TOKEN_HEADER: TOKEN, **more.pop("headers", {})}  # type: ignore[dict-item]
    return ask(api, path, headers=headers, **more)


def imported(api: Starlette, files: list[str], **options: object) -> Answer:
    body = json.dumps({"files": files, **options}).encode()
    headers = {"content-type": "application/json"}
    return call(api, "/api/import", method="POST", body=body, headers=headers)


@pytest.mark.parametrize("token", ["", "wrong", "righT", "right "])
@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/api/import", "POST"),
        ("/api/show", "GET"),
        ("/api/imports", "GET"),
        ("/api/projects", "GET"),
        ("/api/metrics", "GET"),
        ("/api/backup", "POST"),
    ],
)
def test_nothing_without_the_token(
    api: Starlette, path: str, method: str, token: str
) -> None:
    answer = ask(api, path, method=method, headers={TOKEN_HEADER: token})
    assert answer.status == 401


def test_a_server_without_a_token_lets_nobody_in(warehouse: Warehouse) -> None:
    api = Starlette(routes=IntakeApi(lambda: warehouse, lambda: "").routes())
    headers = {TOKEN_HEADER: ""}
    assert ask(api, "/api/projects", headers=headers).status == 401


def test_a_file_is_imported_by_its_path(api: Starlette, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(LEDGER)
    (rehearsed,) = json.loads(
        imported(api, [str(path)], project="Atlas", dry_run=True).body
    )
    assert (rehearsed["project"], rehearsed["import_id"]) == ("Atlas", None)
    assert json.loads(call(api, "/api/projects").body) == []
    (first,) = json.loads(imported(api, [str(path)], project="Atlas").body)
    assert set(first) == FIELDS
    assert (first["file"], first["error"]) == ("ledger.csv", "")
    assert (first["rows_read"], first["rows_loaded"]) == (2, 2)
    (again,) = json.loads(imported(api, [str(path)], project="Atlas").body)
    assert again["already_imported"] is True
    assert again["import_id"] == first["import_id"]


def test_a_file_is_imported_from_the_body(api: Starlette, warehouse: Warehouse) -> None:
    path = "/api/import?name=../../etc/ledger.csv&project=Atlas&as_of=2026-05-31"
    (done,) = json.loads(call(api, path, method="POST", body=LEDGER).body)
    assert (done["file"], done["rows_loaded"]) == ("ledger.csv", 2)
    assert not list(warehouse.home.stage.glob(".sent-*"))
    (listed,) = json.loads(call(api, "/api/imports?project=atlas").body)
    assert listed["as_of"] == "2026-05-31T23:59:59"
    assert (listed["file"], listed["is_undone"]) == ("ledger.csv", False)


def test_a_refused_file_is_one_of_several(api: Starlette, tmp_path: Path) -> None:
    good, bad = tmp_path / "ledger.csv", tmp_path / "bad.csv"
    good.write_bytes(LEDGER)
    bad.write_bytes(b"\0\1\2")
    files = [str(bad), str(tmp_path / "none.csv"), str(good)]
    outcomes = json.loads(imported(api, files, project="Atlas").body)
    assert [bool(one["error"]) for one in outcomes] == [True, True, False]
    assert outcomes[0]["import_id"] is None
    assert outcomes[1]["error"] == "none.csv: No such file or directory."


def test_a_figure_is_shown(api: Starlette, tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_bytes(LEDGER)
    imported(api, [str(path)], project="Atlas")
    shown = json.loads(call(api, "/api/show?metric=budget_variance&by=vendor").body)
    assert shown["figures"]["actual"] == 150.0
    assert shown["figures"]["budget"] is None
    assert shown["why"]["budget"] == "no budget lines"
    assert shown["as_of"] == "2026-05-20"


@pytest.mark.parametrize(
    "path",
    [
        "/api/show",
        "/api/show?metric=none",
        "/api/show?metric=burndown&project=none",
        "/api/imports?project=none",
    ],
)
def test_what_makes_no_sense_gets_a_sentence(api: Starlette, path: str) -> None:
    answer = call(api, path)
    assert answer.status == 400
    assert json.loads(answer.body)["error"].endswith(".")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"files": "x"}', b'{"files": [1]}']
)
def test_a_request_that_is_no_list_of_files(api: Starlette, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    answer = call(api, "/api/import", method="POST", body=body, headers=headers)
    assert answer.status == 400


def test_metrics_and_backup(api: Starlette, warehouse: Warehouse) -> None:
    keys = [one["metric"] for one in json.loads(call(api, "/api/metrics").body)]
    assert "burndown" in keys
    done = json.loads(call(api, "/api/backup", method="POST").body)
    (path,) = warehouse.home.backups.glob("steerco-*.duckdb")
    assert (done["file"], done["bytes"]) == (str(path), path.stat().st_size)
