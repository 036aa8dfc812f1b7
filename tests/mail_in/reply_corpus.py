"""Mails written for the purpose, as the programs people use would send them: each with its author's words.

The people are made up. In a plain text "@@" stands for the words; in the table of languages each line is one
program's way of writing, with an answer of one or two lines above it.
"""

QUOTE = "> How was the scan?\n> \n> Robin"
BARE = "How was the scan?\n\nRobin"

#: Language, the author's words, and the line above a quote as Gmail, Apple, Thunderbird or others have it.
ATTRIBUTIONS = [
    (
        "en gmail",
        "All fine, thank you.",
        "On Fri, May 3, 2024 at 10:00 AM Robin Vale <robin@example.org> wrote:",
    ),
    (
        "en gmail wrapped",
        "All fine, thank you.",
        "On Fri, May 3, 2024 at 10:00 AM Robin Vale via Friends <\nfriends@example.org> wrote:",
    ),
    (
        "en wrapped before the verb",
        "All fine, thank you.",
        "On Friday, 3 May 2024 at 10:00, Robin Vale <robin@example.org>\nwrote:",
    ),
    ("en apple", "All fine.", "On 3 May 2024, at 10:00, Robin Vale <robin@example.org> wrote:"),
    ("en thunderbird", "All fine.", "On 5/3/24 10:00, Robin Vale wrote:"),
    (
        "en yahoo",
        "All fine.",
        "On Friday, May 3, 2024 at 10:00:00 AM GMT+2, Robin <robin@example.org> wrote:",
    ),
    ("en proton", "All fine.", "On Friday, May 3rd, 2024 at 10:00 AM, Robin Vale <robin@example.org> wrote:"),
    ("en old", "All fine.", "Robin Vale <robin@example.org> wrote on 3 May 2024 at 10:00:"),
    ("en date first", "All fine.", "2024-05-03 10:00 GMT+02:00 Robin Vale <robin@example.org>:"),
    (
        "es gmail",
        "Todo bien, gracias.",
        "El vie, 3 may 2024 a las 10:00, Robin (<robin@example.org>) escribió:",
    ),
    ("es apple", "Todo bien.", "El 3 may 2024, a las 10:00, Robin Vale <robin@example.org> escribió:"),
    ("es thunderbird", "Todo bien.", "El 3/5/24 a las 10:00, Robin Vale escribió:"),
    ("fr gmail", "Tout va bien.", "Le ven. 3 mai 2024 à 10:00, Robin Vale <robin@example.org> a écrit :"),
    ("fr apple", "Tout va bien.", "Le 3 mai 2024 à 10:00, Robin Vale <robin@example.org> a écrit :"),
    ("fr wrapped", "Tout va bien.", "Le ven. 3 mai 2024 à 10:00, Robin Vale\n<robin@example.org> a\nécrit :"),
    ("fr thunderbird", "Tout va bien.", "Le 03/05/2024 à 10:00, Robin Vale a écrit\xa0:"),
    ("de gmail", "Alles gut.", "Am Fr., 3. Mai 2024 um 10:00 Uhr schrieb Robin Vale <robin@example.org>:"),
    (
        "de wrapped",
        "Alles gut.",
        "Am Fr., 3. Mai 2024 um 10:00 Uhr schrieb Robin Vale <\nrobin@example.org>:",
    ),
    ("de apple", "Alles gut.", "Am 03.05.2024 um 10:00 schrieb Robin Vale <robin@example.org>:"),
    ("de phone", "Alles gut.", "Robin Vale <robin@example.org> schrieb am Fr., 3. Mai 2024, 10:00:"),
    (
        "it gmail",
        "Tutto bene.",
        "Il giorno ven 3 mag 2024 alle ore 10:00 Robin <robin@example.org> ha scritto:",
    ),
    ("it thunderbird", "Tutto bene.", "Il 03/05/2024 10:00, Robin Vale ha scritto:"),
    (
        "pt gmail",
        "Tudo bem.",
        "Em sex., 3 de mai. de 2024 às 10:00, Robin Vale <robin@example.org> escreveu:",
    ),
    ("pt apple", "Tudo bem.", "No dia 03/05/2024, às 10:00, Robin Vale <robin@example.org> escreveu:"),
    ("nl gmail", "Alles goed.", "Op vr 3 mei 2024 om 10:00 schreef Robin Vale <robin@example.org>:"),
    (
        "nl apple",
        "Alles goed.",
        "Op 3 mei 2024, om 10:00 heeft Robin <robin@example.org> het volgende geschreven:",
    ),
    ("pl gmail", "Wszystko dobrze.", "pt., 3 maj 2024 o 10:00 Robin Vale <robin@example.org> napisał(a):"),
    ("pl thunderbird", "Wszystko dobrze.", "W dniu 03.05.2024 o 10:00, Robin Vale pisze:"),
    ("sv gmail", "Allt bra.", "Den fre 3 maj 2024 kl 10:00 skrev Robin Vale <robin@example.org>:"),
    ("sv apple", "Allt bra.", "3 maj 2024 kl. 10:00 skrev Robin Vale <robin@example.org>:"),
    ("da gmail", "Alt er godt.", "Den fre. 3. maj 2024 kl. 10.00 skrev Robin Vale <robin@example.org>:"),
    ("fi gmail", "Kaikki hyvin.", "pe 3. toukok. 2024 klo 10.00 Robin Vale (robin@example.org) kirjoitti:"),
    ("ru gmail", "Всё хорошо.", "пт, 3 мая 2024 г. в 10:00, Robin Vale <robin@example.org>:"),
    ("ru mail.ru", "Всё хорошо.", "Пятница, 3 мая 2024, 10:00 +03:00 от Robin Vale <robin@example.org>:"),
    ("ru apple", "Всё хорошо.", "3 мая 2024 г., в 10:00, Robin Vale <robin@example.org> написал(а):"),
    (
        "ar gmail",
        "كل شيء بخير.",
        "في الجمعة، 3 مايو 2024 في 10:00 ص تمت كتابة ما يلي بواسطة Robin <robin@example.org>:",
    ),
    ("ar apple", "كل شيء بخير.", "في 3 مايو 2024، الساعة 10:00، كتب Robin Vale <robin@example.org>:"),
    ("he gmail", "הכול בסדר.", "‫בתאריך יום ו׳, 3 במאי 2024 ב-10:00 מאת ‪Robin Vale‬‏ <‪robin@example.org‬‏>:‬"),
    ("he apple", "הכול בסדר.", "ב-3 במאי 2024, בשעה 10:00, Robin Vale <robin@example.org> כתב/ה:"),
    ("ja gmail", "大丈夫でした。", "2024年5月3日(金) 10:00 Robin Vale <robin@example.org>:"),
    ("ja apple", "大丈夫でした。", "2024/05/03 10:00、Robin Vale <robin@example.org>のメール:"),
    ("zh gmail", "一切都好。", "Robin Vale <robin@example.org> 于2024年5月3日周五 10:00写道："),
    ("zh taiwan", "一切都好。", "Robin Vale <robin@example.org> 於 2024年5月3日 週五 上午10:00寫道："),
    ("zh apple", "一切都好。", "在 2024年5月3日，10:00，Robin Vale <robin@example.org> 写道："),
    ("ko gmail", "괜찮아요.", "2024년 5월 3일 (금) 오전 10:00, Robin Vale <robin@example.org>님이 작성:"),
    (
        "tr gmail",
        "Her şey yolunda.",
        "Robin Vale <robin@example.org>, 3 May 2024 Cum, 10:00 tarihinde şunu yazdı:",
    ),
    ("cs gmail", "Vše v pořádku.", "pá 3. 5. 2024 v 10:00 odesílatel Robin Vale <robin@example.org> napsal:"),
    ("sv thunderbird", "Allt bra.", "Den 2024-05-03 kl. 10:00, skrev Robin Vale:"),
    ("de thunderbird", "Alles gut.", "Am 03.05.24 um 10:00 schrieb Robin Vale:"),
    ("nl thunderbird", "Alles goed.", "Op 03-05-2024 om 10:00 schreef Robin Vale:"),
    ("ru thunderbird", "Всё хорошо.", "В 10:00 03.05.2024 Robin Vale пишет:"),
    ("he without address", "הכול בסדר.", "בתאריך 03/05/2024 10:00, Robin Vale כתב/ה:"),
    ("zh without address", "一切都好。", "在 2024/5/3 10:00, Robin Vale 写道:"),
]

