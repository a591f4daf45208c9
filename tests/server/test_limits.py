# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The limits hold together: none is so small that another can never be reached, and each is used."""

from __future__ import annotations

import re

from meedoen import limits
from meedoen.identity.receipts import ALPHABET
from meedoen_widgets.rating import scales as rating
from tests.tools import files, nothing, text

DAY_S = 24 * 60 * 60
URLENCODED_BYTES = 12
"""The most that one character takes in a form: four bytes of UTF-8, three signs each."""
NAMES = sorted(name for name in vars(limits) if name.isupper())


def test_a_form_with_two_of_the_longest_texts_fits_in_a_body() -> None:
    texts = 2 * limits.TEXT_CHARS_MAX * URLENCODED_BYTES
    own = limits.TOKEN_CHARS_MAX + limits.KEY_CHARS_MAX + limits.TARGET_CHARS_MAX * URLENCODED_BYTES
    assert texts + own <= limits.BODY_BYTES_MAX


def test_a_command_takes_every_text_an_organisation_has() -> None:
    assert 4 * limits.PAGE_TEXT_CHARS_MAX * 4 <= limits.CONTROL_REQUEST_BYTES_MAX <= limits.CONTROL_ANSWER_BYTES_MAX


def test_two_targets_fit_in_a_query_of_the_api() -> None:
    assert 2 * limits.TARGET_CHARS_MAX * URLENCODED_BYTES < limits.API_QUERY_CHARS_MAX


def test_a_target_fits_in_a_query() -> None:
    assert limits.TARGET_CHARS_MAX * 3 < limits.QUERY_CHARS_MAX
    assert limits.NAME_CHARS_MAX < limits.TITLE_CHARS_MAX < limits.TEXT_CHARS_MAX < limits.PAGE_TEXT_CHARS_MAX


def test_a_key_is_remembered_longer_than_anything_that_can_send_it_again() -> None:
    assert max(limits.CHECK_FORM_S, limits.DONE_LINK_S) < limits.ACT_KEY_DAYS * DAY_S


def test_a_done_page_offers_no_change_that_is_refused() -> None:
    """Its link to change lives no longer than the window in which words may be changed."""
    assert limits.DONE_LINK_S <= limits.EDIT_WINDOW_S <= limits.CHECK_FORM_S < limits.TOKEN_S


def test_a_key_cannot_be_guessed_and_a_code_holds_80_bits() -> None:
    assert 16 <= limits.KEY_CHARS_MIN <= 32 <= limits.KEY_CHARS_MAX
    assert len(set(ALPHABET)) ** limits.RECEIPT_CODE_CHARS == 2**80


def test_a_fetch_has_time_for_a_second_address_and_ends_within_the_lease_of_a_job() -> None:
    assert 2 * limits.FETCH_DIAL_S < limits.FETCH_S < limits.JOB_LEASE_S


def test_a_cache_in_front_is_no_further_behind_than_a_face() -> None:
    assert limits.FACE_MAX_AGE_S <= limits.TALLY_INTERVAL_S


def test_what_one_process_counted_the_others_show_within_two_seconds() -> None:
    """A face that was made just before it was learnt is made again after the interval."""
    assert limits.WATCH_INTERVAL_S + limits.TALLY_INTERVAL_S < 2


def test_what_waits_to_be_written_is_many_sets() -> None:
    assert limits.WRITE_SET_MAX * 10 <= limits.WRITES_WAITING_MAX


def test_one_person_is_not_a_whole_school() -> None:
    assert limits.ACTS_PER_MINUTE_PER_PARTICIPANT < limits.ACTS_PER_MINUTE_PER_NETWORK


def test_a_job_is_looked_for_many_times_while_another_holds_it() -> None:
    assert limits.JOB_POLL_S * 10 <= limits.JOB_LEASE_S
    assert limits.STOP_GRACE_S < limits.JOB_LEASE_S


def test_mails_are_held_longer_than_it_takes_to_send_them() -> None:
    """To connect, and then one after another as slowly as can be."""
    assert (1 + limits.MAILS_CLAIMED_MAX) * limits.MAIL_SEND_S < limits.MAIL_LEASE_S
    assert limits.MAIL_ENTRIES_MAX < limits.FEED_ENTRIES_MAX, "what does not fit in a mail is known to be there"


def test_a_list_fits_in_a_feed() -> None:
    assert limits.LIST_ITEMS_MAX <= limits.FEED_ENTRIES_MAX


def test_few_people_are_as_few_in_a_widget_as_in_the_server() -> None:
    """A widget imports no limit of the server, so it says the number again."""
    assert rating.LOW_N == limits.LOW_N


def test_every_limit_names_its_unit_last() -> None:
    units = r"_(?:CHARS|BYTES|FIELDS|S|DAYS|N|MAX|MIN|PARTICIPANT|NETWORK|HOUR)$"
    nothing(name for name in NAMES if not re.search(units, name))


def test_every_limit_is_used() -> None:
    code = "".join(
        text(path) for path in files("*.py", under=["server/meedoen", "widgets"]) if not path.name.startswith("limits")
    )
    nothing(name for name in NAMES if not re.search(rf"\b{name}\b", code))
