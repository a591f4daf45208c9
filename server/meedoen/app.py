# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The application: every address and all wiring, readable top to bottom."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.convertors import IntegerConvertor, StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from meedoen.addresses import CHANGED, FEED_FORMATS, FIGURES, MODERATION, NUMBER, ORGANISATION, TRACKER, WIDGET
from meedoen.counts import Counts
from meedoen.directory import Directory, Moved
from meedoen.endpoints.acts import Acts
from meedoen.endpoints.address import Address
from meedoen.endpoints.alike import Alike
from meedoen.endpoints.api import ApiDescription, ApiOrganisation, ApiOrganisations, ApiWidgets, NoApi
from meedoen.endpoints.api_widget import ApiChanges, ApiContribution, ApiContributions, ApiFigures, ApiWidget
from meedoen.endpoints.by_mail import Confirm, Stop
from meedoen.endpoints.changed import Changed
from meedoen.endpoints.confirming import ConfirmAct
from meedoen.endpoints.console.account import ChangePassword, OwnAccount, OwnProfile, SignOutEverywhere
from meedoen.endpoints.console.amending import Correct, Erase
from meedoen.endpoints.console.answering import GiveOutcome, One, Reply, TaskDone
from meedoen.endpoints.console.bulk import Bulk
from meedoen.endpoints.console.changing import AddToChange, Changes, CorrectChange, NoteChange
from meedoen.endpoints.console.door import Front, SignInDesk, SignOut
from meedoen.endpoints.console.entering import Enter, Enterable
from meedoen.endpoints.console.expiring import ExpiringAnswers
from meedoen.endpoints.console.host import FRONT, ConsoleHost
from meedoen.endpoints.console.invitation import Invited
from meedoen.endpoints.console.laying import LayBefore, TakeOver
from meedoen.endpoints.console.merging import Merge, Unmerge
from meedoen.endpoints.console.moderating import ModerationQueue, OneCase, Release, Remove
from meedoen.endpoints.console.noting import Notes
from meedoen.endpoints.console.overview import Overview, Widgets
from meedoen.endpoints.console.own_mail import OwnFeed, OwnMail
from meedoen.endpoints.console.passing import CorrectPassed, PassedOn, PassedOne, PassOn
from meedoen.endpoints.console.passing_outside import PassOutside
from meedoen.endpoints.console.people import Invite, People, TakeBack
from meedoen.endpoints.console.person import Close, GiveRole, Person, PersonProfile, TakeRole
from meedoen.endpoints.console.posting import Write
from meedoen.endpoints.console.posts import Drop, Posts
from meedoen.endpoints.console.queue import Queue, Said
from meedoen.endpoints.console.queue_feed import QueueFeed
from meedoen.endpoints.console.ready import ChangeReady, NewReady, ReadyAnswers
from meedoen.endpoints.console.rewriting import Amend, Replan
from meedoen.endpoints.console.search import Search
from meedoen.endpoints.console.set_up import SetUp
from meedoen.endpoints.console.shutting_out import ShutOutAuthor, ShutOuts
from meedoen.endpoints.console.sites import HouseRules, Sites
from meedoen.endpoints.console.style import Style
from meedoen.endpoints.console.style_logo import OwnLogo
from meedoen.endpoints.console.tabling import FromTable
from meedoen.endpoints.console.texts import OwnTexts
from meedoen.endpoints.console.week import OneWeek
from meedoen.endpoints.console.widget_codes import EntryCodes
from meedoen.endpoints.console.widget_desk import WidgetDesk
from meedoen.endpoints.console.widget_ending import CloseWidget, WithdrawWidget
from meedoen.endpoints.console.widget_keeping import Keeping
from meedoen.endpoints.console.widget_page import OneWidget
from meedoen.endpoints.console.widget_placing import ChangeWidget, Kinds, NewWidget
from meedoen.endpoints.console.widget_review import Review
from meedoen.endpoints.console.widget_snippets import CheckPage, Snippets
from meedoen.endpoints.console.widget_stage import ShowWidget
from meedoen.endpoints.console.widget_times import Schedule
from meedoen.endpoints.done import DonePage
from meedoen.endpoints.failures import Failures
from meedoen.endpoints.feeds import ItemFeed, OrganisationFeed, OrganisationOpml, WidgetFeed
from meedoen.endpoints.figures import OrganisationFigures
from meedoen.endpoints.files import LogoFile, PictureFile, TriedStyle
from meedoen.endpoints.gallery import ExampleFace, ExampleInside, GalleryList, GalleryType
from meedoen.endpoints.item import ItemFace
from meedoen.endpoints.mailbox import Mailbox
from meedoen.endpoints.moderation_log import ModerationLog, ModerationTable
from meedoen.endpoints.oembed import OEmbed
from meedoen.endpoints.operating import Alive, Metrics, Ready
from meedoen.endpoints.organisation import FirstPage, OrganisationFace, OrganisationText
from meedoen.endpoints.own_acts import Forgetting, NewTokens, Withdrawals
from meedoen.endpoints.own_host import own_hosts
from meedoen.endpoints.refusals import Refusals
from meedoen.endpoints.reporting import Reporting
from meedoen.endpoints.share import Share
from meedoen.endpoints.sheet import Sheet
from meedoen.endpoints.staff_stop import StaffStop
from meedoen.endpoints.static import StaticFiles
from meedoen.endpoints.subscribe import Subscribe
from meedoen.endpoints.tracker import Tracker
from meedoen.endpoints.wellknown import Robots, SecurityTxt, Sitemap
from meedoen.endpoints.widget import WidgetFace
from meedoen.errors import Failure
from meedoen.identity import receipts
from meedoen.identity.networks import NetworkTags
from meedoen.identity.passwords import Passwords
from meedoen.identity.sessions import Devices
from meedoen.identity.tokens import Tokens
from meedoen.outward.fetcher import Fetcher
from meedoen.outward.locations import host_port
from meedoen.participation.staff import (
    ACCOUNT,
    ADMINISTRATOR,
    EDITOR,
    ENTERS,
    KEEPS_READY,
    MEMBER,
    MODERATES,
    MODERATES_SOMEWHERE,
    NOTES,
    OUTSIDE,
    READS,
    REVIEWS,
    SPEAKS,
    SPEAKS_SOMEWHERE,
    USES_READY,
    WRITES,
)
from meedoen.participation.throttle import Throttle
from meedoen.participation.views import Placed
from meedoen.participation.write_path import Doer, WritePath
from meedoen.readiness import Readiness
from meedoen.registry import Registry
from meedoen.render import assets
from meedoen.render.api import DESCRIPTION, ORGANISATIONS, WIDGETS
from meedoen.render.compose import Composer, Shell
from meedoen.render.faces import AskedAgain, Faces
from meedoen.render.forms import FORGET
from meedoen.render.headers import (
    ACT,
    ANSWER,
    CONSOLE,
    DATA,
    FILE,
    FORM,
    FRAME,
    GALLERY,
    ICON,
    LOADER,
    LOGO,
    OWN,
    PAGE,
    REPORT,
    SERVICE,
    STATUS,
    TABLE,
)
from meedoen.render.organisation import TEXTS
from meedoen.render.pages import Pages
from meedoen.render.wellknown import ROBOTS, SECURITY, SITEMAP
from meedoen.render.words import Words
from meedoen.settings import Settings
from meedoen.site import Site
from meedoen.store import Store, network_keys

