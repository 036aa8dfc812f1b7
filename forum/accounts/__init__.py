"""Members: joining, signing in, who they say they are, and what they agreed to."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from forum.accounts.joining import sweep_joinings
from forum.accounts.mail_tokens import sweep_mail_tokens
from forum.accounts.models import STANDING_WORDS, Member
from forum.accounts.sessions import init_sessions, sweep_ended_sessions
from forum.accounts.stopping import Deed, register_deed
from forum.accounts.views import joining, mail, members, pages, passwords, security, settings, signing_in
from forum.accounts.views import rules as rule_views
from forum.core.jobs import register_sweep
from forum.core.parked import park_fields


def _want_no_article_mails(member: Member, _about: int) -> None:
    member.article_mails = False


NO_ARTICLE_MAILS = Deed(
    ask="Stop these mails?",
    asking="We write when an article has changed, or was withdrawn, that you saved or that a post of yours "
    "leads to.",
    button="Stop these mails",
    done="No more of these mails",
    telling="We will not write to you again when an article has changed.",
    act=_want_no_article_mails,
)


def init_accounts(app: Flask) -> None:
    init_sessions(app)
    app.jinja_env.globals["standing_words"] = STANDING_WORDS
    park_fields(app, "name", "about", "timezone", "roles")
    for views in (joining, signing_in, passwords, security, settings, mail, members, pages, rule_views):
        app.register_blueprint(views.bp)
    register_deed(app, "articles", NO_ARTICLE_MAILS)
    hourly = timedelta(hours=1)
    register_sweep(app, "ended sessions", hourly, sweep_ended_sessions)
    register_sweep(app, "unanswered joinings", hourly, sweep_joinings)
    register_sweep(app, "old mail links", hourly, sweep_mail_tokens)
