"""HTML that is safe to show: the two walls everything passes, and the one place that says "trusted"."""

from __future__ import annotations

import html as entities
import re
import threading
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from unicodedata import category

import bleach
import nh3
from markupsafe import Markup

from forum.core.breaks import with_breaks

# Stored beside each rendered post. Raise it when the same source would come out differently.
RENDERER_VERSION = 4

# Tiny on purpose: what Markdown and mail need, and nothing that loads, moves or styles anything.
TAGS = frozenset(
    {"p", "br", "wbr", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "details", "summary", "pre"}
    | {"a", "strong", "em", "s", "code", "table", "thead", "tbody", "tr", "th", "td"}
)
ATTRIBUTES = {"a": {"href", "class"}, "p": {"class"}, "details": {"class"}, "ol": {"start"}}
CLASSES = {"a": {"mention"}, "p": {"attribution"}, "details": {"quoted", "signature"}}
SCHEMES = frozenset({"http", "https", "mailto"})
LINK_REL = "nofollow ugc noopener noreferrer"

# A link leaves by http(s) or mail, or stays on this site. "//host" and "/\host" look like paths but leave.
SAFE_ADDRESS = re.compile(r"""(?:https?://|mailto:|/(?![/\\]))[^\x00-\x20\x7f<>"]*\Z""", re.IGNORECASE)

# Both walls take seconds for thousands of tags inside each other, and the first for thousands of "&lt;" too.
DEEPEST = 100
MOST_MARKS = 8_000

_TAG = re.compile(r"<(/?)(\w+)")
_TAG_OR_WORDS = re.compile(r"<(/?)(\w+)[^>]*>|[^<]+")
_WITHIN_A_LINE = frozenset({"a", "strong", "em", "s", "code", "wbr"})

# Comparing costs as much as there are pairs to compare: beyond this the old goes and the new comes whole.
MOST_PAIRS = 1_000_000
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")

_LOST = re.compile("[\x00\ud800-\udfff]")
# Control characters do nothing on a page, and U+202D/E turn the letters of a link around to disguise it.
_UNSEEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\u202d\u202e]")

# Blank, although Unicode counts them among letters and signs: the fillers of Hangul and of braille.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Separators, control and format characters; and marks, which show nothing of their own.
_NOT_SEEN_ALONE = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Mn", "Me"})

_walls = threading.local()


def trusted(html: str) -> Markup:
    """Mark HTML that we made safe and stored, so that a template shows it as it is."""
    return Markup(html)


def time_tag(machine: str, exact: str, words: str) -> Markup:
    """A time as an element: words to read, and the exact moment for whoever looks closer.

    All three are made by us from a moment, and hold nothing that wants escaping.
    """
    return Markup(f'<time datetime="{machine}" title="{exact}">{words}</time>')


def clean(html: str) -> str:
    """Keep the tags, attributes and links that are allowed, whatever is thrown at it.

    Two walls: bleach is near the end of its life, and nh3 alone keeps links such as ``javascript\\u200b:``.
    """
    html = readable(html)
    if tangled(html):
        return clean_own_markup(entities.escape(html))
    return clean_own_markup(_first_wall().clean(html))


def clean_own_markup(html: str) -> str:
    """The second wall alone: enough for markup we wrote around words we escaped, and 30 times faster."""
    return with_breaks(_SECOND_WALL.clean(html))


def _first_wall() -> bleach.Cleaner:
    # A cleaner shared between threads mixes one person's words into another's, so each thread has its own.
    if not hasattr(_walls, "first"):
        attributes = {tag: sorted(names) for tag, names in ATTRIBUTES.items()}
        _walls.first = bleach.Cleaner(tags=TAGS, attributes=attributes, protocols=SCHEMES, strip=True)
    wall: bleach.Cleaner = _walls.first
    return wall


def _attribute_to_keep(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if SAFE_ADDRESS.match(value) else None
    if name == "class":
        return value if value in CLASSES[tag] else None
    if name == "start":
        return value if value.isdecimal() else None
    return value


_SECOND_WALL = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute_to_keep,
    url_schemes=SCHEMES,
    link_rel=LINK_REL,
)


