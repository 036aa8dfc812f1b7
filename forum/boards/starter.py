"""The boards a new group begins with; an administrator renames, orders and archives them at will."""

from __future__ import annotations

from forum.boards.arranging import BoardForm

START, LIVING, TOGETHER, MODERATING = "Start here", "Living with it", "Together", "For moderators"


def starter_boards() -> list[BoardForm]:
    """Headings and boards in the order in which they stand on the first page."""
    return [*_start_here(), *_living_with_it(), *_together(), *_for_moderators()]


def _start_here() -> list[BoardForm]:
    return [
        _board(
            START,
            "introductions",
            "Introductions",
            "Say hello, in two lines or in two hundred.",
            "You need not tell everything, and you need not tell it well. A name that you like to be "
            "called is enough for a beginning. If you answer somebody new, a short welcome is worth more "
            "than advice.",
        ),
        _board(
            START,
            "how-it-works",
            "How this place works",
            "Questions about this place, and small talk at the front door. Anyone on the web can read it.",
            "**Anyone can read this board**, also people who are not members, so please keep private "
            "things for the boards behind it. Every question about this place is welcome, also the one "
            "you have asked before. If you found a trick that makes reading or writing easier, please "
            "leave it here.",
            audience="public",
        ),
    ]


def _living_with_it() -> list[BoardForm]:
    return [
        _board(
            LIVING,
            "treatment-days",
            "Treatment days",
            "Long days in the chair, the way there, and the way home.",
            "Tell how it was for you: what you took with you, what surprised you, what you would ask next"
            " time. What is right for one person may be wrong for another, so please leave decisions "
            "about treatment to each person and their team.",
        ),
        _board(
            LIVING,
            "scans",
            "Scans and waiting",
            "Before, during and after: for everyone who is waiting for a result.",
            "Nobody here will tell you to relax. If you bring a report, please leave out names and "
            "numbers that could be traced to you. We can wait with you; what the words mean is for your "
            "team to say.",
        ),
        _board(
            LIVING,
            "side-effects",
            "Side effects and comfort",
            "Hands, feet, sleep, taste, heat, and what makes them easier to live with.",
            "Small things that helped you at home are gold here. Please mention anything new to your team"
            " as well, even if it seems too small. We share no doses, and we sell nothing.",
        ),
        _board(
            LIVING,
            "patients-only",
            "Patients only",
            "A room in which only those who live with it write.",
            "Here nobody has to protect anybody. Members who care for someone may read along, and we ask "
            "them to listen. What is said in this room is never carried to a kitchen table.",
            roles=("patient",),
        ),
    ]


def _together() -> list[BoardForm]:
    return [
        _board(
            TOGETHER,
            "caregivers",
            "Caregivers only",
            "For partners, children, parents and friends, and for what they carry.",
            "You may be tired here, and cross, and funny. Please write about the person you care for as "
            "if they might read it one day. You count too: how *you* are is always on topic.",
            roles=("caregiver", "family"),
        ),
        _board(
            TOGETHER,
            "everyday",
            "Everyday life",
            "Work, letters, books, gardens, grief and good things.",
            "Life goes on beside it, and this is where we talk about that life. Joy needs no excuse here "
            "and sadness needs no reason. If you are not sure where something belongs, it belongs here.",
        ),
    ]


def _for_moderators() -> list[BoardForm]:
    return [
        _board(
            MODERATING,
            "moderators-room",
            "The moderators' room",
            "Rotas, doubts and second opinions. Only moderators see it.",
            "Ask before you are sure, and say when you need a break. We speak of members here as if they "
            "could hear us.",
            audience="moderators",
        )
    ]


def _board(
    heading: str,
    slug: str,
    title: str,
    purpose: str,
    guide: str,
    *,
    audience: str = "members",
    roles: tuple[str, ...] = (),
) -> BoardForm:
    return BoardForm(slug, title, purpose, guide, heading, audience, roles, roles)
