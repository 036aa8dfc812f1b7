"""Reports of mails that did not arrive, written for the purpose after the habits of many mail systems."""

ANN, BEA = "ann@example.org", "bea@example.net"
DAEMON = "From: MAILER-DAEMON@relay.example.com (Mail Delivery System)\nTo: bounce+abc@forum.example\n"
UNDELIVERED = DAEMON + "Subject: Undelivered Mail Returned to Sender\n\n"
OURS = (
    "\n\nReceived: from forum.example\nFrom: Friends <friends@forum.example>\n"
    "To: somebody@example.com\n\nHello"
)


def status(*blocks, words="Sorry."):
    """A report as RFC 3464 has it."""
    fields = "\n\n".join(("Reporting-MTA: dns; relay.example.com", *blocks))
    return (
        DAEMON + "Subject: Undelivered Mail Returned to Sender\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        f"--b\nContent-Type: text/plain\n\n{words}\n--b\nContent-Type: message/delivery-status\n\n{fields}\n"
        "--b\nContent-Type: message/rfc822\n\nFrom: friends@forum.example\nTo: "
        "x@example.com\n\nHello\n--b--\n"
    )


def said(text, subject="Undelivered Mail Returned to Sender", sender=""):
    head = DAEMON if not sender else f"From: {sender}\nTo: bounce+abc@forum.example\n"
    return f"{head}Subject: {subject}\n\n{text}{OURS}"


def failed(address, code="5.1.1", action="failed", more=""):
    return f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {code}{more}"


