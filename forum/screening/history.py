"""What the screening is told: of the author, and of what they wrote. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an author when they post."""

    #: How long they have been a member, and about how many posts they have been shown.
    here_for: timedelta
    read: int = 0
    #: Greeters, moderators and administrators.
    helps: bool = False
    #: They never posted before.
    is_first: bool = False
    #: A moderator has read something of theirs, and it stands.
    is_met: bool = False
    posts_today: int = 0
    threads_today: int = 0
    posts_this_minute: int = 0
    threads_this_minute: int = 0
    #: Seconds since their last post and their last thread, if there was one today.
    since_post: float | None = None
    since_thread: float | None = None
    #: They posted the same words in another place a moment ago.
    repeats: bool = False
    #: A moderator decided that each of their posts is read first.
    is_held: bool = False
    #: Their mail address is at a place whose accounts are not wanted here.
    mail_is_blocked: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """What somebody wants to post."""

    body: str
    title: str = ""
    starts_thread: bool = False
    links: int = 0
    files: int = 0
    mentions: int = 0
    #: Seconds from when the form was shown until it came back; None where nobody can tell, as with a mail.
    seconds: float | None = None
    #: It changes a post; what that says now, and whether it still waits, so that nobody can read it yet.
    is_edit: bool = False
    earlier: str = ""
    waits: bool = False
    #: Why the spam service thinks that it is spam, if one was asked and does.
    spam: str = ""
    #: The forum's own address: links to it lead nowhere else.
    own_site: str = ""

    @property
    def whole(self) -> str:
        return f"{self.title}\n{self.body}" if self.title else self.body
