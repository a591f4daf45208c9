# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the script of a widget does when all goes well, and when it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from meedoen.registry import Registry
from tests.server.render.canned import Canned, Fields, canned

REASON = "Te smal voor twee bakfietsen."


@pytest.fixture
def there(browser: Browser, types: Registry, tmp_path: Path) -> Iterator[Canned]:
    with canned(browser, types, tmp_path) as one:
        yield one


def rate(page: Page, choice: str = "Goed", reason: str = REASON) -> None:
    page.get_by_text(choice, exact=True).first.click()
    page.get_by_label("Waarom vindt u dat?").fill(reason)
    send(page)


def send(page: Page) -> None:
    page.locator("[type=submit]").click()


def status(page: Page) -> str:
    return page.get_by_role("status").inner_text()


def test_an_act_carries_a_token_and_a_key_and_is_thanked_for(there: Canned) -> None:
    page = there.open()
    rate(page)
    expect(page.get_by_role("status")).to_have_text("Dank u. Uw waardering telt mee.")
    assert there.fields("token") == [{"_mode": "stored"}]
    (sent,) = there.fields("rate")
    assert (sent["score"], sent["reason"], sent["_token"]) == ("3", REASON, "token-1")
    assert len(sent["_key"]) == 32
    expect(page.get_by_role("button", name="Wijzig")).to_be_focused()
    expect(page.locator("form")).to_be_hidden()
    expect(page.locator(".md-bars")).to_have_count(2)  # the one of the face, out of sight, and the answer's own
    expect(page.locator(".md-bars:visible")).to_have_count(1)


def test_a_second_click_sends_nothing_more(there: Canned) -> None:
    page = there.open()
    page.get_by_text("Goed", exact=True).first.click()
    page.locator("[type=submit]").dblclick()
    expect(page.get_by_role("status")).not_to_be_empty()
    assert len(there.fields("rate")) == 1


def test_each_fault_is_said_at_its_field_and_what_was_typed_stays(there: Canned) -> None:
    there.answer = lambda action, fields: (
        there.usual(action, fields)
        if action == "token" or "score" in fields
        else (400, {"title": "Er is iets te verbeteren", "errors": {"score": "Maak een keuze."}})
    )
    page = there.open()
    page.evaluate("() => document.querySelectorAll(':checked').forEach((input) => { input.checked = false; })")
    page.get_by_label("Waarom vindt u dat?").fill(REASON)
    title = page.title()
    send(page)
    summary = page.locator("[data-md-errors]")
    expect(summary).to_be_focused()
    expect(page).to_have_title(f"Fout: {title}")
    group = page.get_by_role("group", name="Wat vindt u van dit plan?")
    expect(group).to_have_accessible_description("Maak een keuze.")
    assert page.get_by_label("Waarom vindt u dat?").input_value() == REASON
    summary.get_by_role("link", name="Maak een keuze.").click()
    expect(page.get_by_label("Slecht")).to_be_focused()
    assert page.evaluate("location.hash") == ""
    rate(page)
    expect(summary).to_be_hidden()
    expect(page).to_have_title(title)


def test_a_lost_connection_loses_nothing_and_the_second_try_counts_once(there: Canned) -> None:
    lost = iter([True, True, False])
    there.answer = lambda action, fields: None if action == "rate" and next(lost) else there.usual(action, fields)
    page = there.open()
    rate(page)
    expect(page.locator("[data-md-errors]")).to_contain_text("Niet verzonden: geen verbinding")
    expect(page.locator("[type=submit]")).to_have_text("Probeer opnieuw")
    send(page)
    page.wait_for_function("() => !document.querySelector('[aria-disabled]')")
    page.get_by_label("Waarom vindt u dat?").fill("Iets anders.")
    send(page)
    expect(page.get_by_role("status")).not_to_be_empty()
    first, again, other = (fields["_key"] for fields in there.fields("rate"))
    assert first == again, "what may have arrived gets the key it had"
    assert other != again, "other words are another act"


def test_an_unavailable_server_is_told_in_its_words_and_asked_again_with_the_same_key(there: Canned) -> None:
    full = iter([True, False])
    there.answer = lambda action, fields: (
        (503, {"title": "Dit kon nu niet worden bewaard", "detail": "Verstuur het opnieuw."})
        if action == "rate" and next(full)
        else there.usual(action, fields)
    )
    page = there.open()
    rate(page)
    expect(page.locator("[data-md-errors]")).to_contain_text("Verstuur het opnieuw.")
    send(page)
    expect(page.get_by_role("status")).not_to_be_empty()
    assert len({fields["_key"] for fields in there.fields("rate")}) == 1


