from __future__ import annotations

import ast
import hashlib
import secrets
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from analytics.errors import RequestError
from analytics.sharing import links
from analytics.warehouse import share_links
from tests.sharing.examples import NOW, frozen, shared

if TYPE_CHECKING:
    from analytics.warehouse.store import Warehouse

SHARING = Path(links.__file__).parent
SECOND = timedelta(seconds=1)


def test_tokens_are_256_random_bits_and_never_repeat(warehouse: Warehouse) -> None:
    made = [shared(warehouse) for _ in range(20)]
    assert len({one.token for one in made}) == 20
    assert len({one.share_id for one in made}) == 20
    assert all(links.TOKEN.fullmatch(one.token) for one in made)


def test_a_hundred_thousand_tokens_differ() -> None:
    assert len({secrets.token_urlsafe(32) for _ in range(100_000)}) == 100_000


def test_only_the_secrets_module_makes_chance() -> None:
    names = {
        alias.name
        for path in SHARING.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert "secrets" in names
    assert not names & {"random", "uuid"}


def test_no_byte_on_disk_holds_the_token(warehouse: Warehouse) -> None:
    link = shared(warehouse)
    target = warehouse.home.backups / "copy.duckdb"
    warehouse.backup(target)
    files = [path for path in warehouse.home.path.rglob("*") if path.is_file()]
    assert target in files
    assert not any(link.token.encode() in path.read_bytes() for path in files)
    assert link.token not in share_links.payload(warehouse, link.share_id)


def test_stored_is_the_hash(warehouse: Warehouse) -> None:
    link = shared(warehouse)
    (listed,) = links.listed(warehouse)
    assert listed.link.token_sha256 == hashlib.sha256(link.token.encode()).hexdigest()
    assert listed.link.share_id == link.share_id
    assert link.token not in listed.link.share_id


def test_a_link_opens_until_the_second_it_ends(warehouse: Warehouse) -> None:
    token = shared(warehouse).token
    end = NOW + timedelta(days=14)
    assert links.resolve(warehouse, token, at=end - SECOND)
    assert links.resolve(warehouse, token, at=end) is None
    assert links.resolve(warehouse, token, at=end + SECOND) is None


def test_a_link_does_not_open_before_it_was_made(warehouse: Warehouse) -> None:
    token = shared(warehouse).token
    assert links.resolve(warehouse, token, at=NOW - SECOND) is None


def test_a_revoked_link_stays_revoked(warehouse: Warehouse) -> None:
    link = shared(warehouse)
    links.revoke(warehouse, link.share_id, at=NOW)
    assert links.resolve(warehouse, link.token, at=NOW) is None
    links.revoke(warehouse, link.share_id, at=NOW + SECOND)
    shared(warehouse)
    (revoked,) = [
        one.link
        for one in links.listed(warehouse)
        if one.link.share_id == link.share_id
    ]
    assert revoked.revoked_at == NOW
    assert links.resolve(warehouse, link.token, at=NOW) is None


def test_all_links_of_a_project_are_revoked_and_no_other(warehouse: Warehouse) -> None:
    own = [shared(warehouse), shared(warehouse)]
    other = links.create(warehouse, frozen(), project_id="other")
    links.revoke_all(warehouse, at=NOW, project_id="harbour")
    assert [links.resolve(warehouse, one.token, at=NOW) for one in own] == [None, None]
    assert links.resolve(warehouse, other.token, at=NOW)
    links.revoke_all(warehouse, at=NOW)
    assert links.resolve(warehouse, other.token, at=NOW) is None


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "a",
        "a" * 42,
        "a" * 44,
        "a" * 43 + "\n",
        "a" * 42 + "ä",
        "a" * 42 + "%",
        "' or 1=1 --" + "a" * 32,
        "\0" * 43,
    ],
)
def test_what_is_no_token_resolves_to_nothing(warehouse: Warehouse, wrong: str) -> None:
    shared(warehouse)
    assert links.resolve(warehouse, wrong, at=NOW) is None


def test_a_share_id_is_no_token(warehouse: Warehouse) -> None:
    link = shared(warehouse)
    assert links.resolve(warehouse, link.share_id, at=NOW) is None
    assert links.resolve(warehouse, links.digest(link.token)[:43], at=NOW) is None


@pytest.mark.parametrize("days", [-1, 0, 91, 10_000])
def test_a_link_lives_one_to_ninety_days(warehouse: Warehouse, days: int) -> None:
    with pytest.raises(RequestError):
        links.expiry(NOW, days)
    with pytest.raises(RequestError):
        links.create(warehouse, frozen(days=days), project_id="harbour")


def test_a_link_lives_fourteen_days_by_default() -> None:
    assert links.expiry(NOW) == NOW + timedelta(days=14)
    assert links.expiry(NOW, 90) == NOW + timedelta(days=90)


def test_views_add_up(warehouse: Warehouse) -> None:
    link = shared(warehouse)
    share_links.add_views(warehouse, {link.share_id: (NOW, 2)})
    share_links.add_views(warehouse, {link.share_id: (NOW + SECOND, 3)})
    (listed,) = links.listed(warehouse, "harbour")
    assert (listed.views, listed.last_viewed_at) == (5, NOW + SECOND)
    assert links.listed(warehouse, "other") == ()


def test_what_was_shared_comes_back_unchanged(warehouse: Warehouse) -> None:
    link = shared(warehouse)
    assert links.frozen_of(warehouse, link.share_id) == frozen()
    assert link.path == f"/s/{link.token}"
