"""The repository itself: what it may not carry, and what its papers promise."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
LOCK = ROOT / "requirements.lock"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

# Written in two halves, so that this file does not find itself.
REGISTRY = re.compile(
    r"\b(?:"
    + "|".join(
        f"{name}\\.{ending}"
        for name, ending in [
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("npmjs", "(?:org|com)"),
            ("yarnpkg", "com"),
            ("crates", "io"),
            ("ghcr", "io"),
            ("docker", "io"),
            ("quay", "io"),
            ("pkg", "dev"),
            ("jfrog", "io"),
        ]
    )
    + r")\b|(?:--|_)(?:extra-)?(?:index|find)-(?:url|links)[ =]\S"
)
MACHINE_PATH = re.compile(
    r"(?<![\w.~$}/-])/(?:" + "home|Users|root|work|mnt|opt" + r")/[\w.]"
    r"|\b[A-Z]:\\+Users\\"
)


@cache
def tracked() -> tuple[Path, ...]:
    """List the files that git knows, or skip where there is no git."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run(
        [git, "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(ROOT / name for name in listing.split("\0") if name)


def read(path: Path) -> str | None:
    """Return the text of a file, or None where it is not text."""
    data = path.read_bytes()
    if b"\0" in data:
        return None
    return data.decode("utf-8", errors="replace")


@pytest.mark.parametrize("forbidden", [REGISTRY, MACHINE_PATH], ids=["host", "path"])
def test_no_file_names_a_registry_or_a_machine(forbidden: re.Pattern[str]) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path.is_file() and (text := read(path)) is not None
        for match in forbidden.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (REGISTRY, "https://files.python" + "hosted.org/x"),
        (REGISTRY, "from ghcr" + ".io/x"),
        (REGISTRY, "--" + "index-url http://x"),
        (MACHINE_PATH, "open('/" + "home/ada/x')"),
        (MACHINE_PATH, "cd /" + "Users/ada"),
        (MACHINE_PATH, "C:" + r"\Users\ada"),
    ],
)
def test_the_patterns_find_what_they_are_for(
    pattern: re.Pattern[str], text: str
) -> None:
    assert pattern.search(text)


def test_lock_has_hashes_and_no_addresses() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=[a-z0-9])", text)
    assert [e.split()[0] for e in entries if "--hash=sha256:" not in e] == []


def test_lock_pins_everything_that_the_project_asks_for() -> None:
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[^\w.-]", requirement)[0] for requirement in wanted}
    pinned = set(
        re.findall(r"^([\w.-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert names - pinned == set()


def test_sql_is_as_narrow_as_the_other_code() -> None:
    width = PROJECT["tool"]["ruff"].get("line-length", 88)
    wide = [
        f"{path.name}:{number}"
        for path in sorted((ROOT / "analytics").rglob("*.sql"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > width
    ]
    assert wide == []


def test_changelog_begins_with_unreleased() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[?([\w.]+)", text, re.MULTILINE)
    assert headings[0] == "Unreleased"


def test_readme_opens_with_one_sentence_and_names_two_commands() -> None:
    lines = README.read_text(encoding="utf-8").splitlines()
    assert re.fullmatch(r"[^#!].+\.", lines[0])
    assert "make run" in lines
    assert "make test" in lines
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^run:", makefile, re.MULTILINE)
    assert re.search(r"^test:", makefile, re.MULTILINE)


def test_every_file_in_a_readme_table_exists() -> None:
    cells = [
        name
        for line in README.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
        for name in re.findall(r"`([^`\s]+)`", line)
    ]
    files = [c for c in cells if re.fullmatch(r"[\w.-]+(/[\w.-]+)*(/|\.\w{2,4})", c)]
    assert files
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_every_relative_link_leads_somewhere() -> None:
    broken = [
        f"{paper.name}: {target}"
        for paper in sorted(ROOT.glob("*.md"))
        for target in re.findall(r"\]\(([^)#\s]+)", paper.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:")
        if not (ROOT / target).exists()
    ]
    assert broken == []


def test_console_script_resolves() -> None:
    for target in PROJECT["project"]["scripts"].values():
        module, name = target.split(":")
        assert callable(getattr(importlib.import_module(module), name))


def test_what_the_wheel_takes_along_exists() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    sources = [*wheel["packages"], *wheel["force-include"]]
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_every_marker_and_lint_exception_is_explained() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ignored = text.split("\nignore = [\n", 1)[1].split("\n]", 1)[0].splitlines()
    assert [line for line in ignored if not re.search(r'",\s+# \S', line)] == []


def test_streamlit_knows_every_setting() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    assert "not a valid" not in shown.stdout + shown.stderr
    assert 'address = "127.0.0.1"' in shown.stdout


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_chart_colours_are_enough_and_differ(scheme: str) -> None:
    text = (ROOT / ".streamlit/config.toml").read_text(encoding="utf-8")
    colours = tomllib.loads(text)["theme"][scheme]["chartCategoricalColors"]
    assert len(set(colours)) == len(colours) >= 10


def test_actions_are_pinned_by_hash() -> None:
    for workflow in (ROOT / ".github/workflows").glob("*.yml"):
        uses = re.findall(r"uses:\s*(\S+)", workflow.read_text(encoding="utf-8"))
        assert uses
        assert [u for u in uses if not re.search(r"@[0-9a-f]{40}$", u)] == []
