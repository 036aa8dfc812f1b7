"""E-mail addresses in the words of an archive: they were written for a list, not for everyone for ever.

Hidden are addresses as programs write them, and as people and archives spell them out. An amount ("@ 2.3cm"),
a place on the web ("met @ www.example.org") and a sentence ("look at example.org") stay as they are.
"""

from __future__ import annotations

import re

HIDDEN = "[address hidden]"

# Characters nobody sees are counted in, or one of them would cut an address in two and show both halves.
_UNSEEN = r"\u200b-\u200d\u2060\ufeff\u00ad"
_LETTER = rf"[\w{_UNSEEN}"
_LOCAL = rf"{_LETTER}!#$&'*+=?^`{{|}}~.-]"
_LABEL = rf"{_LETTER}-]++"
_BEGINS_LIKE_NAME = rf"(?:[^\W\d_]|[{_UNSEEN}])"
# One of the parts after the first begins with a letter, or it is a number with its unit.
_NAMED = rf"(?={_LABEL}(?:\.(?!{_BEGINS_LIKE_NAME}){_LABEL})*+\.{_BEGINS_LIKE_NAME})"
_HOST = rf"(?:{_NAMED}{_LABEL}(?:\.{_LABEL})++|\[[\w.:]{{1,45}}\]|\.\.\.)"
_SIGN = r"(?:@|＠|%40| @ (?!www\.)| ?[(\[{<]at[)\]}>] ?| ?[(\[]a[)\]] ?)"
# Mailing lists write one address inside another: "list-robin@example.org=host@example.net".
_AT_HOST = rf"(?:{_SIGN}{_HOST}(?:{_LOCAL}++(?={_SIGN}))?)++"

# Possessive ("++"), and only from the start of a run of letters: a line of 50,000 letters is read once.
_ADDRESS = re.compile(
    rf"""<?(?:mailto:)?(?:"[^"\n]{{1,64}}"|(?<!{_LOCAL}){_LOCAL}++){_AT_HOST}>?""", re.IGNORECASE
)

_NEW_LINE = r"[ \t]?\n[> \t]{0,20}"
_BROKEN = re.compile(rf"<?(?<!{_LOCAL}){_LOCAL}++@{_NEW_LINE}{_HOST}>?", re.IGNORECASE)

# Ends of host names, but for those that are also ends of file names (pl, py, sh) ...
_ENDINGS = (
    "com|org|net|edu|gov|mil|int|info|biz|name|pro|coop|museum|aero|mobi|example|invalid|test"
    "|eu|io|co|tv|uk|ca|au|nz|ie|de|ch|fr|nl|lu|es|pt|gr|se|dk|fi|cz|sk|hu|ro|bg|hr|si|ua|ru|lt|lv|ee|tr|il"
    "|cn|jp|kr|tw|hk|sg|th|ph|id|vn|pk|za|ke|ng|eg|ma|br|mx|ar|cl|pe|ve"
)
# ... and those that are words, which often follow a full stop without a space: "safe at home.It rained".
_WORD_ENDINGS = "it|at|is|in|no|be|me|us|my|by|pl"
_DOT = r"(?:\.| ?[\[({]?\bdot\b[\])}]? ?)"
_GAP = rf"(?:[ \t]{{1,3}}|{_NEW_LINE})"
_SPELLED_HOST = (
    rf"at(?:{_GAP}|[)\]>] ?)(?:[\w-]{{1,63}}{_DOT}){{1,6}}?"
    rf"(?:(?:{_ENDINGS})|(?P<word>{_WORD_ENDINGS}))\b(?!{_DOT}\w|-)>?"
)
_SPELLED_OUT = re.compile(
    rf"(?P<open>[<(\[]?)(?<!{_LOCAL})(?P<local>{_LOCAL}++)(?:{_GAP}| ?[(\[<]){_SPELLED_HOST}", re.IGNORECASE
)
# To look for the end first is to look at a mail without any such address once, and quickly.
_MAYBE_SPELLED_OUT = re.compile(_SPELLED_HOST, re.IGNORECASE)
_MAYBE_ADDRESS = re.compile(r"[@＠]|%40|[(\[{<]at?[)\]}>]", re.IGNORECASE)
_GLUED = re.compile(
    rf"(?<!{_LOCAL})[\w.+-]{{1,64}}?_at_(?:[\w-]{{1,63}}(?:\.|_dot_)){{1,6}}?(?:{_ENDINGS})\b",
    re.IGNORECASE,
)
# What stands before "at" in a sentence about a place on the web.
_BEFORE_AT = """
    a about all also am an and anyone archive archives are article articles arrive arrived as author
    back be been best board boards book booked but buy call center centre check checked click clinic
    conference contact data details diagnosed doctor doctors doing down download downloaded editor email
    error even event events everyone find folks forum found friends go good group groups guys have hello
    her here hi him home hospital host hosted i in info information is it join joined just laugh learn
    link links list listed live lived lives located look looked looking looks mail me meet meeting
    message messages met more most not nurse of on onc oncologist one ones online only or order ordered
    out over page pages people photo photos picture pictures point post posted posting price published
    reach read register registered research run sale search see seen server set shop sign site sold
    someone speak spoke staff start started stay still stop store stories story studies study subscribe
    talk talked team that them then there these they this those treated trial trials try up us version
    video videos visit was we web webpage website week went were what where which work worked working
    works write you
"""
_WORDS = frozenset(_BEFORE_AT.split())
# Archives write "robin at example.org" in lines of their own: there nothing else can be meant.
_ARCHIVE_LINE = re.compile(
    r"^[> \t]{0,20}(?:\*?(?:From|To|Cc|Sender|Reply-To):.*|.{0,300}\b(?:wrote|writes):?\s*)$",
    re.IGNORECASE | re.MULTILINE,
)


def hide_addresses(text: str) -> str:
    """The text with every e-mail address replaced."""
    if _MAYBE_SPELLED_OUT.search(text):
        text = _ARCHIVE_LINE.sub(lambda line: _SPELLED_OUT.sub(HIDDEN, line[0]), text)
        text = _SPELLED_OUT.sub(_hidden_unless_sentence, text)
    if "_at_" in text.lower():
        text = _GLUED.sub(HIDDEN, text)
    if _MAYBE_ADDRESS.search(text):
        text = _ADDRESS.sub(HIDDEN, _BROKEN.sub(HIDDEN, text))
    return text


def _hidden_unless_sentence(found: re.Match[str]) -> str:
    local, opening = found["local"], found["open"]
    if opening == "<":
        return HIDDEN
    is_word = local.replace("'", "").isalpha()
    if is_word and (local.lower() in _WORDS or found["word"]):
        return found[0]
    return opening + HIDDEN
