"""HTML mail as plain text: paragraphs stay paragraphs, quotes get their "> " back."""

from __future__ import annotations

import re
from html import unescape
from itertools import groupby

from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.html_engine import Inscriptis
from inscriptis.html_properties import Display
from inscriptis.model.config import ParserConfig
from inscriptis.model.html_element import HtmlElement as Style
from lxml import etree, html

from forum.mail_in.headers import printable

_LIMIT = 1_000_000
#: More tags than this in one mail are only stripped: to lay them out takes seconds.
MOST_TAGS = 20_000
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")
_TAG = re.compile(r"<[^<>]*>")
_NEW_LINE = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|/table|/blockquote)\b[^<>]*>", re.IGNORECASE)
_HIDDEN = ("style", "script", "head", "title")
_LOOKS_LIKE_HTML = re.compile(
    r"\s*<(?:!doctype html|html|head|body|div|meta|p|table|font)\b[^<>]*>", re.IGNORECASE
)
_WEB_LINK = re.compile(r"https?://\S{1,200}")
_QUOTES = (
    ".//blockquote|.//*[contains(@class,'yahoo_quoted')]"
    "|.//*[@id='divRplyFwdMsg']|.//*[@id='OLK_SRC_BODY_SECTION']"
    "|.//*[@id='mail-editor-reference-message-container']"
    # "On ... wrote:" in languages we do not know. Not the quote around it: answers may stand there, too.
    "|.//div[contains(@class,'gmail_attr') or contains(@class,'moz-cite-prefix')][not(contains(.,'-----'))]"
)
_SIGNATURES = (
    ".//*[@id='Signature' or @id='ms-outlook-mobile-signature' or contains(@class,'moz-signature')"
    " or contains(@class,'protonmail_signature_block') or contains(@class,'gmail_signature')]"
    "[not(ancestor::blockquote)][not(self::span)]"
)
_SIGNATURE_MARK = "-- "
_MOST_SIGNATURES = 20
# What Yahoo Groups put around a mail; what somebody wrote stands in "ygrp-mlmsg" or "ygrp-text".
_YAHOO_BARS = (
    ".//*[starts-with(@id,'ygrp-') and not(contains('ygrp-mlmsg ygrp-msg ygrp-text',@id))]"
    "[not(.//*[@id='ygrp-text' or @id='ygrp-mlmsg'])]"
)
_REST_IS_QUOTED = "divRplyFwdMsg"

# Lists without indentation and tables without columns: padding every line to the widest cell is how a small
# page becomes gigabytes of spaces, and tables in mail hold layout, not figures.
_STYLES = {
    **CSS_PROFILES["strict"],
    "ul": Style(display=Display.block),
    "ol": Style(display=Display.block),
}
_CONFIG = ParserConfig(css=_STYLES)
_FLAT = {"table": "div", "tbody": "div", "thead": "div", "tr": "div", "td": "span", "th": "span"}


def looks_like_html(text: str) -> bool:
    """Is this a web page that was labelled as plain text?"""
    return _LOOKS_LIKE_HTML.match(text) is not None


def text_of_html(markup: str, most_tags: int = MOST_TAGS) -> str:
    """The readable text of a page, within a second whatever the page."""
    markup = _MARKS.sub("", printable(markup[:_LIMIT]))
    if markup.count("<") > most_tags:
        return _crude(markup)
    text = _rendered(markup)
    crude = _crude(markup) if markup.count("<") > len(text) // 2 or not text else ""
    # lxml leaves out what is nested deeper than 256 levels without a word.
    return crude if _letters(crude) > 2 * _letters(text) else text


def _rendered(markup: str) -> str:
    try:
        page = html.document_fromstring(
            markup.encode(), parser=html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        )
    except (etree.LxmlError, ValueError):
        return ""
    for element in page.iter(*_FLAT):
        _flatten(element)
    for bar in page.xpath(_YAHOO_BARS):
        bar.drop_tree()
    for link in page.iter("a"):
        _show_target(link)
    for quote in page.xpath(_QUOTES):
        _mark_quote(quote)
    for signature in page.xpath(_SIGNATURES)[:_MOST_SIGNATURES]:
        _mark_signature(signature)
    return _without_gaps(_quoted(Inscriptis(page, _CONFIG).get_text()))


def _flatten(element: html.HtmlElement) -> None:
    if element.tag in ("td", "th"):
        element.tail = " " + (element.tail or "")
    element.tag = _FLAT[element.tag]


def _show_target(link: html.HtmlElement) -> None:
    """Keep where a link leads, unless its words say so already."""
    target = (link.get("href") or "").strip()
    words = "".join(link.itertext()).strip()
    if words and _WEB_LINK.fullmatch(target) and target.split("://")[1].rstrip("/") not in words:
        link.tail = f" <{target}>" + (link.tail or "")


def _mark_quote(quote: html.HtmlElement) -> None:
    first = etree.Element("div")
    first.text, first.tail = _OPEN, quote.text
    quote.text = None
    quote.insert(0, first)
    if quote.get("id") != _REST_IS_QUOTED:
        etree.SubElement(quote, "div").text = _CLOSE


def _mark_signature(signature: html.HtmlElement) -> None:
    """Give it the line that plain text has above it, if there is none yet."""
    words = "".join(signature.itertext()).strip()
    above = signature.xpath("string(preceding-sibling::*[normalize-space()][1])").strip()
    if words and not words.startswith("--") and above != "--":
        mark = etree.Element("div")
        mark.text, mark.tail = _SIGNATURE_MARK, signature.text
        signature.text = None
        signature.insert(0, mark)


def _quoted(text: str) -> str:
    """Turn the marks for "a quote begins" and "ends" into "> " in front of the lines between."""
    if _OPEN not in text:
        return text
    depth, lines = 0, []
    for line in text.split("\n"):
        depth += line.count(_OPEN)
        words = _MARKS.sub("", line)
        if words.strip() or words == line:
            lines.append("> " * min(depth, 20) + words if depth else words)
        depth = max(depth - line.count(_CLOSE), 0)
    return "\n".join(lines)


def _without_gaps(text: str) -> str:
    """At most one empty line in a row, quoted ones too, and none at the end."""
    lines = [line.rstrip() for line in text.replace("\xa0", " ").split("\n")]
    kept: list[str] = []
    for line, same in groupby(lines):
        kept += [line] if not line.strip("> ") else list(same)
    while kept and not kept[-1].strip("> "):
        kept.pop()
    return "\n".join(kept).strip("\n")


def _crude(markup: str) -> str:
    for name in _HIDDEN:
        markup = _without_element(markup, name)
    text = unescape(_TAG.sub("", _NEW_LINE.sub("\n", markup)))
    return _without_gaps("\n".join(" ".join(line.split()) for line in text.split("\n")))


def _without_element(markup: str, name: str) -> str:
    """Cut <name>…</name> out; one that is never closed hides nothing but its tag."""
    lowered = markup.lower()
    if len(lowered) != len(markup):  # a few letters change their length with their case
        lowered = markup
    kept, done = [], 0
    while (start := lowered.find(f"<{name}", done)) >= 0:
        end = lowered.find(f"</{name}", start)
        if end < 0:
            break
        kept.append(markup[done:start])
        done = end
    return "".join(kept) + markup[done:]


def _letters(text: str) -> int:
    return sum(map(len, text.split()))
