"""The rules of the group: numbered, every wording kept, and members told of what changed.

A number is given once and stays: letters and reports refer to it, and to the words as they stood that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum.accounts.models import Member
from forum.core.clock import now
from forum.core.db import Base, Key, Numbered, db, note
from forum.core.decisions import record_decision
from forum.core.errors import NotFound, Refused

#: What a new group begins with; an administrator changes it at will.
STARTER = (
    "Be kind. Everybody here carries something heavy, and nobody has to explain how they carry it.",
    "Speak from your own experience. Say what helped you, not what others must do, and leave treatment "
    "decisions to each person and their doctors.",
    "What is said here stays here. Never pass on a name, a story or a picture from a members' board.",
    "Nothing is for sale: no advertising, no collecting of money, no promised cures.",
    "If somebody worries you, tell a moderator. You don't have to carry it alone.",
    "Moderators may hold, move or hide a post. They always say why, and you can ask them to look again.",
)
LONGEST_RULE = 600
MOST_RULES = 30


class RuleVersion(Numbered, Base):
    """One wording of a rule. To change, to retire and to bring back a rule each add a version."""

    __tablename__ = "rule_versions"
    __table_args__ = (UniqueConstraint("number", "version"),)

    number: Mapped[int]
    version: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    in_force: Mapped[bool]
    since: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(Key, ForeignKey("members.id"))

    @property
    def line(self) -> str:
        """The rule with its number, as a letter and a consent write it."""
        return f"{self.number}. {self.words}"


def bring_rules(at: datetime | None = None) -> int:
    """Give a group that has no rules the ones to begin with; says how many came."""
    if history():
        return 0
    since = at or now()
    for number, words in enumerate(STARTER, 1):
        db.session.add(RuleVersion(number=number, version=1, words=words, in_force=True, since=since))
    db.session.flush()
    return len(STARTER)


def history() -> Sequence[RuleVersion]:
    """Every wording there ever was, the oldest first: a few dozen rows, read whole."""
    return db.session.scalars(select(RuleVersion).order_by(RuleVersion.id)).all()


def rules_now() -> list[RuleVersion]:
    """The rules as they are, in the order of their numbers."""
    return in_force(history())


def rules_at(moment: datetime) -> list[RuleVersion]:
    """The rules as they stood at a moment."""
    return in_force(_until(history(), moment))


def _until(versions: Sequence[RuleVersion], moment: datetime) -> list[RuleVersion]:
    """The versions there were at a moment; before the first were written, those first ones."""
    first = versions[0].since if versions else moment
    return [version for version in versions if version.since <= max(moment, first)]


def in_force(versions: Iterable[RuleVersion]) -> list[RuleVersion]:
    return [version for version in latest(versions) if version.in_force]


def latest(versions: Iterable[RuleVersion]) -> list[RuleVersion]:
    """The last wording of each rule, also of those that were retired, by number."""
    last = {version.number: version for version in versions}
    return [last[number] for number in sorted(last)]


def rule_at(number: int | None, moment: datetime) -> RuleVersion | None:
    """A rule as it stood when something was decided, also if it was retired since."""
    return version_at(history(), number, moment) if number is not None else None


def version_at(versions: Sequence[RuleVersion], number: int | None, moment: datetime) -> RuleVersion | None:
    """The same among versions that were read already."""
    return next((rule for rule in latest(_until(versions, moment)) if rule.number == number), None)


def rule_choices() -> list[tuple[int, str]]:
    """The rules for a form to choose from."""
    return [(rule.number, rule.line) for rule in rules_now()]


def check_rule(number: int | None) -> None:
    """Refuse a number that no rule in force has."""
    if number not in [rule.number for rule in rules_now()]:
        raise Refused("Please choose one of the rules.", field="rule")


def versions_of(number: int) -> list[RuleVersion]:
    """Every wording of one rule, the oldest first."""
    found = [version for version in history() if version.number == number]
    if not found:
        raise NotFound
    return found


def add_rule(by: Member, words: str) -> RuleVersion:
    """A new rule, with the next number."""
    _lock()
    there = latest(history())
    if len(in_force(there)) >= MOST_RULES:
        raise Refused(f"A group can have {MOST_RULES} rules. Retire one first; few rules are read.")
    words = _checked(words)
    made = RuleVersion(number=len(there) + 1, version=1, words=words, in_force=True, since=now(), by_id=by.id)
    return _keep(made, by, "add rule", "")


def change_rule(by: Member, number: int, seen: int | None, words: str) -> RuleVersion:
    """Other words for a rule; ``seen`` is the version that the page showed."""
    old, words = _last(number, seen), _checked(words)
    if words == old.words:
        raise Refused("These are the words as they are. Change them, or go back.", field="words")
    return _keep(_next(old, by, words=words), by, "change rule", old.words)


def retire_rule(by: Member, number: int, seen: int | None) -> RuleVersion:
    """It is a rule no longer; its number is never given again."""
    old = _last(number, seen)
    if not old.in_force:
        raise Refused("This rule is retired already.")
    return _keep(_next(old, by, in_force=False), by, "retire rule", old.words)


def bring_back_rule(by: Member, number: int, seen: int | None) -> RuleVersion:
    old = _last(number, seen)
    if old.in_force:
        raise Refused("This rule is in force already.")
    return _keep(_next(old, by, in_force=True), by, "bring back rule", "")


def _last(number: int, seen: int | None) -> RuleVersion:
    _lock()
    found = versions_of(number)[-1]
    if seen is not None and seen != found.version:
        raise Refused("Somebody changed this rule while you had it open. Below it stands as it is now.")
    return found


def _lock() -> None:
    """Two administrators at the same moment: the second waits, and then sees what the first did."""
    db.session.execute(select(RuleVersion.id).with_for_update())


def _checked(words: str) -> str:
    words = " ".join(words.split())
    if not words:
        raise Refused("Please write the rule, in words that everybody understands.", field="words")
    if len(words) > LONGEST_RULE:
        raise Refused(
            f"Please say it in at most {LONGEST_RULE} characters; few rules are read.", field="words"
        )
    return words


def _next(old: RuleVersion, by: Member, *, words: str = "", in_force: bool = True) -> RuleVersion:
    return RuleVersion(
        number=old.number,
        version=old.version + 1,
        words=words or old.words,
        in_force=in_force,
        since=now(),
        by_id=by.id,
    )


def _keep(made: RuleVersion, by: Member, action: str, before: str) -> RuleVersion:
    db.session.add(made)
    db.session.flush()
    after = made.words if made.in_force else ""
    record_decision(by.id, action, f"rule:{made.number}", before=before, after=after)
    tell = update(Member).where(Member.rules_owed_from.is_(None), Member.claimed_at.is_not(None))
    db.session.execute(
        tell.where(Member.id != by.id)
        .values(rules_owed_from=made.id)
        .execution_options(synchronize_session=False)
    )
    return made


def owe_changes_since(member: Member, moment: datetime) -> None:
    """Somebody who read the rules a while before they came in is told of what changed meanwhile."""
    changed = [version.id for version in history() if version.since > moment and version.version > 1]
    member.rules_owed_from = changed[0] if changed else None


def changes_unread(member: Member) -> list[tuple[RuleVersion | None, RuleVersion]]:
    """What changed since somebody last read the rules: each rule as they knew it, and as it is now."""
    if member.rules_owed_from is None:
        return []
    versions = history()
    known = {version.number: version for version in versions if version.id < member.rules_owed_from}
    newer = latest(version for version in versions if version.id >= member.rules_owed_from)
    return [(known.get(rule.number), rule) for rule in newer if rule.in_force or rule.number in known]


def note_rules_read(member: Member) -> None:
    """They have seen what changed; the notice on their first page goes."""
    if member.rules_owed_from is not None:
        note(
            update(Member)
            .where(Member.id == member.id)
            .values(rules_owed_from=None)
            .execution_options(synchronize_session=False)
        )
