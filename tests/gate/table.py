"""Who may ask for what: each address, and the answer that each of the cast gets.

Everything in it named own_… is theirs who asks (a stranger finds Rosalind's there); all else is Rosalind's.
"""

from __future__ import annotations

from dataclasses import dataclass

TABLE = """
METHOD ADDRESS                          stranger newcomer patient caregiver greeter moderator admin readonly
# What anybody may read
GET  /                                  200      200      200     200       200     200       200   200
GET  /about                             200      200      200     200       200     200       200   200
GET  /help                              200      200      200     200       200     200       200   200
GET  /privacy                           200      200      200     200       200     200       200   200
GET  /rules                             200      200      200     200       200     200       200   200
GET  /log                               404      404      404     404       404     404       404   404
GET  /rules/4                           200      200      200     200       200     200       200   200
GET  /rules/99                          404      404      404     404       404     404       404   404
GET  /articles                          200      200      200     200       200     200       200   200
GET  /articles/soup                     200      200      200     200       200     200       200   200
GET  /articles/soup/sections/1          200      200      200     200       200     200       200   200
GET  /articles/stew                     404      404      404     404       404     200       200   404
GET  /articles/soup/history             200      200      200     200       200     200       200   200
GET  /articles/stew/history             404      404      404     404       404     200       200   404
GET  /articles/soup/history/1           200      200      200     200       200     200       200   200
GET  /articles/soup/history/2           404      404      404     404       404     404       404   404
GET  /articles/soup/report              200      200      200     200       200     200       200   200
POST /articles/soup/report              422      422      422     422       422     422       422   422
GET  /articles/soup/report/sent         200      200      200     200       200     200       200   200
GET  /articles/stew/report              404      404      404     404       404     200       200   404
POST /articles/none/report              404      404      404     404       404     404       404   422
GET  /articles/soup/tell                303      200      200     200       200     200       200   200
GET  /articles/stew/tell                303      404      404     404       404     200       200   404
POST /articles/soup/tell                303      422      422     422       422     422       422   422
POST /articles/none/tell                303      404      404     404       404     404       404   422
GET  /articles/soup/question            303      200      200     200       200     200       200   200
GET  /articles/stew/question            303      404      404     404       404     200       200   404
GET  /saved                             303      200      200     200       200     200       200   200
POST /articles/soup/saved               303      303      303     303       303     303       303   422
POST /articles/soup/saved/delete        303      303      303     303       303     303       303   422
POST /articles/none/saved               303      404      404     404       404     404       404   422
GET  /articles/none                     404      404      404     404       404     404       404   404
GET  /articles/none/sections/1          404      404      404     404       404     404       404   404
GET  /articles/none/threads             404      404      404     404       404     404       404   404
GET  /glossary                          200      200      200     200       200     200       200   200
GET  /glossary/broth                    200      200      200     200       200     200       200   200
GET  /glossary/none                     404      404      404     404       404     404       404   404
GET  /support                           200      200      200     200       200     200       200   200
GET  /support/{help}                    200      200      200     200       200     200       200   200
GET  /support/{help_off}                404      404      404     404       404     200       200   404
GET  /support/999999                    404      404      404     404       404     404       404   404
GET  /support/{help}/meetings.ics       200      200      200     200       200     200       200   200
GET  /support/{help_off}/meetings.ics   404      404      404     404       404     404       404   404
GET  /glossary/none/threads             404      404      404     404       404     404       404   404
POST /glossary/none/links               303      404      404     404       404     404       404   404
POST /glossary/none/links/delete        303      404      404     404       404     404       404   404
GET  /healthz                           200      200      200     200       200     200       200   200
GET  /readyz                            200      200      200     200       200     200       200   200
GET  /robots.txt                        200      200      200     200       200     200       200   200
GET  /metrics                           404      404      404     404       404     404       404   404
# Coming in
GET  /join                              200      303      303     303       303     303       303   303
POST /join                              422      422      422     422       422     422       422   422
GET  /join/sent                         200      200      200     200       200     200       200   200
POST /join/sent                         303      303      303     303       303     303       303   303
GET  /confirm/nope                      404      404      404     404       404     404       404   404
POST /confirm/nope                      404      404      404     404       404     404       404   404
GET  /sign-in                           200      303      303     303       303     303       303   303
POST /sign-in                           422      422      422     422       422     422       422   422
GET  /password/forgot                   200      200      200     200       200     200       200   200
POST /password/forgot                   422      422      422     422       422     422       422   422
GET  /password/forgot/sent              200      200      200     200       200     200       200   200
GET  /password/reset/nope               404      404      404     404       404     404       404   404
POST /password/reset/nope               404      404      404     404       404     404       404   404
GET  /settings/email/undo/nope          404      404      404     404       404     404       404   404
GET  /unsubscribe/nope                  404      404      404     404       404     404       404   404
POST /unsubscribe/nope                  404      404      404     404       404     404       404   404
GET  /mail/nope                         404      404      404     404       404     404       404   404
POST /mail/nope                         404      404      404     404       404     404       404   404
POST /settings/email/undo/nope          404      404      404     404       404     404       404   404
POST /display                           303      303      303     303       303     303       303   303
# Boards
GET  /boards/open                       200      200      200     200       200     200       200   200
GET  /boards/talk                       404      200      200     200       200     200       200   200
GET  /boards/patients                   404      200      200     200       200     200       200   200
GET  /boards/old                        404      200      200     200       200     200       200   200
GET  /boards/room                       404      404      404     404       404     200       200   404
GET  /boards/none                       404      404      404     404       404     404       404   404
GET  /boards/open/archive               200      200      200     200       200     200       200   200
GET  /boards/talk/archive               404      200      200     200       200     200       200   200
GET  /boards/room/archive               404      404      404     404       404     200       200   404
GET  /boards/none/archive               404      404      404     404       404     404       404   404
GET  /boards/open/archive/{now}         200      200      200     200       200     200       200   200
GET  /boards/talk/archive/{now}         404      200      200     200       200     200       200   200
GET  /boards/room/archive/{now}         404      404      404     404       404     200       200   404
GET  /boards/none/archive/{now}         404      404      404     404       404     404       404   404
GET  /boards/open/archive/{now}/by-date 200      200      200     200       200     200       200   200
GET  /boards/talk/archive/{now}/by-date 404      200      200     200       200     200       200   200
GET  /boards/room/archive/{now}/by-date 404      404      404     404       404     200       200   404
GET  /boards/none/archive/{now}/by-date 404      404      404     404       404     404       404   404
GET  /boards/open/archive/2026/13       404      404      404     404       404     404       404   404
GET  /boards/open/feed.atom             200      200      200     200       200     200       200   200
GET  /boards/talk/feed.atom             404      404      404     404       404     404       404   404
GET  /boards/room/feed.atom             404      404      404     404       404     404       404   404
GET  /boards/none/feed.atom             404      404      404     404       404     404       404   404
# Starting a thread
GET  /boards/open/new                   303      200      200     200       200     200       200   200
GET  /boards/talk/new                   303      200      200     200       200     200       200   200
GET  /boards/patients/new               303      200      200     200       200     200       200   200
GET  /boards/old/new                    303      200      200     200       200     200       200   200
GET  /boards/room/new                   303      404      404     404       404     200       200   404
GET  /boards/none/new                   303      404      404     404       404     404       404   404
POST /boards/talk/new                   303      422      422     422       422     422       422   422
POST /boards/talk/new/preview           303      200      200     200       200     200       200   422
POST /boards/talk/new/draft             303      303      303     303       303     303       303   422
POST /boards/talk/new/files             303      422      422     422       422     422       422   422
POST /boards/patients/new               303      422      422     422       422     422       422   422
POST /boards/patients/new/preview       303      200      200     200       200     200       200   422
POST /boards/patients/new/draft         303      303      303     303       303     303       303   422
POST /boards/patients/new/files         303      422      422     422       422     422       422   422
POST /boards/old/new                    303      422      422     422       422     422       422   422
POST /boards/old/new/preview            303      200      200     200       200     200       200   422
POST /boards/old/new/draft              303      303      303     303       303     303       303   422
POST /boards/old/new/files              303      422      422     422       422     422       422   422
POST /boards/room/new                   303      404      404     404       404     422       422   422
POST /boards/room/new/preview           303      404      404     404       404     200       200   422
POST /boards/room/new/draft             303      404      404     404       404     303       303   422
POST /boards/room/new/files             303      404      404     404       404     422       422   422
POST /boards/none/new                   303      404      404     404       404     404       404   422
POST /boards/none/new/preview           303      404      404     404       404     404       404   422
POST /boards/none/new/draft             303      404      404     404       404     404       404   422
POST /boards/none/new/files             303      404      404     404       404     404       404   422
POST /boards/talk/new/asked             303      200      200     200       200     200       200   422
POST /boards/room/new/asked             303      404      404     404       404     200       200   422
POST /boards/none/new/asked             303      404      404     404       404     404       404   422
POST /boards/patients/new/carry/talk    303      303      303     303       303     303       303   422
POST /boards/patients/new/carry/room    303      404      404     404       404     303       303   422
POST /boards/room/new/carry/talk        303      404      404     404       404     303       303   422
# Threads
GET  /threads/{open}                    200      200      200     200       200     200       200   200
GET  /threads/{open}/mail               303      200      200     200       200     200       200   200
POST /threads/{open}/mail               303      303      303     303       303     303       303   303
GET  /threads/{room}/mail               303      404      404     404       404     200       200   404
POST /threads/{room}/mail               303      404      404     404       404     303       303   404
GET  /threads/{talk}                    404      200      200     200       200     200       200   200
GET  /threads/{patients}                404      200      200     200       200     200       200   200
GET  /threads/{old}                     404      200      200     200       200     200       200   200
GET  /threads/{room}                    404      404      404     404       404     200       200   404
GET  /threads/{hidden}                  404      404      404     404       404     200       200   404
GET  /threads/{deleted}                 404      404      404     404       404     404       404   404
GET  /threads/{held}                    404      404      404     404       404     200       200   404
GET  /threads/999999                    404      404      404     404       404     404       404   404
GET  /threads/{open}/unread             303      303      303     303       303     303       303   303
GET  /threads/{talk}/unread             303      303      303     303       303     303       303   303
GET  /threads/{room}/unread             303      404      404     404       404     303       303   404
GET  /threads/{hidden}/unread           303      404      404     404       404     303       303   404
GET  /threads/{deleted}/unread          303      404      404     404       404     404       404   404
GET  /threads/{held}/unread             303      404      404     404       404     303       303   404
GET  /threads/{talk}/replies            303      303      303     303       303     303       303   303
POST /threads/{talk}/replies            303      422      422     422       422     422       422   422
POST /threads/{talk}/replies/preview    303      200      200     200       200     200       200   422
POST /threads/{talk}/replies/draft      303      303      303     303       303     303       303   422
POST /threads/{talk}/replies/files      303      422      422     422       422     422       422   422
POST /threads/{patients}/replies        303      422      422     422       422     422       422   422
POST /threads/{patients}/replies/draft  303      303      303     303       303     303       303   422
POST /threads/{old}/replies             303      422      422     422       422     422       422   422
POST /threads/{talk}/replies/carry/talk 303      303      303     303       303     303       303   422
POST /threads/{talk}/replies/carry/room 303      404      404     404       404     303       303   422
POST /threads/{room}/replies/carry/talk 303      404      404     404       404     303       303   422
POST /threads/{old}/replies/draft       303      303      303     303       303     303       303   422
POST /threads/{room}/replies            303      404      404     404       404     422       422   422
POST /threads/{room}/replies/preview    303      404      404     404       404     200       200   422
POST /threads/{room}/replies/draft      303      404      404     404       404     303       303   422
POST /threads/{room}/replies/files      303      404      404     404       404     422       422   422
POST /threads/{hidden}/replies          303      404      404     404       404     422       422   422
POST /threads/{hidden}/replies/draft    303      404      404     404       404     303       303   422
POST /threads/{deleted}/replies         303      404      404     404       404     404       404   422
POST /threads/{deleted}/replies/preview 303      404      404     404       404     404       404   422
POST /threads/{deleted}/replies/draft   303      404      404     404       404     404       404   422
POST /threads/{deleted}/replies/files   303      404      404     404       404     404       404   422
POST /threads/{held}/replies            303      404      404     404       404     422       422   422
POST /threads/{held}/replies/draft      303      404      404     404       404     303       303   422
GET  /threads/{talk}/articles           303      404      404     404       404     200       200   404
GET  /threads/{deleted}/articles        303      404      404     404       404     404       404   404
POST /threads/{talk}/articles           303      404      404     404       404     422       422   404
POST /threads/{talk}/articles/none/hide 303      404      404     404       404     404       404   404
POST /threads/{talk}/articles/none/delete 303    404      404     404       404     404       404   404
GET  /threads/{talk}/lock    303     404     404     404     404     200     200     404
GET  /threads/{talk}/split   303     404     404     404     404     200     200     404
GET  /threads/{talk}/merge   303     404     404     404     404     200     200     404
GET  /threads/{room}/move    303     404     404     404     404     200     200     404
GET  /threads/{deleted}/lock 303     404     404     404     404     404     404     404
GET  /threads/999999/lock    303     404     404     404     404     404     404     404
POST /threads/{talk}/lock    303     404     404     404     404     422     422     404
POST /threads/{talk}/lock/preview 303     404     404     404     404     422     422     404
POST /threads/{talk}/move/preview 303     404     404     404     404     422     422     404
POST /threads/{talk}/move    303     404     404     404     404     422     422     404
POST /threads/{talk}/pin     303     404     404     404     404     303     303     404
GET  /threads/{talk}/lock/delete        303     404     404     404     404     200     200     404
POST /threads/{talk}/lock/delete        303     404     404     404     404     422     422     404
POST /threads/{talk}/pin/delete         303     404     404     404     404     422     422     404
POST /threads/{talk}/move/delete        303     404     404     404     404     404     404     404
POST /threads/{talk}/pin/delete/preview 303     404     404     404     404     422     422     404
POST /threads/999999/pin     303     404     404     404     404     404     404     404
POST /threads/{deleted}/pin/preview 303     404     404     404     404     404     404     404
# Posts
GET  /posts/{open_post}                 303      303      303     303       303     303       303   303
GET  /posts/{talk_post}                 404      303      303     303       303     303       303   303
GET  /posts/{room_post}                 404      404      404     404       404     303       303   404
GET  /posts/{hidden_post}               404      404      404     404       404     303       303   404
GET  /posts/{deleted_post}              404      404      404     404       404     404       404   404
GET  /posts/{held_post}                 404      404      404     404       404     303       303   404
GET  /posts/{open_post}/history         200      200      200     200       200     200       200   200
GET  /posts/{talk_post}/history         404      200      200     200       200     200       200   200
GET  /posts/{room_post}/history         404      404      404     404       404     200       200   404
GET  /posts/{hidden_post}/history       404      404      404     404       404     200       200   404
GET  /posts/{deleted_post}/history      404      404      404     404       404     404       404   404
GET  /posts/{held_post}/history         404      404      404     404       404     200       200   404
GET  /posts/{own_post}/edit             303      200      200     200       200     200       200   200
GET  /posts/{talk_post}/edit            303      404      404     404       404     404       404   404
GET  /posts/{room_post}/edit            303      404      404     404       404     404       404   404
GET  /posts/{own_hidden}/edit           303      404      404     404       404     200       200   404
GET  /posts/{own_post}/delete           303      200      200     200       200     200       200   200
GET  /posts/{talk_post}/delete          303      404      404     404       404     404       404   404
GET  /posts/{room_post}/delete          303      404      404     404       404     404       404   404
GET  /posts/{own_hidden}/delete         303      404      404     404       404     200       200   404
POST /posts/{own_post}/edit             303      422      422     422       422     422       422   422
POST /posts/{own_post}/edit/preview     303      200      200     200       200     200       200   422
POST /posts/{own_post}/edit/draft       303      303      303     303       303     303       303   422
POST /posts/{own_post}/edit/files       303      422      422     422       422     422       422   422
POST /posts/{talk_post}/edit            303      404      404     404       404     404       404   422
POST /posts/{talk_post}/edit/preview    303      404      404     404       404     404       404   422
POST /posts/{talk_post}/edit/draft      303      404      404     404       404     404       404   422
POST /posts/{talk_post}/edit/files      303      404      404     404       404     404       404   422
POST /posts/{deleted_post}/edit         303      404      404     404       404     404       404   422
POST /posts/{deleted_post}/edit/preview 303      404      404     404       404     404       404   422
POST /posts/{deleted_post}/edit/draft   303      404      404     404       404     404       404   422
POST /posts/{deleted_post}/edit/files   303      404      404     404       404     404       404   422
POST /posts/{talk_post}/delete          303      404      404     404       404     404       404   422
POST /posts/{own_to_delete}/delete      303      303      303     303       303     303       303   422
# Reporting, and what moderators decide
GET  /posts/{talk_post}/report          303      200      200      200      200      200      200      200
GET  /posts/{room_post}/report          303      404      404      404      404      200      200      404
GET  /posts/{deleted_post}/report       303      404      404      404      404      404      404      404
POST /posts/{talk_post}/report          303      422      422      422      422      422      422      422
POST /posts/{room_post}/report          303      404      404      404      404      422      422      422
GET  /members/nobody/report             303      404      404      404      404      404      404      404
GET  /members/{author}/report           303      200      200      200      200      200      200      200
POST /members/{author}/report           303      422      422      422      422      422      422      422
GET  /members/nobody/remember           303      404      404      404      404      404      404      404
GET  /members/{author}/remember         303      200      200      200      200      200      200      200
POST /members/{author}/remember         303      422      422      422      422      422      422      422
GET  /reports                           303      200      200      200      200      200      200      200
GET  /letters                           303      200      200      200      200      200      200      200
GET  /letters/999999                    303      404      404      404      404      404      404      404
POST /letters/999999/appeal             303      404      404      404      404      404      404      404
GET  /moderation                        303      404      404      404      404      200      200      404
GET  /moderation/health                 303      404      404      404      404      200      200      404
GET  /moderation/log                    303      404      404      404      404      200      200      404
GET  /moderation/log/{line}             303      404      404      404      404      200      200      404
GET  /moderation/log/999999             303      404      404      404      404      404      404      404
POST /moderation/log/export             303      404      404      404      404      200      200      404
GET  /moderation/letters                303      404      404      404      404      200      200      404
GET  /moderation/letters/hide           303      404      404      404      404      200      200      404
GET  /moderation/letters/none           303      404      404      404      404      404      404      404
POST /moderation/letters/hide           303      404      404      404      404      422      422      404
POST /moderation/letters/none           303      404      404      404      404      404      404      404
POST /moderation/letters/hide/preview   303      404      404      404      404      422      422      404
POST /moderation/letters/hide/delete    303      404      404      404      404      303      303      404
POST /moderation/letters/none/delete    303      404      404      404      404      404      404      404
GET  /moderation/reports/{item}           303      404      404      404      404      200      200      404
GET  /moderation/reports/999999           303      404      404      404      404      404      404      404
POST /moderation/reports/{item}/claim     303      404      404      404      404      303      303      404
POST /moderation/reports/{item}/claim/delete 303     404      404      404      404      303      303      404
POST /moderation/reports/{item}/appeal    303      404      404      404      404      404      404      404
POST /moderation/reports/{item}/memory    303      404      404      404      404      404      404      404
POST /moderation/reports/{memory}/memory  303      404      404      404      404      422      422      404
GET  /moderation/members/{author}/memory 303     404      404      404      404      404      404      404
POST /moderation/members/{author}/memory/thread 303 404   404      404      404      404      404      404
POST /moderation/members/{author}/memory/letter 303 404   404      404      404      404      404      404
POST /moderation/members/{author}/memory/delete 303 404   404      404      404      303      303      404
GET  /moderation/members/{late}/memory  303      404      404      404      404      200      200      404
POST /moderation/members/{late}/memory/thread 303 404     404      404      404      422      422      404
POST /moderation/members/{late}/memory/letter 303 404     404      404      404      404      404      404
POST /moderation/members/{late}/memory/delete 303 404     404      404      404      422      422      404
POST /threads/{talk}/memorial           303      404      404      404      404      303      303      404
POST /threads/{talk}/memorial/delete    303      404      404      404      404      303      303      404
GET  /legacy/nope                       404      404      404      404      404      404      404      404
POST /legacy/nope/keep                  404      404      404      404      404      404      404      404
POST /legacy/nope/export                404      404      404      404      404      404      404      404
POST /legacy/nope/take-down             404      404      404      404      404      404      404      404
POST /legacy/nope/take-down/delete      404      404      404      404      404      404      404      404
GET  /settings/legacy                   303      200      200      200      200      200      200      200
POST /settings/legacy                   303      422      422      422      422      422      422      422
POST /settings/legacy/delete            303      303      303      303      303      303      303      303
GET  /moderation/words                  303      404      404      404      404      200      200      404
POST /moderation/words                  303      404      404      404      404      422      422      404
POST /moderation/words/try              303      404      404      404      404      200      200      404
GET  /moderation/words/{word}           303      404      404      404      404      200      200      404
GET  /moderation/words/999999           303      404      404      404      404      404      404      404
POST /moderation/words/{word}           303      404      404      404      404      422      422      404
POST /moderation/words/{word}/delete    303      404      404      404      404      303      303      404
POST /moderation/words/999999/delete    303      404      404      404      404      404      404      404
GET  /posts/{talk_post}/moderation/hide 303      404      404      404      404      200      200      404
GET  /posts/{talk_post}/moderation/none 303      404      404      404      404      404      404      404
GET  /posts/{deleted_post}/moderation/hide 303      404      404      404      404      404      404      404
POST /posts/{talk_post}/moderation/hide 303      404      404      404      404      422      422      404
POST /posts/{talk_post}/moderation/hide/preview 303     404     404     404     404     422     422     404
GET  /posts/{talk_post}/moderation           303    404    404    404    404    200    200    404
GET  /posts/{deleted_post}/moderation        303    404    404    404    404    404    404    404
GET  /posts/{talk_post}/moderation/edit      303    404    404    404    404    200    200    404
GET  /posts/{talk_post}/moderation/correct   303    404    404    404    404    200    200    404
GET  /posts/{talk_post}/moderation/note      303    404    404    404    404    200    200    404
POST /posts/{talk_post}/moderation/edit/preview 303    404    404    404    404    422    422    404
POST /posts/{talk_post}/moderation/correct/preview 303    404    404    404    404    409    409    404
POST /posts/{talk_post}/moderation/note/preview 303    404    404    404    404    409    409    404
POST /posts/{talk_post}/moderation/edit      303    404    404    404    404    422    422    404
POST /posts/{talk_post}/moderation/correct   303    404    404    404    404    409    409    404
POST /posts/{talk_post}/moderation/note      303    404    404    404    404    409    409    404
POST /posts/{talk_post}/moderation/unedit    303    404    404    404    404    422    422    404
POST /posts/{talk_post}/moderation/uncorrect 303    404    404    404    404    422    422    404
POST /posts/{talk_post}/moderation/unnote    303    404    404    404    404    422    422    404
POST /moderation/reports/{item}/leave     303      404      404      404      404      303      303      404
POST /moderation/spam/preview           303      404      404      404      404      303      303      404
POST /moderation/spam                   303      404      404      404      404      303      303      404
POST /moderation/reports/999999/leave     303      404      404      404      404      404      404      404
GET  /moderation/mail/{mail}            303      404      404      404      404      200      200      404
GET  /moderation/mail/{mail}/original   303      404      404      404      404      200      200      404
GET  /moderation/mail/999999            303      404      404      404      404      404      404      404
GET  /moderation/mail/999999/original   303      404      404      404      404      404      404      404
POST /moderation/mail/{mail}/answer     303      404      404      404      404      422      422      404
POST /moderation/mail/{mail}/drop       303      404      404      404      404      303      303      404
POST /moderation/mail/999999/drop       303      404      404      404      404      404      404      404
GET  /posts/{talk_post}/mail            303      404      404      404      404      404      404      404
GET  /moderation/members                303      404      404      404      404      200      200      404
GET  /moderation/members/{author}       303      404      404      404      404      200      200      404
GET  /moderation/members/nobody         303      404      404      404      404      404      404      404
GET  /moderation/members/{author}/note  303      404      404      404      404      200      200      404
GET  /moderation/members/{author}/warn  303      404      404      404      404      200      200      404
GET  /moderation/members/{author}/suspend 303      404      404      404      404      200      200      404
GET  /moderation/members/{author}/nothing 303      404      404      404      404      404      404      404
POST /moderation/members/{author}/warn/preview 303    404    404    404    404    422    422    404
POST /moderation/members/{author}/warn  303      404      404      404      404      422      422      404
POST /moderation/members/{author}/ban/preview 303    404    404    404    404    422    422    404
POST /moderation/members/{author}/ban   303      404      404      404      404      422      422      404
POST /moderation/members/{me}/ban       303      404      404      404      404      422      422      404
GET  /moderation/members/{author}/sanctions/{warning} 303    404    404    404    404    200    200    404
GET  /moderation/members/{author}/sanctions/{hold} 303    404    404    404    404    200    200    404
GET  /moderation/members/{author}/sanctions/999999 303    404    404    404    404    404    404    404
POST /moderation/members/{author}/sanctions/{warning}/preview 303   404   404   404   404   200   200   404
POST /moderation/members/{author}/sanctions/{hold}/preview 303   404   404   404   404   200   200   404
POST /moderation/members/{author}/sanctions/{hold}/lift 303    404    404    404    404    303    303    404
POST /moderation/members/{author}/sanctions/{warning}/lift 303   404   404   404   404   303   303   404
GET  /moderation/blocks                 303      404      404      404      404      200      200      404
POST /moderation/blocks                 303      404      404      404      404      422      422      404
POST /moderation/blocks/{block}/delete  303      404      404      404      404      303      303      404
POST /moderation/blocks/999999/delete   303      404      404      404      404      404      404      404
GET  /moderation/reports/{worry}          303      404      404      404      404      200      200      404
POST /moderation/reports/{worry}/leave    303      404      404      404      404      422      422      404
POST /moderation/reports/{worry}/done     303      404      404      404      404      422      422      404
POST /moderation/reports/{item}/done      303      404      404      404      404      404      404      404
POST /moderation/reports/{worry}/outcome  303      404      404      404      404      422      422      404
POST /moderation/reports/{item}/outcome   303      404      404      404      404      404      404      404
GET  /moderation/reports/{worry}/words/care-dying 303 404   404      404      404      200      200      404
GET  /moderation/reports/{worry}/words/hide 303    404      404      404      404      404      404      404
GET  /moderation/reports/{item}/words/care-dying 303 404    404      404      404      404      404      404
POST /moderation/reports/{worry}/words/care-dying 303 404   404      404      404      422      422      404
POST /moderation/reports/{worry}/words/hide 303    404      404      404      404      404      404      404
GET  /moderation/guidance               303      404      404      404      404      200      200      404
GET  /moderation/guidance/intent        303      404      404      404      404      200      200      404
GET  /moderation/guidance/none          303      404      404      404      404      404      404      404
POST /moderation/guidance/intent        303      404      404      404      404      422      422      404
POST /moderation/guidance/none          303      404      404      404      404      404      404      404
POST /moderation/guidance/intent/approval 303    404      404      404      404      422      422      404
POST /moderation/guidance/intent/delete 303      404      404      404      404      303      303      404
GET  /moderation/duty                   303      404      404      404      404      200      200      404
POST /moderation/duty/shifts            303      404      404      404      404      422      422      404
POST /moderation/duty/shifts/999999/delete 303   404      404      404      404      404      404      404
POST /moderation/duty/notes             303      404      404      404      404      422      422      404
POST /moderation/duty/notes/999999/delete 303    404      404      404      404      404      404      404
POST /moderation/duty/way               303      404      404      404      404      422      422      404
POST /moderation/duty/away              303      404      404      404      404      422      422      404
POST /moderation/duty/away/delete       303      404      404      404      404      303      303      404
POST /moderation/duty/check-in/delete   303      404      404      404      404      303      303      404
# Nobody left alone
GET  /waiting                           303      404      404      404      200      200      200      404
POST /waiting/{talk}/closed             303      404      404      404      422      422      422      404
POST /waiting/{room}/closed             303      404      404      404      404      422      422      404
POST /waiting/{deleted}/closed          303      404      404      404      404      404      404      404
POST /waiting/999999/closed             303      404      404      404      404      404      404      404
POST /waiting/way                       303      404      404      404      422      422      422      404
POST /waiting/away                      303      404      404      404      422      422      422      404
POST /waiting/away/delete               303      404      404      404      303      303      303      404
# Files
GET  /attachments/{open_file}/x.png     200      200      200     200       200     200       200   200
GET  /attachments/{talk_file}/x.png     404      200      200     200       200     200       200   200
GET  /attachments/{room_file}/x.png     404      404      404     404       404     200       200   404
GET  /attachments/{hidden_file}/x.png   404      404      404     404       404     200       200   404
GET  /attachments/{deleted_file}/x.png  404      404      404     404       404     404       404   404
GET  /attachments/{held_file}/x.png     404      404      404     404       404     200       200   404
GET  /attachments/{foreign_file}/x.png  404      404      404     404       404     404       404   404
POST /attachments/{talk_file}/description 303   404      404     404       404     404       404   422
POST /attachments/{foreign_file}/description 303 404     404     404       404     404       404   422
POST /attachments/{own_file}/description 303    303      303     303       303     303       303   422
POST /attachments/{talk_file}/delete    303      404      404     404       404     404       404   422
POST /attachments/{foreign_file}/delete 303      404      404     404       404     404       404   422
POST /attachments/{own_file}/delete     303      303      303     303       303     303       303   422
# Drafts
GET  /drafts                            303      200      200     200       200     200       200   200
GET  /drafts/articles                   303      200      200     200       200     200       200   200
GET  /drafts/{own_words}/articles       303      200      200     200       200     200       200   200
GET  /drafts/{foreign_draft}/articles   303      404      404     404       404     404       404   404
POST /drafts/{own_words}/articles       303      404      404     404       404     404       404   422
POST /drafts/{foreign_draft}/articles   303      404      404     404       404     404       404   422
POST /drafts/{foreign_draft}/delete     303      404      404     404       404     404       404   422
POST /drafts/{foreign_draft}/move/talk  303      404      404     404       404     404       404   422
POST /drafts/{own_words}/move/room      303      404      404     404       404     303       303   422
POST /drafts/{own_words}/move/talk      303      303      303     303       303     303       303   422
POST /drafts/{own_draft}/delete         303      303      303     303       303     303       303   422
# Members and settings
GET  /members/{me}                      303      200      200     200       200     200       200   200
GET  /members/nobody                    303      404      404     404       404     404       404   404
GET  /settings                          303      200      200     200       200     200       200   200
GET  /settings/profile                  303      200      200     200       200     200       200   200
GET  /settings/privacy                  303      200      200     200       200     200       200   200
GET  /settings/mail                     303      200      200     200       200     200       200   200
POST /settings/mail                     303      303      303     303       303     303       303   303
POST /settings/reading                  303      303      303     303       303     303       303   303
GET  /settings/reading                  303      200      200     200       200     200       200   200
GET  /settings/security                 303      200      200     200       200     200       200   200
GET  /settings/email/confirm/nope       303      404      404     404       404     404       404   404
POST /settings/email/confirm/nope       303      404      404     404       404     404       404   404
POST /settings/profile                  303      422      422     422       422     422       422   422
POST /settings/privacy/health           303      303      303     303       303     303       303   303
POST /settings/privacy/health/delete    303      303      303     303       303     303       303   303
POST /settings/security/email           303      422      422     422       422     422       422   422
POST /settings/security/password        303      422      422     422       422     422       422   422
POST /settings/sessions/999999/delete   303      404      404     404       404     404       404   404
POST /settings/sessions/delete          303      303      303     303       303     303       303   303
# What one would rather not see
GET  /settings/quiet                         303    200    200    200    200    200    200    200
POST /settings/quiet/notes                   303    303    303    303    303    303    303    303
GET  /members/{author}/mute                  303    200    200    200    200    200    200    200
GET  /members/{me}/mute                      303    200    200    200    200    200    200    200
GET  /members/nobody/mute                    303    404    404    404    404    404    404    404
POST /members/{author}/mute                  303    303    303    303    303    303    303    303
POST /members/{me}/mute                      303    422    422    422    422    422    422    422
POST /members/nobody/mute                    303    404    404    404    404    404    404    404
POST /members/{author}/mute/delete           303    303    303    303    303    303    303    303
POST /members/nobody/mute/delete             303    404    404    404    404    404    404    404
POST /threads/{talk}/mute                    303    303    303    303    303    303    303    303
POST /threads/{room}/mute                    303    404    404    404    404    303    303    404
POST /threads/{deleted}/mute                 303    404    404    404    404    404    404    404
POST /threads/{talk}/mute/delete             303    303    303    303    303    303    303    303
POST /threads/{room}/mute/delete             303    303    303    303    303    303    303    303
POST /boards/talk/mute                       303    303    303    303    303    303    303    303
POST /boards/room/mute                       303    404    404    404    404    303    303    404
POST /boards/none/mute                       303    404    404    404    404    404    404    404
POST /boards/talk/mute/delete                303    303    303    303    303    303    303    303
POST /boards/none/mute/delete                303    303    303    303    303    303    303    303
# Keeping the shelf of help
GET  /support/desk                      303      404      404     404       404     200       200   404
GET  /support/new                       303      404      404     404       404     200       200   404
POST /support/new                       303      404      404     404       404     422       422   404
GET  /support/{help}/edit               303      404      404     404       404     200       200   404
POST /support/{help}/edit               303      404      404     404       404     422       422   404
POST /support/999999/edit               303      404      404     404       404     404       404   404
POST /support/{help}/checked            303      404      404     404       404     303       303   404
GET  /support/{help}/meetings/new       303      404      404     404       404     200       200   404
POST /support/{help}/meetings/new       303      404      404     404       404     422       422   404
GET  /support/{help}/meetings/{meeting} 303      404      404     404       404     200       200   404
POST /support/{help}/meetings/{meeting} 303      404      404     404       404     422       422   404
GET  /support/{help_off}/meetings/{meeting} 303  404      404     404       404     404       404   404
POST /support/{help}/meetings/{meeting}/delete 303 404    404     404       404     303       303   404
POST /support/{help_off}/removal/delete 303      404      404     404       404     303       303   404
POST /support/{help_off}/removal        303      404      404     404       404     303       303   404
# Administration
GET  /admin                             303      404      404     404       404     404       303   404
GET  /admin/boards                      303      404      404     404       404     404       200   404
GET  /admin/boards/new                  303      404      404     404       404     404       200   404
GET  /admin/boards/talk                 303      404      404     404       404     404       200   404
GET  /admin/boards/room                 303      404      404     404       404     404       200   404
GET  /admin/boards/none                 303      404      404     404       404     404       404   404
POST /admin/boards/new                  303      404      404     404       404     404       422   404
POST /admin/boards/talk                 303      404      404     404       404     404       422   404
POST /admin/boards/none                 303      404      404     404       404     404       404   404
POST /admin/boards/spare/up             303      404      404     404       404     404       303   404
POST /admin/boards/spare/down           303      404      404     404       404     404       303   404
POST /admin/boards/spare/archive        303      404      404     404       404     404       303   404
POST /admin/boards/spare/archive/delete 303      404      404     404       404     404       303   404
POST /admin/headings/{heading}/up       303      404      404     404       404     404       303   404
POST /admin/headings/{heading}/down     303      404      404     404       404     404       303   404
POST /admin/headings/{heading}          303      404      404     404       404     404       422   404
POST /admin/headings/999999             303      404      404     404       404     404       404   404
POST /admin/headings/{heading}/delete   303      404      404     404       404     404       303   404
POST /admin/headings/999999/delete      303      404      404     404       404     404       404   404
POST /admin/headings/999999/up          303      404      404     404       404     404       404   404
GET  /admin/moderators                  303      404      404      404      404      404      200      404
GET  /admin/moderators/{author}         303      404      404      404      404      404      200      404
GET  /admin/moderators/nobody           303      404      404      404      404      404      404      404
POST /admin/moderators/{author}         303      404      404      404      404      404      422      404
GET  /admin/rules                       303      404      404     404       404     404       200   404
GET  /admin/rules/new                   303      404      404     404       404     404       200   404
POST /admin/rules/new                   303      404      404     404       404     404       422   404
GET  /admin/rules/4                     303      404      404     404       404     404       200   404
GET  /admin/rules/99                    303      404      404     404       404     404       404   404
POST /admin/rules/4                     303      404      404     404       404     404       422   404
POST /admin/rules/99                    303      404      404     404       404     404       404   404
POST /admin/rules/4/retirement          303      404      404     404       404     404       303   404
POST /admin/rules/4/retirement/delete   303      404      404     404       404     404       303   404
GET  /admin/log                         303      404      404     404       404     404       200   404
POST /admin/log/public                  303      404      404     404       404     404       303   404
POST /admin/log/public/delete           303      404      404     404       404     404       303   404
# The library's editors
GET  /articles/people                   303      404      404     404       404     200       200   404
GET  /articles/people/new               303      404      404     404       404     200       200   404
POST /articles/people/new               303      404      404     404       404     422       422   404
GET  /articles/people/jo-field          303      404      404     404       404     200       200   404
GET  /articles/people/none              303      404      404     404       404     404       404   404
POST /articles/people/jo-field          303      404      404     404       404     422       422   404
POST /articles/people/none              303      404      404     404       404     404       404   404
POST /articles/people/none/delete       303      404      404     404       404     404       404   404
POST /articles/people/jo-field/delete   303      404      404     404       404     303       303   404
GET  /articles/desk                     303      404      404     404       404     200       200   404
POST /articles/desk/reports/9/settled   303      404      404     404       404     404       404   404
GET  /articles/new                      303      404      404     404       404     200       200   404
POST /articles/new                      303      404      404     404       404     422       422   404
POST /articles/new/preview              303      404      404     404       404     422       422   404
POST /articles/new/draft                303      404      404     404       404     303       303   404
GET  /articles/soup/edit                303      404      404     404       404     200       200   404
GET  /articles/none/edit                303      404      404     404       404     404       404   404
POST /articles/soup/edit                303      404      404     404       404     422       422   404
POST /articles/soup/edit/preview        303      404      404     404       404     422       422   404
POST /articles/soup/edit/draft          303      404      404     404       404     303       303   404
GET  /articles/soup/standing            303      404      404     404       404     200       200   404
GET  /articles/soup/links               303      404      404     404       404     200       200   404
GET  /articles/stew/links               303      404      404     404       404     200       200   404
GET  /articles/none/links               303      404      404     404       404     404       404   404
POST /articles/soup/links               303      404      404     404       404     409       409   404
POST /articles/none/links               303      404      404     404       404     404       404   404
POST /articles/soup/publish             303      404      404     404       404     422       422   404
POST /articles/stew/publish             303      404      404     404       404     303       303   404
POST /articles/soup/withdraw            303      404      404     404       404     422       422   404
POST /articles/soup/reviews             303      404      404     404       404     422       422   404
POST /articles/soup/reviews/9/delete    303      404      404     404       404     404       404   404
POST /articles/soup/facts               303      404      404     404       404     422       422   404
GET  /glossary/new                      303      404      404     404       404     200       200   404
POST /glossary/new                      303      404      404     404       404     422       422   404
POST /glossary/new/draft                303      404      404     404       404     303       303   404
GET  /glossary/broth/edit               303      404      404     404       404     200       200   404
POST /glossary/broth/edit               303      404      404     404       404     422       422   404
POST /glossary/broth/edit/draft         303      404      404     404       404     303       303   404
GET  /glossary/none/edit                303      404      404     404       404     404       404   404
POST /glossary/none/edit                303      404      404     404       404     404       404   404
POST /glossary/none/edit/draft          303      404      404     404       404     404       404   404
GET  /glossary/broth/delete             303      404      404     404       404     200       200   404
GET  /glossary/none/delete              303      404      404     404       404     404       404   404
POST /glossary/none/delete              303      404      404     404       404     404       404   404
POST /glossary/broth/delete             303      404      404     404       404     303       303   404
# Going
POST /sign-out                          303      303      303     303       303     303       303   303
"""

