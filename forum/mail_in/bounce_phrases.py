"""How mail systems say that something did not arrive: the words, apart from the reading of them.

Each tuple is tried as one expression; each line is one wording, without nested repeats.
"""

from __future__ import annotations

import re


def any_of(*wordings: str) -> re.Pattern[str]:
    """One expression for all of them, in any case."""
    return re.compile("|".join(wordings), re.IGNORECASE)


DAEMON = any_of(
    r"mailer-?daemon|postmaster|mail ?delivery|mdaemon|mail administrator|double-?bounce|delivery",
    r"microsoft exchange|mail system|mail router|smtp|bounce|mailsweeper|system administrator",
)
SUBJECT = any_of(
    r"undeliver|delivery (?:status|fail|report|notif|problem|has failed|error|delayed|unsuccess)",
    r"return(?:ed)? (?:mail|to\b|message)|mail delivery|failure notice|failed (?:mail|delivery)",
    r"(?:delivery|message|mail|warning).{0,40}(?:fail|problem|delay|error|unable)",
    r"non[- ]?(?:remis|recapit|deliver)|could not (?:be )?(?:send|deliver)",
    r"user unknown|unknown user|delayed mail",
    r"unzustellbar|nicht zugestellt|zustellung|no se (?:ha )?podido|entrega|remise|mancato recapito|consegna",
    r"onbestelbaar|niet-?bezorg|недоставлен|не доставлен|niedostarcz|olevererbar|ej levererat",
    r"配信|配送|退信|投递|無法傳遞|无法",
)
#: Where the mail that is given back begins.
RETURNED = re.compile(
    r"\s{0,8}(?:[-=>*]{2,80})?\s{0,8}(?:below this line is a copy|this is a copy of (?:the|your)"
    r"|(?:the )?(?:original|returned|unsent|included|undelivered|failed) (?:message|mail|text|headers?)"
    r"(?: (?:follows?|was|headers?|text|body|is|as|begins).{0,60})?\s{0,8}(?:[-:=*]|\Z)"
    r"|(?:start of )?returned message|message (?:headers?|text|body|contents?) follows?"
    r"|your (?:original )?message (?:follows|reads)|here is (?:a copy|your message)"
    r"|copy of (?:the )?message|le message original|mensaje original|ursprüngliche nachricht"
    r"|messaggio originale|----- ?(?:unsent|original))",
    re.IGNORECASE,
)
_WHO = (
    r"(?:e-?mail )?(?:address(?:es|\(es\))?|recipients?|recipient\(s\)|users?|persons?|people|mailbox(?:es)?)"
)
LIST_BELOW = any_of(
    rf"following (?:\w{{1,20}} )?{_WHO}|(?:to|for) these {_WHO}|address(?:es)? to which",
    rf"{_WHO} (?:that |which )?(?:failed|had|could not|listed below|below)",
    rf"(?:to|for) (?:one or more of )?(?:its |the |these )?(?:following |intended |specified ){_WHO}",
    rf"recipients? of (?:your|the) message|(?:undelivered|failed|invalid|rejected|unknown) {_WHO}",
    r"(?:could not|cannot|can't|unable to|not|failed to) (?:be )?(?:deliver|sen[dt]|reach)(?:ed)?\b"
    r".{0,80}(?:\bto|\bfor|following)\b.{0,60}:?\s{0,5}\Z",
    rf"(?:did not|didn't|not) (?:be )?(?:reach|get|arrive).{{0,60}}(?:{_WHO}|:)",
    r"addressed to|message (?:to|for):?\s{0,5}\Z|\bto:\s{0,5}\Z",
    r"permanent fatal errors|transient non-fatal errors|failed to (?:reach|deliver).{0,80}:",
    r"siguientes? (?:destinatario|direcci)|destinataires? suivants?|adresses? suivantes?",
    r"seguent[ei] (?:destinatar|indirizz)|folgende[nr]? (?:empfänger|adresse)|empfänger",
    r"seguintes? (?:destinat|endere)|volgende (?:ontvanger|adres)|följande (?:mottagar|adress)",
    r"następujący\w{0,3} (?:odbiorc|adres)|следующ\w{1,3} (?:адрес|получател)",
    r"次の(?:宛先|受信者|アドレス)|以下(?:收件人|の|邮件地址)",
)
FAILS = (
    r"(?:no such|unknown|invalid|\bbad\b|illegal|inactive|disabled|nonexistent|undeliverable|unrouteable"
    r"|unroutable|unable|can(?:not|'t)|could(?: not|n't)|does(?: not|n't)|did(?: not|n't)"
    r"|is(?: not|n't)|wasn't|weren't"
    r"|\bnot\b|fail|\bfull\b|quota|reject|refus|denied|expired|error|unavailable|suspended|closed|timed? ?out"
    r"|exceed|temporar|delay|\bretry|permanent|unbekannt|inconnu|desconocid|sconosciut|onbekend|nieznan"
    r"|[45]\d\d[ -]|[45]\.\d\.\d)"
)
#: Lines with addresses that did not fail: whom to ask, who wrote.
OF_SENDER = re.compile(
    r"\s{0,10}(?:from|sender|mail from|return-path|reply-to|reporting-mta|message-id|contact|questions?|help"
    r"|support|for (?:further |more )?(?:help|assistance|information)"
    r"|please (?:contact|send|forward|e-?mail))\b"
    r"|.{0,80}(?:\bcontact|assistance|forward this|sent from|message-id|from:? ?<)",
    re.IGNORECASE,
)
DELAY_SUBJECT = any_of(
    "delay|warning|still (?:trying|being)|verzöger|retras|retard|ritard|vertraag|opóźni|задерж|atras|försen"
)
DELAY = any_of(
    r"warning(?: message)? only|do(?: not|n't) need to (?:re-?send|do anything)|no action is required",
    r"will (?:continue|keep|be retried|retry|be attempted|try|be re-?tried)|attempts? will continue",
    r"still (?:trying|being)|has been delayed|is being delayed|transient non-fatal",
    r"not (?:yet )?been delivered (?:yet|after)|not yet been delivered|has not yet",
    r"wird (?:weiterhin|weiter) versucht|seguirá intentando|continuera? (?:à|d')",
)
GIVEN_UP = any_of(
    r"permanent(?:ly)?[ -](?:fatal|fail|error)|giv(?:en|ing) up|will not (?:be )?(?:retr|try)|no longer",
    r"was not delivered|could not be delivered|failed permanently|retry time(?:out)? (?:not )?exceeded",
)
