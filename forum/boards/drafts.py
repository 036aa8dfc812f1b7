"""Drafts: words kept on the server until they are posted.

Two tabs of one place have an editor each, with a key of its own, and a draft each: neither writes over the
other's. A place shows the draft that was changed last; ``/drafts`` leads to all of them.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict

from forum.accounts.models import Member
from forum.boards.access import level_of, visible_board
from forum.boards.content_notes import LONGEST_NOTE, note_typed
from forum.boards.models import Board
from forum.boards.posts import LAST_CHANGED, Attachment, Draft, Post
from forum.boards.threads import HOPES, Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import NotFound
from forum.core.html import readable
from forum.core.parked import ParkedWords
from forum.library.articles import Article
from forum.library.front_matter import FORM_FIELDS as OF_ARTICLES
from forum.library.term_drafts import FORM_FIELDS as OF_TERMS
from forum.library.terms import Term

#: An old draft is kept this long after its last change.
KEPT_FOR = timedelta(days=180)
#: More than anybody types, less than would fill a disk.
LONGEST = 2_000_000


#: What the writing box sends.
FIELDS = ("title", "hope", "body", "parent", "once", "no_terms", "note", "note_words", "sure")
#: What the forms of editors send beside them.
EDITORS_FIELDS = tuple(dict.fromkeys((*OF_ARTICLES, *OF_TERMS)))


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody typed into an editor, as it arrived."""

    title: str = ""
    hope: str = ""
    body: str = ""
    parent: int | None = None
    once: str = ""
    no_terms: bool = False
    #: Its content note; None: the form did not ask for one, and what is there stays.
    note: str | None = ""
    #: What of its private details its author was asked about, and wants everybody to see (a key of them).
    sure: str = ""
    #: Of an article or a term: what its editor typed into the other fields.
    more: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_form(cls, form: MultiDict[str, str]) -> Words:
        """What an editor sent; what may be ticked several times is one list, parted by commas."""
        parent = form.get("parent", "")
        hope = form.get("hope", "")
        return cls(
            title=" ".join(readable(form.get("title", "")).split()),
            hope=hope if hope in HOPES else "",
            body=form.get("body", "").replace("\r\n", "\n").replace("\r", "\n"),
            parent=int(parent) if parent.isascii() and parent.isdigit() and len(parent) < 19 else None,
            once=form.get("once", "")[:40],
            no_terms=bool(form.get("no_terms")),
            note=note_typed(form.get("note"), form.get("note_words", "")),
            sure=form.get("sure", "")[:20],
            more={name: _listed(form, name) for name in EDITORS_FIELDS if form.get(name)},
        )

    @classmethod
    def from_draft(cls, draft: Draft | None) -> Words:
        if draft is None:
            return cls(once=new_once())
        return cls(
            draft.title,
            draft.hope,
            draft.body,
            draft.parent_id,
            draft.once,
            draft.no_terms,
            draft.content_note if draft.place.startswith("post:") else draft.content_note or "",
            more=draft.more or {},
        )

    @property
    def is_empty(self) -> bool:
        return not (self.title or self.body.strip())


def _listed(form: MultiDict[str, str], name: str) -> str:
    return ",".join(form.getlist(name)).replace("\r\n", "\n")


def new_once() -> str:
    """The key of one editor: a form sent twice with it makes one post. It says, signed, when it was made."""
    made = f"{int(now().timestamp()):x}.{secrets.token_urlsafe(9)}"
    return f"{made}.{_signature(made)}"


def seconds_since(once: str) -> float:
    """How long ago a form was made by its key; none, if the key is not one of ours."""
    made, _, signature = once.rpartition(".")
    if not made or not hmac.compare_digest(_signature(made).encode(), signature.encode()):
        return 0.0
    return now().timestamp() - int(made.partition(".")[0], 16)


def _signature(made: str) -> str:
    key = str(current_app.secret_key or "").encode()
    return hmac.new(key, f"form {made}".encode(), "sha256").hexdigest()[:12]


def place_of(thing: Board | Thread | Post | Article | Term) -> str:
    """Where a draft belongs: ``board:3``, ``thread:41``, ``post:99``, ``article:7``, ``term:5``."""
    return f"{type(thing).__name__.lower()}:{thing.id}"


def draft_of(member: Member, place: str, once: str) -> Draft | None:
    """The draft of one editor."""
    here = (Draft.member_id == member.id, Draft.place == place, Draft.once == once)
    return db.session.scalar(select(Draft).where(*here))


def draft_shown_at(member: Member, place: str, asked: str = "") -> Draft | None:
    """The draft that a place shows: the one whose number was asked for, or else the one changed last."""
    here = select(Draft).where(Draft.member_id == member.id, Draft.place == place)
    first = (Draft.id != int(asked),) if _is_number(asked) else ()
    return db.session.scalar(here.order_by(*first, *LAST_CHANGED).limit(1))


