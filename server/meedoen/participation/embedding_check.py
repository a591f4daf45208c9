# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""Does it work on my page? What stands in the way of a widget on a page that embeds it, and what to change there.

It judges a page as it was sent, before any script ran in it. What works in which sandbox is `server/docs/embedding.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meedoen import limits
from meedoen.participation import content_policy
from meedoen.participation.embedding import Embedded, Finding, Frame, Page, Script, Verdict, origin_of
from meedoen.values import say

FREE = ("allow-scripts", "allow-same-origin", "allow-forms", "allow-popups", "allow-popups-to-escape-sandbox")
"""What a sandbox gives that takes nothing from the widget."""


def check(page: Page, widget: Embedded) -> list[Finding]:
    """All that can be said of this widget on this page, first whether it is there."""
    frames = [frame for frame in page.frames if widget.is_frame(frame.address)][: limits.PAGE_FRAMES_MAX]
    if not frames:
        return [_absent(page, widget)]
    loaders = [script for script in page.scripts if widget.is_loader(script.address)]
    found = [Finding(Verdict.OK, say("The widget stands on the page."))]
    for frame in frames:
        found += [*_let_in(page, widget, frame), *_framed(frame, widget, loaded=bool(loaders))]
    for loader in loaders[: limits.PAGE_FRAMES_MAX]:
        found += _loaded(page, loader)
    return [one for at, one in enumerate(found) if one not in found[:at]]


# --- whether it is there ----------------------------------------------------------------------------------------------


def _absent(page: Page, widget: Embedded) -> Finding:
    place = say("Paste the snippet of the share page where the widget is to stand.")
    if any(map(widget.is_frame, page.held_back)):
        return Finding(
            Verdict.WARN,
            say("The page holds the widget back until a script shows it: a cookie notice, or a way to load later."),
            say("The widget sets no cookies. Take it out of what the cookie notice or the plug-in holds back."),
        )
    if "<iframe" in page.text and any(f"{path}/embed" in page.text for path in widget.paths):
        return Finding(
            Verdict.BAD,
            say("Visitors read the snippet as text: it was pasted as text and not as HTML."),
            say("Paste it where your editor takes HTML: a block or a view with that name."),
        )
    if any(widget.is_ours(frame.address) for frame in page.frames):
        return Finding(Verdict.BAD, say("Something else of this server stands on the page, not this widget."), place)
    if any(map(widget.is_page, page.links)):
        return Finding(
            Verdict.WARN,
            say("The page has a link to the widget. The widget itself is not on it."),
            say("To show it on the page, paste the snippet with the iframe. Some editors take an iframe out."),
        )
    return Finding(
        Verdict.BAD,
        say("The widget is not on the page as it is sent. If a script puts it there, this check cannot see it."),
        place,
    )


# --- who lets it in ---------------------------------------------------------------------------------------------------


def _let_in(page: Page, widget: Embedded, frame: Frame) -> list[Finding]:
    refusals = [*_refused(page, frame), *_refused_by_us(page, widget, frame)]
    return refusals or [Finding(Verdict.OK, say("The page and the organisation let the frame in."))]


def _refused(page: Page, frame: Frame) -> Iterator[Finding]:
    origin = origin_of(frame.address)
    if page.url.startswith("https:") and not origin.startswith("https:"):
        yield Finding(
            Verdict.BAD,
            say("Browsers refuse a frame without https:// on a page with it."),
            say("Begin the address of the frame with https://."),
        )
    if page.isolated:
        yield Finding(
            Verdict.BAD,
            say("The page refuses frames of other sites (Cross-Origin-Embedder-Policy)."),
            say("Send this page without the header Cross-Origin-Embedder-Policy."),
        )
    for policy in page.policies:
        name = content_policy.decides(policy, content_policy.FRAME)
        if name and not content_policy.admits(policy[name], frame.address, page.url):
            yield Finding(
                Verdict.BAD,
                say("The page’s Content Security Policy (%(directive)s) refuses the frame.", directive=name),
                say("Add to the policy: frame-src %(sources)s", sources=_with(policy[name], origin)),
            )


def _refused_by_us(page: Page, widget: Embedded, frame: Frame) -> Iterator[Finding]:
    origin = origin_of(frame.address)
    if not content_policy.admits(widget.ancestors, origin_of(page.url), origin):
        yield Finding(
            Verdict.BAD,
            say("The organisation does not let this site hold the widget."),
            say("Add %(origin)s to the sites that may, or ask the organisation to.", origin=origin_of(page.url)),
        )


def _loaded(page: Page, loader: Script) -> Iterator[Finding]:
    for policy in page.policies:
        name = content_policy.decides(policy, content_policy.SCRIPT)
        if not name or content_policy.admits(policy[name], loader.address, page.url, loader.nonce):
            continue
        added = f"script-src {_with(policy[name], origin_of(loader.address))}"
        yield Finding(
            Verdict.WARN,
            say("The page’s Content Security Policy (%(directive)s) refuses the loader.", directive=name),
            say("Without it the widget works, and scrolls in its frame. To use it, give it the nonce of the page.")
            if content_policy.STRICT in policy[name]
            else say(
                "Without it the widget works, and scrolls in its frame. To use it, add to the policy: %(added)s",
                added=added,
            ),
        )


def _with(sources: Sequence[str], origin: str) -> str:
    """The sources that are there and this one."""
    return " ".join([*(one for one in sources if one.lower() != "'none'"), origin])


# --- the frame itself -------------------------------------------------------------------------------------------------


def _framed(frame: Frame, widget: Embedded, *, loaded: bool) -> Iterator[Finding]:
    if frame.sandbox is not None:
        yield from _sandboxed(frame.sandbox)
    if not frame.title.strip():
        yield Finding(
            Verdict.WARN,
            say("The frame has no title. People who cannot see do not hear what it is (WCAG 2.4.1, 4.1.2)."),
            say("Take over the title of the snippet."),
        )
    if "clipboard-write" not in frame.allow:
        yield Finding(
            Verdict.WARN,
            say("Buttons in the widget cannot copy."),
            say('Add to the iframe: allow="clipboard-write"'),
        )
    needed = min(widget.reserve.values())
    if not loaded and (frame.height is None or frame.height < needed):
        yield Finding(
            Verdict.WARN,
            say("The frame is too low: visitors have to scroll in it.")
            if frame.height is not None
            else say("The frame does not say how high it is. Without a style sheet that does, browsers make it low."),
            say(
                "Give it a height of %(most)s, or of %(least)s where it is always wide; or add the loader.",
                most=max(widget.reserve.values()),
                least=needed,
            ),
        )


def _sandboxed(tokens: frozenset[str]) -> Iterator[Finding]:
    change = say("Take the sandbox off the iframe, or give it: %(tokens)s", tokens=" ".join(FREE))
    if not tokens & {"allow-scripts", "allow-forms"}:
        yield Finding(
            Verdict.BAD,
            say("The frame stands in a sandbox in which nobody can take part."),
            change,
        )
    elif not tokens >= {"allow-scripts", "allow-same-origin"}:
        yield Finding(
            Verdict.WARN,
            say("The frame stands in a sandbox in which the widget forgets people: who comes back counts once more."),
            change,
        )
