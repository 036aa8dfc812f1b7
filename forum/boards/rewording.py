"""A moderator changes what somebody wrote: with a mark, and what it said before for moderators alone."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from forum.boards.posts import Post, PostVersion
from forum.boards.rendering import render_again
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import Decision
from forum.core.errors import Refused


def reword(post: Post, body: str, why: str) -> None:
    """Give a post other words, and keep those from before."""
    was = PostVersion(post_id=post.id, source=post.source, written_at=post.worded_at, changed_for=why)
    db.session.add(was)
    post.source, post.moderated_at, post.moderated_for = body, now(), why
    render_again(post)


def close_history(post: Post, decision: Decision) -> None:
    """From now on for moderators alone: what was taken out may stand in each of its earlier versions."""
    db.session.flush()
    db.session.execute(
        update(PostVersion)
        .where(PostVersion.post_id == post.id, PostVersion.decision_id.is_(None))
        .values(decision_id=decision.id)
    )


def give_back_last(post: Post) -> None:
    """Undo what a moderator changed last."""
    version = _last_rewording(post)
    decision = db.session.get(Decision, version.decision_id) if version else None
    if decision is None or not give_back(post, decision):
        raise Refused("Its author has changed it since. What they wrote then stays.")


def give_back(post: Post, decision: Decision) -> bool:
    """Undo a change by a moderator, and open the history again; says no where something came later."""
    if post.source != decision.after or post.state == "deleted":
        return False
    post.source = decision.before
    render_again(post)
    mine = (PostVersion.post_id == post.id, PostVersion.decision_id == decision.id)
    db.session.execute(delete(PostVersion).where(*mine, PostVersion.changed_for != ""))
    db.session.execute(update(PostVersion).where(*mine).values(decision_id=None))
    _mark_as_before(post)
    return True


def _mark_as_before(post: Post) -> None:
    """The mark of an earlier change by a moderator, if there was one."""
    earlier = _last_rewording(post)
    decision = db.session.get(Decision, earlier.decision_id) if earlier else None
    post.moderated_at = decision.at if decision else None
    post.moderated_for = earlier.changed_for if earlier else ""


def _last_rewording(post: Post) -> PostVersion | None:
    """What a post said before a moderator changed it last."""
    query = select(PostVersion).where(PostVersion.post_id == post.id, PostVersion.changed_for != "")
    return db.session.scalar(query.order_by(PostVersion.id.desc()).limit(1))
