"""What is believed of a mail's From: only what the relay that is trusted says."""

from __future__ import annotations

import pytest

from forum.mail_in.authenticity import addresses_in, authenticity, is_of, sender_address
from forum.mail_in.mime import header_of

RELAY = "mx.example.net"


def verdict(*results: str, sender: str = "Ines <ines@example.org>", relay: str | None = RELAY) -> str:
    lines = [f"Authentication-Results: {result}" for result in results]
    return authenticity(header_of("\r\n".join([*lines, f"From: {sender}", "", "x"]).encode()), relay).verdict


@pytest.mark.parametrize(
    ("results", "wanted"),
    [
        ([f"{RELAY}; dmarc=pass (p=none dis=none) header.from=example.org"], "proven"),
        (["MX.Example.Net 1; dmarc=pass header.from=example.org"], "proven"),
        (
            [f"{RELAY}; dkim=pass header.d=mail.example.org header.s=x; spf=fail smtp.mailfrom=a.example"],
            "proven",
        ),
        ([f"{RELAY}; dkim=pass header.i=@example.org"], "proven"),
        ([f"{RELAY}; spf=pass smtp.mailfrom=bounce@example.org"], "proven"),
        ([f"{RELAY}; spf=pass smtp.mailfrom=evil.example"], "unproven"),
        ([f"{RELAY}; dkim=pass header.d=evil-example.org"], "unproven"),
        ([f"{RELAY}; dkim=pass header.d=org"], "unproven"),
        ([f"{RELAY}; dkim=none; spf=none; dmarc=none"], "unproven"),
        ([f"{RELAY}; none"], "unproven"),
        (["other.example; dmarc=pass header.from=example.org"], "unproven"),
        ([f"{RELAY}.evil.example; dmarc=pass header.from=example.org"], "unproven"),
        ([f"(x) {RELAY}; dkim=fail header.d=example.org"], "failed"),
        ([f"{RELAY}; spf=softfail smtp.mailfrom=example.org"], "failed"),
        ([f"{RELAY}; dkim=pass header.d=example.org; dmarc=fail header.from=example.org"], "failed"),
        # One that a forger wrote below the relay's own: the worst is believed.
        ([f"{RELAY}; dmarc=fail", f"{RELAY}; dmarc=pass header.from=example.org"], "failed"),
        ([], "unproven"),
    ],
)
def test_what_a_relay_says(results: list[str], wanted: str) -> None:
    assert verdict(*results) == wanted


def test_without_a_relay_nothing_is_proven() -> None:
    assert verdict(f"{RELAY}; dmarc=pass header.from=example.org", relay=None) == "unproven"


@pytest.mark.parametrize(
    ("sender", "wanted"),
    [
        ("Ines <Ines@Example.org>", "ines@example.org"),
        ('"eve@evil.example" <ines@example.org>', "ines@example.org"),
        ("ines@example.org <ines@example.org>", "ines@example.org"),
        ("ines@example.org <eve@evil.example>", ""),
        ("ines@example.org, eve@evil.example", ""),
        ("ines@example.org (eve@evil.example)", "ines@example.org"),
        ("Ines", ""),
        ("", ""),
        ("(" * 3_000 + "ines@example.org", "ines@example.org"),
    ],
)
def test_there_is_one_sender_or_none(sender: str, wanted: str) -> None:
    assert sender_address(header_of(f"From: {sender}\r\n\r\nx".encode())) == wanted


def test_two_from_fields_are_nobodys() -> None:
    assert sender_address(header_of(b"From: a@example.org\r\nFrom: b@example.org\r\n\r\nx")) == ""
    assert addresses_in("A <a@x.example>, b@y.example") == ["a@x.example", "b@y.example"]
    assert is_of("example.org", "mail.example.org") and not is_of("", "example.org")
