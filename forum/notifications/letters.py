"""What goes into the outbox: one post as a mail, answers told together, or only that there is news."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import current_app

from forum.accounts.models import Member
from forum.accounts.stopping import deed_address
from forum.core.clock import now
from forum.core.mail_addresses import Sealed, sealed_address
from forum.core.mail_writing import address_of
from forum.core.mailer import mail_key, new_message_id
from forum.notifications.models import MailChoice
from forum.notifications.words import PostWords, is_folded

#: The row of one mail, for the outbox.
Row = dict[str, Any]


def thread_mail(member: Member, choice: MailChoice, posts: Sequence[PostWords], subject: str) -> Row:
    """Posts of one thread, to be answered by answering the mail."""
    last = posts[-1]
    stop_at = deed_address(member.id, "board", last.board_id)
    if choice.says_little:
        return news_mail(member, last.path, subject, stop_at, about=f"post:{last.id}")
    names = {
        "posts": posts,
        "mute_at": deed_address(member.id, "mute", last.thread_id),
        "follow_at": deed_address(member.id, "follow", last.thread_id),
        "folded": partial(is_folded, member),
        "private_at": partial(private_address, member),
        "stop_at": stop_at,
    }
    return _row(
        member,
        f"[{_site()}] {last.title if choice.names_threads else subject}",
        "post",
        names,
        stop_at=stop_at,
        message_id=last.name,
        about=f"post:{last.id}",
        headers=_list_headers(last) | _thread_headers(member, posts),
    )


def news_mail(member: Member, path: str, subject: str, stop_at: str, *, about: str = "") -> Row:
    """For those who want no words in their mail: there is something, and where."""
    names = {"path": path, "stop_at": stop_at}
    headers = _to_many(f"<news.{_domain()}>")
    return _row(
        member,
        f"[{_site()}] {subject}",
        "news",
        names,
        stop_at=stop_at,
        message_id=new_message_id(),
        about=about,
        headers=headers,
    )


def group_mail(member: Member, name: str, subject: str, stop_at: str, **names: object) -> Row:
    """A mail of the group itself: a digest, or a letter about digests."""
    return _row(
        member,
        f"[{_site()}] {subject}",
        name,
        {**names, "stop_at": stop_at},
        stop_at=stop_at,
        message_id=new_message_id(),
        about="",
        headers=_to_many(f"<digest.{_domain()}>"),
    )


def reply_address(member: Member, thread_id: int) -> str:
    """Where this member's answer goes into a thread."""
    return sealed_address(mail_key(), Sealed("reply", member.id, thread_id), _domain(), now().date())


def private_address(member: Member, post_id: int) -> str:
    """Where this member's answer goes to the author of a post alone."""
    return sealed_address(mail_key(), Sealed("private", member.id, post_id), _domain(), now().date())


def _thread_headers(member: Member, posts: Sequence[PostWords]) -> dict[str, str]:
    last, domain = posts[-1], _domain()
    authors = list(dict.fromkeys(post.author for post in posts))
    who = authors[0] if len(authors) == 1 else f"{authors[0]} and others"
    return {
        "From": address_of(f"{who} via {_site()}", f"{last.board_slug}@{domain}"),
        "Reply-To": reply_address(member, last.thread_id),
        "In-Reply-To": last.follows[-1],
        "References": " ".join(last.follows),
    }


def _list_headers(post: PostWords) -> dict[str, str]:
    """RFC 2919 and 2369."""
    base_url, domain = current_app.extensions["settings"].base_url, _domain()
    return _to_many(f"<{post.board_slug}.{domain}>") | {
        "List-Post": f"<mailto:{post.board_slug}@{domain}>",
        "List-Archive": f"<{base_url}/boards/{post.board_slug}/archive>",
    }


def _to_many(list_id: str) -> dict[str, str]:
    return {
        "List-Id": list_id,
        "List-Help": f"<{current_app.extensions['settings'].base_url}/settings/mail>",
        "Precedence": "list",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }


def _row(member: Member, subject: str, name: str, names: Row, **columns: object) -> Row:
    environment, moment = current_app.jinja_env, now()
    settings = current_app.extensions["settings"]
    told = {"base_url": settings.base_url, "site_name": settings.site_name, "handle": member.handle, **names}
    text, html = (
        environment.get_template(f"notifications/mail/{name}.{kind}").render(told) for kind in ("txt", "html")
    )
    return {
        "to_address": member.email,
        "subject": " ".join(subject.split())[:400],
        "text": text,
        "html": html,
        "member_id": member.id,
        "is_bulk": True,
        "tries": 0,
        "created_at": moment,
        "due_at": moment,
        **columns,
    }


def _site() -> str:
    name: str = current_app.extensions["settings"].site_name
    return name


def _domain() -> str:
    domain: str = current_app.extensions["settings"].mail_domain
    return domain