_POST, _GET_POST = ["POST"], ["GET", "POST"]
_ORG = "/{org:org}"
_WIDGET = f"{_ORG}/{{name:widget}}"
_DESK = f"{FRONT}/at{_ORG}"
_OF_WIDGET = f"{_DESK}/widgets/{{name:widget}}"
_NOTES = f"{_DESK}/notes/{{name:widget}}/{{number:number}}"
_ANSWER = f"{_DESK}/answers/{{name:widget}}/{{number:number}}"
_CHANGES = f"{_DESK}/changes/{{name:widget}}"
_CASE = f"{_DESK}/moderation/{{name:widget}}/{{number:number}}"
_PERSON = f"{_DESK}/people/{{uid}}"


def create_app(
    settings: Settings,
    registry: Registry,
    store: Store,
    clock: Callable[[], datetime],
    background: Sequence[Callable[[], AbstractAsyncContextManager[object]]] = (),
    passwords: Passwords | None = None,
) -> Starlette:
    """The ASGI application. `background` runs beside it, from its start to its stop; the caller closes the store."""
    site = build_site(settings, registry, store, clock, passwords)
    failures = Failures(site)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as running:
            for run in background:
                await running.enter_async_context(run())
            yield

    app = Starlette(
        routes=routes(site, failures),
        lifespan=lifespan,
        middleware=[
            Middleware(AskedAgain, faces=site.faces),
            Middleware(ConsoleHost, site=site, failures=failures),
            *own_hosts(site, failures),
        ],
        exception_handlers={
            Failure: failures.failure,
            Moved: failures.moved,
            HTTPException: failures.http,
            Exception: failures.fault,
        },
    )
    app.router.redirect_slashes = False  # Starlette's own would send people to whatever host they name.
    app.state.site = site
    return app


