# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""When something goes wrong between a frame and the server: nothing is lost, and nothing counts twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Frame, Route, expect

from meedoen.identity.tokens import Tokens
from meedoen.records import Widget
from meedoen.values import Assurance
from tests.browser.modes import Mode
from tests.browser.rungs import RUNGS, THANKS, World
from tests.browser.watch import Places, Visitor
from tests.server.answering import decide, official
from tests.server.people import Person

LOST = "Niet verzonden: geen verbinding"
REASON = "Veilig naar school."


def reasons(world: World, widget: Widget) -> int:
    """How many reasons stand in the widget."""
    return world.get(world.page(widget)).text.count(f">{REASON}</p>")


@pytest.mark.parametrize("arrives", [True, False])
@pytest.mark.parametrize("rung", ["frame", "scripts-only"])
def test_an_answer_that_is_lost(visitor: Visitor, place: Places, world: World, rung: str, arrives: bool) -> None:
    """Whether the server heard it or not: it is said, what was typed stays, and trying again counts once."""
    widget = place(show_reasons=True)
    watch = visitor()
    watch.expected.append("net::ERR_FAILED")
    watch.context.clock.install()  # so that nothing is sent again by itself
    visit = RUNGS[rung].open(watch.context, world, widget)

    def lose(route: Route) -> None:
        if arrives:
            assert world.post(route.request.url, str(route.request.post_data)).is_success
        route.abort()

    visit.page.route("**/do/rate", lose)
    visit.choose("Goed", REASON)
    visit.submit.click()
    expect(visit.widget.get_by_role("heading", name=LOST)).to_be_visible()
    expect(visit.widget.get_by_role("group", name=LOST)).to_be_focused()
    expect(visit.widget.get_by_role("textbox")).to_have_value(REASON)
    expect(visit.widget.get_by_role("radio", name="Goed")).to_be_checked()
    kept = "zolang deze pagina open is" if rung == "scripts-only" else "is bewaard in deze browser"
    expect(visit.widget.get_by_role("group", name=LOST)).to_contain_text(kept)
    assert world.counted(widget) == ({3: 1} if arrives else {})
    visit.page.unroute("**/do/rate")
    visit.widget.get_by_role("button", name="Probeer opnieuw").click()
    visit.thanked()
    assert world.counted(widget) == {3: 1}
    assert reasons(world, widget) == 1


def test_a_double_click_sends_once(visitor: Visitor, place: Places, world: World) -> None:
    widget = place(show_reasons=True)
    visit = RUNGS["scripts-only"].open(visitor().context, world, widget)
    sent: list[str] = []
    visit.page.on("request", lambda request: sent.append(request.url))
    visit.choose("Goed", REASON)
    visit.submit.dblclick()
    visit.thanked()
    assert [url.rpartition("/")[2] for url in sent] == ["token", "rate"]
    assert world.counted(widget) == {3: 1}


@pytest.mark.parametrize("kind", ["expired", "of another server", "broken"])
def test_a_token_that_is_no_good_any_more_is_renewed(visitor: Visitor, place: Places, world: World, kind: str) -> None:
    """Without a word; and an expired one keeps its participant, or a change would become a second vote."""
    widget = place()
    uid = widget.organisation.uid
    watch = visitor()
    watch.expected.append("status of 401")
    visit = RUNGS["frame"].open(watch.context, world, widget)
    visit.rate("Goed")
    assert visit.frame
    keys, past = world.house.settings.secret_keys, datetime.now(UTC) - timedelta(days=500)
    own = Tokens(keys, lambda: datetime.now(UTC)).read(stored(visit.frame, uid), uid)
    store(
        visit.frame,
        uid,
        {
            "expired": Tokens(keys, lambda: past).issue(uid, own),
            "of another server": Tokens(["x" * 32], lambda: past).issue(uid, own),
            "broken": "broken",
        }[kind],
    )
    again = RUNGS["frame"].open(watch.context, world, widget)
    again.rate("Slecht")
    assert world.counted(widget) == ({1: 1} if kind == "expired" else {3: 1, 1: 1})
    assert again.frame
    assert stored(again.frame, uid) != "broken"


