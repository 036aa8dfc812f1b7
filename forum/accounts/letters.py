"""Letters: each a text in the mail folder of a room's templates, its first line the subject."""

from __future__ import annotations

from flask import current_app

from forum.core.mailer import OutgoingMail, post_mail


def send_letter(
    name: str, to_address: str, *, room: str = "accounts", stop_at: str = "", **about: object
) -> OutgoingMail:
    """Write one of our letters to somebody; ``stop_at`` is the address that ends letters of its kind."""
    settings = current_app.extensions["settings"]
    # Without what pages know of their reader: a letter may be written when nobody asks for a page.
    letter = current_app.jinja_env.get_template(f"{room}/mail/{name}.txt")
    text = letter.render(base_url=settings.base_url, site_name=settings.site_name, stop_at=stop_at, **about)
    subject, _, body = text.partition("\n")
    return post_mail(to_address, subject, body.strip() + "\n", stop_at=stop_at)
