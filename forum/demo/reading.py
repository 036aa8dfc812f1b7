"""How far the cast of the demo has read, and what they have begun to write."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from forum.accounts.models import Member
from forum.boards.drafts import Words, keep_draft, place_of
from forum.boards.posts import Post
from forum.boards.threads import ReadMark
from forum.core.db import db
from forum.demo.moments import span
from forum.demo.threads import Stage


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody's last visit: they had read all there was, but for what is named here."""

    ago: str
    #: Threads in which they stopped at a post, and threads that they have never opened.
    stopped: dict[str, int] = field(default_factory=dict)
    unopened: tuple[str, ...] = ()


VISITS = {
    "wren": Visit(
        "7h", {"taste": 6, "three-good-things": 40}, ("fog-names", "soft-food", "my-own-appointment")
    ),
    "tidewater": Visit("4h", {"telling-children": 6, "scan-week": 17}, ("taste", "garden-bench", "rota")),
    "marisol": Visit("3h", {"garden-bench": 4}, ("soft-food",)),
    "juniper": Visit("1h 30m", {}, ("port-tops",)),
    "old-harbour": Visit("4d", {"insurance-letters": 3}, ("hello-clover",)),
    "lamplight": Visit("30h"),
}

HALF_WRITTEN = (
    "@tamarind, I have made your rice. My quiet cat came into the kitchen and sat down in front of the "
    "bowl, which she has not done since"
)
NOT_YET_SAID = (
    "I do not know how to start this. She has asked me to plan something nice for her birthday, and"
)


def leave_traces(stage: Stage) -> None:
    """Read marks and drafts, as if everybody had just been here."""
    for handle, visit in VISITS.items():
        _leave_marks(stage, stage.people[handle], visit)
    _leave_drafts(stage)


def _leave_marks(stage: Stage, member: Member, visit: Visit) -> None:
    """One mark for each thread read; where they stopped in the middle is what they read last."""
    visited_at = stage.moment - span(visit.ago)
    read = sorted(_read_by(stage, member, visit, visited_at), reverse=True)
    for place, (_, _, thread_id, number) in enumerate(read):
        at = visited_at - timedelta(minutes=4 * place)
        db.session.add(ReadMark(member_id=member.id, thread_id=thread_id, number=number, at=at))


def _read_by(
    stage: Stage, member: Member, visit: Visit, visited_at: datetime
) -> Iterator[tuple[bool, datetime, int, int]]:
    """Each thread they opened: whether they stopped midway, when it was last alive, how far they got."""
    for slug, thread in stage.threads.items():
        number = visit.stopped.get(slug) or _last_number(stage.posts[slug], member, visited_at)
        for_moderators = thread.board_id == stage.boards["moderators-room"].id
        if number and slug not in visit.unopened and (member.is_moderator or not for_moderators):
            yield slug in visit.stopped, stage.posts[slug][-1].published_at, thread.id, number


def _last_number(posts: list[Post], member: Member, visited_at: datetime) -> int:
    """The last post that was there when they came, or that they wrote themselves since."""
    seen = (post for post in posts if post.published_at < visited_at or post.author_id == member.id)
    return max((post.number or 0 for post in seen), default=0)


def _leave_drafts(stage: Stage) -> None:
    """A reply to the rice, half written, and a thread that needs courage."""
    rice = stage.posts["taste"][3]
    reply = keep_draft(stage.people["wren"], place_of(stage.threads["taste"]), Words(body=HALF_WRITTEN))
    reply.parent_id, reply.changed_at = rice.id, stage.moment - span(VISITS["wren"].ago)
    thread = keep_draft(
        stage.people["tidewater"],
        place_of(stage.boards["caregivers"]),
        Words(title="A birthday, quietly", hope="facts", body=NOT_YET_SAID),
    )
    thread.changed_at = stage.moment - span(VISITS["tidewater"].ago)
