"""A mail read: everything that deciding about it needs, before anything is written. It may take seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import Message

from forum.core.incoming import MOST_PIXELS as _MOST_OF_FORM
from forum.core.incoming import Incoming
from forum.core.pictures import MAX_BYTES
from forum.mail_in import mime
from forum.mail_in.authenticity import Authenticity, addresses_in, authenticity, sender_address
from forum.mail_in.automatic import Origin, origin
from forum.mail_in.commands import Command, read_command
from forum.mail_in.parse import ParsedMail, parse
from forum.mail_in.replies import read_reply

LONGEST_TITLE_OF_WORDS = 80
#: Pixels of all pictures of one mail: eight from most phones.
MOST_PIXELS = 100_000_000
#: More hops than this, and it goes round in circles.
MOST_HOPS = 60
LOOP = "X-Loop"


@dataclass(slots=True)
class ReadMail:
    """What a mail says and where it is from; ``files`` and ``spam`` are filled in for members alone."""

    header: Message
    parsed: ParsedMail
    sender: str
    origin: Origin
    authenticity: Authenticity
    #: What its author wrote, without quotes and signatures.
    words: str
    files: Incoming = field(default_factory=Incoming)
    spam: str = ""

    @property
    def title(self) -> str:
        """The subject; without one, the first words."""
        first = self.words.strip().partition("\n")[0].strip("# *>-")
        return self.parsed.subject or first[:LONGEST_TITLE_OF_WORDS]

    @property
    def command(self) -> Command | None:
        return read_command(self.parsed.subject, self.parsed.is_reply_subject, self.words)

    @property
    def addressees(self) -> int:
        """To how many addresses it went, as far as it says."""
        fields = [value for name in ("to", "cc") for value in self.header.get_all(name, [])]
        return len({address for value in fields for address in addresses_in(value)})

    def goes_round(self, domain: str) -> bool:
        """Whether it has been here before, or everywhere."""
        hops = len(self.header.get_all("received", []))
        return hops > MOST_HOPS or any(domain in str(mark) for mark in self.header.get_all(LOOP, []))


def read_mail(raw: bytes, envelope_sender: str, relay: str | None) -> ReadMail:
    """Read what came; ``Unreadable`` for what is no mail. That ``relay`` alone is trusted about From."""
    parsed, header = parse(raw), mime.header_of(raw)
    reply = read_reply(parsed.text, parsed.footer)
    return ReadMail(
        header=header,
        parsed=parsed,
        sender=sender_address(header),
        origin=origin(header, envelope_sender),
        authenticity=authenticity(header, relay),
        words=parsed.text if reply.is_bare_forward else reply.words,
    )


def take_files(read: ReadMail) -> None:
    """Look at what it brought, and rewrite pictures as those of a form are."""
    read.files.pixels = max(_MOST_OF_FORM - MOST_PIXELS, 0)
    for file in read.parsed.attachments:
        read.files.add(file.content[: MAX_BYTES + 1], file.filename)
