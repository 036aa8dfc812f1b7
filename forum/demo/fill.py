"""The whole demo, written into an empty database."""

from __future__ import annotations

from collections.abc import Callable

from forum.accounts.rules import bring_rules
from forum.boards.explained import sweep_old_terms
from forum.boards.watched import bring_watched_words
from forum.core.clock import now
from forum.core.db import db
from forum.demo.arranged import arrange_threads
from forum.demo.boards import close_guestbook, make_boards
from forum.demo.bulk import write_posts
from forum.demo.decided import decide_about_members
from forum.demo.duty import keep_watch
from forum.demo.figures import keep_earlier_weeks
from forum.demo.help import add_made_up_group
from forum.demo.memory import remember_somebody
from forum.demo.mended import mend_posts
from forum.demo.people import make_people
from forum.demo.reading import leave_traces
from forum.demo.rules import BEGAN, change_a_rule
from forum.demo.threads import Stage, tell_threads
from forum.demo.waiting import leave_work
from forum.library.about import sweep_old_articles
from forum.library.shelf import bring_articles, bring_glossary, bring_help


def fill_demo(posts: int, progress: Callable[[int, int], None]) -> None:
    """Fill an empty, migrated database: a group with its boards and threads, and ``posts`` more behind them.

    ``progress`` hears how many of those are written, out of how many.
    """
    moment = now()
    bring_rules(moment - BEGAN)
    people = make_people(moment)
    admin = people["lamplight"]
    boards = make_boards(admin)
    bring_glossary()
    bring_articles()
    bring_help()
    add_made_up_group(admin)
    bring_watched_words()
    _keep()
    for done in write_posts(posts, moment):
        _keep()
        progress(done, posts)
    stage = Stage(moment, people, boards)
    tell_threads(stage)
    arrange_threads(stage)
    leave_traces(stage)
    leave_work(stage)
    keep_watch(stage)
    mend_posts(stage)
    decide_about_members(stage)
    remember_somebody(stage)
    keep_earlier_weeks()
    change_a_rule(admin)
    close_guestbook(admin)
    _keep()
    while sweep_old_articles() or sweep_old_terms():
        _keep()
    _keep()


def _keep() -> None:
    """Commit: filling runs outside of any request, and a million posts do not fit into one transaction."""
    db.session.commit()