def stored(frame: Frame, uid: str) -> str:
    token: str = frame.evaluate("key => JSON.parse(localStorage.getItem(key))", f"meedoen:token:{uid}")
    return token


def store(frame: Frame, uid: str, token: str) -> None:
    frame.evaluate(
        "([key, token]) => localStorage.setItem(key, JSON.stringify(token))", [f"meedoen:token:{uid}", token]
    )


def test_typed_text_survives_a_reload(visitor: Visitor, place: Places, world: World) -> None:
    """Until it is sent; then the form is empty again."""
    widget = place()
    watch = visitor()
    visit = RUNGS["frame"].open(watch.context, world, widget)
    visit.choose("Goed", REASON)
    visit = RUNGS["frame"].open(watch.context, world, widget)
    expect(visit.widget.get_by_role("textbox")).to_have_value(REASON)
    visit.rate("Goed")
    visit = RUNGS["frame"].open(watch.context, world, widget)
    visit.widget.get_by_role("button", name="Wijzig").click()
    expect(visit.widget.get_by_role("textbox")).to_have_value("")


def test_what_was_typed_on_a_page_of_its_own_survives_it_and_goes_when_it_was_received(
    visitor: Visitor, place: Places, world: World
) -> None:
    """A question to the organisation: an ordinary form, and the page that says it was received."""
    form = f"{world.page(place())}/do/ask"
    page = visitor().context.new_page()
    page.goto(form)
    page.get_by_role("textbox").fill(REASON)
    page.goto(form)
    expect(page.get_by_role("textbox")).to_have_value(REASON)
    expect(page.get_by_text("Bewaard in deze browser.")).to_be_visible()
    page.locator(".md-form [type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Controleer en verstuur")
    page.go_back()
    expect(page.get_by_role("textbox")).to_have_value(REASON)
    page.locator(".md-form [type=submit]").click()
    page.locator(".md-form [type=submit]").first.click()
    expect(page.locator(".md-done")).to_be_visible()
    page.goto(form)
    expect(page.get_by_role("textbox")).to_have_value("")
    expect(page.get_by_text("Bewaard in deze browser.")).to_be_hidden()


def test_what_was_typed_on_the_trackers_form_survives_it(visitor: Visitor, place: Places, world: World) -> None:
    """Until it was received; it is kept without the code, which the browser has to be given again."""
    widget, house = place(show_reasons=True), world.house
    code = str(Person(house, f"/{widget.organisation.name}/{widget.name}").act(reason=REASON).json()["receipt"])
    decide(house, widget, official(house, widget.organisation), 1)
    page = visitor().context.new_page()

    def open_it() -> None:
        page.goto(f"{world.origin}/{widget.organisation.name}/-/bijdrage")
        page.get_by_role("textbox").fill(code)
        page.locator(".md-form [type=submit]").click()

    open_it()
    page.get_by_text("Nee, dit klopt niet").click()
    page.locator("textarea").fill(REASON)
    open_it()
    expect(page.locator("textarea")).to_have_value(REASON)
    expect(page.get_by_label("Nee, dit klopt niet")).to_be_checked()
    assert code not in str(page.evaluate("() => JSON.stringify(localStorage)"))
    page.locator(".md-form [type=submit]").first.click()
    expect(page.get_by_role("status")).to_have_text("Dank u. Wat u zegt, staat bij de uitkomst.")
    open_it()
    expect(page.locator("textarea")).to_have_value("")


@pytest.mark.parametrize("rung", ["page-no-script", "frame-no-script"])
def test_without_script_a_faulty_form_comes_back_with_what_was_typed(
    visitor: Visitor, place: Places, world: World, rung: str
) -> None:
    widget = place()
    watch = visitor(script=False)
    watch.expected.append("status of 400")
    visit = RUNGS[rung].open(watch.context, world, widget)
    visit.widget.get_by_role("textbox").fill(REASON)
    visit.submit.click()
    expect(visit.widget.get_by_role("link", name="Maak een keuze")).to_have_attribute("href", "#md-rate-score-1")
    expect(visit.widget.get_by_role("textbox")).to_have_value(REASON)
    visit.rate("Goed")
    assert world.counted(widget) == {3: 1}