#: What Outlook and Exchange write above an answered mail.
HEADERS = [
    (
        "en",
        (
            "From: Robin Vale <robin@example.org>\nSent: Friday, May 3, 2024 10:00 AM\nTo: "
            "Friends\nSubject: Scan"
        ),
    ),
    (
        "en bold",
        "*From:* Robin Vale <robin@example.org>\n*Sent:* Friday, May 3, 2024\n*To:* Friends\n*Subject:* Scan",
    ),
    (
        "en reordered",
        "Subject: Scan\nDate: Fri, 3 May 2024 10:00\nFrom: Robin Vale <robin@example.org>\nTo: Friends",
    ),
    ("en apart", "From: Robin\n\nSent: Friday\n\nTo: Friends\n\nSubject: Scan"),
    (
        "en in a row",
        "From: Robin Vale [mailto:robin@example.org] Sent: Friday, May 3 To: Friends Subject: Scan",
    ),
    ("en many", "From: Robin\nSent: Friday\nTo: Ann; Bea; Cleo;\n Dora; Eve\nCc: Fay\nSubject: Scan"),
    ("es", "De: Robin Vale\nEnviado el: viernes, 3 de mayo de 2024 10:00\nPara: Amigos\nAsunto: Prueba"),
    ("fr", "De : Robin Vale\nEnvoyé : vendredi 3 mai 2024 10:00\nÀ : Amis\nObjet : Examen"),
    ("de", "Von: Robin Vale\nGesendet: Freitag, 3. Mai 2024 10:00\nAn: Freunde\nBetreff: Befund"),
    ("it", "Da: Robin Vale\nInviato: venerdì 3 maggio 2024 10:00\nA: Amici\nOggetto: Esame"),
    ("pt", "De: Robin Vale\nEnviada em: sexta-feira, 3 de maio de 2024 10:00\nPara: Amigos\nAssunto: Exame"),
    ("nl", "Van: Robin Vale\nVerzonden: vrijdag 3 mei 2024 10:00\nAan: Vrienden\nOnderwerp: Scan"),
    ("pl", "Od: Robin Vale\nWysłano: piątek, 3 maja 2024 10:00\nDo: Przyjaciele\nTemat: Badanie"),
    ("sv", "Från: Robin Vale\nSkickat: den 3 maj 2024 10:00\nTill: Vänner\nÄmne: Undersökning"),
    ("ru", "От: Robin Vale\nОтправлено: 3 мая 2024 г. 10:00\nКому: Друзья\nТема: Снимок"),
    ("ar", "من: Robin Vale\nتم الإرسال: الجمعة 3 مايو 2024\nإلى: أصدقاء\nالموضوع: فحص"),
    ("he", "מאת: Robin Vale\nנשלח: יום שישי 3 מאי 2024\nאל: חברים\nנושא: בדיקה"),
    ("ja", "差出人: Robin Vale\n送信日時: 2024年5月3日 10:00\n宛先: 友\n件名: 検査"),
    ("zh", "发件人: Robin Vale\n发送时间: 2024年5月3日 10:00\n收件人: 朋友\n主题: 检查"),
    ("zh taiwan", "寄件者： Robin Vale\n寄件日期： 2024年5月3日\n收件者： 朋友\n主旨： 檢查"),
]

