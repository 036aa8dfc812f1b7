"""A glossary as two files, ``terms.tsv`` and ``forms.tsv``: fields between tabs, names of fields on line 1.

What is wrong is refused with its file and line, before anything of it is kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from forum.core.errors import Refused
from forum.library.term_checks import check, check_form
from forum.library.term_drafts import BOXES, FormDraft, TermDraft
from forum.library.terms import may_be_in_posts

TERMS, FORMS = "terms.tsv", "forms.tsv"
_OF_TERMS = ("name", "kind", "belongs_to", "explanation", "sources", "more")
_OF_FORMS = ("written", "name", "mode", "nearby")


def read_glossary(folder: Path) -> list[TermDraft]:
    """The terms of the two files, each with its forms; linked in posts where the rule allows it."""
    forms = _forms(folder / FORMS)
    drafts: list[TermDraft] = []
    for number, row in _rows(folder / TERMS, _OF_TERMS):
        its = tuple(forms.pop(row["name"], ()))
        draft = TermDraft(**row, in_posts=may_be_in_posts(row["kind"], row["name"]), forms=its)
        with _At(TERMS, number):
            check(draft)
            if draft.slug in {each.slug for each in drafts}:
                raise Refused(f"“{draft.name}” stands here twice.")
        drafts.append(draft)
    if forms:
        raise Refused(f"{FORMS}: no line of {TERMS} names “{next(iter(forms))}”.")
    return drafts


def _forms(file: Path) -> dict[str, list[FormDraft]]:
    forms: dict[str, list[FormDraft]] = defaultdict(list)
    for number, row in _rows(file, _OF_FORMS):
        form = FormDraft(row["written"], row["mode"], row["nearby"])
        with _At(FORMS, number):
            if form.mode not in BOXES:
                raise Refused(f"“{form.mode}” is none of {', '.join(BOXES)}.")
            check_form(form)
        forms[row["name"]].append(form)
    return forms


def _rows(file: Path, names: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each line but the first, with its number and its fields by name."""
    for number, line in enumerate(text_of(file).rstrip("\n").split("\n"), 1):
        fields = line.split("\t")
        if number == 1 and tuple(fields) != names:
            raise Refused(f"{file.name}, line 1: this line names the fields: {', '.join(names)}.")
        if len(fields) != len(names):
            raise Refused(f"{file.name}, line {number}: {len(fields)} fields, not {len(names)}.")
        if number > 1:
            yield number, dict(zip(names, fields, strict=True))


def text_of(file: Path) -> str:
    """The text of a file; one that is not UTF-8 is refused with the line."""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise Refused(f"{file.name}, line {line}: this is not UTF-8.") from None


class _At:
    """Says of a refusal on which line of which file it was."""

    def __init__(self, name: str, line: int) -> None:
        self.place = f"{name}, line {line}"

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Refused):
            raise Refused(f"{self.place}: {error.reason}") from None
