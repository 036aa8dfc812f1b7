"""Where an article stands: published, reviewed, its sources looked up, withdrawn; each is in the log."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused
from forum.library.articles import Article, Review
from forum.library.news import keep_news
from forum.library.people import Person

#: What is said of medicines grows old sooner.
SOON, LATER = timedelta(days=365), timedelta(days=730)
LONGEST_REASON = 500


def publish(article: Article, *, by: Member) -> None:
    if article.state == "published":
        raise Refused("This article is published already.")
    article.state = "published"
    article.published_on = article.published_on or now().date()
    article.withdrawn_on, article.withdrawn_because = None, ""
    _record(by, "publish article", article)


def withdraw(article: Article, reason: str, *, by: Member) -> None:
    """Take an article away from its readers. Whoever relies on it is told, without an editor asking."""
    if article.state != "published":
        raise Refused("Only a published article can be withdrawn.")
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(
            f"Please give the reason, in at most {LONGEST_REASON} characters: readers see it.", field="reason"
        )
    article.state, article.withdrawn_on, article.withdrawn_because = "withdrawn", now().date(), reason
    keep_news(article, "withdrawn", reason, by=by)
    _record(by, "withdraw article", article, reason)


def mark_reviewed(
    article: Article, person: Person | None, reviewed_on: date | None, next_due: date | None, *, by: Member
) -> None:
    """A clinician has read all of it as it is now, and agreed."""
    if person is None or not person.is_clinician:
        raise Refused("Choose the clinician who read it.", field="person")
    reviewed_on = _day_past(reviewed_on, "reviewed_on")
    if reviewed_on < article.updated_on:
        sentence = "The words have changed since that day. Please ask for another reading."
        raise Refused(sentence, field="reviewed_on")
    if next_due and next_due <= reviewed_on:
        raise Refused("The next review comes after this one.", field="next_review")
    there = {(each.person_id, each.reviewed_on): each for each in article.reviews}
    review = there.get((person.id, reviewed_on)) or Review(person=person, reviewed_on=reviewed_on)
    review.version = article.version
    if review not in article.reviews:
        article.reviews.append(review)
    article.next_review_due = next_due or reviewed_on + (SOON if "treatment" in article.topic_keys else LATER)
    _record(by, "review article", article, f"{person.slug}, {reviewed_on}")


def take_back_review(article: Article, review_id: int, *, by: Member) -> None:
    """Undo a review that was noted by mistake."""
    found = next((review for review in article.reviews if review.id == review_id), None)
    if found is None:
        raise NotFound
    article.reviews.remove(found)
    _record(by, "take back review", article, f"{found.person.slug}, {found.reviewed_on}")


def mark_checked(article: Article, checked_on: date | None, *, by: Member) -> None:
    """An editor has looked up each source again."""
    article.facts_checked_on = _day_past(checked_on, "checked_on")
    _record(by, "check facts", article, str(checked_on))


def clinicians() -> list[Person]:
    return list(db.session.scalars(select(Person).where(Person.kind == "clinician").order_by(Person.name)))


def _day_past(day: date | None, field: str) -> date:
    if day is None or day > now().date():
        raise Refused("Please give the day it was done, such as 2026-11-25.", field=field)
    return day


def _record(by: Member, action: str, article: Article, reason: str = "") -> None:
    record_decision(by.id, action, f"article:{article.id}", reason)
