"""Every address of the forum, asked for by everybody: the answers are those of the table."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.gate.conftest import Enter
from tests.gate.table import Row, rows
from tests.gate.world import CAST

#: What needs no account. Whoever adds to this list says aloud that strangers may ask.
PUBLIC = {
    "GET /",
    "GET /about",
    "GET /articles",
    "GET /articles/<slug>",
    "GET /articles/<slug>/history",
    "GET /articles/<slug>/history/<int:number>",
    "GET /articles/<slug>/report",
    "POST /articles/<slug>/report",
    "GET /articles/<slug>/report/sent",
    "GET /articles/<slug>/sections/<int:number>",
    "GET /articles/<slug>/threads",
    "GET /attachments/<int:attachment_id>/<filename>",
    "GET /boards/<slug>",
    "GET /boards/<slug>/archive",
    "GET /boards/<slug>/archive/<int:year>/<int:month>",
    "GET /boards/<slug>/archive/<int:year>/<int:month>/by-date",
    "GET /boards/<slug>/feed.atom",
    "GET /confirm/<token>",
    "POST /confirm/<token>",
    "POST /display",
    "GET /glossary",
    "GET /glossary/<slug>",
    "GET /glossary/<slug>/threads",
    "GET /healthz",
    "GET /help",
    "GET /legacy/<token>",
    "POST /legacy/<token>/export",
    "POST /legacy/<token>/keep",
    "POST /legacy/<token>/take-down",
    "POST /legacy/<token>/take-down/delete",
    "GET /log",
    "GET /join",
    "POST /join",
    "GET /join/sent",
    "POST /join/sent",
    "GET /metrics",
    "GET /password/forgot",
    "POST /password/forgot",
    "GET /password/forgot/sent",
    "GET /password/reset/<token>",
    "POST /password/reset/<token>",
    "GET /posts/<int:post_id>",
    "GET /posts/<int:post_id>/history",
    "GET /privacy",
    "GET /readyz",
    "GET /rules",
    "GET /rules/<int:number>",
    "GET /robots.txt",
    "GET /settings/email/undo/<token>",
    "POST /settings/email/undo/<token>",
    "GET /sign-in",
    "POST /sign-in",
    "GET /support",
    "GET /support/<int:entry_id>",
    "GET /support/<int:entry_id>/meetings.ics",
    "GET /threads/<int:thread_id>",
    "GET /mail/<token>",
    "POST /mail/<token>",
    "GET /unsubscribe/<token>",
    "POST /unsubscribe/<token>",
}


#: What greeters do, and with them moderators and administrators.
GREETERS = {
    "GET /waiting",
    "POST /waiting/<int:thread_id>/closed",
    "POST /waiting/away",
    "POST /waiting/away/delete",
    "POST /waiting/way",
}


#: What moderators and administrators keep for the group.
MODERATORS = {
    "GET /articles/<slug>/edit",
    "POST /articles/<slug>/edit",
    "POST /articles/<slug>/edit/draft",
    "POST /articles/<slug>/edit/preview",
    "POST /articles/<slug>/facts",
    "GET /articles/<slug>/links",
    "POST /articles/<slug>/links",
    "POST /articles/<slug>/publish",
    "POST /articles/<slug>/reviews",
    "POST /articles/<slug>/reviews/<int:review_id>/delete",
    "GET /articles/<slug>/standing",
    "POST /articles/<slug>/withdraw",
    "GET /articles/desk",
    "POST /articles/desk/reports/<int:report_id>/settled",
    "GET /articles/new",
    "POST /articles/new",
    "POST /articles/new/draft",
    "POST /articles/new/preview",
    "GET /articles/people",
    "GET /articles/people/<slug>",
    "POST /articles/people/<slug>",
    "POST /articles/people/<slug>/delete",
    "GET /articles/people/new",
    "POST /articles/people/new",
    "GET /glossary/<slug>/delete",
    "POST /glossary/<slug>/delete",
    "GET /glossary/<slug>/edit",
    "POST /glossary/<slug>/edit",
    "POST /glossary/<slug>/edit/draft",
    "POST /glossary/<slug>/links",
    "POST /glossary/<slug>/links/delete",
    "GET /moderation",
    "GET /moderation/blocks",
    "POST /moderation/blocks",
    "POST /moderation/blocks/<int:number>/delete",
    "GET /moderation/duty",
    "POST /moderation/duty/away",
    "POST /moderation/duty/away/delete",
    "POST /moderation/duty/check-in/delete",
    "POST /moderation/duty/notes",
    "POST /moderation/duty/notes/<int:number>/delete",
    "POST /moderation/duty/shifts",
    "POST /moderation/duty/shifts/<int:number>/delete",
    "POST /moderation/duty/way",
    "GET /moderation/guidance",
    "GET /moderation/guidance/<name>",
    "POST /moderation/guidance/<name>",
    "POST /moderation/guidance/<name>/approval",
    "POST /moderation/guidance/<name>/delete",
    "GET /moderation/health",
    "GET /moderation/reports/<int:item_id>",
    "POST /moderation/reports/<int:item_id>/done",
    "POST /moderation/reports/<int:item_id>/outcome",
    "GET /moderation/reports/<int:item_id>/words/<name>",
    "POST /moderation/reports/<int:item_id>/words/<name>",
    "POST /moderation/reports/<int:item_id>/appeal",
    "POST /moderation/reports/<int:item_id>/claim",
    "POST /moderation/reports/<int:item_id>/claim/delete",
    "POST /moderation/reports/<int:item_id>/leave",
    "POST /moderation/reports/<int:item_id>/memory",
    "GET /moderation/letters",
    "GET /moderation/letters/<action>",
    "POST /moderation/letters/<action>",
    "POST /moderation/letters/<action>/delete",
    "POST /moderation/letters/<action>/preview",
    "GET /moderation/log",
    "GET /moderation/mail/<int:mail_id>",
    "GET /moderation/mail/<int:mail_id>/original",
    "POST /moderation/mail/<int:mail_id>/<any(post, 'put-back', drop, answer):act>",
    "POST /moderation/spam",
    "POST /moderation/spam/preview",
    "GET /moderation/words",
    "POST /moderation/words",
    "POST /moderation/words/try",
    "GET /moderation/words/<int:word_id>",
    "POST /moderation/words/<int:word_id>",
    "POST /moderation/words/<int:word_id>/delete",
    "GET /moderation/members",
    "GET /moderation/members/<handle>",
    "GET /moderation/members/<handle>/<name>",
    "POST /moderation/members/<handle>/<name>",
    "POST /moderation/members/<handle>/<name>/preview",
    "GET /moderation/members/<handle>/memory",
    "POST /moderation/members/<handle>/memory/delete",
    "POST /moderation/members/<handle>/memory/letter",
    "POST /moderation/members/<handle>/memory/thread",
    "GET /moderation/members/<handle>/sanctions/<int:number>",
    "POST /moderation/members/<handle>/sanctions/<int:number>/lift",
    "POST /moderation/members/<handle>/sanctions/<int:number>/preview",
    "GET /moderation/log/<int:line_id>",
    "POST /moderation/log/export",
    "GET /posts/<int:post_id>/moderation",
    "GET /posts/<int:post_id>/moderation/<name>",
    "POST /posts/<int:post_id>/moderation/<name>",
    "POST /posts/<int:post_id>/moderation/<name>/preview",
    "GET /glossary/new",
    "POST /glossary/new",
    "POST /glossary/new/draft",
    "POST /support/<int:entry_id>/checked",
    "GET /support/<int:entry_id>/edit",
    "POST /support/<int:entry_id>/edit",
    "GET /support/<int:entry_id>/meetings/<int:meeting_id>",
    "POST /support/<int:entry_id>/meetings/<int:meeting_id>",
    "POST /support/<int:entry_id>/meetings/<int:meeting_id>/delete",
    "GET /support/<int:entry_id>/meetings/new",
    "POST /support/<int:entry_id>/meetings/new",
    "POST /support/<int:entry_id>/removal",
    "POST /support/<int:entry_id>/removal/delete",
    "GET /support/desk",
    "GET /support/new",
    "POST /support/new",
    "GET /threads/<int:thread_id>/articles",
    "POST /threads/<int:thread_id>/articles",
    "POST /threads/<int:thread_id>/articles/<slug>/delete",
    "POST /threads/<int:thread_id>/articles/<slug>/hide",
    "POST /threads/<int:thread_id>/memorial",
    "POST /threads/<int:thread_id>/memorial/delete",
    "GET /threads/<int:thread_id>/<any(lock, pin, slow, silence, move, split, merge):name>",
    "GET /threads/<int:thread_id>/<any(lock, pin, slow, silence, move, split, merge):name>/delete",
    "POST /threads/<int:thread_id>/<any(lock, pin, slow, silence, move, split, merge):name>",
    "POST /threads/<int:thread_id>/<any(lock, pin, slow, silence, move, split, merge):name>/delete",
    "POST /threads/<int:thread_id>/<any(lock, pin, slow, silence, move, split, merge):name>/delete/preview",
    "POST /threads/<int:thread_id>/<any(lock, pin, slow, silence, move, split, merge):name>/preview",
}


#: What somebody who is suspended may still see and do: read our letters, get help, look after their account.
WHEN_SUSPENDED = {
    "GET /about",
    "GET /confirm/<token>",
    "POST /confirm/<token>",
    "POST /boards/<slug>/mute",
    "POST /boards/<slug>/mute/delete",
    "POST /display",
    "GET /healthz",
    "GET /help",
    "GET /join",
    "POST /join",
    "GET /join/sent",
    "POST /join/sent",
    "GET /legacy/<token>",
    "POST /legacy/<token>/export",
    "POST /legacy/<token>/keep",
    "POST /legacy/<token>/take-down",
    "POST /legacy/<token>/take-down/delete",
    "GET /letters",
    "GET /letters/<int:decision_id>",
    "POST /letters/<int:decision_id>/appeal",
    "POST /members/<handle>/mute",
    "POST /members/<handle>/mute/delete",
    "GET /metrics",
    "GET /password/forgot",
    "POST /password/forgot",
    "GET /password/forgot/sent",
    "GET /password/reset/<token>",
    "POST /password/reset/<token>",
    "GET /privacy",
    "GET /readyz",
    "GET /robots.txt",
    "GET /settings",
    "GET /settings/email/confirm/<token>",
    "POST /settings/email/confirm/<token>",
    "GET /settings/email/undo/<token>",
    "POST /settings/email/undo/<token>",
    "GET /settings/legacy",
    "POST /settings/legacy",
    "POST /settings/legacy/delete",
    "GET /settings/mail",
    "POST /settings/mail",
    "GET /settings/privacy",
    "POST /settings/privacy/health",
    "POST /settings/privacy/health/delete",
    "POST /settings/quiet/notes",
    "GET /settings/reading",
    "POST /settings/reading",
    "GET /settings/security",
    "POST /settings/security/email",
    "POST /settings/security/password",
    "POST /settings/sessions/<int:number>/delete",
    "POST /settings/sessions/delete",
    "GET /sign-in",
    "POST /sign-in",
    "POST /sign-out",
    "GET /support",
    "GET /support/<int:entry_id>",
    "GET /support/<int:entry_id>/meetings.ics",
    "GET /mail/<token>",
    "POST /mail/<token>",
    "GET /threads/<int:thread_id>/mail",
    "POST /threads/<int:thread_id>/mail",
    "POST /threads/<int:thread_id>/mute",
    "POST /threads/<int:thread_id>/mute/delete",
    "GET /unsubscribe/<token>",
    "POST /unsubscribe/<token>",
}


def routes(app: Flask, audience: str = "") -> set[str]:
    """Every method and rule of the forum, or those that one audience may use."""
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not audience or getattr(app.view_functions[rule.endpoint], "audience", "members") == audience
    }


def is_open_when_suspended(app: Flask) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if hasattr(app.view_functions[rule.endpoint], "when_suspended")
    }


def route_of(app: Flask, row: Row) -> str:
    """The rule that a row of the table asks."""
    path = row.pattern.replace("{now}", "2026/1")
    for name in ("me", "author"):
        path = path.replace(f"{{{name}}}", "x")
    path = "/".join("1" if part.startswith("{") else part for part in path.split("/"))
    rule, _ = app.url_map.bind("localhost").match(path, method=row.method, return_rule=True)
    return f"{row.method} {rule.rule}"


def test_every_route_has_a_row_in_the_table(whole_app: Flask) -> None:
    assert routes(whole_app) - {route_of(whole_app, row) for row in rows()} == set()


def test_the_public_pages_are_those_written_here(whole_app: Flask) -> None:
    assert routes(whole_app, "public") == PUBLIC


def test_all_of_administration_is_for_administrators(whole_app: Flask) -> None:
    assert routes(whole_app, "admins") == {route for route in routes(whole_app) if " /admin" in route}


def test_the_pages_for_moderators_are_those_written_here(whole_app: Flask) -> None:
    assert routes(whole_app, "moderators") == MODERATORS


def test_the_pages_for_greeters_are_those_written_here(whole_app: Flask) -> None:
    assert routes(whole_app, "greeters") == GREETERS


def test_what_is_open_to_those_who_are_suspended_is_written_here(whole_app: Flask) -> None:
    assert is_open_when_suspended(whole_app) == WHEN_SUSPENDED


@pytest.mark.parametrize("who", CAST)
def test_everybody_gets_the_answers_of_the_table(whole_app: Flask, enter: Enter, who: str) -> None:
    browser, world = enter(who)
    wrong = []
    for row in rows():
        ask = browser.get if row.method == "GET" else browser.post
        answer = ask(world.path(row.pattern)).status_code
        is_shut_out = who == "suspended" and route_of(whole_app, row) not in WHEN_SUSPENDED
        wanted = 403 if is_shut_out else row.answers[who]
        if answer != wanted:
            wrong.append(f"{row.method} {row.pattern}: {answer}, not {wanted}")
    assert wrong == []
    assert world.scene.all_counts_are_right()