HARD, SOFT, DELAYED = "hard", "soft", "delayed"
BOUNCES = {
    "standard": (status(failed(ANN)), {ANN: HARD}),
    "standard, two": (status(failed(ANN), failed(BEA, "5.2.1")), {ANN: HARD, BEA: HARD}),
    "standard, one arrived": (status(failed(ANN, "2.0.0", "delivered"), failed(BEA)), {BEA: HARD}),
    "standard, all arrived": (status(failed(ANN, "2.0.0", "delivered")), {}),
    "standard, relayed": (status(failed(ANN, "2.6.0", "relayed")), {}),
    "standard, delayed": (status(failed(ANN, "4.4.1", "delayed")), {ANN: DELAYED}),
    "standard, given up for now": (status(failed(ANN, "4.4.7")), {ANN: SOFT}),
    "standard, in brackets": (status(failed(f"<{ANN}>")), {ANN: HARD}),
    "standard, no kind": (status(f"Final-Recipient: {ANN}\nAction: failed\nStatus: 5.0.0"), {ANN: HARD}),
    "standard, capitals": (
        status(f"FINAL-RECIPIENT: RFC822;{ANN}\nACTION: FAILED\nSTATUS: 5.1.1"),
        {ANN: HARD},
    ),
    "standard, with a note": (status(failed(ANN, "5.1.1 (bad address)", "failed (gone)")), {ANN: HARD}),
    "standard, led elsewhere": (
        status(f"Original-Recipient: rfc822;{ANN}\n{failed('inner@backend.example')}"),
        {ANN: HARD},
    ),
    "standard, other kind of address": (
        status(
            f"Original-Recipient: rfc822;{ANN}\nFinal-Recipient: x400; c=gb\nAction: failed\nStatus: 5.1.1"
        ),
        {ANN: HARD},
    ),
    "standard, nobody named": (
        status("Action: failed\nStatus: 5.1.1", words=f"<{ANN}>: user unknown"),
        {ANN: HARD},
    ),
    "standard, status in the diagnosis": (
        status(
            f"Final-Recipient: rfc822; {ANN}\nAction: failed\nDiagnostic-Code: smtp; 450 4.2.2 mailbox full"
        ),
        {ANN: SOFT},
    ),
    "standard, twice the same": (status(failed(ANN), failed(ANN.upper())), {ANN: HARD}),
    "postfix": (said(f"<{ANN}>: host mx.example.org[192.0.2.1] said: 550 5.1.1 no such user"), {ANN: HARD}),
    "postfix, over two lines": (
        said(
            f"<{ANN}>: host mx.example.org[192.0.2.1] said: 550\n    5.1.1 no such "
            f"user\n\n<{BEA}>: mailbox full"
        ),
        {ANN: HARD, BEA: HARD},
    ),
    "postfix, delayed": (
        said(
            "####\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n####\n\n"
            f"<{ANN}>: connect to mx.example.org[192.0.2.1]:25: Connection timed out",
            "Delayed Mail (still being retried)",
        ),
        {ANN: DELAYED},
    ),
    "qmail": (
        said(
            "Hi. This is the qmail-send program at relay.example.com.\nI'm afraid I wasn't able "
            "to deliver your "
            "message to the following addresses.\nThis is a permanent error; I've given up. Sorry "
            "it didn't work "
            f"out.\n\n<{ANN}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this "
            f"line is a copy of "
            "the message.",
            "failure notice",
        ),
        {ANN: HARD},
    ),
    "qmail, given up for now": (
        said(
            f"Hi. This is the qmail-send program at relay.example.com.\n\n<{ANN}>:\nCNAME lookup "
            f"failed temporarily."
            " (#4.4.3)\nI'm not going to try again; this message has been in the queue too long.",
            "failure notice",
        ),
        {ANN: SOFT},
    ),
    "exim": (
        said(
            "This message was created automatically by mail delivery software.\n\nA message that "
            "you sent could not "
            "be delivered to one or more of its\nrecipients. This is a permanent error. The "
            "following address(es) "
            f"failed:\n\n  {ANN}\n    Unrouteable address\n  {BEA}\n    retry timeout "
            f"exceeded\n\n------ This is a "
            "copy of the message, including all the headers. ------\n",
            "Mail delivery failed: returning message to sender",
        ),
        {ANN: HARD, BEA: HARD},
    ),
    "exim, delayed": (
        said(
            "A message that you sent has not yet been delivered to one or more of its recipients "
            "after more than 24 "
            f"hours on the queue.\n\nThe address to which the message has not yet been delivered "
            f"is:\n\n  {ANN}\n\nNo "
            "action is required on your part. Delivery attempts will continue for some time.",
            "Warning: message 1abc delayed 24 hours",
        ),
        {ANN: DELAYED},
    ),
    "exim, in the header": (
        DAEMON + f"X-Failed-Recipients: {ANN}, {BEA}\nSubject: Mail delivery failed\n\nSorry.",
        {ANN: HARD, BEA: HARD},
    ),
    "sendmail": (
        said(
            "   ----- The following addresses had permanent fatal errors -----\n"
            f"<{ANN}>\n    (reason: 550 5.1.1 User unknown)\n\n   ----- Transcript of session follows -----\n"
            f"... while talking to mx.example.org.:\n>>> RCPT To:<{ANN}>\n<<< 550 5.1.1 User unknown\n",
            "Returned mail: see transcript for details",
        ),
        {ANN: HARD},
    ),
    "sendmail, for now": (
        said(
            "    ** THIS IS A WARNING MESSAGE ONLY **\n    ** YOU DO NOT NEED TO RESEND YOUR MESSAGE **\n\n"
            f"   ----- The following addresses had transient non-fatal errors -----\n<{ANN}>\n\n   "
            f"----- Transcript "
            f"of session follows -----\n<{ANN}>... Deferred: Connection timed out",
            "Warning: could not send message for past 4 hours",
        ),
        {ANN: DELAYED},
    ),
    "sendmail, long ago": (
        said(
            "   ----- Transcript of session follows -----\n"
            f"While talking to mx.example.org:\n>>> RCPT To:<{ANN}>\n<<< 550 <{ANN}>... User unknown\n"
            f"550 <{ANN}>... User unknown\n\n   ----- Unsent message follows -----\n",
            "Returned mail: User unknown",
        ),
        {ANN: HARD},
    ),
    "exchange": (
        said(
            "Your message\n\n  To:      Ann\n  Subject: Walk\n  Sent:    Mon, 3 May 2004 10:00:00 "
            "+0200\n\ndid not "
            f"reach the following recipient(s):\n\n{ANN} on Mon, 3 May 2004 10:00:05 +0200\n    "
            f"The recipient name is "
            "not recognized\n    MSEXCH:IMS:Example:SITE:MX 0 (000C05A6) Unknown Recipient",
            "Undeliverable: Walk",
            "System Administrator <postmaster@relay.example.com>",
        ),
        {ANN: HARD},
    ),
    "exchange today": (
        said(
            f"Delivery has failed to these recipients or groups:\n\n{ANN}<mailto:{ANN}>\nThe email "
            f"address you entered "
            "couldn't be found.\n\nDiagnostic information for administrators:\n\nGenerating "
            "server: x.example.com\n",
            "Undeliverable: Walk",
            "Microsoft Outlook <postmaster@relay.example.com>",
        ),
        {ANN: HARD},
    ),
    "windows smtp": (
        said(
            "This is an automatically generated Delivery Status Notification.\n\nDelivery to the "
            "following recipients "
            f"failed.\n\n       {ANN}\n       {BEA}\n\n",
            "Delivery Status Notification (Failure)",
            "postmaster@relay.example.com",
        ),
        {ANN: HARD, BEA: HARD},
    ),
    "gmail": (
        said(
            f"Delivery to the following recipient failed permanently:\n\n     {ANN}\n\nTechnical "
            f"details of permanent "
            "failure:\n550 550 5.1.1 The email account does not exist (state 14).\n\n----- "
            "Original message -----\n",
            "Delivery Status Notification (Failure)",
        ),
        {ANN: HARD},
    ),
    "gmail, delayed": (
        said(
            f"This is an automatically generated Delivery Status Notification\n\nTHIS IS A WARNING "
            f"MESSAGE ONLY.\n\nYOU "
            f"DO NOT NEED TO RESEND YOUR MESSAGE.\n\nDelivery to the following recipient has been "
            f"delayed:\n\n  {ANN}\n\n"
            "Message will be retried for 2 more day(s)",
            "Delivery Status Notification (Delay)",
        ),
        {ANN: DELAYED},
    ),
    "gmail today": (
        said(
            (
                f"** Address not found **\n\nYour message wasn't delivered to {ANN} because the "
                f"address couldn't be found."
            ),
            "Delivery Status Notification (Failure)",
        ),
        {ANN: HARD},
    ),
    "yahoo": (
        said(
            f"Message from relay.example.com.\nUnable to deliver message to the following "
            f"address(es).\n\n<{ANN}>:\nThis "
            "user doesn't have an account here (#5.1.1)\n\n--- Original message follows.\n",
            "Failure Notice",
        ),
        {ANN: HARD},
    ),
    "aol": (
        said(
            f"The original message was received at Mon, 3 May 2004\n\n   ----- The following "
            f"addresses had permanent "
            f"fatal errors -----\n<{ANN}>\n\n   ----- Transcript of session follows -----\n... "
            f"while talking to "
            "mx.example.org.:\n550 MAILBOX NOT FOUND",
            "Returned mail: see transcript for details",
        ),
        {ANN: HARD},
    ),
    "domino": (
        said(
            f"Your message\n\n  Subject: Walk\n\nwas not delivered to:\n\n  {ANN}\n\nbecause:\n\n  "
            f"User not listed"
        ),
        {ANN: HARD},
    ),
    "groupwise": (
        said(f"The message that you sent was undeliverable to the following:\n\t{ANN} (user not found)"),
        {ANN: HARD},
    ),
    "mailenable": (
        said(
            f"The following recipient(s) could not be reached:\n\n Recipient: [SMTP:{ANN}]\n "
            f"Reason: no such user"
        ),
        {ANN: HARD},
    ),
    "mdaemon": (
        said(
            f"The attached message had PERMANENT fatal delivery errors!\n\nFailed address: "
            f"{ANN}\n\n--- Session "
            "Transcript ---\n"
        ),
        {ANN: HARD},
    ),
    "smartermail": (
        said(
            f"Could not deliver message to the following recipient(s):\n\nFailed Recipient: "
            f"{ANN}\nReason: unknown user"
        ),
        {ANN: HARD},
    ),
    "courier": (
        said(
            "This is a delivery status notification from relay.example.com.\n\nUNDELIVERABLE "
            "MAIL\n\nYour message to the "
            f"following recipients cannot be delivered:\n\n<{ANN}>:\n    <<< 550 User unknown\n"
        ),
        {ANN: HARD},
    ),
    "one sentence": (said(f"Sorry, the user {ANN} does not exist here."), {ANN: HARD}),
    "one line, full": (said(f"{ANN}: mailbox is full"), {ANN: HARD}),
    "code before": (said(f"550 5.1.1 <{ANN}>... User unknown"), {ANN: HARD}),
    "code before, for now": (said(f"452 4.2.2 <{ANN}>... Mailbox full"), {ANN: SOFT}),
    "german": (
        said(
            (
                f"Ihre Nachricht konnte an folgende Empfänger nicht zugestellt "
                f"werden:\n\n{ANN}\n\nGrund: Benutzer unbekannt"
            ),
            "Unzustellbar: Spaziergang",
        ),
        {ANN: HARD},
    ),
    "french": (
        said(
            f"Votre message n'a pas pu être remis aux destinataires suivants :\n\n  {ANN}\n  boîte inconnue",
            "Non remis : Promenade",
        ),
        {ANN: HARD},
    ),
    "spanish": (
        said(
            f"No se ha podido entregar a los siguientes destinatarios:\n\n  {ANN}\n  usuario desconocido",
            "No se ha podido entregar el mensaje",
        ),
        {ANN: HARD},
    ),
    "whom to ask is not who failed": (
        said(
            "I'm sorry to have to inform you that your message could not be delivered to one or "
            "more recipients.\n\n"
            f"For further assistance, please send mail to <postmaster@help.example>\n\n<{ANN}>: unknown user"
        ),
        {ANN: HARD},
    ),
}

NO_BOUNCES = {
    "a person": "From: Ann <ann@example.org>\nSubject: Re: Walk\n\nI could not deliver it to "
    "bea@example.net.",
    "a person about mail": "From: Ann <ann@example.org>\nSubject: Mail delivery failed?\n\nHello",
    "a leave": "From: Ann <ann@example.org>\nAuto-Submitted: auto-replied\nSubject: Away\n\nWrite "
    "to bea@example.net",
}
