"""HTTP for the mail room: what was set aside, for moderators; and the whole mail behind a post."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.accounts.sessions import member_here
from forum.boards.access import post_for
from forum.core.edge import for_moderators
from forum.core.errors import NotFound, Refused
from forum.moderation.views.forms import words_typed
from forum.receiving import desk
from forum.receiving.handling import OUTCOMES
from forum.receiving.models import InboundMail

bp = Blueprint("receiving", __name__)

DOES: dict[str, Callable[[Member, InboundMail], None]] = {
    "post": desk.have_posted,
    "put-back": desk.put_back,
    "drop": desk.drop,
    "answer": lambda moderator, mail: desk.answer(moderator, mail, words_typed("words")),
}


@bp.get("/moderation/mail/<int:mail_id>")
@for_moderators
def show(mail_id: int) -> ResponseReturnValue:
    return _page(desk.mail_for(member_here(), mail_id))


@bp.get("/moderation/mail/<int:mail_id>/original")
@for_moderators
def original(mail_id: int) -> ResponseReturnValue:
    """The bytes as they came, to be kept as a file: no browser opens them."""
    mail = desk.mail_for(member_here(), mail_id)
    if mail.content is None:
        raise NotFound
    headers = {"Content-Disposition": f'attachment; filename="mail-{mail.id}.eml"'}
    return Response(mail.content.raw, mimetype="message/rfc822", headers=headers)


@bp.post("/moderation/mail/<int:mail_id>/<any(post, 'put-back', drop, answer):act>")
@for_moderators
def act_on(mail_id: int, act: str) -> ResponseReturnValue:
    mail = desk.mail_for(member_here(), mail_id)
    try:
        if mail.state != "aside":
            raise Refused("Somebody else has dealt with this mail already.")
        DOES[act](member_here(), mail)
    except Refused as refused:
        return _page(mail, refused), 422
    flash(desk.ACTS[act][2], "ok")
    return redirect("/moderation", 303)


def _page(mail: InboundMail, refused: Refused | None = None) -> str:
    read = desk.as_read(mail)
    return render_template(
        "receiving/mail.html",
        mail=mail,
        read=read,
        by=desk.member_of(read),
        acts=desk.ACTS,
        outcomes=OUTCOMES,
        words=words_typed("words"),
        errors=refused.errors if refused else {},
    )


@bp.get("/posts/<int:post_id>/mail")
def whole_mail(post_id: int) -> ResponseReturnValue:
    """All that a mail said, also what is folded away from the post it became."""
    post = post_for(member_here(), post_id)
    text, _ = desk.whole_mail_of(member_here(), post.id)
    return render_template("receiving/whole_mail.html", post=post, text=text)
