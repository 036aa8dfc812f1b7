"""Remarks that were made twice: what no linter holds about the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

FORUM = Path(__file__).parents[2] / "forum"
FILES = [file for file in sorted(FORUM.rglob("*.py")) if "versions" not in file.parts]

LONGEST_FILE = 300
LONGEST_FUNCTION = 45

#: Requests commit at the edge; a sweep, a mail sent and a command are the edges where there is no request.
MAY_COMMIT = ("core/edge.py", "core/jobs.py", "core/mailer.py", "cli", "house/", "demo/", "migrations/")
#: Of the importer, one file commits: it works for hours, in steps that survive a kill.
MOST_COMMITTING_FILES_OF_TRANSFER = 1

#: Where HTML is made safe, or made.
MAY_MAKE_HTML = ("core/html.py",)
HTML_MAKERS = {"bleach", "nh3"}

VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "service", "services"}


def name_of(file: Path) -> str:
    return file.relative_to(FORUM).as_posix()


def test_files_can_be_read_in_a_sitting() -> None:
    lengths = {name_of(file): len(file.read_text().splitlines()) for file in FILES}
    assert [name for name, lines in lengths.items() if lines > LONGEST_FILE] == []


def test_a_function_is_one_idea() -> None:
    long = [
        f"{name_of(file)}: {each.name}, {length(each)} lines"
        for file in FILES
        for each in functions(file)
        if length(each) > LONGEST_FUNCTION
    ]
    assert long == []


def test_files_are_named_for_what_is_in_them() -> None:
    assert [name_of(file) for file in FILES if file.stem in VAGUE_NAMES] == []


def test_only_the_edges_commit() -> None:
    elsewhere = [name for name in committing_files() if not name.startswith((*MAY_COMMIT, "transfer/"))]
    assert elsewhere == []


def test_the_importer_commits_in_one_place() -> None:
    files = [name for name in committing_files() if name.startswith("transfer/")]
    assert len(files) <= MOST_COMMITTING_FILES_OF_TRANSFER, files


def test_html_is_declared_safe_in_one_place() -> None:
    elsewhere = [name_of(file) for file in FILES if makes_html(file) and name_of(file) not in MAY_MAKE_HTML]
    assert elsewhere == []


def test_no_check_is_switched_off_for_a_line_or_file() -> None:
    switches = ("# noqa", "# mypy:", "# ruff:", "# type: ignore\n")
    assert [name_of(file) for file in FILES if any(words in file.read_text() for words in switches)] == []


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def calls(file: Path) -> Iterator[str]:
    """The last word of everything that is called: ``commit`` of ``db.session.commit()``."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id


def committing_files() -> list[str]:
    return [name_of(file) for file in FILES if "commit" in calls(file)]


def makes_html(file: Path) -> bool:
    return "Markup" in calls(file) or bool(HTML_MAKERS & imported(file))


def imported(file: Path) -> set[str]:
    modules: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add((node.module or "").partition(".")[0])
    return modules
