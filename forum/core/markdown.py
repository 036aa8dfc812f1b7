"""Markdown as members write it: what it becomes on a page, whom it calls by @name, and how it is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, paragraph
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from forum.core.breaks import with_few_marks
from forum.core.html import SAFE_ADDRESS, as_written, clean, readable, tangled
from forum.core.weblinks import WEB_ADDRESS, address_at, target

# Quotes and lists nested deeper are read as plain paragraphs: only the indent is lost.
DEEPEST_BLOCK = 16
# A longer quote is folded, so that one answer to a long post does not make everyone scroll past it again.
LONG_QUOTE = 12
LOWEST_HEADING = 4
# Thousands of brackets that may be links, of signs that may be bold, of lines that may begin a list, or of
# cells that a row may lack take long to work through. No person writes them.
MOST_BRACKETS = 1_000
MOST_SIGNS = 6_000
MOST_ADDRESSES = 1_500
MOST_LINES = 5_000
MOST_CELLS = 10_000

# Without surprises for people who never heard of Markdown: an indented line is not code, a line above "---"
# is not a heading, "[1]: ..." does not vanish, and "<b>" is four letters that show as they are.
_SWITCHED_OFF = ["code", "lheading", "reference", "html_block", "html_inline"]

_MENTION = re.compile(r"(?<![\w@/+%])@([\w.-]{1,29}\w)(?!\w)")
# Where a run of plain words ends, because another rule may want to look at what follows.
_STOP = re.compile(rf"[\n!&*<@\[\]\\_`~]|{WEB_ADDRESS.pattern}", re.IGNORECASE)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def render_markdown(source: str, mentions: Mapping[str, str] | None = None, *, top_heading: int = 3) -> str:
    """Safe HTML of what a member wrote.

    ``mentions`` maps a casefolded handle to that member's page; any other handle stays plain text.
    ``top_heading`` is the level of the text's first heading: 3 in a post, 2 in an article.
    """
    source = readable(source)
    if _takes_too_long(source):
        return as_written(source)
    html = str(_PARSER.render(source, {"mentions": mentions or {}, "top_heading": top_heading}))
    return as_written(source) if tangled(html) else clean(html)


def mentioned_handles(source: str) -> set[str]:
    """The casefolded handles called by @name; words quoted from someone else call nobody again."""
    source = readable(source)
    if _takes_too_long(source):
        return set()
    tokens = _PARSER.parse(source, {})
    return {token.content[1:].casefold() for token in _outside_quotes(tokens) if token.type == "mention"}


def quoted(source: str, name: str) -> str:
    """Markdown that opens a reply by quoting ``source``, written by ``name``."""
    lines = [f"**{plain(name)}** wrote:", "", *with_few_marks(readable(source)).strip().split("\n")]
    return "".join(f"> {line}".rstrip() + "\n" for line in lines) + "\n"


def plain(name: str) -> str:
    """A name as Markdown: words, whatever it looks like; it may neither draw bold lines nor call a member."""
    return _PUNCTUATION.sub(r"\\\1", " ".join(readable(name).split()))


def _takes_too_long(source: str) -> bool:
    lines, small = source.split("\n"), source.lower()
    return (
        source.count("[") > MOST_BRACKETS
        or sum(map(source.count, "*_~")) > MOST_SIGNS
        or sum(map(small.count, ("://", "www.", "<"))) > MOST_ADDRESSES
        or len(lines) > MOST_LINES
        or max(line.count("|") for line in lines) * len(lines) > MOST_CELLS
    )


def _outside_quotes(tokens: Sequence[Token]) -> Iterator[Token]:
    depth = 0
    for token in tokens:
        if token.type in ("blockquote_open", "blockquote_close"):
            depth += token.nesting
        elif not depth:
            yield from token.children or []


def _new_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": DEEPEST_BLOCK + 4})
    parser.enable(["strikethrough", "table"]).disable(_SWITCHED_OFF)
    # The library means this to be replaced; written as an assignment, the type checker takes it for a slip.
    vars(parser)["validateLink"] = _may_be_linked
    parser.block.ruler.before("table", "deep", _deep_block_as_paragraph)
    parser.block.ruler.before("paragraph", "own", _own_line, {"alt": ["blockquote", "paragraph"]})
    parser.inline.ruler.at("text", _plain_words)
    parser.inline.ruler.after("text", "mention", _mention)
    parser.inline.ruler.after("text", "web_address", _web_address)
    parser.core.ruler.after("inline", "headings", _outline_headings)
    parser.core.ruler.after("inline", "pictures", _link_pictures)
    parser.core.ruler.after("inline", "folds", _fold_quotes)
    parser.add_render_rule("mention", _mention_html)
    parser.add_render_rule("fold_open", _fold_html)
    # Rules and tables are built on first use, which two threads at once would spoil: so first use is here.
    parser.render("[a](http://a%20b) <http://a%20b>")
    return parser


def _may_be_linked(address: str) -> bool:
    return SAFE_ADDRESS.match(address) is not None


def _deep_block_as_paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    # Left alone, the library drops what is nested too deeply without a word.
    return state.level >= DEEPEST_BLOCK and paragraph(state, start, end, silent)


def _own_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Whether a line ends the quote or the list above it: one without ">", or typed at the very edge.

    Markdown would take it along without an empty line between, and put one's answer into another's mouth.
    """
    if not silent:
        return False
    if state.parentType == "blockquote":
        return True
    within_list = 0 <= state.listIndent < state.blkIndent
    return within_list and state.parentType == "paragraph" and 0 <= state.sCount[start] <= state.listIndent


