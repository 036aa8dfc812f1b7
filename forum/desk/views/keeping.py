"""Keeping what an editor typed: asked by a button or the page itself, or because it could not be saved."""

from __future__ import annotations

from flask import Response, flash, redirect, request
from flask.typing import ResponseReturnValue

from forum.accounts.models import Member
from forum.boards.drafts import Words, draft_of, keep_draft
from forum.core.edge import keep_despite_refusal


def keep_typed(member: Member, place: str, page: str) -> ResponseReturnValue:
    """Keep the form as a draft, and lead back to its ``page``."""
    words = Words.from_form(request.form)
    if draft_of(member, place, words.once) or not words.is_empty:
        keep_draft(member, place, words)
    if request.accept_mimetypes.best == "application/json":
        return Response(status=204)
    flash("Your draft is kept. You find it here and under “Drafts”.", "ok")
    return redirect(page, 303)


def keep_unsaved(member: Member, place: str, words: Words) -> None:
    """Keep words as a draft although the answer is a refusal."""
    keep_draft(member, place, words)
    keep_despite_refusal()
