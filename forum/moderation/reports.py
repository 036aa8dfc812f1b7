"""Reports: anybody here may ask a moderator to look at something."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Member
from forum.accounts.rules import check_rule
from forum.boards.posts import Post
from forum.core.clock import now
from forum.core.db import db
from forum.core.errors import Refused
from forum.library.articles import Article
from forum.moderation.models import DIED, REASONS, Report
from forum.moderation.queue import put_in_queue

REPORTS_A_DAY = 20
LONGEST_WORDS = 2_000
#: A moderator's own remark weighs as much as two reports.
WEIGHT_OF_MODERATOR = 2


def report_post(reporter: Member, post: Post, reason: str, rule: str = "", words: str = "") -> Report:
    """Report a post; by the same person again, while it waits, it is the same report."""
    subject = f"post:{post.id}"
    _check_choice(reason)
    if post.author_id == reporter.id:
        raise Refused("This is your own post. You can change it or take it back.")
    return _report(reporter, subject, reason, rule, words, board_id=post.board_id, about_id=post.author_id)


def report_member(reporter: Member, about: Member, reason: str, rule: str = "", words: str = "") -> Report:
    """Report what somebody shows of themselves, or that one is worried about them."""
    _check_choice(reason)
    if about.id == reporter.id:
        raise Refused("This is your own page. You can change it in your settings.")
    return _report(reporter, f"member:{about.id}", reason, rule, words, board_id=None, about_id=about.id)


def report_article(
    reporter: Member, article: Article, reason: str, rule: str = "", words: str = ""
) -> Report:
    """Report an article for what is no error in it, which would be for its editors."""
    _check_choice(reason)
    return _report(reporter, f"article:{article.id}", reason, rule, words, board_id=None, about_id=None)


def report_death(reporter: Member, about: Member, words: str) -> Report:
    """Tell moderators that somebody has died; they confirm it, or find that it is not so."""
    return _report(reporter, f"memory:{about.id}", DIED, "", words, board_id=None, about_id=about.id)


def _report(
    reporter: Member,
    subject: str,
    reason: str,
    rule: str,
    words: str,
    *,
    board_id: int | None,
    about_id: int | None,
) -> Report:
    _check(reason, rule, words)
    kind = {"worry": "worry", DIED: "memorial"}.get(reason, "report")
    item = put_in_queue(subject, kind, board_id=board_id, about_id=about_id)
    mine = select(Report).where(Report.item_id == item.id, Report.reporter_id == reporter.id)
    if found := db.session.scalar(mine):
        return found
    _check_not_too_many(reporter)
    item.lightness -= WEIGHT_OF_MODERATOR if reporter.is_moderator else 1
    report = Report(
        item_id=item.id,
        reporter_id=reporter.id,
        reason=reason,
        rule=int(rule) if reason == "rule" else None,
        words=words,
        reported_at=now(),
    )
    db.session.add(report)
    db.session.flush()
    return report


def _check_choice(reason: str) -> None:
    if reason not in REASONS:
        raise Refused("Please choose what it is about.", field="reason")


def _check(reason: str, rule: str, words: str) -> None:
    if reason == "rule":
        check_rule(int(rule) if rule.isascii() and rule.isdigit() else None)
    if reason == "other" and not words:
        raise Refused("Please say in a few words what it is.", field="words")
    if len(words) > LONGEST_WORDS:
        raise Refused(f"Please say it in at most {LONGEST_WORDS:,} characters.", field="words")


def _check_not_too_many(reporter: Member) -> None:
    since = now() - timedelta(days=1)
    today = select(func.count(Report.id)).where(Report.reporter_id == reporter.id, Report.reported_at > since)
    if not reporter.is_moderator and (db.session.scalar(today) or 0) >= REPORTS_A_DAY:
        raise Refused(
            f"You have reported {REPORTS_A_DAY} things since yesterday; more can be read tomorrow. "
            "If somebody is in danger now, please see “Get help now”."
        )


def reports_by(reporter: Member) -> Sequence[Report]:
    """What somebody has reported, the latest first, with what became of it."""
    query = select(Report).where(Report.reporter_id == reporter.id).options(joinedload(Report.item))
    return db.session.scalars(query.order_by(Report.id.desc()).limit(100)).all()