#: Marks between dashes.
ORIGINALS = [
    "-----Original Message-----",
    "-------- Original message --------",
    "-----Mensaje original-----",
    "-----Message d'origine-----",
    "-----Ursprüngliche Nachricht-----",
    "-------- Originalnachricht --------",
    "-----Messaggio originale-----",
    "-----Mensagem original-----",
    "-----Oorspronkelijk bericht-----",
    "-----Oryginalna wiadomość-----",
    "-----Ursprungligt meddelande-----",
    "-------- Исходное сообщение --------",
    "-----الرسالة الأصلية-----",
    "-----הודעה מקורית-----",
    "-----元のメッセージ-----",
    "------------------ 原始邮件 ------------------",
]

SENT_FROM = [
    "Sent from my iPhone",
    "Sent from my iPad Air",
    "Sent from my Galaxy",
    "Sent from Yahoo Mail for iPhone",
    "Sent from Yahoo Mail on Android <https://go.example.org/abc>",
    "Sent from Mail for Windows",
    "Sent from Outlook for iOS<https://aka.example.org/o0ukef>",
    "Get Outlook for Android<https://aka.example.org/AAb9ysg>",
    "Sent with Proton Mail secure email.",
    "Sent from my mobile. Please excuse my brevity.",
    "Sent via BlackBerry from T-Mobile",
    "Enviado desde mi iPhone",
    "Envoyé de mon iPhone",
    "Envoyé depuis l'application Mail Orange sur mon mobile",
    "Von meinem iPhone gesendet",
    "Gesendet mit der GMX Mail App",
    "Gesendet von Outlook für Android",
    "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "Inviato da iPhone",
    "Inviato dal mio telefono Samsung",
    "Enviado do meu iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Verzonden vanuit Outlook voor Android",
    "Wysłane z iPhone'a",
    "Skickat från min iPhone",
    "Sendt fra min iPhone",
    "Lähetetty iPhonesta",
    "Отправлено с iPhone",
    "Отправлено из мобильной Яндекс Почты",
    "أُرسلت من الـ iPhone",
    "נשלח מה-iPhone שלי",
    "iPhoneから送信",
    "发自我的 iPhone",
    "從我的 iPhone 傳送",
    "나의 iPhone에서 보냄",
    "iPhone'umdan gönderildi",
]

