"""The moderation room: what waits for a moderator, what is decided, and how those concerned hear of it."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from forum.accounts.security import archive_author_claimed
from forum.boards.actions import post_screened
from forum.core.jobs import register_sweep
from forum.core.parked import park_fields
from forum.core.zones import moment_words, zone_named
from forum.moderation import check_ins, counting, legacy, memorials, queue, waits
from forum.moderation.bundles import write_mails
from forum.moderation.calling import call_for_worries, open_worries
from forum.moderation.claiming import take_over
from forum.moderation.duty import duty_note
from forum.moderation.said import said_of
from forum.moderation.sanctions import in_force_for
from forum.moderation.thread_acts import thread_acts_for
from forum.moderation.views import (
    acting,
    appeals,
    closing,
    lifting,
    members,
    memories,
    mine,
    remembering,
    reporting,
    spam,
    standing,
    threads,
    waiting,
    words,
    worry,
)
from forum.moderation.views import duty as duty_views
from forum.moderation.views import guidance as guidance_views
from forum.moderation.views import health as health_views
from forum.moderation.views import legacy as legacy_views
from forum.moderation.views import letter_desk as letter_desk_views
from forum.moderation.views import log as log_views
from forum.moderation.views import public_log as public_log_views
from forum.moderation.views import queue as queue_views
from forum.moderation.waiting import tell_of_waiting

VIEWS = (
    acting,
    appeals,
    closing,
    duty_views,
    guidance_views,
    health_views,
    legacy_views,
    letter_desk_views,
    lifting,
    log_views,
    members,
    memories,
    mine,
    public_log_views,
    queue_views,
    remembering,
    reporting,
    spam,
    standing,
    threads,
    waiting,
    words,
    worry,
)


def init_moderation(app: Flask) -> None:
    park_fields(app, "reason", "rule", "words", "letter", "answer", "note", "done", "outcome", "steps")
    for views in VIEWS:
        app.register_blueprint(views.bp)
    app.register_blueprint(acting.of_post)
    app.jinja_env.globals.update(
        said_of=said_of,
        usual_wait=waits.usual_wait,
        in_force_for=in_force_for,
        thread_acts_for=thread_acts_for,
        remembrance_of=memorials.remembrance_of,
        duty_note=duty_note,
        open_worries=open_worries,
        waited=waits.waited,
        moment_words=moment_words,
        zone_named=zone_named,
    )
    register_sweep(app, "calls for worries", timedelta(seconds=5), call_for_worries)
    register_sweep(app, "threads that wait", timedelta(minutes=1), tell_of_waiting)
    register_sweep(app, "mails to moderators", timedelta(seconds=5), write_mails)
    register_sweep(app, "old check-ins", timedelta(hours=6), check_ins.forget_old)
    register_sweep(app, "take-downs", timedelta(minutes=1), legacy.sweep_take_downs, in_batches=True)
    register_sweep(app, "figures", timedelta(minutes=1), counting.sweep_figures, in_batches=True)
    archive_author_claimed.connect(take_over)
    post_screened.connect(queue.look_at_screened)
