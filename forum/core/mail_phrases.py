"""What mail programs write of themselves, language by language: the only place where these words stand.

Each line of the table is one language. Words are separated by "|"; what varies is written as a small regular
expression without nested repeats, since every one of them is tried on hostile text.
"""

from __future__ import annotations

from typing import NamedTuple


class Phrases(NamedTuple):
    """The words of one language around what somebody else wrote."""

    #: How "On Monday, Ann wrote:" begins, and the verb it ends in.
    on: str
    wrote: str
    #: "From", "Sent" or "Date", "To", "Cc" and "Subject" above an answered mail.
    sender: str
    date: str
    to: str
    cc: str
    subject: str
    #: Between dashes above an answered mail, and above one that is passed on.
    original: str
    forwarded: str
    #: What phones and programs put under each mail, as whole lines.
    sent_from: str


_PHONE = (
    r"(?:iphone|ipad|ipod|android|galaxy|samsung|huawei|xiaomi|blackberry|nokia|pixel|motorola|oneplus|oppo"
    r"|windows|outlook|yahoo|gmail|mail\b|aol|gmx|web\.de|proton|k-9|fairemail|tutanota|t-online"
    r"|(?:smart|mobile ?|tele)?phone|handy|mobile?l?|móvil|celular|tablet|verizon|mobil\w*|t[eé]l[eé]\w*)"
)