#: Whole texts and the words to be found in them.
TEXTS = {
    "nothing but words": ("Hello all,\n\nthank you.\n\nAnn", "Hello all,\n\nthank you.\n\nAnn"),
    "quoted without who": ("Yes, at three.\n\n> When?\n> And where?", "Yes, at three."),
    "signature": ("Fine.\n\n-- \nAnn Brook\nann@example.org", "Fine."),
    "signature that lost its space": ("Fine.\n--\nAnn Brook", "Fine."),
    "signature and quote": (f"Fine.\n-- \nAnn\n\nOn 3 May 2024, Robin wrote:\n{QUOTE}", "Fine."),
    "signature below the quote": (f"Fine.\n\nOn 3 May 2024, Robin wrote:\n{QUOTE}\n\n-- \nAnn", "Fine."),
    "rule and name": ("Fine.\n\n_______________\nAnn Brook\n+44 20 7946 0000", "Fine."),
    "rule and words": (
        "Fine.\n\n_______________\nsee you on Tuesday",
        "Fine.\n\n_______________\nsee you on Tuesday",
    ),
    "rule and more words": (
        "First.\n-----\nSecond part, which goes on.\nAnd on.",
        "First.\n-----\nSecond part, which goes on.\nAnd on.",
    ),
    "long text after dashes": ("a\n-- \n" + "b\n" * 20, ("a\n-- \n" + "b\n" * 20).strip()),
    "answers in between": (
        "On 3 May 2024, Robin wrote:\n> When?\n\nAt three.\n\n> Where?\n\nIn the park.",
        "On 3 May 2024, Robin wrote:\n> When?\n\nAt three.\n\n> Where?\n\nIn the park.",
    ),
    "answers in between, quote at the end": (
        "> When?\n\nAt three.\n\n> Where?\n\nIn the park.\n\n> Bye\n> Robin",
        "> When?\n\nAt three.\n\n> Where?\n\nIn the park.",
    ),
    "greeting, quote, answer": (
        "Hi Robin,\n\nOn 3 May 2024, Robin wrote:\n> When?\n\nAt three.",
        "Hi Robin,\n\nOn 3 May 2024, Robin wrote:\n> When?\n\nAt three.",
    ),
    "answer below": (f"On 3 May 2024, Robin Vale wrote:\n{QUOTE}\n\nAll fine.\n\nAnn", "All fine.\n\nAnn"),
    "answer below, Outlook Express": (
        (
            f"----- Original Message -----\nFrom: Robin\nTo: Friends\nSent: Friday\nSubject: "
            f"Scan\n\n{QUOTE}\n\nAll fine."
        ),
        "All fine.",
    ),
    "answer below, no who": ("> When shall we meet?\n\nAt three.", "> When shall we meet?\n\nAt three."),
    "amount": ("What I read:\n> 50 % feel better", "What I read:\n> 50 % feel better"),
    "ours, not marked": (f"Fine.\n\n-- reply above this line --\n\n{BARE}", "Fine."),
    "ours, with who": (
        (
            f"Fine.\n\nOn Fri, 3 May 2024 10:00 Friends <friends@example.org> wrote:\n\n-- reply "
            f"above this line --\n{BARE}"
        ),
        "Fine.",
    ),
    "ours, unknown language above": (
        (
            f"Fine.\n\nDydd Gwener 3 Mai 2024, Friends <friends@example.org>:\n-- reply above this "
            f"line --\n{BARE}"
        ),
        "Fine.",
    ),
    "ours, marked": (f"Fine.\n\n> -- reply above this line --\n> \n{QUOTE}", "Fine."),
    "ours, marked, answer below": (
        "On 3 May 2024, Friends wrote:\n> -- reply above this line --\n> Hi\n\nFine.",
        "Fine.",
    ),
    "ours, nothing written": (f"\n\n-- reply above this line --\n\n{BARE}", ""),
    "help desk": (f"Fine.\n\n##- Please type your reply above this line -##\n{BARE}", "Fine."),
    "sentence about the line": (
        "I did reply above this line, did I not?",
        "I did reply above this line, did I not?",
    ),
    "forwarded with words": (
        "Look at this.\n\n---------- Forwarded message ---------\nFrom: Robin\nSubject: Walk\n\nOn Sunday.",
        "Look at this.\n\n---------- Forwarded message ---------\nFrom: Robin\nSubject: Walk\n\nOn Sunday.",
    ),
    "bare forward": ("---------- Forwarded message ---------\nFrom: Robin\nSubject: Walk\n\nOn Sunday.", ""),
    "bare forward from a phone": (
        "Sent from my iPhone\n\nBegin forwarded message:\n\n> From: Robin\n> Hello",
        "",
    ),
    "said": ("On Tuesday my doctor said:\n\nrest.", "On Tuesday my doctor said:\n\nrest."),
    "wrote, years ago": (
        "In 2019 my doctor wrote:\n\nall clear.\n\nThat was good.",
        "In 2019 my doctor wrote:\n\nall clear.\n\nThat was good.",
    ),
    "from what I read": ("From: what I read\nit is fine\nTo: you", "From: what I read\nit is fine\nTo: you"),
    "no gap above who": (
        f"Thanks!\nOn Fri, 3 May 2024 10:00 Robin <robin@example.org> wrote:\n{BARE}",
        "Thanks!",
    ),
    "words run into who": (
        "In 2019 I was ill.\nOn Fri, 3 May 2024 10:00 Robin <robin@example.org> wrote:\n\nHow?",
        "In 2019 I was ill.",
    ),
    "two quotes": (
        (
            f"Fine.\n\nOn 4 May 2024, Ann wrote:\n> Yes\n>\n> On 3 May 2024, Robin "
            f"wrote:\n{QUOTE.replace('> ', '>> ')}"
        ),
        "Fine.",
    ),
    "small print": (
        "Fine.\n\nAnn\n\nThis e-mail and any attachments are confidential and intended only "
        "for the addressee.\n"
        "If you are not the addressee, please delete it.",
        "Fine.\n\nAnn",
    ),
    "small print, headed": ("Fine.\n\nCONFIDENTIALITY NOTICE: This message is for you.", "Fine."),
    "virus scanner": (
        "Fine.\n\n---\nThis email has been checked for viruses by a scanner.\nwww.example.org",
        "Fine.",
    ),
    "environment": ("Fine.\n\nPlease consider the environment before printing this e-mail.", "Fine."),
    "list": (
        "Fine.\n\n_______________________________________________\nFriends mailing "
        "list\nFriends@example.org\n"
        "https://example.org/mailman/listinfo/friends",
        "Fine.",
    ),
    "list above the quote": (
        f"Fine.\n--\nYou received this message because you are subscribed to the Google Groups "
        f'"Friends" group.\nTo unsubscribe from this '
        f"group, send email to a@example.org.\n\nOn 3 May 2024, Robin wrote:\n{QUOTE}",
        "Fine.",
    ),
    "signed with PGP": (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nFine.\n-----BEGIN PGP SIGNATURE-----\n\n"
        "iQEzBAEBCAAdFiEE\n=abcd\n-----END PGP SIGNATURE-----",
        "Fine.",
    ),
    "phone's line, then words": ("Sent from my iPhone\n\nFine.", "Fine."),
    "phone's line in a sentence": (
        "It was sent from my iPhone, which was new.",
        "It was sent from my iPhone, which was new.",
    ),
    "only a phone's line": ("Sent from my iPhone", ""),
    "only a quote": (f"On 3 May 2024, Robin wrote:\n{QUOTE}", ""),
    "only dashes and words": ("-- \nHello all", "-- \nHello all"),
    "outlook rule": (
        f"Fine.\n\n________________________________\n{HEADERS[0][1]}\n\n{BARE}",
        "Fine.",
    ),
    "outlook below a phone's line": (
        (
            f"Fine.\n\nGet Outlook for "
            f"iOS<https://aka.example.org/x>\n________________________________\n{HEADERS[0][1]}\n\n{BARE}"
        ),
        "Fine.",
    ),
    "header and nothing above": (f"{HEADERS[0][1]}\n\nWords", f"{HEADERS[0][1]}\n\nWords"),
    "edge rule": (f"Fine.\n\n-----\n{HEADERS[0][1]}\n\n{BARE}", "Fine."),
}

