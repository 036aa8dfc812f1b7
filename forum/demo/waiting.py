"""What waits for the moderators of the demo: a held first post, reports, a worry, and an appeal."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from forum.boards.posts import Post
from forum.boards.screened import Screening
from forum.boards.watched import WatchedWord
from forum.core.db import db
from forum.demo.threads import Stage
from forum.moderation.appeals import appeal
from forum.moderation.letters import letters_to
from forum.moderation.models import URGENCY, Item
from forum.moderation.queue import put_in_queue
from forum.moderation.reports import report_post
from forum.receiving.handling import set_aside
from forum.receiving.models import InboundMail
from forum.receiving.storing import keep_mail

HELD_BECAUSE = "Held: its words came in under three seconds, as if they had been pasted."
#: What a mail from somebody's address looks like when nobody can say whether they wrote it.
MAIL = (
    b"From: Hazel <%s>\r\nTo: scans@localhost\r\nSubject: The waiting room\r\n"
    b"Message-ID: <waiting-room@example.org>\r\n\r\n"
    b"There is a new one on the third floor, with a window.\r\nI found it much better there.\r\n\r\nHazel\r\n"
)
NOT_PROVEN = "The relay did not say who this mail is from."
#: How long earlier ones waited, in minutes, and since when.
WAITED, LATELY = (12, 25, 31, 38, 44, 52, 95, 160, 210, 340), timedelta(days=28)
APPEAL = (
    "I only wanted to help. It is my cousin's shop, I earn nothing from it, and she did feel better. "
    "Could somebody else read it again?"
)


def leave_work(stage: Stage) -> None:
    """Fill the queue as on an ordinary day."""
    _hold_first_post(stage, stage.posts["newcomer-first"][0])
    powder, evening = stage.posts["powder"][0], stage.posts["quiet-evening"][0]
    report_post(stage.people["hazel"], powder, "selling", words="The same powder again.")
    report_post(stage.people["wren"], powder, "claim", words="She means well. But people might try it.")
    report_post(stage.people["tidewater"], evening, "worry", words="Her sister is with her. Please look in.")
    _set_mail_aside(stage)
    _appeal(stage)
    _watch_words(stage)
    _earlier_waits(stage)


def _set_mail_aside(stage: Stage) -> None:
    """A mail from a member's address, which nothing proves to be from her."""
    sender = stage.people["hazel"].email or ""
    keep_mail(MAIL % sender.encode(), sender, ["scans@localhost"])
    db.session.flush()
    mail = db.session.scalars(select(InboundMail)).one()
    mail.author, came = sender, stage.moment - timedelta(hours=5)
    mail.came_at = came
    set_aside(mail, NOT_PROVEN, None)
    db.session.scalars(select(Item).where(Item.kind == "mail")).one().opened_at = came


def _hold_first_post(stage: Stage, post: Post) -> None:
    put_in_queue(
        f"post:{post.id}", "first", board_id=post.board_id, about_id=post.author_id, why=HELD_BECAUSE
    )
    db.session.add(_held(post, HELD_BECAUSE))


def _watch_words(stage: Stage) -> None:
    """Beside the starter list, one word of each other kind."""
    blocked = (
        "This shop is not welcome here: it sold members a powder instead of help. You can post without it."
    )
    for phrase, does, message in (
        ("hope powder", "block", blocked),
        ("apricot kernels", "report", ""),
        ("miracle", "hold", ""),
        ("the c word", "replace", "cancer"),
    ):
        db.session.add(WatchedWord(phrase=phrase, does=does, message=message))


def _earlier_waits(stage: Stage) -> None:
    """Some first posts of the last weeks had waited for a while, so that those who wait now hear how long."""
    query = select(Post).where(Post.state == "live", Post.published_at > stage.moment - LATELY)
    posts = db.session.scalars(query.order_by(Post.id).limit(len(WAITED))).all()
    for post, minutes in zip(posts, WAITED, strict=False):
        handled_at = post.published_at
        db.session.add(_held(post, HELD_BECAUSE, handled_at))
        db.session.add(_handled(stage, post, handled_at - timedelta(minutes=minutes), handled_at))


def _held(post: Post, why: str, settled_at: datetime | None = None) -> Screening:
    return Screening(
        post_id=post.id,
        member_id=post.author_id,
        outcome="hold",
        kind="first",
        why=why,
        at=post.published_at,
        settled_at=settled_at,
    )


def _handled(stage: Stage, post: Post, opened_at: datetime, handled_at: datetime) -> Item:
    return Item(
        kind="first",
        subject=f"post:{post.id}",
        board_id=post.board_id,
        about_id=post.author_id,
        urgency=URGENCY["first"],
        why=HELD_BECAUSE,
        opened_at=opened_at,
        handled_at=handled_at,
        handled_by_id=stage.people["old-harbour"].id,
        outcome="publish",
        outcome_words="It was looked at, and published.",
    )


def _appeal(stage: Stage) -> None:
    """The author of the post that was hidden some weeks ago asks about it."""
    member = stage.people["bright-morning"]
    (letter,) = letters_to(member)
    appeal(letter, APPEAL)
