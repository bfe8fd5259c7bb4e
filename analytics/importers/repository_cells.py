"""Issues that live in a repository: keys such as `shop/web#12`, pull requests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.importers.base import Fitted
from analytics.importers.date_columns import first_filled
from analytics.importers.headers import plain
from analytics.importers.number_fields import issues

if TYPE_CHECKING:
    from analytics.importers.base import RawTable

URL = (
    "^https?://[^/]+/(?:api/v[0-9]+/)?(?:repos/)?(.+?)/(?:-/)?"
    "(?:issues|pulls?|work_items|merge_requests)/([0-9]+)"
)
"""An address of an issue, of the pages or of the REST interface."""

NUMBER = "^#?([0-9]+)$"
PULL = "/pulls?/[0-9]+"
OWN = "/issues/[0-9]+"
API = "^https?://(api[.]|[^/]+/api/)"
"""The interface calls pull requests issues as well: such an address tells nothing."""


@dataclass(frozen=True, slots=True)
class RepositoryKey:
    """The key of an issue, with its repository where the file says it.

    Number, address and repository may each have a column; `web#12` is made of those
    that are there, `#12` of a number alone. The repository also becomes the project.
    """

    numbers: tuple[str, ...]
    urls: tuple[str, ...]
    repositories: tuple[str, ...] = ()

    @property
    def aliases(self) -> tuple[str, ...]:
        """Numbers before addresses."""
        return self.numbers + self.urls

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:
        """Put the key together."""
        repository = repository_of(raw, self.urls, self.repositories)
        written = _cell(raw, self.numbers)
        found = [f"nullif(regexp_extract({written}, '{NUMBER}', 1), '')"]
        found.append(f"nullif(regexp_extract({_cell(raw, self.urls)}, '{URL}', 2), '')")
        number = f"coalesce({', '.join(found)})"
        filled = first_filled(raw, positions)
        return Fitted(
            f"coalesce({repository}, '') || '#' || {number}",
            f"{filled} is not null and {number} is null",
            "does not say the number of an issue",
            {"project_key": repository, "project_name": repository},
        )


def repository_of(
    raw: RawTable, urls: tuple[str, ...], repositories: tuple[str, ...]
) -> str:
    """Return SQL of the repository, NULL where the file does not say it."""
    from_url = f"nullif(regexp_extract({_cell(raw, urls)}, '{URL}', 1), '')"
    written = f"regexp_replace({_cell(raw, repositories)}, '^https?://[^/]+/', '')"
    return f"coalesce({from_url}, {written})"


def _cell(raw: RawTable, names: tuple[str, ...]) -> str:
    """Return SQL of the first filled column of those names that was loaded."""
    wanted = [plain(name) for name in names]
    where = sorted(
        (wanted.index(plain(header)), position)
        for position, header in enumerate(raw.header)
        if plain(header) in wanted and position in raw.positions
    )
    cells = [raw.cell(position) for _, position in where]
    return f"coalesce({', '.join([*cells, 'cast(null as varchar)'])})"


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of an issue, pull requests told apart where the file can tell.

    A column of that name, an address of the pages, or the state merged tell it.
    """

    types: tuple[str, ...]
    marks: tuple[str, ...]
    urls: tuple[str, ...]
    states: tuple[str, ...]

    @property
    def aliases(self) -> tuple[str, ...]:
        """All columns that can tell."""
        return self.types + self.marks + self.urls + self.states

    def fit(self, raw: RawTable, positions: tuple[int, ...]) -> Fitted:  # noqa: ARG002 - told apart by name
        """Decide for each row, and say how far that went."""
        kind, mark = _cell(raw, self.types), _cell(raw, self.marks)
        url, state = _cell(raw, self.urls), _cell(raw, self.states)
        page = f"case when not regexp_matches({url}, '{API}') then {url} end"
        is_pull = (
            f"lower({mark}) not in ('false', '0', 'no') "
            f"or coalesce(regexp_matches({page}, '{PULL}'), false) "
            f"or lower({state}) = 'merged' or lower({kind}) in "
            "('pull request', 'pullrequest', 'pr', 'pull_request')"
        )
        is_issue = (
            f"lower({mark}) in ('false', '0', 'no') or regexp_matches({page}, '{OWN}')"
        )
        value = (
            f"case when {is_pull} then 'Pull request' "
            f"when {kind} is not null then {kind} when {is_issue} then 'Issue' end"
        )
        pulls, unknown = raw.fetch(
            f"count(*) filter (where {is_pull}), "
            f"count(*) filter (where ({value}) is null)"
        )[0]
        return Fitted(value, notes=tuple(_said(pulls, unknown, raw.header, self.marks)))


def _said(
    pulls: int, unknown: int, header: tuple[str, ...], marks: tuple[str, ...]
) -> list[str]:
    notes = []
    if pulls:
        notes.append(f"Pull requests have the type 'Pull request': {pulls:,}.")
    # A column that is filled for pull requests only tells by being empty as well.
    if unknown and not {plain(name) for name in header} & set(map(plain, marks)):
        notes.append(
            "The file does not say whether a record is an issue or a pull request "
            f"({issues(unknown)}); export the address (html_url) to tell them apart."
        )
    return notes
