"""A glossary term as the fields of a form: what an editor typed, whole or half, and what it says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forum.boards.drafts import Words, new_once
from forum.core.errors import Refused
from forum.core.html import readable
from forum.library.term_checks import check, check_form, check_name
from forum.library.term_drafts import BOXES, FormDraft, TermDraft, draft_of_term
from forum.library.terms import Term


def words_of_term(term: Term) -> Words:
    """A term as its editor finds it."""
    draft = draft_of_term(term)
    more = {name: getattr(draft, name) for name in ("kind", "belongs_to", "sources", "more")}
    more |= {mode: "\n".join(form.in_words for form in draft.forms if form.mode == mode) for mode in BOXES}
    more |= {"in_posts": "yes" if draft.in_posts else ""}
    more |= {"version": str(term.version), "term": str(term.id)}
    return Words(title=draft.name, body=draft.explanation, once=new_once(), more=more)


def term_typed(words: Words) -> TermDraft:
    """What was typed, or ``Refused`` with the first field that cannot be kept."""
    name, typed = _tidy(words.title), words.more
    check_name(name)
    draft = TermDraft(
        name=name,
        kind=typed.get("kind", ""),
        belongs_to=_tidy(typed.get("belongs_to", "")),
        explanation=_tidy(words.body),
        sources=_tidy(typed.get("sources", "")),
        more=_tidy(typed.get("more", "")),
        in_posts=bool(typed.get("in_posts")),
        forms=tuple(_forms(name, typed)),
    )
    check(draft)
    return draft


def _tidy(words: str) -> str:
    """One line, without spaces that nobody sees."""
    return " ".join(readable(words).split())


def _forms(name: str, typed: Mapping[str, str]) -> Iterator[FormDraft]:
    """The forms of all boxes; the name is one of them, and always a link where no box says otherwise."""
    forms: dict[str, FormDraft] = {}
    for mode in BOXES:
        for number, line in enumerate(readable(typed.get(mode, "")).split("\n"), 1):
            if line.strip():
                form = _form(_tidy(line), mode)
                try:
                    check_form(form)
                    _check_once(form, forms.setdefault(form.written, form))
                except Refused as refused:
                    words = f"Line {number} of “{BOXES[mode]}”: {refused.reason}"
                    raise Refused(words, field=mode) from None
    if name not in forms:
        check_form(FormDraft(name, "always"))
        yield FormDraft(name, "always")
    yield from forms.values()


def _form(line: str, mode: str) -> FormDraft:
    """A line of a box; in that for words nearby, they stand behind a colon: "AI: letrozole, hormone"."""
    if mode != "nearby":
        return FormDraft(line, mode)
    written, _, after = line.partition(":")
    words = [part.strip() for part in after.replace("|", ",").split(",")]
    return FormDraft(written.strip(), mode, "|".join(dict.fromkeys(filter(None, words))))


def _check_once(form: FormDraft, there: FormDraft) -> None:
    if there != form:
        raise Refused(f"“{form.written[:60]}” stands here twice. Leave it in one place.")
