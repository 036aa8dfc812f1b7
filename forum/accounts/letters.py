"""The mails of the accounts room: each a text in templates/accounts/mail, its first line the subject."""

from __future__ import annotations

from flask import current_app, render_template

from forum.core.mailer import OutgoingMail, post_mail


def send_letter(name: str, to_address: str, **about: object) -> OutgoingMail:
    """Write one of our letters to somebody."""
    base_url = current_app.extensions["settings"].base_url
    text = render_template(f"accounts/mail/{name}.txt", base_url=base_url, **about)
    subject, _, body = text.partition("\n")
    return post_mail(to_address, subject, body.strip() + "\n")
