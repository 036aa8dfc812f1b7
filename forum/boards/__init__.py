"""The boards room: boards, threads, posts, drafts, read marks, files and the month archive."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, flash
from flask_login import user_logged_in

from forum.accounts.models import Member, role_words
from forum.accounts.security import archive_author_claimed
from forum.boards import content_notes, drafts, explained, pace, rendering, silence, telling, uploads
from forum.boards.claiming import claim_archive_author
from forum.boards.posts import CHANGED_FOR
from forum.boards.quiet import quiet_of
from forum.boards.spam import init_spam_service
from forum.boards.versions import init_versions
from forum.boards.views import admin, archive, attachments, beside, boards, home, mentions, posts, threads
from forum.boards.views import drafts as draft_views
from forum.boards.views import quiet as quiet_views
from forum.core.html import trusted
from forum.core.jobs import register_sweep
from forum.core.parked import park_fields, parked_words
from forum.core.pictures import PDF_NOTE


def init_boards(app: Flask) -> None:
    for views in (
        home,
        boards,
        threads,
        posts,
        draft_views,
        attachments,
        archive,
        admin,
        mentions,
        beside,
        quiet_views,
    ):
        app.register_blueprint(views.bp)
    init_versions(app)
    init_spam_service(app)
    app.jinja_env.filters["stored"] = trusted
    app.jinja_env.globals.update(
        role_words=role_words,
        discussed_in=mentions.discussed_in,
        being_discussed=mentions.being_discussed,
        named_in=mentions.named_in,
        looked_through=explained.looked_through,
        length_words=pace.length_words,
        changed_for=CHANGED_FOR,
        note_words=content_notes.note_words,
        quiet_of=quiet_of,
        note_choices=content_notes.CHOICES,
        note_as_chosen=content_notes.as_chosen,
        files_notes=(uploads.LIMITS_NOTE, PDF_NOTE),
    )
    park_fields(app, *drafts.FIELDS)
    user_logged_in.connect(_adopt_parked_words, app)
    archive_author_claimed.connect(claim_archive_author)
    register_sweep(app, "old drafts", timedelta(hours=6), drafts.sweep_old_drafts)
    register_sweep(app, "orphaned files", timedelta(hours=6), uploads.sweep_orphans)
    register_sweep(app, "old terms", timedelta(seconds=1), explained.sweep_old_terms, in_batches=True)
    register_sweep(app, "news of articles", timedelta(seconds=1), telling.tell_news)
    register_sweep(app, "old rendering", timedelta(seconds=20), rendering.sweep_old_rendering)
    register_sweep(app, "silent threads", timedelta(minutes=1), silence.sweep_silent, in_batches=True)


def _adopt_parked_words(_app: Flask, user: Member) -> None:
    """Somebody whose session had ended while they wrote finds their words where they were meant to go."""
    parked = parked_words(user.id)
    for words in parked:
        drafts.adopt_parked_words(user, words)
        if names := "”, “".join(words.fields.get("files", ())):
            flash(f"Please choose “{names}” again: files cannot wait until somebody has signed in.", "care")
    if any(words.fields.get("body") for words in parked):
        flash("Your words are kept: you find them in their box, and under “Drafts”.", "ok")