HTML = {
    "gmail": (
        '<div dir="ltr">Fine.<div>Thank you</div></div><br><div class="gmail_quote"><div dir="ltr" '
        'class="gmail_attr">On Fri, May 3, 2024 at 10:00 AM Robin &lt;<a href="mailto:robin@example.org">'
        'robin@example.org</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0"><div>How?'
        "</div></blockquote></div>",
        "Fine.\nThank you",
    ),
    "gmail, a language we do not know": (
        '<div dir="ltr">Iawn.</div><div class="gmail_quote"><div class="gmail_attr">Ar Gwe, Mai 3 '
        "Robin:<br></div>"
        '<blockquote class="gmail_quote">Sut?</blockquote></div>',
        "Iawn.",
    ),
    "gmail, answers in between": (
        '<div class="gmail_quote"><div class="gmail_attr">On Fri, May 3, 2024 Robin wrote:</div>'
        '<blockquote class="gmail_quote">When?</blockquote><div>At three.</div>'
        '<blockquote class="gmail_quote">Where?</blockquote><div>Here.</div></div>',
        "> On Fri, May 3, 2024 Robin wrote:\n> When?\nAt three.\n> Where?\nHere.",
    ),
    "gmail forward": (
        '<div>Look.</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded '
        "message ---------<br>"
        "From: Robin<br>Subject: Walk<br></div>On Sunday.</div>",
        "Look.\n---------- Forwarded message ---------\nFrom: Robin\nSubject: Walk\nOn Sunday.",
    ),
    "gmail signature": (
        '<div>Fine.</div><div><span class="gmail_signature_prefix">-- </span><br><div '
        'class="gmail_signature">'
        "Ann Brook</div></div>",
        "Fine.",
    ),
    "gmail signature without dashes": (
        '<div>Fine.</div><div class="gmail_signature">Ann Brook</div>',
        "Fine.",
    ),
    "apple": (
        '<div>Fine.</div><div><br><blockquote type="cite"><div>On 3 May 2024, at 10:00, Robin '
        "wrote:</div><br>"
        "<div>How?</div></blockquote></div>",
        "Fine.",
    ),
    "apple on a phone": (
        '<div dir="ltr">Fine.</div><div dir="ltr"><br>Sent from my iPhone</div><div '
        'dir="ltr"><br><blockquote '
        'type="cite">On 3 May 2024, at 10:00, Robin &lt;robin@example.org&gt; '
        "wrote:<br><br></blockquote></div>"
        '<blockquote type="cite"><div>How?</div></blockquote>',
        "Fine.",
    ),
    "apple, answer below": (
        '<blockquote type="cite"><div>On 3 May 2024, at 10:00, Robin wrote:</div><div>How?</div></blockquote>'
        "<div>Fine.</div>",
        "Fine.",
    ),
    "yahoo": (
        '<div>Fine.</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>On Friday, Robin wrote:</div>'
        "<div>How?</div></div>",
        "Fine.",
    ),
    "thunderbird": (
        '<p>Fine.</p><div class="moz-cite-prefix">On 5/3/24 10:00, Robin wrote:<br></div>'
        '<blockquote type="cite"><p>How?</p></blockquote><div class="moz-signature">-- <br>Ann</div>',
        "Fine.",
    ),
    "proton": (
        '<div>Fine.</div><div class="protonmail_signature_block"><div>Sent with Proton Mail '
        "secure email.</div></div>"
        '<div class="protonmail_quote">On Friday, May 3rd, 2024 at 10:00 AM, Robin '
        "&lt;robin@example.org&gt; wrote:"
        '<br><blockquote class="protonmail_quote" type="cite">How?</blockquote></div>',
        "Fine.",
    ),
    "outlook on the web": (
        '<div>Fine.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Robin<br>'
        "<b>Sent:</b> Friday<br><b>To:</b> Friends<br><b>Subject:</b> Scan</div><div>How?</div>",
        "Fine.",
    ),
    "outlook on a desk": (
        '<div class="WordSection1"><p class="MsoNormal">Fine.</p><div><div '
        'style="border:none;border-top:solid '
        '#E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Robin &lt;robin@example.org&gt; '
        "<br><b>Sent:</b> Friday, "
        "May 3, 2024 10:00 AM<br><b>To:</b> Friends<br><b>Subject:</b> Scan</p></div></div><p>How?</p></div>",
        "Fine.",
    ),
    "outlook signature": (
        '<div>Fine.</div><div id="Signature"><div>Ann Brook</div></div><div '
        'id="divRplyFwdMsg"><b>From:</b> Robin'
        "</div><div>How?</div>",
        "Fine.",
    ),
    "outlook on a phone": (
        '<div>Fine.</div><div id="ms-outlook-mobile-signature">Get <a '
        'href="https://aka.example.org/x">Outlook for '
        'iOS</a></div><div id="mail-editor-reference-message-container"><b>From:</b> '
        "Robin<div>How?</div></div>",
        "Fine.",
    ),
}
