"""What moderators of the demo did with posts that stay: a name taken out, a correction, a content note."""

from __future__ import annotations

from forum.demo.threads import Stage
from forum.moderation.access import post_to_moderate
from forum.moderation.acting import Given
from forum.moderation.correcting import Corrected
from forum.moderation.noting import Noted
from forum.moderation.rewriting import Edit

NURSE = " She is Birgit Sommer, you can ring her on 020 7946 0018 and say hello from me."
NOT_HERS = "Your nurse may not want her name and her number here. The rest of your post helps, and stays."
TEETH = (
    "Work on the teeth is not ruled out. Tell your dentist which bone medicine you have, and your cancer "
    "team before any work on your teeth beyond cleaning. They decide with you."
)
ARTICLE = "/articles/bone-mets-and-bone-drugs"


def mend_posts(stage: Stage) -> None:
    """As from the forms, by one moderator."""
    moderator = stage.people["old-harbour"]
    number, teeth, remembering = (
        post_to_moderate(moderator, stage.posts[slug][place].id)
        for slug, place in (("results-in-portal", 3), ("bone-drip", -1), ("remembering-sea-glass", 0))
    )
    edit = Edit(number.source.replace(NURSE, ""), "private", Edit.of(number).was)
    edit.do(moderator, number, Given(rule=3, reason=NOT_HERS))
    Corrected(TEETH, ARTICLE, Corrected.of(teeth).was).do(moderator, teeth, Given())
    note = Noted("grief", whole=True, was=Noted.of(remembering).was)
    note.do(stage.people["lamplight"], remembering, Given())
