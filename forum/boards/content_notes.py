"""Content notes: what a reader should know before they open somebody's words. A short list, and own words."""

from __future__ import annotations

from collections.abc import Sequence

from forum.core.errors import Refused
from forum.core.html import readable, shows_nothing

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


def note_typed(choice: str | None, words: str) -> str | None:
    """The note of a form: of the list, or in own words; None, if the form did not ask."""
    if choice is None or choice == OWN:
        return choice and " ".join(readable(words).split())
    return choice if choice in NOTES else ""


def checked_note(note: str | None) -> str:
    """A note as it can be kept."""
    if note and shows_nothing(note):
        raise Refused("Please write the note, or choose one of the list.", field="note_words")
    if note and len(note) > LONGEST_NOTE:
        raise Refused(f"Please say it in at most {LONGEST_NOTE} characters.", field="note_words")
    return note or ""


def as_chosen(note: str) -> tuple[str, str]:
    """A note as a form shows it: what is chosen, and the own words."""
    return (note, "") if note in NOTES or not note else (OWN, note)