LANGUAGES = {
    "en": Phrases(
        "on|at|in",
        "wrote|writes|said|says|has written",
        "from", "sent|date", "to", "cc", "subject",
        "original (?:message|mail|e-?mail|appointment)|reply message",
        "forwarded (?:message|mail|e-?mail|by .{1,80})|forward",
        rf"sent (?:from|via|with|by|using) .{{0,40}}{_PHONE}.{{0,60}}"
        r"|get (?:the )?outlook for (?:ios|android|mac|windows)\W{0,4}\S{0,90}"
        r"|(?:please )?(?:excuse|forgive|pardon) (?:the |my |any )?"
        r"(?:brevity|typos|spelling|mistakes).{0,60}",
    ),
    "es": Phrases(
        "el|en",
        "escribi[oó]|escribe|ha escrito",
        "de", "enviado|enviado el|fecha", "para", "cc", "asunto",
        "mensaje original|correo original",
        "mensaje reenviado|reenviado",
        rf"enviado (?:desde|con|por) .{{0,40}}{_PHONE}.{{0,60}}|obtener outlook para \w+\W{{0,4}}\S{{0,90}}",
    ),
    "fr": Phrases(
        "le",
        "a [ée]crit|[ée]crit|a [ée]crit ce qui suit",
        "de|expéditeur", "envoyé|date", "à|destinataire", "cc|copie", "objet|sujet",
        "message (?:d['’]origine|original|initial)",
        "message (?:transf[ée]r[ée]|transmis|réexpédié)|transféré",
        rf"envoyé (?:de|depuis|à partir|avec|à l['’]aide) .{{0,40}}{_PHONE}.{{0,60}}"
        r"|(?:télécharger|obtenir) outlook pour \w+\W{0,4}\S{0,90}",
    ),
    "de": Phrases(
        "am",
        "schrieb|schreibt|hat geschrieben|geschrieben",
        "von", "gesendet|datum", "an", "cc|kopie", "betreff",
        r"urspr(?:ü|ue)ngliche (?:nachricht|mail|e-mail)|original-?\s?nachricht|originalmail",
        "weitergeleitete (?:nachricht|mail|e-mail)",
        rf"(?:von|mit) .{{0,40}}{_PHONE}.{{0,60}}(?:gesendet|geschickt|verschickt|geschrieben)\W{{0,3}}"
        rf"|(?:gesendet|geschickt) (?:von|mit|über) .{{0,40}}{_PHONE}.{{0,60}}"
        rf"|diese nachricht wurde von .{{0,40}}{_PHONE}.{{0,60}} gesendet\W{{0,3}}"
        r"|(?:holen sie sich )?outlook für (?:ios|android|mac)\W{0,4}\S{0,90}(?: beziehen| herunterladen)?",
    ),
    "it": Phrases(
        "il|in data",
        "ha scritto|scrive|scriveva",
        "da", "inviato|data", "a", "cc", "oggetto",
        "messaggio originale",
        "messaggio inoltrato|inoltrato",
        rf"inviat[oa] (?:da|dal|con|tramite) .{{0,40}}{_PHONE}.{{0,60}}"
        r"|(?:ottieni|scarica) outlook per \w+\W{0,4}\S{0,90}",
    ),
    "pt": Phrases(
        "em|no dia|a",
        "escreveu|escreve",
        "de", "enviado|enviada|enviado em|enviada em|data", "para", "cc", "assunto",
        "mensagem original",
        "mensagem (?:encaminhada|reencaminhada)|encaminhada",
        rf"enviad[oa] (?:do|da|de|a partir|com|pelo|via) .{{0,40}}{_PHONE}.{{0,60}}"
        r"|obt(?:er|enha) o outlook para \w+\W{0,4}\S{0,90}",
    ),
    "nl": Phrases(
        "op",
        "schreef|schrijft|het volgende geschreven|geschreven",
        "van", "verzonden|datum|verstuurd", "aan", "cc|kopie", "onderwerp",
        "oorspronkelijk bericht|origineel bericht|oorspronkelijke e-?mail",
        "doorgestuurd bericht|doorgestuurd",
        rf"(?:verzonden|verstuurd) (?:vanaf|vanuit|met|via|door|van) .{{0,40}}{_PHONE}.{{0,60}}"
        r"|(?:outlook voor \w+ downloaden|download outlook voor \w+)\W{0,4}\S{0,90}",
    ),
    "pl": Phrases(
        r"w dniu|dnia|dn\.|pon\.|wt\.|śr\.|czw\.|pt\.|sob\.|niedz\.",
        r"napisa[lł]\(?a?\)?|pisze|napisał/a|napisał\(-a\)",
        "od", "wysłano|data|wysłane", "do", "dw|cc|kopia", "temat",
        "(?:oryginalna|pierwotna) wiadomość|wiadomość oryginalna",
        "(?:przekazana|przesłana) (?:dalej )?wiadomość|wiadomość przekazana",
        rf"wysłan[eoy] (?:z|za pomocą|przez) .{{0,40}}{_PHONE}.{{0,60}}"
        r"|pobierz (?:aplikację )?outlook .{0,20}\w+\W{0,4}\S{0,90}",
    ),
    "sv": Phrases(
        "den|på",
        "skrev|skriver|har skrivit",
        "från", "skickat|datum", "till", "kopia|cc", "ämne",
        "ursprungligt meddelande|originalmeddelande",
        "vidarebefordrat (?:meddelande|brev)|vidarebefordrat",
        rf"(?:skickat|skickades|sänt) (?:från|med|via) .{{0,40}}{_PHONE}.{{0,60}}"
        r"|(?:hämta|skaffa) outlook för \w+\W{0,4}\S{0,90}",
    ),
    "da, nb": Phrases(
        r"den|på|kl\.",
        "skrev|skriver|følgende",
        "fra", "sendt|dato", "til", "kopi|cc", "emne",
        "(?:oprindelig|original|opprinnelig) (?:meddelelse|besked|melding)|opprinnelig melding",
        "videresendt (?:meddelelse|besked|melding)",
        rf"sendt (?:fra|med|via) .{{0,40}}{_PHONE}.{{0,60}}",
    ),
    "fi": Phrases(
        "ma|ti|ke|to|pe|la|su",
        "kirjoitti",
        "lähettäjä", "lähetetty|päiväys", "vastaanottaja", "kopio", "aihe",
        "alkuperäinen viesti", "välitetty viesti",
        rf"lähetetty .{{0,40}}{_PHONE}.{{0,60}}",
    ),
    "ru": Phrases(
        "в|пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье",
        r"написала?|писала?|пишет|написал\(а\)|писал\(а\)|сообщила?",
        "от|от кого", "отправлено|дата", "кому", "копия", "тема",
        "(?:исходное|оригинальное|первоначальное) (?:сообщение|письмо)",
        "(?:пересылаемое|пересланное|перенаправленное) (?:сообщение|письмо)",
        rf"отправлено (?:с|из|через|от) .{{0,40}}(?:{_PHONE}|почт).{{0,60}}",
    ),
    "ar": Phrases(
        "في|بتاريخ|يوم",
        "كتبت?|كتب/ت|كتب ما يلي|أرسل|كتابة ما يلي",
        "من", "تاريخ الإرسال|تم الإرسال|التاريخ|أرسلت", "إلى", "نسخة", "الموضوع",
        "الرسالة الأصلية|رسالة أصلية", "رسالة (?:معاد توجيهها|محولة|مُعاد توجيهها)",
        r"(?:أ?ُ?رسلت?|تم ال[إا]رسال|مرسل[ةه]?) (?:من|عبر|بواسطة) "
        rf".{{0,40}}(?:{_PHONE}|هاتف|جوال|آيفون).{{0,60}}",
    ),
    "he": Phrases(
        "בתאריך|ב-|ביום|ב־|מאת",
        "כתב/ה|כתבה?|מאת",
        "מאת", "נשלח|תאריך", "אל|לכבוד", "עותק", "נושא",
        "(?:ה?הודעה|ה?דואר) (?:ה?מקורית?)", "(?:ה?הודעה) (?:ש?הועברה)",
        rf"נשלח מ.{{0,40}}(?:{_PHONE}|טלפון|אייפון).{{0,60}}",
    ),
    "ja": Phrases(
        "",
        "(?:が|さんは|は|様は)?(?:次のように)?書きました|のメール|のメッセージ|さんからのメール|wrote",
        "差出人|送信者|from", "送信日時|日付|送信日|日時", "宛先", "cc", "件名",
        "元のメッセージ|オリジナルメッセージ|元のメール", "転送(?:された)?(?:メッセージ|メール)",
        rf".{{0,40}}(?:{_PHONE}|スマートフォン|携帯).{{0,20}}から送信(?:しました)?。?",
    ),
    "zh": Phrases(
        "在|于|於",
        "写道|寫道|写到|寫到|來信|来信",
        "发件人|寄件者|寄件人|發件人", "发送时间|日期|傳送時間|時間|时间|發送時間|发送日期|寄件日期",
        "收件人|收件者", "抄送|副本", "主题|主旨|主題",
        "原始(?:邮件|郵件|信件)|原邮件|原郵件", "转发(?:的)?(?:邮件|信息)|轉寄(?:的)?(?:郵件|郵件訊息)?",
        rf"(?:发自|發自|來自|来自|从|從)我?的?.{{0,30}}(?:{_PHONE}|手机|手機|邮箱|郵箱).{{0,30}}"
        r"|(?:获取|取得) ?(?:适用于|適用於)?.{0,20}outlook.{0,20}",
    ),
    "ko": Phrases(
        "",
        "작성|님이 작성|님의 메시지",
        "보낸 사람", "보낸 날짜|날짜", "받는 사람", "참조", "제목",
        "원본 (?:메시지|메일)", "전달된 (?:메시지|메일)",
        rf".{{0,30}}{_PHONE}.{{0,10}}에서 보냄",
    ),
    "tr": Phrases(
        "",
        "şunu yazdı|yazdı",
        "kimden|gönderen", "gönderilen|gönderildi|tarih", "kime|alıcı", "bilgi", "konu",
        "orijinal (?:mesaj|ileti)|özgün ileti", "iletilen (?:mesaj|ileti)",
        rf"{_PHONE}.{{0,20}}(?:ımdan|imden|dan|den) gönderildi\.?",
    ),
    "cs, sk": Phrases(
        "dne|dňa",
        r"napsala?|napsal\(a\)|píše|napísala?",
        "od", "odesláno|datum|dátum|odoslané", "komu", "kopie|kópia", "předmět|predmet",
        "(?:původní|pôvodná) (?:zpráva|správa)", "(?:přeposlaná|preposlaná) (?:zpráva|správa)",
        rf"odesláno z .{{0,40}}{_PHONE}.{{0,60}}|odoslané z .{{0,40}}{_PHONE}.{{0,60}}",
    ),
}  # fmt: skip