def keep_draft(member: Member, place: str, words: Words) -> Draft:
    """Keep what was typed in an editor, over what was there before."""
    draft, parent_id = draft_of(member, place, words.once), _existing_post(words.parent)
    if draft is None:
        draft = Draft(member_id=member.id, place=place, once=words.once or new_once())
        db.session.add(draft)
    draft.title, draft.hope = words.title[:LONGEST], words.hope
    draft.body, draft.no_terms = words.body[:LONGEST], words.no_terms
    draft.content_note = words.note[:LONGEST_NOTE] if words.note is not None else draft.content_note
    draft.parent_id, draft.changed_at = parent_id, now()
    draft.more = {name: typed[:LONGEST] for name, typed in words.more.items()} or None
    db.session.flush()
    return draft


def _existing_post(post_id: int | None) -> int | None:
    if post_id is None:
        return None
    return db.session.scalar(select(Post.id).where(Post.id == post_id))


def rekeyed(member: Member, place: str, words: Words) -> Words:
    """The same words as if their form had been made just now, and with it what was kept of them."""
    draft, again = draft_of(member, place, words.once), replace(words, once=new_once())
    if draft is not None:
        draft.once = again.once
    return again


def drop_draft(draft: Draft) -> None:
    """Forget a draft, and with it the files that were only there."""
    db.session.execute(delete(Attachment).where(Attachment.draft_id == draft.id))
    db.session.delete(draft)


def drop_draft_of(member: Member, place: str, once: str) -> None:
    """What one editor had open there is saved elsewhere now."""
    draft = draft_of(member, place, once)
    if draft is not None:
        drop_draft(draft)


def drop_drafts_at(member_id: int, place: str) -> None:
    for draft in db.session.scalars(select(Draft).where(Draft.member_id == member_id, Draft.place == place)):
        drop_draft(draft)


def drafts_of(member: Member) -> Sequence[Draft]:
    query = select(Draft).where(Draft.member_id == member.id).order_by(Draft.changed_at.desc()).limit(100)
    return db.session.scalars(query).all()


def adopt_parked_words(member: Member, parked: ParkedWords) -> None:
    """Words sent after a session had ended become a draft where they were meant to go."""
    place = place_of_path(member, parked.path)
    if place is None:
        return
    words = Words.from_form(parked.form)
    if not words.is_empty:
        keep_draft(member, place, words)
    db.session.delete(parked)


def place_of_path(member: Member, path: str) -> str | None:
    """The place of an editor's address: ``/threads/41/replies`` is ``thread:41``."""
    match path.strip("/").split("/"):
        case ["threads", number, *_] if _is_number(number):
            return f"thread:{int(number)}"
        case ["posts", number, *_] if _is_number(number):
            return f"post:{int(number)}"
        case ["boards", slug, "new", *_]:
            query = select(Board.id).where(Board.slug == slug, visible_board(level_of(member)))
            # One that is not there and one that is not for them are the same closed place.
            return f"board:{db.session.scalar(query) or 0}"
        case ["articles", "new", *_] if member.is_moderator:
            return "article:0"
        case ["articles", slug, "edit", *_] if member.is_moderator:
            article_id = db.session.scalar(select(Article.id).where(Article.slug == slug))
            return f"article:{article_id}" if article_id else None
        case ["glossary", "new", *_] if member.is_moderator:
            return "term:0"
        case ["glossary", slug, "edit", *_] if member.is_moderator:
            term_id = db.session.scalar(select(Term.id).where(Term.slug == slug))
            return f"term:{term_id or 0}"
        case ["attachments", number, "delete"] if _is_number(number):
            return _place_of_file(member, int(number))
    return None


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) < 19


def _place_of_file(member: Member, attachment_id: int) -> str | None:
    """Where the draft belongs that holds a file."""
    draft = select(Draft.place).join(Attachment, Attachment.draft_id == Draft.id)
    return db.session.scalar(draft.where(Attachment.id == attachment_id, Draft.member_id == member.id))


def sweep_old_drafts() -> None:
    old = select(Draft.id).where(Draft.changed_at < now() - KEPT_FOR)
    db.session.execute(delete(Attachment).where(Attachment.draft_id.in_(old)))
    db.session.execute(delete(Draft).where(Draft.changed_at < now() - KEPT_FOR))


def draft_for(member: Member, draft_id: int) -> Draft:
    """One of one's own drafts."""
    found = db.session.scalar(select(Draft).where(Draft.id == draft_id, Draft.member_id == member.id))
    if found is None:
        raise NotFound
    return found


def move_draft(draft: Draft, place: str) -> None:
    """Put a draft in another place, which shows it from now on."""
    draft.place, draft.parent_id, draft.changed_at = place, None, now()
