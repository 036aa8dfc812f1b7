"""What of the glossary an article names: its editors choose which of these words are links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import Member
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.core.errors import Overtaken, Refused
from forum.core.passages import GAP, linkable_text
from forum.library.about import places_in
from forum.library.articles import Article, Section
from forum.library.finding import Found
from forum.library.linking import choices_of, choose
from forum.library.terms import Term

#: What may be chosen of a term, in the words of the form; and the line of each in the log.
CHOICES = {"linked": "Link it", "plain": "Leave it plain", "": "Decide later"}
ACTIONS = {"linked": "link terms", "plain": "leave terms plain", "": "propose terms again"}
#: Letters shown on either side of a word.
AROUND = 60


@dataclass(slots=True)
class Place:
    """Where in an article a term is named: a section, how often there, and the words around the first."""

    section: Section
    before: str
    words: str
    behind: str
    times: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A term that an article names, or named when somebody chose of it."""

    term: Term
    #: The group it is one of, if the glossary explains that too.
    group: Term | None
    choice: str
    #: The ways it is written there.
    written: list[str]
    places: list[Place]

    @property
    def field_name(self) -> str:
        return f"term-{self.term.id}"

    @property
    def was_name(self) -> str:
        """The field that says what the form showed before anything was chosen."""
        return f"was-{self.term.id}"


def candidates_of(article: Article) -> list[Candidate]:
    """The terms that an article names, in the order it names them; then what it no longer names."""
    choices, spots = choices_of(article), _spots_in(article)
    terms = _terms({*spots, *choices})
    groups = _groups(terms)
    return [
        Candidate(
            terms[term_id],
            groups.get(terms[term_id].belongs_to),
            choices.get(term_id, ""),
            _written(spots.get(term_id, [])),
            _places(spots.get(term_id, [])),
        )
        for term_id in dict.fromkeys([*spots, *choices])
        if term_id in terms
    ]


@dataclass(frozen=True, slots=True)
class _Spot:
    """One place with the section and the text that it stands in."""

    section: Section
    text: str
    found: Found

    @property
    def words(self) -> str:
        return self.text[self.found.start : self.found.end]


def _spots_in(article: Article) -> dict[int, list[_Spot]]:
    spots: dict[int, list[_Spot]] = defaultdict(list)
    for section in article.sections:
        text = linkable_text(section.html)
        for found in places_in(section):
            spots[found.term].append(_Spot(section, text, found))
    return spots


def _terms(ids: set[int]) -> dict[int, Term]:
    return {term.id: term for term in db.session.scalars(select(Term).where(Term.id.in_(ids)))}


def _groups(terms: Mapping[int, Term]) -> dict[str, Term]:
    names = {term.belongs_to for term in terms.values() if term.belongs_to}
    return {term.name: term for term in db.session.scalars(select(Term).where(Term.name.in_(names)))}


def _written(spots: list[_Spot]) -> list[str]:
    """The ways a term is written, each once: "Zometa" and "zometa" are one."""
    return list({spot.words.casefold(): spot.words for spot in reversed(spots)}.values())[::-1]


def _places(spots: list[_Spot]) -> list[Place]:
    places: dict[int, Place] = {}
    for spot in spots:
        there = places.setdefault(spot.section.number, _place(spot))
        there.times += 1
    return list(places.values())


def _place(spot: _Spot) -> Place:
    before = spot.text[: spot.found.start].rpartition(GAP)[2]
    behind = spot.text[spot.found.end :].partition(GAP)[0]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(behind) > AROUND:
        behind = behind[:AROUND].rpartition(" ")[0] + "…"
    return Place(spot.section, before, spot.words, behind)


def decide(article: Article, typed: Mapping[str, str], *, by: Member) -> dict[str, list[str]]:
    """Keep what an editor chose on the form; returns the names of the terms below each choice.

    ``Overtaken`` if the words changed since, or somebody else chose of the same term.
    """
    if typed.get("version") != str(article.version):
        raise Overtaken
    names: dict[str, list[str]] = defaultdict(list)
    chosen: dict[int, str] = {}
    for candidate in candidates_of(article):
        choice = choice_typed(candidate, typed)
        if choice == typed.get(candidate.was_name, choice):
            continue
        if candidate.choice not in (typed[candidate.was_name], choice):
            raise Overtaken
        if choice != candidate.choice:
            chosen[candidate.term.id] = choice
            names[choice].append(candidate.term.name)
    choose(article, chosen)
    for choice, terms in names.items():
        record_decision(by.id, ACTIONS[choice], f"article:{article.id}", "; ".join(terms))
    return names


def choice_typed(candidate: Candidate, typed: Mapping[str, str]) -> str:
    """What the form says of a term; all that it showed as proposed are linked where that was asked for."""
    choice = typed.get(candidate.field_name, candidate.choice)
    if choice not in CHOICES:
        raise Refused("Choose one of the three for each word.", field=candidate.field_name)
    if typed.get("all") and not choice and typed.get(candidate.was_name) == "":
        return "linked"
    return choice