def _plain_words(state: StateInline, silent: bool) -> bool:
    stop = _STOP.search(state.src, state.pos, state.posMax)
    end = stop.start() if stop else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _mention(state: StateInline, silent: bool) -> bool:
    found = _MENTION.match(state.src, state.pos, state.posMax)
    if not found or state.linkLevel:
        return False
    if not silent:
        state.push("mention", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _web_address(state: StateInline, silent: bool) -> bool:
    address = address_at(state.src, state.pos, state.posMax)
    if not address or state.linkLevel:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(target(address))}
        state.push("text", "", 0).content = address
        state.push("link_close", "a", -1)
    state.pos += len(address)
    return True


def _outline_headings(state: StateCore) -> None:
    """Make an outline of the headings, whatever levels were typed: it begins at the page's and skips none."""
    above: list[str] = []
    for token in state.tokens:
        if token.type == "heading_open":
            while above and above[-1] >= token.tag:
                above.pop()
            above.append(token.tag)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(state.env.get('top_heading', 3) + len(above) - 1, LOWEST_HEADING)}"


def _link_pictures(state: StateCore) -> None:
    """No page asks a stranger's server for a picture: the address becomes a link to follow or not."""
    for token in state.tokens:
        if any(child.type == "image" for child in token.children or []):
            token.children = list(_without_pictures(token.children or []))


def _without_pictures(tokens: Sequence[Token]) -> Iterator[Token]:
    within_link = False
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            within_link = token.nesting == 1
        if token.type != "image":
            yield token
        else:
            yield from _picture_in_words(token, within_link)


def _picture_in_words(token: Token, within_link: bool) -> list[Token]:
    address = str(token.attrGet("src"))
    words = Token("text", "", 0, content=token.content or address)
    if within_link or not address:
        return [words]
    return [Token("link_open", "a", 1, attrs={"href": address}), words, Token("link_close", "a", -1)]


def _fold_quotes(state: StateCore) -> None:
    tokens: list[Token] = []
    folded: list[bool] = []
    for token in state.tokens:
        if token.type == "blockquote_open":
            folded.append(_is_to_be_folded(token, folded))
            tokens += [Token("fold_open", "details", 1)] * folded[-1]
        tokens.append(token)
        if token.type == "blockquote_close":
            tokens += [Token("fold_close", "details", -1)] * folded.pop()
    state.tokens = tokens


def _is_to_be_folded(quote: Token, around: Sequence[bool]) -> bool:
    first, end = quote.map or [0, 0]
    return not any(around) and (bool(around) or end - first > LONG_QUOTE)


# The library hands every rendering rule all tokens, its options and what render() was given.
def _mention_html(
    _self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Mapping[str, Any]
) -> str:
    written = tokens[index].content
    page = env["mentions"].get(written[1:].casefold())
    return f'<a class="mention" href="{escape(page)}">{escape(written)}</a>' if page else escape(written)


def _fold_html(*_given: Any) -> str:
    return '<details class="quoted"><summary>Earlier words</summary>'


_PARSER = _new_parser()