def routes(site: Site, failures: Failures) -> list[BaseRoute]:
    """Every address, with who may call, frame and keep it (`render/headers.py`).

    Acts stand first, then faces; one that was asked for before never comes by here.
    """
    files = StaticFiles(site)
    return [
        *acts(site, failures),
        Address(f"{_WIDGET}/embed", WidgetFace(site, Shell.FRAME), FRAME),
        Address(_WIDGET, WidgetFace(site, Shell.PAGE), PAGE),
        Address(f"{_WIDGET}/done/{{token}}", DonePage(site).get, ANSWER),
        Address(f"{_WIDGET}/{{number:number}}", ItemFace(site, Shell.ITEM), PAGE),
        Address(f"{_WIDGET}/{{number:number}}/embed", ItemFace(site, Shell.ITEM_FRAME), FRAME),
        Address(_ORG, OrganisationFace(site, framed=False), PAGE),
        Address(f"{_ORG}/embed", OrganisationFace(site, framed=True), FRAME),
        Address(f"{_ORG}/-/{TRACKER}", Tracker(site, failures).serve, OWN, _GET_POST),
        *about_itself(site),
        Address(f"{_WIDGET}.{{form:feed}}", WidgetFeed(site), DATA),
        Address(f"{_WIDGET}.csv", Sheet(site).serve, TABLE),
        Address(f"{_WIDGET}/{{number:number}}.{{form:feed}}", ItemFeed(site), DATA),
        Address(f"{_ORG}.{{form:feed}}", OrganisationFeed(site), DATA),
        Address(f"{_ORG}.opml", OrganisationOpml(site), DATA),
        Address(f"{_ORG}/-/deel/{{name:widget}}", Share(site), SERVICE),
        Address(f"{_ORG}/-/deel/{{name:widget}}.svg", Share(site, qr=True), DATA),
        Address(f"{_ORG}/-/deel/{{name:widget}}/{{number:number}}", Share(site), SERVICE),
        Address(f"{_ORG}/-/deel/{{name:widget}}/{{number:number}}.svg", Share(site, qr=True), DATA),
        Address(f"{_ORG}/-/{CHANGED}/{{name:widget}}", Changed(site), PAGE),
        Address(f"{_ORG}/-/{CHANGED}/{{name:widget}}/{{key:number}}", Changed(site), PAGE),
        *by_mail(site),
        *moderation(site),
        Address("/oembed", OEmbed(site), DATA),
        Address(ORGANISATIONS, ApiOrganisations(site), DATA),
        Address(f"{ORGANISATIONS}{_ORG}", ApiOrganisation(site), DATA),
        Address(WIDGETS, ApiWidgets(site), DATA),
        Address(f"{WIDGETS}{_WIDGET}", ApiWidget(site), DATA),
        Address(f"{WIDGETS}{_WIDGET}/figures", ApiFigures(site), DATA),
        Address(f"{WIDGETS}{_WIDGET}/contributions", ApiContributions(site), DATA),
        Address(f"{WIDGETS}{_WIDGET}/contributions/{{number:number}}", ApiContribution(site), DATA),
        Address(f"{WIDGETS}{_WIDGET}/changes", ApiChanges(site), DATA),
        Address(DESCRIPTION, ApiDescription(site), DATA),
        Address("/api/{path:path}", NoApi(), DATA),
        Address("/", FirstPage(site), PAGE),
        Address("/gallery", GalleryList(site), GALLERY),
        Address("/gallery/{type}", GalleryType(site), GALLERY),
        Address("/gallery/{type}/{example}", ExampleFace(site, framed=False), SERVICE),
        Address("/gallery/{type}/{example}/embed", ExampleFace(site, framed=True), FRAME),
        Address("/gallery/{type}/{example}/{rest:path}", ExampleInside(site, failures).serve, ACT, _GET_POST),
        Address("/static/{path:path}", files, FILE),
        Address("/embed/v1.js", files, LOADER),
        Address("/embed/{path:path}", files, FILE),
        Address("/favicon.ico", files, ICON),
        *uploaded(site),
        Address(ROBOTS, Robots(site), DATA),
        Address(SECURITY, SecurityTxt(site), DATA),
        Address(SITEMAP, Sitemap(site), DATA),
        *console(site),
        Address("/healthz", Alive(site).get, STATUS),
        Address("/readyz", Ready(site).get, STATUS),
        Address("/metrics", Metrics(site).get, STATUS),
    ]