def tangled(html: str) -> bool:
    """Whether there are more tags, or more of them inside each other, than a person would write."""
    # Counted once more behind the second wall, where every "<" begins a tag and every tag is closed.
    return _has_too_many_marks(html) or _has_too_many_marks(_SECOND_WALL.clean(html))


def _has_too_many_marks(html: str) -> bool:
    return html.count("<") + html.count("&") > MOST_MARKS or _depth(html) > DEEPEST


def _depth(html: str) -> int:
    """How many tags are open at once, at the most; one that closes nothing does not count."""
    depth = deepest = 0
    for closing, tag in _TAG.findall(html):
        depth = max(depth - 1, 0) if closing else depth + (tag not in ("br", "wbr", "hr"))
        deepest = max(deepest, depth)
    return deepest


def readable(text: str) -> str:
    """Text as people see it: one kind of line end, nothing invisible that breaks pages or databases."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", _LOST.sub("\ufffd", text))


def shows_nothing(text: str) -> bool:
    """Whether a reader would see an empty place: no letter, figure or sign, not even one written "&…;"."""
    return _is_blank(entities.unescape(text))


def shows_no_words(html: str) -> bool:
    """Whether nothing is left of our own safe HTML but marks: an empty quote, heading, list or code.

    A figure with a dot behind it is read as a list, and is an answer.
    """
    return "<ol" not in html and _is_blank(_words(html, skipping=frozenset({"summary"})))


def _is_blank(text: str) -> bool:
    return all(letter in _FILLERS or category(letter) in _NOT_SEEN_ALONE for letter in text)


def as_written(text: str) -> str:
    """The words alone, with their paragraphs and line breaks, when no markup may be read into them."""
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", entities.escape(readable(text)).strip())
    return clean_own_markup("".join(f"<p>{words}</p>" for words in paragraphs).replace("\n", "<br>"))


def plain_text(html: str, limit: int = 200) -> str:
    """The first words of our own safe HTML without tags; quoted words only if there are no others."""
    own = _words(html, skipping=frozenset({"blockquote", "details"}))
    return shortened(own or _words(html, skipping=frozenset({"summary"})), limit)


def _words(html: str, *, skipping: frozenset[str]) -> str:
    return " ".join(entities.unescape("".join(_pieces(html, skipping))).split())


def _pieces(html: str, skipping: frozenset[str]) -> Iterator[str]:
    skipped = 0
    for piece in _TAG_OR_WORDS.finditer(html):
        closing, tag = piece.groups()
        if tag in skipping:
            skipped += -1 if closing else 1
        elif tag is None and not skipped:
            yield piece[0]
        if tag is not None and tag not in _WITHIN_A_LINE:
            yield " "


def shortened(words: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words where there is a space to cut at."""
    if len(words) <= limit:
        return words
    return (words[:limit].rpartition(" ")[0] or words[: limit - 1]) + "…"


def difference(old: str, new: str) -> Markup:
    """The new text with what was taken away as ``<del>`` and what was added as ``<ins>``; keeps line ends."""
    pieces: list[str] = []
    for before, after in _changes(_LINES.findall(readable(old)), _LINES.findall(readable(new))):
        pieces += [
            _marked(gone, came) for gone, came in _changes(_WORDS.findall(before), _WORDS.findall(after))
        ]
    return trusted(with_breaks("".join(pieces)))


def _marked(before: str, after: str) -> str:
    if before == after:
        return entities.escape(after)
    gone = f"<del>{entities.escape(before)}</del>" if before else ""
    came = f"<ins>{entities.escape(after)}</ins>" if after else ""
    return gone + came


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of old and new passages in order; the two are the same where nothing changed."""
    if len(old) * len(new) > MOST_PAIRS:
        yield "".join(old), "".join(new)
        return
    for _, first, last, begin, end in SequenceMatcher(None, old, new).get_opcodes():
        yield "".join(old[first:last]), "".join(new[begin:end])