def test_a_token_that_is_no_good_is_renewed_once_with_the_old_one_beside_it(there: Canned) -> None:
    there.answer = lambda action, fields: (
        (401, {"title": "Onbekend"})
        if fields.get("_token") == "token-1" and action == "rate"
        else there.usual(action, fields)
    )
    page = there.open()
    rate(page)
    expect(page.get_by_role("status")).not_to_be_empty()
    assert there.fields("token")[1]["_token"] == "token-1"
    assert [fields["_token"] for fields in there.fields("rate")] == ["token-1", "token-2"]


def test_a_token_that_stays_no_good_is_not_asked_for_for_ever(there: Canned) -> None:
    there.answer = lambda action, fields: (
        (401, {"title": "Onbekend", "detail": "x"}) if action == "rate" else there.usual(action, fields)
    )
    page = there.open()
    rate(page)
    expect(page.locator("[data-md-errors]")).to_contain_text("Onbekend")
    assert len(there.fields("rate")) == 2


def test_what_was_chosen_is_remembered_and_what_was_written_is_not(there: Canned) -> None:
    page = there.open()
    rate(page)
    expect(page.get_by_role("status")).not_to_be_empty()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Goed" in kept
    assert REASON not in kept
    page.reload()
    expect(page.get_by_text("U koos: Goed")).to_be_visible()
    expect(page.locator(".md-bars")).to_be_visible()
    page.get_by_role("button", name="Wijzig").click()
    expect(page.get_by_label("Goed")).to_be_checked()


def test_withdrawing_is_sent_said_and_forgotten(there: Canned) -> None:
    page = there.open()
    rate(page)
    page.get_by_role("button", name="trek in").click()
    expect(page.get_by_role("status")).to_have_text("Uw antwoord is ingetrokken.")
    (sent,) = there.fields("withdraw")
    assert sent["_token"] == "token-1"
    page.get_by_role("button", name="Doe opnieuw mee").click()
    expect(page.locator("form")).to_be_visible()
    assert page.locator("form :checked").count() == 0
    assert status(page) == ""
    page.reload()
    expect(page.locator("form")).to_be_visible()


KNOWN = """<p class="md-known"><button type="button" data-md-withdraw>Trek uw antwoord in</button>
<a href="/forget" data-md-withdraw="forget" data-md-said="Vergeten.">Vergeet mij</a></p>"""
ENTRY = """<div data-md-field="_entry"><label for="entry">Adres</label><input id="entry" name="_entry">
<p class="md-error" hidden></p></div>"""


def asks_an_address(page: Page) -> None:
    """As a widget in which one takes part with a confirmed address (`ui-form.html`, `ui-done.html`)."""
    form = page.locator("[data-md-act] form")
    form.evaluate("(form, field) => form.insertAdjacentHTML('beforeend', field)", ENTRY)
    form.evaluate("(form, known) => form.closest('.md-place').insertAdjacentHTML('beforeend', known)", KNOWN)


def test_who_is_not_known_any_more_withdraws_by_his_address(there: Canned) -> None:
    def answer(action: str, fields: Fields) -> tuple[int, Mapping[str, Any]] | None:
        if action != "withdraw":
            return there.usual(action, fields)
        if fields["_entry"]:
            return 200, {"waits": "Kijk in uw mail."}
        return 400, {"title": "Er is iets te verbeteren", "detail": "x", "errors": {"_entry": "Vul uw adres in."}}

    there.answer, page = answer, there.open()
    asks_an_address(page)
    back = page.get_by_role("button", name="Trek uw antwoord in")
    forget = page.get_by_role("link", name="Vergeet mij")
    expect(back.or_(forget)).to_have_count(0)
    rate(page)
    expect(forget).to_be_visible()
    expect(back).to_have_count(0)
    page.get_by_role("button", name="trek in", exact=True).click()
    expect(page.locator("[data-md-errors]")).to_contain_text("Vul uw adres in.")
    page.get_by_label("Adres").fill("anne@post.example")
    back.click()
    expect(page.get_by_role("status")).to_have_text("Kijk in uw mail.")
    expect(page.locator("[data-md-errors]")).to_be_hidden()
    page.reload()
    expect(page.get_by_text("U koos: Goed")).to_be_visible()  # it counts until the mail is answered


ELSEWHERE = """
localStorage.setItem('meedoen:did:' + document.querySelector('[data-md-widget]').dataset.mdWidget + 'elders', '{}')
"""
"""What was chosen in another place of the same widget."""