def acts(site: Site, failures: Failures) -> list[BaseRoute]:
    """What people do in a widget."""
    return [
        Address(f"{_WIDGET}/do/token", NewTokens(site, failures).serve, ACT, _POST),
        Address(f"{_WIDGET}/do/withdraw", Withdrawals(site, failures).serve, ACT, _GET_POST),
        Address(f"{_WIDGET}/do/{FORGET}", Forgetting(site, failures).serve, ACT, _GET_POST),
        Address(f"{_WIDGET}/do/{{action}}", Acts(site, failures).serve, ACT, _GET_POST),
        Address(f"{_WIDGET}/do/{{action}}/alike", Alike(site, failures).serve, ACT, _POST),
    ]


def console(site: Site) -> list[BaseRoute]:
    """The desk of an organisation's staff: each line says besides whom it needs (`participation/staff.py`)."""
    return [
        Address(FRONT, Front(site).serve, CONSOLE, needs=ACCOUNT),
        Address(f"{FRONT}/set-up", SetUp(site).serve, CONSOLE, _GET_POST, OUTSIDE),
        Address(f"{FRONT}/sign-in", SignInDesk(site).serve, CONSOLE, _GET_POST, OUTSIDE),
        Address(f"{FRONT}/sign-out", SignOut(site).serve, CONSOLE, _POST, OUTSIDE),
        Address(f"{FRONT}/invitation/{{token}}", Invited(site).serve, CONSOLE, _GET_POST, OUTSIDE),
        Address(f"{FRONT}/feed/{{token}}", QueueFeed(site).serve, CONSOLE, needs=OUTSIDE),
        Address(f"{FRONT}/account", OwnAccount(site).serve, CONSOLE, _GET_POST, ACCOUNT),
        Address(f"{FRONT}/account/password", ChangePassword(site).serve, CONSOLE, _GET_POST, ACCOUNT),
        Address(f"{FRONT}/account/sign-out-everywhere", SignOutEverywhere(site).serve, CONSOLE, _POST, ACCOUNT),
        Address(_DESK, Overview(site).serve, CONSOLE, needs=MEMBER),
        Address(f"{_DESK}/me", OwnProfile(site).serve, CONSOLE, _GET_POST, MEMBER),
        Address(f"{_DESK}/me/mail", OwnMail(site).serve, CONSOLE, _GET_POST, MEMBER),
        Address(f"{_DESK}/me/feed", OwnFeed(site).serve, CONSOLE, _GET_POST, MEMBER),
        Address(f"{_DESK}/defaults", HouseRules(site).serve, CONSOLE, _GET_POST, ADMINISTRATOR),
        Address(f"{_DESK}/texts", OwnTexts(site).serve, CONSOLE, _GET_POST, ADMINISTRATOR),
        Address(f"{_DESK}/style", Style(site).serve, CONSOLE, _GET_POST, ADMINISTRATOR),
        Address(f"{_DESK}/style/logo", OwnLogo(site).serve, CONSOLE, _GET_POST, ADMINISTRATOR),
        Address(f"{_DESK}/people", People(site).serve, CONSOLE, needs=ADMINISTRATOR),
        Address(f"{_DESK}/people/invite", Invite(site).serve, CONSOLE, _GET_POST, ADMINISTRATOR),
        Address(f"{_DESK}/people/uninvite", TakeBack(site).serve, CONSOLE, _POST, ADMINISTRATOR),
        Address(_PERSON, Person(site).serve, CONSOLE, needs=ADMINISTRATOR),
        Address(f"{_PERSON}/profile", PersonProfile(site).serve, CONSOLE, _GET_POST, ADMINISTRATOR),
        Address(f"{_PERSON}/roles", GiveRole(site).serve, CONSOLE, _GET_POST, ADMINISTRATOR),
        Address(f"{_PERSON}/roles/take", TakeRole(site).serve, CONSOLE, _POST, ADMINISTRATOR),
        Address(f"{_PERSON}/close", Close(site).serve, CONSOLE, _GET_POST, ADMINISTRATOR),
        *console_widgets(site),
        *console_words(site),
    ]


