# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Every limit of the server, unit last. A test asserts how they relate; what an operator may change is in settings."""

from meedoen.limits_elsewhere import *  # noqa: F403  (one place to look for a limit, in two files)

NAME_CHARS_MAX = 63
TITLE_CHARS_MAX = 160
TEXT_CHARS_MAX = 2_000
PAGE_TEXT_CHARS_MAX = 20_000
TARGET_CHARS_MAX = 500
QUERY_CHARS_MAX = 2_000

BODY_BYTES_MAX = 64 * 1024
"""A text of TEXT_CHARS_MAX takes at most 12 bytes a character when urlencoded, and a form has one or two."""
BODY_GIVEN_BACK_BYTES_MAX = 32 * 1024
"""Of one that is too large: its sender may be sending yet, and hears no long answer."""
FIELDS_MAX = 100

EDIT_WINDOW_S = 15 * 60
DONE_LINK_S = 15 * 60
CHECK_FORM_S = 2 * 60 * 60
"""How long a page "check before you send" may lie open before its one-time form expires."""
TOKEN_S = 400 * 24 * 60 * 60
"""Browsers keep storage about this long; a token is renewed, with the same participant, each time it is used late."""
TOKEN_CHARS_MAX = 500
KEY_CHARS_MIN = 16
KEY_CHARS_MAX = 64

TALLY_INTERVAL_S = 1.0
"""Faces are at most this much behind in their counts."""
WATCH_INTERVAL_S = 0.5
"""How often a process asks a shared database what the others changed: twice for each time that a face may be made."""
FACE_MAX_AGE_S = 1
MOVED_MAX_AGE_S = 300
"""How long a cache may keep that something moved: it is for ever, but a slip of the pen is not."""
FACES_MAX = 20_000
"""Cached faces of a process; at about 20 KB each."""

WRITE_SET_MAX = 512
"""Waiting writes that are committed together."""
WRITES_WAITING_MAX = 20_000
"""More than this waiting: the server answers 503 at once, which is kinder than a time-out."""

ACTS_PER_MINUTE_PER_PARTICIPANT = 30
ACTS_PER_MINUTE_PER_NETWORK = 120
"""A school or an office shares one address. Settings may change it."""
NEW_SUBJECTS_PER_HOUR_PER_NETWORK = 20
"""Pages on which nobody acted before, in one widget: a site has few such an hour, and who makes them up has many."""

LINKS_MAX = 2
"""More in one contribution is looked at before it is shown."""
SAME_WORDS_MAX = 2
"""So often the same words may stand in an organisation already; the next time they are looked at first."""
SAME_WORDS_CHARS_MIN = 40
"""Shorter ones many people may write."""
SAME_WORDS_S = 24 * 60 * 60
"""How long words are known again."""
BURST_MAX = 30
"""Contributions to one widget from one network in BURST_S: a class that takes part together fits."""
BURST_S = 10 * 60
BURST_ROWS_READ_MAX = 100
"""At how many of a widget's newest contributions is looked for those of one network."""
WARNINGS_KEPT_MAX = 1_000
"""Who was told that his words hold personal details; of a process."""
CASE_MASKS_MAX = 10
"""Of an organisation: how it writes its case numbers."""
CASE_MASK_CHARS_MAX = 40
CASE_MASK_DIGITS_MIN = 4
"""Of a mask: with fewer it is found in years and prices."""
SHUT_OUT_DAYS_MAX = 366
MODERATORS_TOLD_S = 60 * 60
"""Between two mails to an organisation's moderators."""
REPORTS_SHOWN_MAX = 100
"""Of one contribution, the oldest, to who decides on it."""

