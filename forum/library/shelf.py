"""Bringing the starter shelf: what is missing is added, what is there stays as editors left it."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select

from forum.core.db import db
from forum.library.articles import Article
from forum.library.explaining import version_now
from forum.library.front_matter import read_article
from forum.library.help_entries import HelpEntry
from forum.library.help_forms import EntryForm
from forum.library.help_keeping import bring_entry
from forum.library.terms import Term, TermForm, may_be_in_posts, slug_of
from forum.library.writing import put_article

STARTER = Path(__file__).with_name("starter")


def bring_glossary() -> int:
    """Add the terms of the starter glossary that the group does not have; returns how many."""
    there = set(db.session.scalars(select(Term.slug)))
    forms, version = _forms_by_name(), version_now() + 1
    missing = [row for row in _rows("terms.tsv") if slug_of(row["name"]) not in there]
    for row in missing:
        in_posts = may_be_in_posts(row["kind"], row["name"])
        term = Term(slug=slug_of(row["name"]), in_posts=in_posts, version=version, **row)
        term.forms = [TermForm(slug=slug_of(form["written"]), **form) for form in forms[row["name"]]]
        db.session.add(term)
    return len(missing)


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


def _forms_by_name() -> dict[str, list[dict[str, str]]]:
    forms: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows("forms.tsv"):
        forms[row.pop("name")].append(row)
    return forms


def _rows(name: str) -> list[dict[str, str]]:
    with (STARTER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
