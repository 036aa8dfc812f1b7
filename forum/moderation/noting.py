"""A moderator says what readers should know before they read a post, or a whole thread."""

from __future__ import annotations

from dataclasses import dataclass

from forum.accounts.models import Member
from forum.boards.content_notes import as_chosen, checked_note, note_words
from forum.boards.noted import clear_notes, note_of_thread, note_post, note_thread, notes_line
from forum.boards.posts import Post
from forum.core.decisions import Decision
from forum.core.errors import Refused
from forum.moderation.acting import Before, Given, act_on
from forum.moderation.acts import ACTS
from forum.moderation.seen import check_seen, key_of


@dataclass(frozen=True, slots=True)
class Noted:
    """A content note as a moderator chose it; ``whole``: for every post of the thread."""

    note: str = ""
    whole: bool = False
    was: str = ""

    @classmethod
    def of(cls, post: Post) -> Noted:
        whole = note_of_thread(post) if post.number == 1 else ""
        return cls(post.content_note or whole, bool(whole), key_of(notes_line(post)))

    @property
    def what(self) -> str:
        note = note_words(self.note)
        return f"{note}, for the whole thread" if self.whole else note

    @property
    def carried(self) -> dict[str, str]:
        note, words = as_chosen(self.note)
        whole = {"whole": "yes"} if self.whole else {}
        return {"note": note, "note_words": words, "was": self.was, **whole}

    def check(self, post: Post) -> None:
        check_seen(self.was, notes_line(post), "Somebody else changed the note meanwhile.", "note")
        if not checked_note(self.note):
            raise Refused("Please choose what readers should know, or write it.", field="note")
        if self.whole and post.number != 1:
            raise Refused("A whole thread has its note from its first post.", field="note")

    def do(self, moderator: Member, post: Post, given: Given) -> Decision:
        """Set it; the words themselves stay as they are."""

        def change(post: Post) -> Before:
            self.check(post)
            before = notes_line(post)
            (note_thread if self.whole else note_post)(post, self.note)
            return before, notes_line(post)

        return act_on(moderator, post, given, ACTS["note"], change, self.what)


def remove_note(moderator: Member, post: Post, given: Given) -> Decision:
    """Take away the note of a post; from the first post, that of its thread too."""

    def change(post: Post) -> Before:
        before = notes_line(post)
        clear_notes(post)
        return before, notes_line(post)

    return act_on(moderator, post, given, ACTS["unnote"], change)