FEED_ENTRIES_MAX = 50
BLANKED_TOGETHER_MAX = 200
"""Contributions, and marks, that are erased in one transaction when their time has come."""
SHEET_ROWS_READ_MAX = 500
"""Rows of a table that are read and sent together."""
QUESTION_CHARS_MAX = 1_000
QUESTIONS_PER_HOUR = 5
QUESTIONS_SHOWN_MAX = 10
LIST_ITEMS_MAX = 20
QUEUE_LINES_MAX = 50
DOUBLES_SHOWN_MAX = 10
MERGED_AT_ONCE_MAX = 20
"""Of what waits on one page, and so of what is answered at once."""
QUEUE_COUNTED_MAX = 1_000
"""How many of what waits are counted for the overview; beyond, it says that there are more."""
LONGEST_MAX = 3
"""Of what waits longest, on the overview."""
SOON_MAX = 5
"""Of what opens or closes next, on the overview."""
CALENDAR_LINES_MAX = 3
"""On one day of the calendar."""
ACTIVITY_DAYS = 14
ACTIVITY_EVENTS_READ_MAX = 300
"""Of the log, for what the overview tells of the last days."""
ACTIVITY_LINES_MAX = 12
OFFICIAL_TEXT_CHARS_MAX = 4_000
OUTCOME_LINKS_MAX = 10
CHANGE_CONTRIBUTIONS_MAX = 1000
"""For which one change is noted."""
CHANGES_SHOWN_MAX = 3
WEEK_LINES_MAX = 10
"""Causes, and contributions, of a week."""
WEEK_READ_MAX = 2_000
"""Of the newest contributions, for what a week tells."""
WEEK_FIRST_READ_MAX = 200
"""Of those that are first in an order of their type, for the same."""
WEEK_LOOK_S = 300
CHANGE_CHOSEN_MAX = 100
"""Contributions on one form."""
YEAR_MIN = 1900
YEAR_MAX = 2199
"""Of days that staff fill in, as YEAR_MIN is."""
EXPIRES_SOON_DAYS = 14
"""Before its last day an answer is told to expire."""
READY_ANSWERS_MAX = 500
"""Of one organisation; all of them stand in one list."""
READY_LOOKED_DAYS = 365
"""After which somebody should look again whether a ready answer holds."""
NOTES_MAX = 200
"""On one contribution; all of them stand below one another."""
POST_TEXT_CHARS_MAX = 8_000
"""Of one field of what staff write in a widget, whatever its type allows."""
POST_DAYS_AHEAD_MAX = 366
POSTS_LISTED_MAX = 20
WRITING_SHOWN_MAX = 8
"""Widgets on the overview in which one can write at once; each has its own page."""
PICTURE_ALT_CHARS_MAX = 300
PICTURE_BODY_BYTES_MAX = 12 * 1024 * 1024
"""A photograph as a telephone makes it, with the rest of its form."""
PICTURE_PIXELS_MAX = 60_000_000
"""Before it is made smaller: it takes three bytes each of memory."""
PICTURE_PNG_PIXELS_MAX = 24_000_000
"""A PNG is read whole; of a JPEG no more than is kept."""
PICTURE_SIDE_PIXELS_MAX = 1_280
"""As it is kept."""
PICTURE_KEPT_S = 24 * 60 * 60
"""How long an image waits for the words to which it belongs."""
SEARCH_CHARS_MAX = 200
SEARCH_WORDS_MAX = 8
SEARCH_BEGINNING_CHARS_MIN = 3
"""From here on the beginning of a word is enough to find it."""
SEARCH_LATELY_ROWS_MAX = 2_000
"""Of the newest rows, so many are looked at before the index is asked, on PostgreSQL."""
SEARCH_HITS_MAX = 20
SEARCHES_PER_MINUTE_MAX = 60
"""Of one account, at the console."""
SEARCH_MERGE_PAGES_MAX = 200
"""Pages of the index that are merged while others wait to write: some 100 ms."""
SEARCH_FORGET_S = 600
"""Words that are gone from sight leave the pages of the index within this time."""
WORDS_SETTLE_S = 60
"""After which the file is tried again, where somebody was reading the database as it was before."""
SEARCH_RENEW_ROWS_MAX = 500
"""Contributions that are read again together when the index is made anew: some 100 ms."""
ALIKE_ROWS_READ_MAX = 3_000
"""So often all the terms that are looked up may stand together: some 10 ms."""
ALIKE_RANKED_MAX = 100
"""Of these the words are compared with what is typed."""
ALIKE_SHOWN_MAX = 5
ALIKES_PER_MINUTE_PER_NETWORK = 600
"""Searches while typing, in one widget: a school or an office shares one address."""
EXCERPT_CHARS = 200
ALONE_FREE_CHARS = 280
"""Of a contribution alone in a frame: for so many its type reserves."""
ALONE_WHOLE_CHARS_MAX = 1_000
"""In a frame a longer text is folded."""
API_QUERY_CHARS_MAX = 16_000
"""Two targets of TARGET_CHARS_MAX, at 12 signs a character when encoded, and the rest."""
API_ITEMS_MAX = 100
API_DAYS_MAX = 400
"""Of a series by day: a year, and what one needs to compare with the year before."""
LIST_ROWS_READ_MAX = 1_000
"""At how many rows one page of a list looks, however few of them fit what is asked for."""
SITEMAP_ENTRIES_MAX = 1_000
"""Widgets in one sitemap, and organisations; the protocol itself allows 50,000 addresses."""
SITEMAPS_MAX = 50_000
LOW_N = 10
"""Below this, counts only: no percentages and no mean."""

