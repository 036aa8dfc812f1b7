"""format=flowed (RFC 3676): lines that a mail program broke only to fit a screen are joined again."""

from __future__ import annotations

_SIGNATURE = "-- "


def unwrap(text: str, *, delete_space: bool) -> str:
    """Join every line that ends in a space with the next one of the same quote depth."""
    paragraphs: list[str] = []
    pending: list[str] = []
    pending_depth = 0
    for line in text.split("\n"):
        depth, words = _depth(line)
        if pending and (depth != pending_depth or words == _SIGNATURE):
            paragraphs.append(_quoted(pending_depth, pending))
            pending = []
        pending_depth = depth
        flows = words.endswith(" ") and words != _SIGNATURE
        pending.append(words[:-1] if flows and delete_space else words)
        if not flows:
            paragraphs.append(_quoted(depth, pending))
            pending = []
    if pending:
        paragraphs.append(_quoted(pending_depth, pending))
    return "\n".join(paragraphs)


def _depth(line: str) -> tuple[int, str]:
    words = line.lstrip(">")
    return len(line) - len(words), words.removeprefix(" ")


def _quoted(depth: int, pieces: list[str]) -> str:
    words = "".join(pieces)
    return f"{'>' * depth} {words}" if depth else words
