"""The handwritten threads of the demo, as read from ``words/threads/*.txt``.

A file begins with lines such as ``Board: scans``; ``Ago`` says how long before now the thread was started.
Each post follows under a line ``== handle 2h to 3 hidden``: who, how long after the post before, which post
(by its place) it answers, and what became of it. In a post, ``-- file teacup: What it shows`` hangs a
file on it, and ``-- before`` stands above the words it had before it was edited.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from forum.demo.moments import span

FOLDER = Path(__file__).with_name("words") / "threads"

_TIME = r"(?:\d+[dhm])+"
_BYLINE = re.compile(
    rf"(?P<handle>\S+)(?: (?P<after>{_TIME}))?(?: to (?P<to>\d+))?"
    rf"(?: (?P<fate>held|hidden|deleted))?(?: edited (?P<edited>{_TIME}))?"
)
_FILE = re.compile(r"^-- file (?P<name>[\w-]+): (?P<description>.+)\n?", re.MULTILINE)
_BEFORE = "\n-- before\n"


@dataclass(frozen=True, slots=True)
class ScriptedPost:
    """One post: ``ago`` is how long before now, ``to`` the place of the post that it answers."""

    handle: str
    ago: timedelta
    body: str
    to: int | None = None
    fate: str = "live"
    before: str = ""
    edited_after: timedelta = timedelta()
    files: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ScriptedThread:
    """One thread, its posts in order."""

    slug: str
    board: str
    title: str
    hope: str
    locked: str
    posts: list[ScriptedPost]


def all_threads() -> list[ScriptedThread]:
    """Every thread there is, the one that was started first at the front."""
    threads = [_thread(path) for path in FOLDER.glob("*.txt")]
    return sorted(threads, key=lambda thread: (-thread.posts[0].ago, thread.slug))


def _thread(path: Path) -> ScriptedThread:
    head, *parts = re.split(r"^== ", path.read_text("utf-8"), flags=re.MULTILINE)
    facts = dict(line.split(": ", 1) for line in head.strip().splitlines())
    posts: list[ScriptedPost] = []
    ago = span(facts["Ago"])
    for part in parts:
        posts.append(_post(part, ago))
        ago = posts[-1].ago
    return ScriptedThread(
        path.stem, facts["Board"], facts["Title"], facts.get("Hope", ""), facts.get("Locked", ""), posts
    )


def _post(part: str, ago: timedelta) -> ScriptedPost:
    line, _, text = part.partition("\n")
    byline = _BYLINE.fullmatch(line.strip())
    if byline is None:
        raise ValueError(f"not a byline: {line!r}")
    body, _, before = _FILE.sub("", text).partition(_BEFORE)
    return ScriptedPost(
        handle=byline["handle"],
        ago=ago - span(byline["after"]) if byline["after"] else ago,
        body=body.strip(),
        to=int(byline["to"]) if byline["to"] else None,
        fate=byline["fate"] or "live",
        before=before.strip(),
        edited_after=span(byline["edited"]) if byline["edited"] else timedelta(),
        files=[(found["name"], found["description"]) for found in _FILE.finditer(text)],
    )