LOW_CELL_N = 5
"""Below this, a part of the figures is not told."""
FIGURES_WIDGETS_MAX = 100
"""Widgets that are told of one by one, the newest."""
FIGURES_WAITS_MAX = 500
"""Of one widget, from how many answers, the latest, it is told how long they took."""
WAITS_READ_MAX = 1_000
"""Of the newest contributions of a kind, for how long people wait for the organisation."""
WAITS_DAYS = 365
"""Those from before are no sign of how long it takes now."""

ADDRESS_CHARS_MAX = 254
"""Of an address of mail (RFC 5321, 4.5.3.1, less its angle brackets)."""
PASSWORD_CHARS_MIN = 12
PASSWORD_CHARS_MAX = 256
PASSWORDS_AT_ONCE_MAX = 2
"""Each takes 64 MiB and a processor."""
PASSWORDS_WAITING_MAX = 40
SIGN_INS_PER_HOUR_MAX = 10
"""Passwords that are looked at for one account, from all devices that are not known together."""
SIGN_IN_WINDOW_S = 60 * 60
SIGN_INS_PER_MINUTE_PER_NETWORK = 60
"""Of a process, from devices that are not known, whatever accounts are tried: an office that begins its day fits."""
CODES_PER_MINUTE_PER_NETWORK = 30
"""Receipt codes that are looked up: right ones and wrong ones alike."""
SESSION_IDLE_S = 2 * 60 * 60
SESSION_S = 12 * 60 * 60
SESSION_SEEN_S = 60
"""How far the moment at which a session was used last may be behind: each request need not write."""
DEVICE_S = 400 * 24 * 60 * 60
"""How long a device is known: as long as browsers keep a cookie."""
INVITATION_S = 14 * 24 * 60 * 60
HISTORY_LINES_MAX = 50
"""Of a widget's log, on its page at the console."""
CONSOLE_BODY_BYTES_MAX = 1024 * 1024
"""The four texts of an organisation, urlencoded."""

ENTRY_CODES_PER_MINUTE_PER_NETWORK = 120
"""Codes for taking part that are looked up: a hall full of people may share one address."""
ENTRY_CODES_TOGETHER_MAX = 10_000
"""Codes for taking part that are made at once; a file of them is 200 KB."""
ENTRY_CODES_MAX = 500_000
"""Of one widget: a city."""
RECEIPT_CODE_CHARS = 16
NETWORK_KEY_DAYS = 7
"""A widget's network keys are destroyed this many days after it closes."""
STANDING_DAYS = 7
JOB_LEASE_S = 60
JOB_POLL_S = 1.0
STOP_GRACE_S = 10
READY_WAIT_S = 2.0
"""How long the database may take to be written to; one that takes longer is not there for people either."""
GONE_WAIT_S = 2.0
"""How long PostgreSQL may take to know that a process which stopped is gone, before it is said to be there."""
READY_KEPT_S = 1.0
"""How long it is known whether it could: whoever asks more often costs nothing."""
PATIENCE_S = 15
"""How long a client may keep us waiting for the rest of a request, or for room to answer; at most twice this."""
KEEP_ALIVE_S = 75
"""Longer than a proxy in front keeps an idle connection (60 is usual), so that it never sends on one we just closed."""
ACT_KEY_DAYS = 7
"""How long an act's idempotency key is remembered: a retry comes within minutes, a one-time form lives two hours."""

CONTROL_REQUEST_BYTES_MAX = 1024 * 1024
"""A command with all its texts."""
CONTROL_ANSWER_BYTES_MAX = 256 * 1024 * 1024
"""An export of the largest widget."""
CONTROL_WAIT_S = 5
"""How long the server waits for a command that was begun to be sent."""
