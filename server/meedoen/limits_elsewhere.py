# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Limits of what comes from elsewhere, or goes there: what is fetched, uploaded, mailed. Read them from `limits`."""

FETCH_URL_CHARS_MAX = 2_000
FETCH_REDIRECTS_MAX = 3
FETCH_BYTES_MAX = 1024 * 1024
"""Of what is fetched from elsewhere, as it is sent and after decompression."""
FETCH_S = 5.0
"""For all of it: names, connections, redirects, the last byte."""
FETCH_DIAL_S = 1.5
"""For one of a host's network addresses: where it has one that does not answer, there is time for the next."""
FETCHES_AT_ONCE_MAX = 4
"""Of a process; others wait their turn."""
TABLE_LINES_MAX = 200
"""Placed at once, from a table or a feed."""
TABLE_CHARS_MAX = 400_000
TABLE_STANDING_READ_MAX = 5_000
"""Of what was placed before, the newest, by which a line is known again."""
FRAMERS_MAX = 40
"""Sites that may hold a widget, by name: they stand in a header of each of its frames."""
ORIGIN_CHARS_MAX = 300
REPORT_BYTES_MAX = 8 * 1024
"""Of what a browser tells when it refused a frame."""
REPORTS_PER_MINUTE_PER_NETWORK = 30
REFUSED_FRAMES_PER_DAY_MAX = 20
"""Sites that are kept of one widget and day: whoever makes up more is not heard."""
REFUSED_FRAMES_SHOWN_MAX = 30
REFUSED_FRAMES_DAYS = 30
"""How long it is known."""
PAGE_FRAMES_MAX = 20
"""Of one widget on a page that is checked: more of them say nothing new."""
PAGE_ELEMENTS_MAX = 5_000
"""Links on a page that is checked, and frames, and scripts."""
PAGE_POLICIES_MAX = 20
PAGE_POLICY_CHARS_MAX = 16_000
"""Of a page that is checked. What its policy says beyond is not read."""

THEME_BYTES_MAX = 320 * 1024
"""A theme as published, light and dark, is some 230 KB. Every byte of it fits in a command, however it is escaped."""
THEME_FAULTS_MAX = 20
THEME_NODES_MAX = 400
"""To how many pieces of CSS the value of a token may grow when its references are followed."""
THEME_DEPTH_MAX = 40
THEME_FONTS_MAX = 12
THEME_DIGITS_MAX = 400
"""Of a number. What reads it would refuse ten times as many by an error of its own."""
THEME_SHOWN_CHARS = 60
"""Of a value that does not fit, so much is told."""

STYLE_LOOKS_MAX = 3
"""Types in which an unsaved house style is looked at: the first in four frames, the others in two."""
TRIED_STYLE_S = 2 * 60 * 60
"""How long a page on which an unsaved style is looked at may be reloaded, frame by frame."""
UPLOAD_FILES_MAX = 2
UPLOAD_BODY_BYTES_MAX = 1024 * 1024
"""A house style, as a file and as it stands in its field."""

LOGO_BYTES_MAX = 128 * 1024
LOGO_FAULTS_MAX = 20
LOGO_SIDE_PIXELS_MAX = 2_000
LOGO_UNITS_MAX = 1_000_000
"""Of a drawing's own measure."""
LOGO_DEPTH_MAX = 32
LOGO_USES_MAX = 12
"""Copies in a drawing. Each may hold the next twice: with twelve a shape is drawn eighty times at most."""

MAIL_ADDRESS_CHARS_MAX = 254
"""RFC 5321, 4.5.3.1.3: 256 with the brackets around it."""
MAIL_SEND_S = 20
"""How long the mail server may take for one mail."""
MAILS_CLAIMED_MAX = 5
"""Mails that are claimed together, and sent over one connection."""
MAIL_LEASE_S = 180
"""For as long as they can all take, and some more."""
MAIL_RUN_S = 30
"""After this no further mails are begun with: other jobs wait."""
MAIL_LOOK_S = 60
"""While mails wait for their next try, at least this often it is looked whether others came."""
MAIL_TRY_DAYS = 5
"""How long a mail is tried (RFC 5321, 4.5.4.1)."""
MAIL_KEPT_DAYS = 30
"""How long it is known, without address and words, that a mail was sent or given up."""
MAIL_ENTRIES_MAX = 20
"""Of what happened, in one mail."""
MAIL_EXCERPT_CHARS = 500
MAIL_PAUSE_S = 60 * 60
"""Between two mails of one subscription."""
MAILS_SHOWN_MAX = 200
"""On the demo's mailbox page."""
STAFF_MAIL_LINES_READ_MAX = 2_000
QUEUE_FEEDS_PER_MINUTE_PER_NETWORK = 60
TELL_EVERY_S = 60
TELL_SETTLED_S = 60
"""What happened so long ago is told: what was decided on then is committed by now, so that nothing is passed over."""
SUBSCRIPTIONS_READ_MAX = 100
"""Subscriptions that are read together."""
MAIL_CONFIRM_S = 48 * 60 * 60
"""How long somebody has to confirm his address, after which it is gone."""
PERSON_KNOWN_S = 4 * 60 * 60
"""How long a browser is known after somebody proved in it who he is: an evening at home, a morning in a library."""
PASSED_OUTSIDE_PER_DAY_MAX = 50
"""By one organisation, to addresses outside."""
MAIL_ASKED_PER_HOUR_MAX = 5
"""For one mail address, from wherever it is asked."""
MAIL_ASKED_PER_HOUR_PER_NETWORK = 60
"""A school or an office shares one."""