def console_widgets(site: Site) -> list[BaseRoute]:
    """What is placed, and how it stands there."""
    return [
        Address(f"{_DESK}/widgets", Widgets(site).serve, CONSOLE, needs=MEMBER),
        Address(f"{_DESK}/widgets/-/new", Kinds(site).serve, CONSOLE, needs=EDITOR),
        Address(f"{_DESK}/widgets/-/new/{{type}}", NewWidget(site).serve, CONSOLE, _GET_POST, EDITOR),
        Address(_OF_WIDGET, OneWidget(site).serve, CONSOLE, needs=MEMBER),
        Address(f"{_OF_WIDGET}/snippets", Snippets(site).serve, CONSOLE, needs=MEMBER),
        Address(f"{_OF_WIDGET}/check", CheckPage(site).serve, CONSOLE, _GET_POST, MEMBER),
        Address(f"{_OF_WIDGET}/desk/{{desk}}", WidgetDesk(site).serve, CONSOLE, needs=READS),
        Address(f"{_OF_WIDGET}/week", OneWeek(site).serve, CONSOLE, needs=READS),
        Address(f"{_OF_WIDGET}/enter", Enterable(site).serve, CONSOLE, needs=ENTERS),
        Address(f"{_OF_WIDGET}/enter/{{action}}", Enter(site).serve, CONSOLE, _GET_POST, ENTERS),
        Address(f"{_OF_WIDGET}/settings", ChangeWidget(site).serve, CONSOLE, _GET_POST, EDITOR),
        Address(f"{_OF_WIDGET}/codes", EntryCodes(site).serve, CONSOLE, _GET_POST, EDITOR),
        Address(f"{_OF_WIDGET}/sites", Sites(site).serve, CONSOLE, _GET_POST, EDITOR),
        Address(f"{_OF_WIDGET}/keep", Keeping(site).serve, CONSOLE, _GET_POST, EDITOR),
        Address(f"{_OF_WIDGET}/stage", ShowWidget(site).serve, CONSOLE, _GET_POST, EDITOR),
        Address(f"{_OF_WIDGET}/times", Schedule(site).serve, CONSOLE, _GET_POST, EDITOR),
        Address(f"{_OF_WIDGET}/posts", Posts(site).serve, CONSOLE, needs=MEMBER),
        Address(f"{_OF_WIDGET}/do/{{action}}", Write(site).serve, CONSOLE, _GET_POST, WRITES),
        Address(f"{_OF_WIDGET}/do/{{action}}/table", FromTable(site).serve, CONSOLE, _GET_POST, WRITES),
        Address(f"{_OF_WIDGET}/do/{{action}}/{{number:number}}", Amend(site).serve, CONSOLE, _GET_POST, WRITES),
        Address(f"{_OF_WIDGET}/coming/{{uid}}/{{action}}", Replan(site).serve, CONSOLE, _GET_POST, WRITES),
        Address(f"{_OF_WIDGET}/coming/{{uid}}/{{action}}/drop", Drop(site).serve, CONSOLE, _GET_POST, WRITES),
        Address(f"{_OF_WIDGET}/close", CloseWidget(site).serve, CONSOLE, _GET_POST, EDITOR),
        Address(f"{_OF_WIDGET}/withdraw", WithdrawWidget(site).serve, CONSOLE, _GET_POST, EDITOR),
        Address(f"{_OF_WIDGET}/review", Review(site).serve, CONSOLE, _GET_POST, REVIEWS),
    ]


