"""Small frames of money and risks as the warehouse hands them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analytics import schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DTYPES = {
    schema.TEXT: "str",
    schema.NUMBER: "float64",
    schema.MONEY: "float64",
    schema.DATE: "datetime64[us]",
    schema.FLAG: "boolean",
    schema.TEXTS: "object",
}


def frame(table: schema.Table, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Build a frame of a canonical table; what a row does not say is missing."""
    columns = {
        column.name: pd.Series(
            [row.get(column.name) for row in rows], dtype=DTYPES[column.type]
        )
        for column in table.columns
    }
    ids = [row.get("version_id", number) for number, row in enumerate(rows, 1)]
    imports = [row.get("import_id", 1) for row in rows]
    known = {
        "version_id": pd.Series(ids, dtype="int64"),
        "import_id": pd.Series(imports, dtype="int64"),
    }
    return pd.DataFrame({**known, **columns})


def budget_lines(*rows: Mapping[str, object]) -> pd.DataFrame:
    """Build budget lines in EUR for the whole of 2026 unless a row says more."""
    usual = {
        "category": "Build",
        "budget_kind": "budget",
        "currency": "EUR",
        "starts_on": "2026-01-01",
        "ends_before": "2027-01-01",
    }
    return frame(schema.BUDGET_LINE, [{**usual, **row} for row in rows])


def costs(*rows: Mapping[str, object]) -> pd.DataFrame:
    """Build ledger lines in EUR booked in January 2026 unless a row says more."""
    usual = {"category": "Build", "currency": "EUR", "booked_on": "2026-01-15"}
    return frame(schema.COST, [{**usual, **row} for row in rows])


def commitments(*rows: Mapping[str, object]) -> pd.DataFrame:
    """Build open purchase orders in EUR of January 2026 unless a row says more."""
    usual = {
        "category": "Build",
        "currency": "EUR",
        "status": "open",
        "ordered_on": "2026-01-10",
    }
    return frame(schema.COMMITMENT, [{**usual, **row} for row in rows])


def changes(*rows: Mapping[str, object]) -> pd.DataFrame:
    """Build changes in EUR approved on 1 March 2026 unless a row says more."""
    usual = {
        "category": "Build",
        "currency": "EUR",
        "decision": "approved",
        "decided_on": "2026-03-01",
    }
    return frame(schema.CHANGE_REQUEST, [{**usual, **row} for row in rows])


def rates(*rows: Mapping[str, object]) -> pd.DataFrame:
    """Build rates from USD to EUR valid from 1 January 2026 unless a row says more."""
    usual = {
        "from_currency": "USD",
        "to_currency": "EUR",
        "valid_on": "2026-01-01",
    }
    return frame(schema.EXCHANGE_RATE, [{**usual, **row} for row in rows])


def risks(*rows: Mapping[str, object]) -> pd.DataFrame:
    """Build open threats in EUR, numbered R1, R2, ... unless a row says more."""
    usual = {"risk_kind": "threat", "status": "Open", "currency": "EUR"}
    named = [{"risk_id": f"R{number}"} for number in range(1, len(rows) + 1)]
    full = [{**usual, **name, **row} for name, row in zip(named, rows, strict=True)]
    table = frame(schema.RISK, full)
    state = pd.Series([row.get("state", "open") for row in full], dtype="str")
    return table.assign(state=state)
