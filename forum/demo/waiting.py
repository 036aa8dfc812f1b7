"""What waits for the moderators of the demo: a held first post, reports, a worry, and an appeal."""

from __future__ import annotations

from forum.boards.posts import Post
from forum.demo.threads import Stage
from forum.moderation.appeals import appeal
from forum.moderation.letters import letters_to
from forum.moderation.queue import put_in_queue
from forum.moderation.reports import report_post

HELD_BECAUSE = "Held: its words came in under three seconds, as if they had been pasted."
APPEAL = (
    "I only wanted to help. It is my cousin's shop, I earn nothing from it, and she did feel better. "
    "Could somebody else read it again?"
)


def leave_work(stage: Stage) -> None:
    """Fill the queue as on an ordinary day."""
    _hold_first_post(stage, stage.posts["newcomer-first"][0])
    powder, evening = stage.posts["powder"][0], stage.posts["quiet-evening"][0]
    report_post(stage.people["hazel"], powder, "selling", words="The same powder again.")
    report_post(stage.people["wren"], powder, "claim", words="She means well. But people might try it.")
    report_post(stage.people["tidewater"], evening, "worry", words="Her sister is with her. Please look in.")
    _appeal(stage)


def _hold_first_post(stage: Stage, post: Post) -> None:
    put_in_queue(
        f"post:{post.id}", "first", board_id=post.board_id, about_id=post.author_id, why=HELD_BECAUSE
    )


def _appeal(stage: Stage) -> None:
    """The author of the post that was hidden some weeks ago asks about it."""
    member = stage.people["bright-morning"]
    (letter,) = letters_to(member)
    appeal(letter, APPEAL)
