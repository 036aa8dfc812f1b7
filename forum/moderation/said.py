"""What was decided, in plain words: for the log, for the letters, and for the public log."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """One kind of decision."""

    #: What somebody did, with a place for what it was done to.
    did: str
    #: What happened, without anybody in it.
    happened: str
    #: Whether everybody may know that it happened, once the group has a public log. Nothing about a
    #: person's health, and nothing that only moderators know, may ever be here.
    public: bool = False


SAID = {
    # About what somebody wrote
    "publish": Said("published {}", "A post that waited was published", public=True),
    "hide": Said("hid {}", "A post was hidden", public=True),
    "show": Said("showed {} again", "A hidden post was shown again", public=True),
    "remove": Said("deleted {}", "A post was deleted", public=True),
    "edit": Said("took something out of {}", "A post was changed by a moderator", public=True),
    "unedit": Said("gave {} its author's words again", "A post has its author's words again", public=True),
    "correct": Said("put a correction below {}", "A correction was put below a post", public=True),
    "uncorrect": Said("took away the correction below {}", "A correction was taken away", public=True),
    "note": Said("put a content note on {}", "A content note was put on a post"),
    "unnote": Said("took the content note off {}", "A content note was taken away"),
    "leave": Said("looked at {} and left it as it is", "Something was looked at and stays as it is"),
    "lock": Said("locked {}", "A thread was locked", public=True),
    "unlock": Said("unlocked {}", "A thread was unlocked", public=True),
    "pin": Said("pinned {}", "A thread was pinned", public=True),
    "unpin": Said("took {} down from the top", "A thread is pinned no longer", public=True),
    "slow": Said("slowed {} down", "A thread was slowed down", public=True),
    "unslow": Said("lets {} go at its own pace again", "A thread is slowed down no longer", public=True),
    "silence": Said("has {} close after silence", "A thread closes after silence", public=True),
    "stay-open": Said("has {} stay open", "A thread no longer closes after silence", public=True),
    "move": Said("moved {} to another board", "A thread was moved to another board", public=True),
    "split": Said("took {} apart", "Some posts became a thread of their own", public=True),
    "merge": Said("merged {} into another", "Two threads were merged", public=True),
    "close wait": Said("noted that {} needs no answer", "A thread needs no answer"),
    # About somebody who may be in danger
    "care": Said("looked after a person, because of {}", "A person was looked after"),
    "care-intent": Said("wrote to a person, because of {}", "Words for somebody who may end their life"),
    "care-despair": Said("wrote to a person, because of {}", "Words for somebody who despairs"),
    "care-dying": Said("wrote to a person, because of {}", "Words for somebody who talks of dying"),
    "change guide": Said("worded {} anew", "What helps in danger was worded anew"),
    "approve guide": Said("noted that the group agrees with {}", "What helps in danger was approved"),
    "reset guide": Said("went back to the first words of {}", "What helps has its first words again"),
    # About somebody
    "warn": Said("warned {}", "Somebody was warned", public=True),
    "hold": Said("has the posts of {} wait for a moderator", "Somebody's posts wait for a moderator"),
    "read-only": Said("lets {} read and not write for a time", "Somebody reads only for a time", public=True),
    "suspend": Said("suspended {}", "Somebody was suspended", public=True),
    "ban": Said("banned {}", "Somebody was banned", public=True),
    "lift": Said("ended what was in force for {}", "What was in force for somebody ended", public=True),
    "reset-name": Said("took back the name of {}", "A name was taken back", public=True),
    "reset-about": Said("took the words about them off the page of {}", "Words on a profile were taken off"),
    "standing": Said("changed what {} does for the group", "What somebody does for the group changed"),
    "add shift": Said("put a shift on {}", "A shift was put on the rota"),
    "remove shift": Said("took a shift off {}", "A shift was taken off the rota"),
    # When a member has died
    "confirm death": Said("confirmed, as the first, that {} has died", "A death was confirmed by one"),
    "remember": Said("confirmed, as the second, that {} has died", "A death was confirmed by two"),
    "wake": Said("found that it was a mistake: {} is alive", "It was a mistake: a member is alive"),
    "open memorial": Said("opened {} in memory of somebody", "A thread in somebody's memory was opened"),
    "mark memorial": Said("marked {} as in memory of somebody", "A thread was marked as in memory"),
    "unmark memorial": Said("marked {} as in memory of nobody", "A thread is marked as in memory no longer"),
    "hide memorial": Said("hid {}: whom it remembered is alive", "A thread in memory was hidden"),
    "legacy letter": Said("wrote to whom {} had chosen", "Whom somebody had chosen was written to"),
    "legacy export": Said("gave whom {} had chosen a copy of their posts", "A copy of posts was given out"),
    "legacy keep": Said("heard from whom {} had chosen that all stays", "All that somebody wrote stays"),
    "ask take-down": Said(
        "was asked by whom {} had chosen to take down their posts", "Posts are to be taken down in some days"
    ),
    "call off take-down": Said("leaves the posts of {} after all", "Posts are not taken down after all"),
    "take down": Said(
        "took down the posts of {}, as they had allowed", "All posts of somebody were taken down"
    ),
    # About mail that was set aside
    "post mail": Said("had {} posted", "A mail that was set aside was posted"),
    "put back mail": Said("put {} back to be read again", "A mail that was set aside was read again"),
    "answer mail": Said("answered {}", "A mail that was set aside was answered"),
    "drop mail": Said("dropped {}", "A mail that was set aside was dropped"),
    # Appeals
    "uphold": Said("upheld what was decided about {}", "An appeal: the decision stays", public=True),
    "overturn": Said("overturned what was decided about {}", "An appeal: it was not right", public=True),
    # The house itself
    "add rule": Said("added {}", "A rule was added", public=True),
    "change rule": Said("changed {}", "A rule was changed", public=True),
    "retire rule": Said("retired {}", "A rule was retired", public=True),
    "bring back rule": Said("brought back {}", "A rule is a rule again", public=True),
    "change letter": Said("worded {} anew", "The words of a letter were changed"),
    "reset letter": Said("went back to the first words of {}", "A letter has its first words again"),
    "open public log": Said("switched on {}", "The public log was switched on", public=True),
    "close public log": Said("switched off {}", "The public log was switched off"),
    "export log": Said("took a copy of {}", "A copy of the decision log was taken"),
    "create board": Said("made {}", "A board was made"),
    "change board": Said("changed {}", "A board was changed"),
    "order board": Said("moved {}", "A board was moved among the others"),
    "archive board": Said("archived {}", "A board was archived"),
    "reopen board": Said("opened {} again", "A board was opened again"),
    "order heading": Said("moved {}", "A heading was moved"),
    "rename heading": Said("renamed {}", "A heading was renamed"),
    "remove heading": Said("removed {}", "A heading was removed"),
    # The library
    "begin article": Said("began {}", "An article was begun"),
    "change article": Said("changed {}", "An article was changed"),
    "publish article": Said("published {}", "An article was published"),
    "withdraw article": Said("withdrew {}", "An article was withdrawn"),
    "review article": Said("noted a review of {}", "An article was reviewed"),
    "take back review": Said("took back a review of {}", "A review was taken back"),
    "check facts": Said("noted that the facts were checked in {}", "The facts of an article were checked"),
    "settle report": Said("settled a reader's remark on {}", "A reader's remark was settled"),
    "pin article": Said("put an article beside {}", "An article was put beside a thread"),
    "hide article": Said("took an article away from beside {}", "An article was taken from beside a thread"),
    "undecide article": Said(
        "left to the forum what stands beside {}", "What stands beside a thread is left open"
    ),
    "link term": Said("has {} linked in posts", "A word of the glossary is linked"),
    "leave term plain": Said("has {} linked no longer", "A word of the glossary is linked no longer"),
    "add person": Said("added {} to the people of the library", "A person of the library was added"),
    "change person": Said(
        "changed {} among the people of the library", "Somebody of the library was changed"
    ),
    "remove person": Said("took {} off the people of the library", "A person of the library was taken off"),
    "add term": Said("added {} to the glossary", "A word was added to the glossary"),
    "change term": Said("changed {} in the glossary", "A word of the glossary was changed"),
    "take term away": Said("took {} out of the glossary", "A word was taken out of the glossary"),
    "tell of change": Said("told readers of a change of {}", "Readers were told of a change of an article"),
    "watch word": Said("put {} on the list of watched words", "A word is watched"),
    "change word": Said("changed {} on the list of watched words", "A watched word was changed"),
    "unwatch word": Said("took {} off the list of watched words", "A word is watched no longer"),
    "close way in": Said("closed {}, so that nobody joins from there", "A way of joining was closed"),
    "open way in": Said("opened {} again", "A way of joining was opened again"),
    "add help entry": Said("added {}", "An entry of help was added"),
    "change help entry": Said("changed {}", "An entry of help was changed"),
    "check help entry": Said("checked {}", "An entry of help was checked"),
    "remove help entry": Said("took {} off the list", "An entry of help was taken off"),
    "put back help entry": Said("put {} back on the list", "An entry of help was put back"),
    "add help meeting": Said("added a meeting to {}", "A meeting was added"),
    "change help meeting": Said("changed a meeting of {}", "A meeting was changed"),
    "remove help meeting": Said("removed a meeting of {}", "A meeting was removed"),
}

#: The actions that a public log tells of.
PUBLIC = tuple(action for action, said in SAID.items() if said.public)


def said_of(action: str) -> Said:
    """Words for an action, also for one that has none of its own yet."""
    return SAID.get(action) or Said(f"{action}: {{}}", action.capitalize())
