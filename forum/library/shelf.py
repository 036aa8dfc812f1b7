"""Bringing the starter shelf: what is missing is added, what is there stays as editors left it."""

from __future__ import annotations

import csv
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from sqlalchemy import select

from forum.core.db import db
from forum.library.articles import Article
from forum.library.explaining import next_version
from forum.library.folding import folded
from forum.library.front_matter import read_article
from forum.library.glossary_files import read_glossary
from forum.library.help_entries import HelpEntry
from forum.library.help_forms import EntryForm
from forum.library.help_keeping import bring_entry
from forum.library.term_drafts import TermDraft
from forum.library.term_keeping import claimed_forms
from forum.library.terms import Term, TermAddress, TermForm, slug_of
from forum.library.writing import put_article

STARTER = Path(__file__).with_name("starter")


def bring_glossary() -> int:
    """Add the terms of the starter glossary that were never here; returns how many.

    One that editors took away or gave another name stays as they decided, and so do words that they gave
    to a term of their own.
    """
    there = {*db.session.scalars(select(Term.slug)), *db.session.scalars(select(TermAddress.slug))}
    missing = [draft for draft in read_glossary(STARTER) if draft.slug not in there]
    if missing:
        claimed = claimed_forms(form.written for draft in missing for form in draft.forms)
        version = next_version()
        db.session.add_all(_new_term(draft, version, claimed) for draft in missing)
    return len(missing)


def _new_term(draft: TermDraft, version: int, claimed: set[str]) -> Term:
    forms = [
        TermForm(slug=slug_of(form.written), **asdict(form))
        for form in draft.forms
        if folded(form.written).lower() not in claimed
    ]
    values = asdict(draft) | {"forms": forms}
    return Term(slug=draft.slug, version=version, since=version, **values)


def bring_articles() -> int:
    """Add the starter articles that the group does not have; returns how many."""
    there = set(db.session.scalars(select(Article.slug)))
    files = [file for file in sorted((STARTER / "articles").glob("*.md")) if file.stem not in there]
    terms = set(db.session.scalars(select(Term.slug)))
    for file in files:
        draft = read_article(file.name, file.read_text("utf-8"))
        # A group may have changed its glossary since.
        links, no_links = (tuple(filter(terms.__contains__, each)) for each in (draft.links, draft.no_links))
        put_article(replace(draft, links=links, no_links=no_links), state="published")
    return len(files)


def bring_help() -> int:
    """Add the starter entries of where else to find help that were never here, and renew those that nobody of
    the group has touched; returns how many came or changed. The group has checked none of them yet.
    """
    brought = select(HelpEntry).where(HelpEntry.starter.is_not(None))
    there = {entry.starter: entry for entry in db.session.scalars(brought)}
    return sum(_bring_entry(row, there.get(row["starter"])) for row in _rows("help.tsv"))


def _bring_entry(row: dict[str, str], there: HelpEntry | None) -> bool:
    compared_on = date.fromisoformat(row["compared_on"])
    return bring_entry(EntryForm.from_form(row), compared_on, starter=row["starter"], there=there)


def _rows(name: str) -> list[dict[str, str]]:
    with (STARTER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