def console_words(site: Site) -> list[BaseRoute]:
    """What people wrote: answering it, finding it, and deciding on what was reported or held."""
    return [
        Address(f"{_DESK}/answers", Queue(site).serve, CONSOLE, needs=SPEAKS_SOMEWHERE),
        Address(f"{_DESK}/answers/{{name:widget}}", Bulk(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(f"{_DESK}/answers/{{name:widget}}/merge", Merge(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(_CHANGES, Changes(site).serve, CONSOLE, needs=SPEAKS),
        Address(f"{_CHANGES}/new", NoteChange(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(f"{_CHANGES}/{{key:number}}", CorrectChange(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(f"{_CHANGES}/{{key:number}}/add", AddToChange(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(_ANSWER, One(site).serve, CONSOLE, needs=SPEAKS),
        Address(f"{_ANSWER}/reply", Reply(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(f"{_ANSWER}/outcome", GiveOutcome(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(f"{_ANSWER}/reply/{{key:number}}", Correct(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(f"{_ANSWER}/lay-before", LayBefore(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(f"{_ANSWER}/take", TakeOver(site).serve, CONSOLE, _POST, SPEAKS),
        Address(f"{_ANSWER}/pass-outside", PassOutside(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(f"{_ANSWER}/pass-on", PassOn(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(f"{_DESK}/passed", PassedOn(site).serve, CONSOLE, needs=SPEAKS),
        Address(f"{_DESK}/passed/{{passed:number}}", PassedOne(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(
            f"{_DESK}/passed/{{passed:number}}/reply/{{key:number}}",
            CorrectPassed(site).serve,
            CONSOLE,
            _GET_POST,
            SPEAKS,
        ),
        Address(f"{_ANSWER}/merge", Merge(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(f"{_ANSWER}/unmerge", Unmerge(site).serve, CONSOLE, _POST, SPEAKS),
        Address(f"{_ANSWER}/task", TaskDone(site).serve, CONSOLE, _POST, SPEAKS),
        Address(f"{_ANSWER}/erase", Erase(site).serve, CONSOLE, _GET_POST, SPEAKS),
        Address(_NOTES, Notes(site).serve, CONSOLE, _GET_POST, NOTES),
        Address(f"{_DESK}/expiring", ExpiringAnswers(site).serve, CONSOLE, needs=SPEAKS_SOMEWHERE),
        Address(f"{_DESK}/ready", ReadyAnswers(site).serve, CONSOLE, needs=USES_READY),
        Address(f"{_DESK}/ready/new", NewReady(site).serve, CONSOLE, _GET_POST, KEEPS_READY),
        Address(f"{_DESK}/ready/{{ready:number}}", ChangeReady(site).serve, CONSOLE, _GET_POST, KEEPS_READY),
        Address(f"{_DESK}/search", Search(site).serve, CONSOLE, needs=MEMBER),
        Address(f"{_DESK}/said", Said(site).serve, CONSOLE, needs=MEMBER),
        Address(f"{_DESK}/moderation", ModerationQueue(site).serve, CONSOLE, needs=MODERATES_SOMEWHERE),
        Address(f"{_DESK}/moderation/shut-out", ShutOuts(site).serve, CONSOLE, _GET_POST, MODERATES),
        Address(_CASE, OneCase(site).serve, CONSOLE, needs=MODERATES),
        Address(f"{_CASE}/release", Release(site).serve, CONSOLE, _GET_POST, MODERATES),
        Address(f"{_CASE}/remove", Remove(site).serve, CONSOLE, _GET_POST, MODERATES),
        Address(f"{_CASE}/shut-out", ShutOutAuthor(site).serve, CONSOLE, _GET_POST, MODERATES),
    ]


def about_itself(site: Site) -> list[BaseRoute]:
    """What an organisation tells of itself: its texts, and its figures."""
    return [
        Address(f"{_ORG}/-/{{text:text}}", OrganisationText(site), PAGE),
        Address(f"{_ORG}/-/{FIGURES}", OrganisationFigures(site), PAGE),
        Address(f"{_ORG}/-/{FIGURES}.csv", OrganisationFigures(site, table=True), DATA),
    ]


def uploaded(site: Site) -> list[BaseRoute]:
    """What staff uploaded; and a style that nobody keeps yet."""
    return [
        Address("/files/-/{name}", PictureFile(site).get, LOGO),
        Address(f"/files{_ORG}/{{name}}", LogoFile(site).get, LOGO),
        Address("/files/tried/{token}/{name}", TriedStyle(site).get, FILE),
    ]


def by_mail(site: Site) -> list[BaseRoute]:
    """Where one follows by mail, or confirms an address; what browsers tell; and in a demo, the mailbox."""
    subscribe, mailbox = Subscribe(site), Mailbox(site)
    return [
        Address(f"{_ORG}/-/mail", subscribe.serve, FORM, _GET_POST),
        Address(f"{_ORG}/-/mail/{{name:widget}}", subscribe.serve, FORM, _GET_POST),
        Address(f"{_ORG}/-/mail/{{name:widget}}/{{number:number}}", subscribe.serve, FORM, _GET_POST),
        Address(f"{_ORG}/-/geweigerd/{{name:widget}}", Refusals(site).serve, REPORT, _POST),
        Address(f"{_ORG}/-/meedoen/{{name:widget}}/{{token}}", ConfirmAct(site).serve, FORM, _GET_POST),
        Address(f"{_ORG}/-/bevestig/{{token}}", Confirm(site).serve, FORM, _GET_POST),
        Address(f"{_ORG}/-/afmelden/{{token}}", Stop(site).serve, FORM, _GET_POST),
        Address(f"{_ORG}/-/afmelden/medewerker/{{token}}", StaffStop(site).serve, FORM, _GET_POST),
        Address("/console/mailbox", mailbox.get, FORM),
        Address("/console/mailbox/{number:number}", mailbox.get, FORM),
    ]


def moderation(site: Site) -> list[BaseRoute]:
    """What was decided, for everybody to read; and where somebody reports a contribution."""
    log = ModerationLog(site)
    return [
        Address(f"{_ORG}/-/{MODERATION}", log, PAGE),
        Address(f"{_ORG}/-/{MODERATION}.csv", ModerationTable(site).serve, TABLE),
        Address(f"{_ORG}/-/{MODERATION}.{{form:feed}}", log, DATA),
        Address(f"{_ORG}/-/{MODERATION}/{{name:widget}}/{{number:number}}", Reporting(site).serve, FORM, _GET_POST),
    ]


def build_site(
    settings: Settings,
    registry: Registry,
    store: Store,
    clock: Callable[[], datetime],
    passwords: Passwords | None = None,
) -> Site:
    """Everything put together."""
    folders = {name: installed.folder for name, installed in registry.items()}
    static = settings.data / "static"
    composer = Composer(registry, Words(folders), assets.build(static, folders), mails=settings.mails)
    throttle = Throttle(clock)

    def codes(placed: Placed, doer: Doer) -> list[str]:
        newest_first = reversed(settings.secret_keys)
        return [receipts.make(secret, placed.widget.uid, doer.participant, doer.key) for secret in newest_first]

    async def network_key(widget: int, day: str) -> bytes:
        return await store.write(partial(network_keys.key, widget_id=widget, day=day))

    return Site(
        settings=settings,
        registry=registry,
        store=store,
        clock=clock,
        tokens=Tokens(settings.secret_keys, clock),
        write_path=WritePath(
            store,
            throttle,
            clock,
            lambda placed, doer: codes(placed, doer)[0],
            per_participant=settings.acts_per_minute_per_participant,
            per_network=settings.acts_per_minute_per_network,
        ),
        codes=codes,
        directory=Directory(store, registry),
        tags=NetworkTags(network_key, clock),
        composer=composer,
        pages=Pages(composer),
        faces=Faces(store.pulse, clock),
        counts=Counts(),
        readiness=Readiness(store.probe),
        fetcher=Fetcher(map(host_port, settings.fetch_also)),
        passwords=passwords or Passwords(),
        door=Throttle(clock),
        devices=Devices(settings.secret_keys, clock),
        static=static,
        origins={urlsplit(one).netloc.encode(): one for one in (*settings.origins.values(), *settings.console_origins)},
    )


class _Organisation(StringConvertor):
    regex = ORGANISATION


class _Widget(StringConvertor):
    regex = WIDGET


class _Feed(StringConvertor):
    regex = "|".join(FEED_FORMATS)


class _Text(StringConvertor):
    regex = "|".join(TEXTS)


class _Number(IntegerConvertor):
    regex = NUMBER


register_url_convertor("org", _Organisation())
register_url_convertor("widget", _Widget())
register_url_convertor("feed", _Feed())
register_url_convertor("text", _Text())
register_url_convertor("number", _Number())
