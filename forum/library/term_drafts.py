"""A glossary term as a draft: what an editor's form or a file says of it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from forum.library.terms import KINDS, Term, slug_of

#: What an editor types beside the name and the explanation.
FORM_FIELDS = (
    *("kind", "belongs_to", "sources", "more", "in_posts", "version", "term"),
    *("always", "exact", "nearby", "search"),
)
#: The boxes for ways of writing a term, by their mode, as the page calls them.
BOXES = {
    "always": "Always a link",
    "exact": "Only in exactly this case",
    "nearby": "Only near certain words",
    "search": "Only found by search",
}


@dataclass(frozen=True, slots=True)
class FormDraft:
    """One way to write a term; ``nearby`` is parted by "|", as it is stored."""

    written: str
    mode: str
    nearby: str = ""

    @property
    def in_words(self) -> str:
        """The form as a line of its box."""
        return f"{self.written}: {', '.join(self.nearby.split('|'))}" if self.nearby else self.written


@dataclass(frozen=True, slots=True)
class TermDraft:
    """What a form or a file says of a term, checked."""

    name: str
    kind: str
    belongs_to: str
    explanation: str
    sources: str
    more: str
    in_posts: bool
    forms: tuple[FormDraft, ...]

    @property
    def slug(self) -> str:
        return slug_of(self.name)

    def as_text(self) -> str:
        """All of it, line by line: what two editors compare, and what the decision log keeps."""
        fields = {
            "Name": self.name,
            "Kind": KINDS[self.kind],
            "Belongs to": self.belongs_to,
            "Explanation": self.explanation,
            "Sources": self.sources,
            "Read more at": self.more,
            "Linked in posts": "yes" if self.in_posts else "no",
        }
        lines = [f"{name}: {words}" for name, words in fields.items()]
        lines += [f"{BOXES[form.mode]}: {form.in_words}" for form in sorted(self.forms, key=_place)]
        return "\n".join(lines) + "\n"


def _place(form: FormDraft) -> tuple[int, str]:
    return list(BOXES).index(form.mode), form.written.casefold()


def draft_of_term(term: Term) -> TermDraft:
    """A term, with its forms, as an editor finds it."""
    forms = tuple(FormDraft(form.written, form.mode, form.nearby) for form in term.forms)
    same = ("name", "kind", "belongs_to", "explanation", "sources", "more", "in_posts")
    return TermDraft(**{name: getattr(term, name) for name in same}, forms=forms)
