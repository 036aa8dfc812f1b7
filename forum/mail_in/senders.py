"""Who wrote a mail: a name that can be shown, and an address that will not be."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from email.message import Message

from forum.mail_in.headers import readable
from forum.mail_in.subjects import tag_key

_NAME_LENGTH = 80
_ADDRESS = r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,190}"
_ANY_ADDRESS = re.compile(_ADDRESS)
_IN_BRACKETS = re.compile(rf"<\s*(?:mailto:)?({_ADDRESS})\s*>")
_DOT = r"(?:\.| ?[\[(]?\bdot\b[\])]? ?)"
_IN_WORDS = re.compile(
    rf"([\w.+-]{{1,64}}) (?:at|\(at\)|\[at\]|\(a\)) ([\w-]{{1,60}}(?:{_DOT}[\w-]{{1,60}}){{1,5}})",
    re.IGNORECASE,
)
_VIA = re.compile(r"^(.*?) via (\S.*)$", re.IGNORECASE)
_WITHIN = re.compile(r"\(([^()]*)\)")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_LOGIN = re.compile(r"[a-z0-9]+[._][a-z0-9._-]+")
_QUOTED_PAIR = re.compile(r"\\([\"\\()<>\[\],;:@. ])")
_QUOTES = "\"'`‘’“” ,;<>-_*"
_MASK = "@..."
NOBODY = "Someone"


@dataclass(frozen=True, slots=True)
class Author:
    """A name fit to be shown; the address, in lower case, only to know the same person again."""

    name: str
    address: str | None
    #: What an archive left of the address: "jane@..." (Yahoo Groups).
    masked: str = ""


def author(header: Message) -> Author:
    """The person behind a mail, also where a list put its own address in their place."""
    name, address = _split(_field(header, "from") or _field(header, "sender"))
    via = _VIA.match(name)
    lists = _list_addresses(header)
    if via and (address is None or address in lists or _names_list(via[2], address)):
        lists = lists | ({address} if address else set())
        return Author(_shown(via[1], None), _behind_list(header, lists))
    if address in lists:
        return Author(_shown(name, None), _behind_list(header, lists))
    if address and address.endswith(_MASK):
        return Author(_shown(name, address), None, address)
    return Author(_shown(name, address), address)


def list_id(header: Message) -> str | None:
    """The list's own name for itself, such as ``friends.lists.example.org``."""
    text = readable(str(header.get("list-id", "")))
    inner = re.search(r"<([^<>]+)>", text)
    return (inner[1] if inner else text).strip().lower()[:200] or None


def list_names(header: Message) -> set[str]:
    """The names by which a mail knows the list it came through, as keys of tags; empty if it knows none."""
    found = {address.partition("@")[0] for address in _list_addresses(header)}
    named = readable(str(header.get("list-id", "")))
    if not found and not named:
        return set()
    found |= {
        one.partition("@")[0] for one in _ANY_ADDRESS.findall(_field(header, "to") + _field(header, "cc"))
    }
    found |= {named.partition("<")[0], (list_id(header) or "").partition(".")[0]}
    return {key for one in found if (key := tag_key(one))}


def name_from(address: str) -> str:
    """``jane.doe47@…`` becomes "Jane": enough to speak to somebody, too little to write to them."""
    word = _FIRST_WORD.search(address.partition("@")[0])
    return word[0].capitalize()[:_NAME_LENGTH] if word else NOBODY


def _field(header: Message, name: str) -> str:
    return str(header.get(name, ""))


def _split(raw: str) -> tuple[str, str | None]:
    """Name and address. The address comes first: a decoded name may hold brackets and commas of its own."""
    raw = " ".join(raw.split())
    bracketed = _IN_BRACKETS.search(raw)
    if bracketed:
        name = readable(raw[: bracketed.start()] or raw[bracketed.end() :])
        return _QUOTED_PAIR.sub(r"\1", name), bracketed[1].lower()
    text = readable(raw)
    worded = _IN_WORDS.search(text)
    plain = _ANY_ADDRESS.search(text)
    found = plain or worded
    if not found:
        return text, None
    address = plain[0] if plain else f"{found[1]}@{re.sub(_DOT, '.', found[2], flags=re.IGNORECASE)}"
    rest = text[: found.start()] + text[found.end() :]
    inside = _WITHIN.search(rest)
    rest = inside[1] if inside and inside[1].strip() else rest
    return rest.strip("() "), address.lower()


def _list_addresses(header: Message) -> set[str]:
    post = readable(_field(header, "list-post")).lower()
    found = set(_ANY_ADDRESS.findall(post.replace("mailto:", "")))
    named = list_id(header)
    if named and "." in named and "@" not in named:
        found.add(named.replace(".", "@", 1))
    return found


def _names_list(via: str, address: str) -> bool:
    """Is "Friends" in "Jane via Friends" what the address in From is called?"""
    letters = re.sub(r"\W|_", "", via).lower()
    local = re.sub(r"\W|_", "", address.partition("@")[0]).lower()
    return bool(letters) and (letters in local or local in letters)


def _behind_list(header: Message, lists: Collection[str]) -> str | None:
    for name in ("x-original-from", "reply-to"):
        found: list[str] = _ANY_ADDRESS.findall(_field(header, name).replace("mailto:", ""))
        people = {one.lower() for one in found}.difference(lists)
        if len(people) == 1:
            return people.pop()
    return None


def _shown(name: str, address: str | None) -> str:
    """A name without any address in it; made from the first part of the address if there is no other."""
    if "!" in name and " " not in name:  # a path between machines, of the days before domains
        return name_from(name.rpartition("!")[2])
    bare = _IN_WORDS.sub(" ", _ANY_ADDRESS.sub(" ", name))
    bare = (
        " ".join(re.sub(r"\(\s*\)|\[\s*\]|<\s*>", " ", bare).split())
        .strip(_QUOTES)[:_NAME_LENGTH]
        .strip(_QUOTES)
    )
    if _LOGIN.fullmatch(bare):
        return name_from(bare)
    if _FIRST_WORD.search(bare) and "@" not in bare:
        return bare
    return name_from(address or _address_in(name))


def _address_in(name: str) -> str:
    found = _ANY_ADDRESS.search(name) or _IN_WORDS.search(name)
    return found[0] if found else name.partition("@")[0]