def test_who_is_forgotten_stays_where_he_is_and_is_told_so(there: Canned) -> None:
    page = there.open()
    where = page.url
    asks_an_address(page)
    rate(page)
    page.evaluate(ELSEWHERE)
    page.get_by_role("link", name="Vergeet mij").click()
    expect(page.get_by_role("status")).to_have_text("Vergeten.")
    expect(page.get_by_role("link", name="Vergeet mij")).to_have_count(0)
    assert [sent["_token"] for sent in there.fields("forget")] == ["token-1"]
    assert page.evaluate("Object.keys(localStorage).filter((one) => one.includes(':did:'))") == []
    assert page.url == where


DRAFTS = "Object.keys(localStorage).filter((name) => name.startsWith('meedoen:draft:'))"


def test_a_draft_outlives_a_reload_and_goes_when_it_is_sent(there: Canned) -> None:
    page = there.open()
    expect(page.get_by_text("Bewaard in deze browser.")).to_be_hidden()
    page.get_by_text("Goed", exact=True).first.click()
    page.get_by_label("Waarom vindt u dat?").fill("Half af")
    page.reload()
    expect(page.get_by_label("Waarom vindt u dat?")).to_have_value("Half af")
    expect(page.get_by_label("Goed")).to_be_checked()
    expect(page.get_by_text("Bewaard in deze browser.")).to_be_visible()
    send(page)
    expect(page.get_by_role("status")).not_to_be_empty()
    assert page.evaluate(DRAFTS) == []


def test_a_draft_goes_when_it_is_emptied_or_erased_and_after_a_week(there: Canned) -> None:
    page = there.open()
    why = page.get_by_label("Waarom vindt u dat?")
    why.fill("Half af")
    why.fill("")
    assert page.evaluate(DRAFTS) == []
    why.fill("Half af")
    page.reload()
    page.get_by_role("button", name="Wis").click()
    expect(why).to_have_value("")
    expect(page.get_by_text("Bewaard in deze browser.")).to_be_hidden()
    assert page.evaluate(DRAFTS) == []
    why.fill("Half af")
    page.evaluate(
        f"""for (const name of {DRAFTS}) {{
          const week = JSON.parse(localStorage[name]);
          localStorage[name] = JSON.stringify({{ ...week, at: week.at - 7 * 24 * 3600 * 1000 }});
        }}"""
    )
    page.reload()
    expect(why).to_have_value("")
    assert page.evaluate(DRAFTS) == []


def test_what_was_not_received_is_sent_by_itself_when_there_is_a_connection_and_once(there: Canned) -> None:
    """However it comes to know that there is one, also after a reload; and it moves no focus."""
    lost = iter([True, True, True, False])
    there.answer = lambda action, fields: None if action == "rate" and next(lost) else there.usual(action, fields)
    there.context.clock.install()
    page = there.open()
    rate(page)
    expect(page.locator("[data-md-errors]")).to_contain_text("Het wordt vanzelf verzonden")
    page.get_by_label("Slecht").focus()
    page.clock.run_for(5_000)
    page.wait_for_function("() => !document.querySelector('[aria-disabled]')")
    assert len(there.fields("rate")) == 2
    expect(page.get_by_label("Slecht")).to_be_focused()
    page.reload()
    send(page)
    page.wait_for_function("() => !document.querySelector('[aria-disabled]')")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("status")).to_have_text("Dank u. Uw waardering telt mee.")
    assert len(there.fields("rate")) == 4
    assert len({(fields["_key"], fields["reason"]) for fields in there.fields("rate")}) == 1
    page.clock.run_for(120_000)
    assert len(there.fields("rate")) == 4


def test_what_is_changed_meanwhile_is_not_sent_by_itself_and_stays(there: Canned) -> None:
    lost = iter([True, False])
    there.answer = lambda action, fields: None if action == "rate" and next(lost) else there.usual(action, fields)
    there.context.clock.install()
    page = there.open()
    rate(page)
    expect(page.locator("[data-md-errors]")).to_be_visible()
    page.get_by_label("Waarom vindt u dat?").fill("Anders")
    page.clock.run_for(120_000)
    assert len(there.fields("rate")) == 1
    page.reload()
    expect(page.get_by_label("Waarom vindt u dat?")).to_have_value("Anders")


def test_nothing_under_the_form_moves_when_an_answer_takes_its_place(there: Canned) -> None:
    page = there.open()
    foot = page.locator(".md-foot")
    before = foot.bounding_box()
    rate(page, reason="")
    expect(page.get_by_role("status")).not_to_be_empty()
    assert foot.bounding_box() == before