def test_without_script_what_was_sent_can_be_changed_and_taken_back(
    visitor: Visitor, place: Places, world: World
) -> None:
    widget = place()
    visit = RUNGS["frame-no-script"].open(visitor(script=False).context, world, widget)
    visit.rate("Goed", REASON)
    visit.widget.get_by_role("link", name="Wijzig uw antwoord").click()
    visit.widget.locator("label", has_text="Slecht").click()
    visit.submit.click()
    visit.thanked()
    assert world.counted(widget) == {1: 1}
    visit.widget.get_by_role("button", name="Trek uw antwoord in").click()
    expect(visit.widget.get_by_role("heading", level=1)).to_have_text("Uw antwoord is ingetrokken.")
    assert world.counted(widget) == {}


@pytest.mark.parametrize("mode", Mode)
def test_with_script_what_was_sent_can_be_taken_back(visitor: Visitor, place: Places, world: World, mode: Mode) -> None:
    widget = place()
    visit = RUNGS["frame"].open(visitor(mode).context, world, widget)
    visit.rate("Goed", REASON)
    visit.widget.get_by_role("button", name="trek in").click()
    expect(visit.widget.get_by_role("status")).to_have_text("Uw antwoord is ingetrokken.")
    assert world.counted(widget) == {}


@pytest.mark.parametrize(
    ("mode", "assurance"),
    [(Mode.PARTITIONED, Assurance.STORED), (Mode.BLOCKED, Assurance.SESSION)],
)
def test_a_browser_says_what_it_can_remember(
    visitor: Visitor, place: Places, world: World, mode: Mode, assurance: Assurance
) -> None:
    """Each reaction is stored with how sure it is that it is one person's."""
    widget = place(least=assurance)
    RUNGS["frame"].open(visitor(mode).context, world, widget).rate("Goed")
    assert world.counted(widget) == {3: 1}


def test_where_a_frame_counts_for_too_little_it_says_where_one_can_act(
    visitor: Visitor, place: Places, world: World
) -> None:
    widget = place(least=Assurance.STORED)
    watch = visitor()
    watch.expected.append("status of 403")
    visit = RUNGS["scripts-only"].open(watch.context, world, widget)
    visit.choose("Goed")
    visit.submit.click()
    expect(visit.widget.get_by_role("group", name="Dit kan hier niet")).to_contain_text(
        "Doe mee op de volledige pagina"
    )
    assert world.counted(widget) == {}
    RUNGS["page"].open(watch.context, world, widget).rate("Goed")
    assert world.counted(widget) == {3: 1}


def test_the_focus_of_the_page_around_is_never_taken(visitor: Visitor, place: Places, world: World) -> None:
    """Not on load, and not when an answer arrives while somebody types elsewhere."""
    visit = RUNGS["loader"].open(visitor().context, world, place())
    search = visit.page.locator("#before")

    def elsewhere(route: Route) -> None:
        search.focus()
        route.continue_()

    visit.page.route("**/do/rate", elsewhere)
    visit.choose("Goed")
    visit.submit.click()
    expect(visit.widget.get_by_role("status")).to_have_text(THANKS)
    expect(search).to_be_focused()
    visit.page.keyboard.type("fietspad")
    expect(search).to_have_value("fietspad")


@pytest.mark.parametrize("lacks", ["AbortController", "ResizeObserver", "fetch"])
def test_an_old_phone_takes_part(visitor: Visitor, place: Places, world: World, lacks: str) -> None:
    """What the script needs and does not find leaves the ordinary form, or a height that does not follow."""
    widget = place()
    watch = visitor()
    watch.context.add_init_script(f"delete window.{lacks}")
    visit = RUNGS["frame"].open(watch.context, world, widget)
    visit.choose("Goed")
    visit.submit.click()
    if lacks == "ResizeObserver":
        visit.thanked()
    else:
        visit.widget.get_by_role("button", name="Verstuur").click()
        expect(visit.widget.get_by_role("heading", name=THANKS)).to_be_visible()
    assert world.counted(widget) == {3: 1}
