"""Templates: nothing inline that the content policy forbids, nothing declared safe, a token in each form."""

from __future__ import annotations

import re
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "templates"
FILES = sorted(file for file in TEMPLATES.rglob("*") if file.is_file())
LONGEST = 120

#: Forms on pages that strangers' browsers may keep carry no token: the edge checks their origin.
ORIGIN_ONLY = 'action="/display"'
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL | re.IGNORECASE)


def name_of(file: Path) -> str:
    return file.relative_to(TEMPLATES).as_posix()


def test_templates_can_be_read_in_a_sitting() -> None:
    lengths = {name_of(file): len(file.read_text().splitlines()) for file in FILES}
    assert [name for name, lines in lengths.items() if lines > LONGEST] == []


def test_nothing_is_declared_safe() -> None:
    assert with_any(r"\|\s*safe\b", r"autoescape\s+false", r"Markup\(") == []


def test_there_is_no_inline_style_or_script() -> None:
    assert with_any(r"<[^>]*\sstyle\s*=", "<style\\b", "javascript:") == []
    assert with_any(r"<[^>]*\son[a-z]+\s*=", r"<script\b(?![^>]*\bsrc=)") == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert with_any(r'\bsrc\s*=\s*"(?:https?:)?//', r'<link[^>]*href\s*=\s*"(?:https?:)?//') == []


def test_each_form_that_changes_something_carries_a_token() -> None:
    without = [
        f"{name_of(file)}: {form[:80]}"
        for file in FILES
        for form in FORM.findall(file.read_text())
        if 'method="post"' in form and "csrf" not in form and ORIGIN_ONLY not in form
    ]
    assert without == []


def test_only_the_styles_know_how_wide_a_window_is() -> None:
    """So a page that was loaded in a narrow window can be looked at in a wide one as it is."""
    asking = re.compile(r"innerWidth|clientWidth|ResizeObserver|matchMedia\([^)]*width|\bscreen\.")
    scripts = list((TEMPLATES.parent / "static" / "js").glob("*.js"))
    assert scripts
    assert [file.name for file in scripts if asking.search(file.read_text())] == []


def with_any(*patterns: str) -> list[str]:
    """The templates in which one of the patterns stands."""
    whole = re.compile("|".join(patterns), re.IGNORECASE)
    return [f"{name_of(file)}: {found[0]}" for file in FILES if (found := whole.search(file.read_text()))]
