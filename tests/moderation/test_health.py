"""The figures of the group: right for a week that was lived through, kept, and quick to look at."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from forum.accounts.models import Member
from forum.boards.models import Board
from forum.boards.posts import Post
from forum.boards.threads import Thread
from forum.core.clock import now
from forum.core.db import db
from forum.core.decisions import record_decision
from forum.moderation import counting
from forum.moderation.bars import LEAST, bars_of, line_at
from forum.moderation.figures import WEEKS, WeeklyFigure, keep_figures, weeks_shown
from forum.moderation.health import said
from forum.moderation.models import Appeal, Item, ModeratorBoard, Report
from tests.boards.scene import Scene
from tests.cast import Browser, Cast, Person
from tests.recorder import statements

#: A Wednesday, and the Monday of its week.
TODAY = datetime(2026, 10, 14, 12, tzinfo=UTC)
WEEK = date(2026, 10, 12)
MONDAY = datetime(2026, 10, 12, tzinfo=UTC)


@pytest.fixture
def wednesday() -> object:
    with time_machine.travel(TODAY):
        yield


def sweep(scene: Scene) -> None:
    while scene.do(counting.sweep_figures):
        pass


def figures(scene: Scene, week: date = WEEK) -> dict[str, int]:
    def read() -> dict[str, int]:
        query = db.select(WeeklyFigure.name, WeeklyFigure.value).where(WeeklyFigure.week == week)
        return dict(list(db.session.execute(query)))

    return scene.do(read)


def answered(scene: Scene, author: int, helper: int, after: timedelta | None) -> int:
    """A thread of Monday, first answered so much later."""
    thread = scene.thread("talk", author)
    scene.set(Thread, thread, started_at=MONDAY)
    scene.set(Post, scene.first_post(thread), published_at=MONDAY)
    if after is not None:
        scene.set(Post, scene.reply(thread, author, "I add."), published_at=MONDAY + timedelta(minutes=1))
        scene.set(Post, scene.reply(thread, helper), published_at=MONDAY + after)
    return thread


def test_the_first_answer_by_somebody_else_counts(
    scene: Scene, wednesday: object, author: Person, patient: Browser
) -> None:
    scene.board("talk")
    scene.board("room", "moderators")
    for hours in (1, 2, 3, 4, 30):
        answered(scene, author.id, patient.member_id, timedelta(hours=hours))
    answered(scene, author.id, patient.member_id, None)
    closed = answered(scene, author.id, patient.member_id, None)
    scene.set(Thread, closed, locked_at=now())
    gone = answered(scene, author.id, patient.member_id, None)
    scene.withdraw(scene.first_post(gone), "deleted")
    sweep(scene)
    found = figures(scene)
    assert (found["threads"], found["due"], found["late"]) == (6, 6, 2)
    assert (found["answered 50"], found["answered 90"]) == (3 * 3600, 30 * 3600)
    assert found["wrote"] == 2


def test_a_thread_of_this_morning_is_not_late_yet(scene: Scene, wednesday: object, author: Person) -> None:
    scene.board("talk")
    scene.thread("talk", author.id)
    sweep(scene)
    found = figures(scene)
    assert (found["threads"], found["due"], found["late"]) == (1, 0, 0)
    assert "answered 50" not in found


def test_what_waited_was_reported_and_decided(
    scene: Scene, wednesday: object, author: Person, moderator: Browser
) -> None:
    def live() -> None:
        for number, (opened, handled) in enumerate(((0, 2), (0, 10), (1, None), (-200, None)), 1):
            db.session.add(
                Item(
                    kind="report",
                    subject=f"post:{number}",
                    urgency=2,
                    lightness=0,
                    opened_at=MONDAY + timedelta(hours=opened),
                    handled_at=MONDAY + timedelta(hours=handled) if handled else None,
                )
            )
        db.session.flush()
        ids = db.session.scalars(db.select(Item.id)).all()
        for item_id, reason in zip(ids, ("rule", "rule", "worry", "selling"), strict=True):
            reported_at = MONDAY if reason != "selling" else MONDAY - timedelta(days=8)
            report = Report(item_id=item_id, reporter_id=author.id, reason=reason, reported_at=reported_at)
            db.session.add(report)
        line = record_decision(moderator.member_id, "hide", "post:1", about_id=author.id)
        record_decision(moderator.member_id, "change rule", "rule:1")
        record_decision(None, "take down", f"member:{author.id}", about_id=author.id)
        db.session.flush()
        db.session.add(
            Appeal(
                decision_id=line.id,
                member_id=author.id,
                words="No.",
                made_at=now(),
                decided_at=now(),
                outcome="overturned",
            )
        )

    scene.do(live)
    sweep(scene)
    found = figures(scene)
    assert (found["handled 50"], found["handled 90"], found["handled"]) == (36_000, 36_000, 2)
    assert (found["waiting"], found["oldest"]) == (2, (200 + 60) * 3600)
    assert (found["report rule"], found["report worry"]) == (2, 1) and "report selling" not in found
    assert figures(scene, WEEK - timedelta(days=14))["report selling"] == 1
    assert (found["decisions"], found["appeals"], found["overturned"]) == (1, 1, 1)


def test_who_wrote_read_joined_and_left(
    scene: Scene, wednesday: object, cast: Cast, author: Person, patient: Browser, moderator: Browser
) -> None:
    scene.board("talk")
    thread = scene.thread("talk", author.id)
    gone = cast.person("gone", joined_at=now(), remembered_at=now())
    scene.reply(thread, gone.id)
    scene.set(Member, gone.id, claimed_at=now())
    cast.person("fresh", joined_at=now())
    patient.get(f"/threads/{thread}")
    page = "/moderation/members/fresh/ban"
    moderator.post(page, {"reason": "Selling."}, page=page)
    sweep(scene)
    found = figures(scene)
    assert (found["wrote"], found["joined"], found["left"]) == (1, 1, 1)
    assert found["read"] >= 1
    scene.do(lambda: db.session.execute(db.text("DELETE FROM read_marks")))
    with time_machine.travel(TODAY + timedelta(hours=1)):
        sweep(scene)
    assert figures(scene)["read"] == found["read"]


def test_weeks_are_counted_once_they_are_due_and_then_stay(scene: Scene, wednesday: object) -> None:
    sweep(scene)
    assert scene.count(WeeklyFigure, WeeklyFigure.name == "counted") == WEEKS
    assert scene.do(counting.sweep_figures) == 0
    with time_machine.travel(TODAY + timedelta(minutes=11)):
        with statements() as asked:
            sweep(scene)
        recounted = [query for query in asked if query.startswith("DELETE FROM weekly_figures")]
        assert len(recounted) == 2, "the week that runs, and the one that settles"


def test_the_page_has_no_names_and_asks_little(
    scene: Scene, wednesday: object, author: Person, moderator: Browser, boardmod: Browser
) -> None:
    scene.board("talk")
    assert "Nothing is known yet." in moderator.get("/moderation/health").text
    scene.thread("talk", author.id)
    sweep(scene)
    scene.add(ModeratorBoard(member_id=boardmod.member_id, board_id=scene.values(Board.id)[0]))
    moderator.get("/moderation/health")
    with statements() as asked:
        page = moderator.get("/moderation/health").text
    assert len(asked) <= 4
    assert "Rosalind" not in page and "style=" not in page
    assert page.count("<svg") == page.count("<desc") == page.count('role="img"')
    assert page.count("<table") == 6 and page.count('<th scope="row">') == 6 * WEEKS
    assert "12 October 2026" in page
    assert boardmod.get("/moderation/health").status_code == 200
    assert page.count("<rect") > 0


def test_the_share_left_alone_is_exact_to_a_tenth(
    scene: Scene, wednesday: object, moderator: Browser
) -> None:
    scene.do(lambda: keep_figures(WEEK, {"threads": 40, "due": 40, "late": 1, "counted": 1}))
    assert "2.5 %" in moderator.get("/moderation/health").text
    assert said("share", None) == "–"


def test_bars() -> None:
    assert bars_of([None, 0, 5, 10], 10)[0].height == LEAST
    assert [bar.x for bar in bars_of([None, 0, 5, 10], 10)] == [1.14, 2.14, 3.14]
    assert [(bar.y, bar.height) for bar in bars_of([5, 10], 10)] == [(50, 50), (0, 100)]
    assert bars_of([0, 0], 0)[0].height == LEAST and line_at(50, 100) == 50


def test_weeks_begin_on_mondays(wednesday: object) -> None:
    assert weeks_shown()[-1] == WEEK and len(weeks_shown()) == WEEKS
    assert all(week.weekday() == 0 for week in weeks_shown())


def test_figures_are_said_as_people_say_them() -> None:
    assert [said("time", seconds) for seconds in (0, 300, 5400, 172_800)] == [
        "0 min",
        "5 min",
        "1.5 h",
        "2.0 days",
    ]