#: Moderators of some boards get what a moderator gets, but for these. One looks after the boards ``open`` and
#: ``talk``, the other after ``spare``; Rosalind wrote on the first two, and what waits is on ``talk``.
OF_SOME_BOARDS = """
METHOD ADDRESS                          boardmod othermod
GET  /moderation/reports/{item}           200      404
POST /moderation/reports/{item}/claim     303      404
POST /moderation/reports/{item}/claim/delete 303   404
POST /moderation/reports/{item}/leave     303      404
POST /waiting/{talk}/closed             422      404
POST /waiting/{room}/closed             404      404
GET  /moderation/reports/{worry}          200      404
POST /moderation/reports/{worry}/leave    422      404
POST /moderation/reports/{worry}/done     422      404
POST /moderation/reports/{worry}/outcome  422      404
GET  /moderation/reports/{worry}/words/care-dying 200 404
POST /moderation/reports/{worry}/words/care-dying 422 404
POST /moderation/guidance/intent        404      404
POST /moderation/guidance/intent/approval 404    404
POST /moderation/guidance/intent/delete 404      404
GET  /moderation/mail/{mail}            200      404
GET  /moderation/mail/{mail}/original   200      404
POST /moderation/mail/{mail}/answer     422      404
POST /moderation/mail/{mail}/drop       303      404
GET  /posts/{talk_post}/moderation/hide 200      404
POST /posts/{talk_post}/moderation/hide 422      404
POST /posts/{talk_post}/moderation/hide/preview 422 404
GET  /posts/{talk_post}/moderation      200      404
GET  /posts/{talk_post}/moderation/edit 200 404
POST /posts/{talk_post}/moderation/edit/preview 422 404
POST /posts/{talk_post}/moderation/edit 422 404
GET  /posts/{talk_post}/moderation/correct 200 404
POST /posts/{talk_post}/moderation/correct/preview 409 404
POST /posts/{talk_post}/moderation/correct 409 404
GET  /posts/{talk_post}/moderation/note 200 404
POST /posts/{talk_post}/moderation/note/preview 409 404
POST /posts/{talk_post}/moderation/note 409 404
POST /posts/{talk_post}/moderation/unedit 422 404
POST /posts/{talk_post}/moderation/uncorrect 422 404
POST /posts/{talk_post}/moderation/unnote 422 404
GET  /moderation/members/{author}       200      404
GET  /moderation/members/{author}/note  200      404
GET  /moderation/members/{author}/warn  200      404
GET  /moderation/members/{author}/suspend 404      404
POST /moderation/members/{author}/warn/preview 422      404
POST /moderation/members/{author}/warn  422      404
POST /moderation/members/{author}/ban/preview 404      404
POST /moderation/members/{author}/ban   404      404
POST /moderation/members/{me}/ban       404      404
GET  /moderation/members/{author}/sanctions/{warning} 404      404
GET  /moderation/members/{author}/sanctions/{hold} 404      404
POST /moderation/members/{author}/sanctions/{warning}/preview 404      404
POST /moderation/members/{author}/sanctions/{hold}/preview 404      404
POST /moderation/members/{author}/sanctions/{hold}/lift 404      404
POST /moderation/members/{author}/sanctions/{warning}/lift 404      404
POST /moderation/reports/{memory}/memory  404      404
GET  /moderation/members/{late}/memory  404      404
POST /moderation/members/{late}/memory/thread 404 404
POST /moderation/members/{late}/memory/letter 404 404
POST /moderation/members/{late}/memory/delete 404 404
POST /moderation/members/{author}/memory/delete 404 404
POST /threads/{talk}/memorial           303      404
POST /threads/{talk}/memorial/delete    303      404
GET  /moderation/blocks                 404      404
POST /moderation/blocks                 404      404
POST /moderation/blocks/{block}/delete  404      404
POST /moderation/words/{word}/delete    422      422
GET  /threads/{talk}/lock    200      404
GET  /threads/{talk}/split   200      404
GET  /threads/{talk}/merge   200      404
GET  /threads/{room}/move    404      404
POST /threads/{talk}/lock    422      404
POST /threads/{talk}/lock/preview 422      404
POST /threads/{talk}/move/preview 422      404
POST /threads/{talk}/move    422      404
POST /threads/{talk}/pin     303      404
GET  /threads/{talk}/lock/delete 200  404
POST /threads/{talk}/lock/delete 422  404
POST /threads/{talk}/pin/delete 422   404
POST /threads/{talk}/pin/delete/preview 422 404
"""


@dataclass(frozen=True)
class Row:
    method: str
    pattern: str
    answers: dict[str, int]


def rows() -> list[Row]:
    """The table, read. Who is suspended gets what a reader gets, where they get anything at all."""
    differing = {(row.method, row.pattern): row.answers for row in _read(OF_SOME_BOARDS)}
    found = _read(TABLE)
    for row in found:
        same = row.answers["moderator"]
        row.answers.update(suspended=row.answers["readonly"], boardmod=same, othermod=same)
        row.answers.update(differing.pop((row.method, row.pattern), {}))
    assert not differing, "rows for moderators of some boards that the table does not know"
    return found


def _read(table: str) -> list[Row]:
    head, *lines = (line.split() for line in table.splitlines() if line and not line.startswith("#"))
    _method, _address, *people = head
    return [
        Row(method, pattern, dict(zip(people, map(int, answers), strict=True)))
        for method, pattern, *answers in lines
    ]