#: The line above which an answer is to be written: ours, and what other forums and help desks write.
REPLY_ABOVE = (
    r"(?:please )?(?:type |write |enter |add )?(?:your )?(?:reply|response|answer|comment) above this line"
    r"(?: to (?:reply|respond|answer|add a comment))?"
    r"|reply (?:above this line|to this e-?mail above this line)|write above this line to (?:post|reply)"
    r"|(?:por favor )?escrib[ae] su respuesta por encima de esta línea"
    r"|répondre au-dessus de cette ligne|veuillez répondre au-dessus de cette ligne"
    r"|bitte (?:antworten sie )?(?:oberhalb|über) dieser (?:linie|zeile)(?: antworten)?"
    r"|rispondi sopra questa (?:riga|linea)|responda acima desta linha|antwoord boven deze (?:lijn|regel)"
)

#: How the notes begin that a firm, or a virus scanner, puts under every mail.
SMALL_PRINT = (
    r"\W{0,4}(?:confidentiality|legal|privacy|important) (?:notice|note|disclaimer|warning)\b"
    r"|\W{0,4}disclaimer\b\W{0,3}"
    r"|\W{0,4}(?:this|the information in this|the contents? of this|the information contained in this)"
    r" (?:e-?mail|message|communication|transmission)(?:,? (?:message|transmission))?"
    r"(?: and| \(including|,? including|,? together).{0,40}"
    r"(?:attach|file).{0,60}(?:confidential|intended|privileged)"
    r"|\W{0,4}this (?:e-?mail|message)(?: \w+){0,4} (?:is|may be|may contain|contains)(?: \w+){0,2} "
    r"(?:confidential|privileged|intended (?:only|solely))"
    r"|\W{0,4}please (?:consider|think of|think about) the environment"
    r"|\W{0,4}(?:this|der|diese) e-?mail (?:has been|was|wurde) (?:checked|scanned|auf).{0,20}virus"
    r"|virus-?free\."
    r"|\W{0,4}(?:diese|die) (?:e-?mail|nachricht)(?:,? \w+){0,6} vertraulich"
    r"|\W{0,4}(?:este|esta) (?:mensaje|correo|mensagem|e-?mail)(?:,? \w+){0,8} confidencia"
    r"|\W{0,4}(?:ce|le présent) (?:message|courriel|e-?mail|mél)(?:,? \w+){0,8} confidentiel"
    r"|\W{0,4}(?:questo|il presente) (?:messaggio|e-?mail)(?:,? \w+){0,8} (?:riservat|confidenzial)"
    r"|\W{0,4}(?:dit|deze) (?:bericht|e-?mail)(?:,? \w+){0,8} vertrouwelijk"
    r"|\W{0,4}(?:detta|det här) (?:meddelande|e-?post\w*)(?:,? \w+){0,8} konfidentiell"
    r"|\W{0,4}ta wiadomość(?:,? \w+){0,8} poufn"
)
