"""Content notes: what a reader should know before they open somebody's words. A short list, and own words."""

from __future__ import annotations

from collections.abc import Sequence

from forum.core.errors import Refused
from forum.core.html import shows_nothing

#: The notes of the list, as everybody reads them.
NOTES = {
    "dying": "Mentions dying",
    "grief": "Mentions the death of a member or of somebody close",
    "self-harm": "Mentions suicide or self-harm",
    "scan": "A graphic picture or scan",
    "detail": "Describes wounds or procedures in detail",
    "bad-news": "Bad news after a scan or a test",
}
#: Under this key go all notes that somebody worded.
OWN = "own"
LONGEST_NOTE = 80

#: For a form: no note, those of the list, or own words.
CHOICES: Sequence[tuple[str, str]] = (("", "No note"), *NOTES.items(), (OWN, "In other words"))


def note_words(note: str) -> str:
    """A stored note as it is read."""
    return NOTES.get(note, note)


def note_key(note: str) -> str:
    """Under which key members choose what becomes of posts with this note."""
    return note if note in NOTES else OWN


def checked_note(choice: str, words: str) -> str:
    """The note to keep, of what somebody chose and wrote."""
    if choice in NOTES or not choice:
        return choice
    if choice != OWN or shows_nothing(words):
        raise Refused("Please write the note, or choose one of the list.", field="note_words")
    if len(words) > LONGEST_NOTE:
        raise Refused(f"Please say it in at most {LONGEST_NOTE} characters.", field="note_words")
    return words
