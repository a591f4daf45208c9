# SPDX-FileCopyrightText: 2026 Meedoen contributors
# SPDX-License-Identifier: EUPL-1.2
"""The one way in: identify → limit → validate → decide → store, in one transaction → announce after commit.

Everything people do comes through here, and is answered only when it is durable. Identity was settled by the endpoint,
which alone knows requests; the announcing is the store's, which alone knows when a commit was made.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from pydantic import BaseModel

from meedoen import limits
from meedoen.effects import DOUBLE, Contribute, Effect, Hold, React, Relate, SetState
from meedoen.errors import Closed, Conflict, Forbidden, Gone, Invalid, NotFound
from meedoen.identity.receipts import digest
from meedoen.participation import personal, signals
from meedoen.participation.asking import ASK
from meedoen.participation.forms import validate
from meedoen.participation.schedule import DUE
from meedoen.participation.throttle import Throttle
from meedoen.participation.views import Placed, declared_parts, subject_of, view
from meedoen.records import Deed, Entry, Found, Mark, Scene, Stored, Withdrawal
from meedoen.records_moderation import Words
from meedoen.values import ITEM, WHOLE, Ask, Assurance, Message, Refusal, State, Who, say
from meedoen.widget import Act, Action, Targets

_UNNARROWED, _NOTHING_READ = Ask(), Found()


class Keeper(Protocol):
    """The store, as far as acting needs it. Each answers after COMMIT."""

    async def react(self, mark: Mark) -> Stored:
        """Store one reaction."""
        ...

    async def act(self, deed: Deed) -> Stored:
        """Store an act with words."""
        ...

    async def withdraw(self, withdrawal: Withdrawal) -> Stored:
        """Take back what a participant did on a target."""
        ...


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts, as far as is known: a participant, and from which network."""

    participant: bytes
    assurance: Assurance
    key: str
    tag: bytes = b""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act."""

    form: BaseModel
    stored: Stored
    contributed: bool
    """Whether there are words, and so a receipt."""


class WritePath:
    """Carries acts out. `code` gives the receipt code that belongs to an act."""

    def __init__(
        self,
        keeper: Keeper,
        throttle: Throttle,
        clock: Callable[[], datetime],
        code: Callable[[Placed, Doer], str],
        *,
        per_participant: int,
        per_network: int,
    ) -> None:
        self._keeper = keeper
        self._throttle = throttle
        self._clock = clock
        self._code = code
        self._per_participant = per_participant
        self._per_network = per_network
        self._warned: OrderedDict[tuple[bytes, bytes], None] = OrderedDict()

    def limit(
        self, placed: Placed, tag: bytes, participant: bytes = b"", action: Action[BaseModel] | None = None
    ) -> None:
        """Raises `TooMany`. A wrong attempt counts as well as a right one."""
        widget = placed.widget.id
        if tag:
            self._throttle.take((widget, tag), self._per_network)
        if participant:
            self._throttle.take((widget, participant), self._per_participant)
            if action is not None and action.per_hour is not None:
                self._throttle.take((widget, action.name, participant), action.per_hour, window_s=3600.0)

    async def act(
        self,
        placed: Placed,
        action: Action[BaseModel],
        target: str,
        fields: Mapping[str, str],
        doer: Doer,
        number: int | None = None,
        entry: Entry | None = None,
    ) -> Done:
        """Do `action` on `target`. Raises a `Failure` that says what to do; nothing is stored then.

        With `number`, a contribution of his that stands is changed, where otherwise a further one were made; with
        `entry`, staff enter it for somebody.
        """
        self.limit(placed, doer.tag, doer.participant, action)
        moment = self._clock()
        subject = check_target(placed, action, target)
        check_assurance(placed, doer.assurance)
        form = validate(placed.form(action, target), fields)
        effects = decide(placed, action, target, form, doer.assurance, moment)
        words = [effect for effect in effects if isinstance(effect, Contribute)]
        marks = [effect for effect in effects if isinstance(effect, React)]
        scene = _scene(placed, doer, target, moment, *subject, came_on=None if entry is None else entry.came.on)
        further = [effect for effect in effects if not isinstance(effect, React | Contribute)]
        if not words and not further and entry is None and len(marks) == 1:
            mark = Mark(scene, marks[0].kind, marks[0].value)
            return Done(form, await self._keeper.react(mark), contributed=False)
        window = moment - timedelta(seconds=limits.EDIT_WINDOW_S)
        if words and (told := self.warned(placed, action, doer.participant, fields)):
            raise Invalid(say("Nothing was sent yet. Check the fields below."), told)
        code_hash = digest(self._code(placed, doer)) if words else None
        held_for = [effect.reason for effect in effects if isinstance(effect, Hold)]
        looked_at = _looked_at(placed, words, held_for) if entry is None else {}  # what staff enter, it has seen
        deed = Deed(
            scene,
            action.name,
            [*marks, *words, *further],
            code_hash,
            window,
            number,
            words=looked_at,
            entry=entry,
            wakes=wakes(placed),
            by_author=action.who is Who.AUTHOR,
            on=action.on,
        )
        return Done(form, await self._keeper.act(deed), contributed=bool(words))

    def warned(
        self, placed: Placed, action: Action[BaseModel], participant: bytes, fields: Mapping[str, str]
    ) -> Mapping[str, Message]:
        """What to say before these words are sent, by field: once to each of who they are. Then they may be sent.

        Of words that staff alone reads, it is only said that a BSN is in them.
        """
        told, masks = {}, placed.widget.organisation.case_masks
        read_by_all = action.name == ASK.name or bool(placed.asked_kinds)
        for name, text in fields.items():
            warning = personal.warning(text, masks) if read_by_all or personal.has_bsn(text) else None
            key = (participant, signals.digest_of_all(text))
            if warning is not None and key not in self._warned:
                told[name], self._warned[key] = warning, None
                if len(self._warned) > limits.WARNINGS_KEPT_MAX:
                    self._warned.popitem(last=False)
        return told

    async def withdraw(
        self, placed: Placed, target: str, doer: Doer, number: int | None = None, kind: str = ""
    ) -> Stored:
        """Take back all this participant did on `target`: words at any time, marks until closing.

        With `number`, where he may have made several contributions, that one alone; with `kind`, his mark of that kind
        alone.
        """
        self.limit(placed, doer.tag, doer.participant)
        return await self._keeper.withdraw(
            Withdrawal(placed.widget.id, doer.participant, target, doer.key, self._clock(), number, kind)
        )


def wakes(placed: Placed) -> str:
    """The job by which the clock looks again when somebody wrote something; empty where its type does not say."""
    return DUE if placed.installed.type.due is not None else ""


def _looked_at(placed: Placed, words: Sequence[Contribute], said: Sequence[Message]) -> Mapping[str, Words]:
    """What others would read, by kind: a contribution that is not public is seen by staff alone as it is."""
    public = placed.public_kinds
    uid = placed.widget.organisation.uid
    return {one.kind: signals.looked_at(one.data, uid, said) for one in words if one.data and one.kind in public}


def _scene(
    placed: Placed,
    doer: Doer,
    target: str,
    moment: datetime,
    part: str | None,
    parts_most: int,
    *,
    came_on: date | None,
) -> Scene:
    zone = placed.widget.organisation.zone
    return Scene(
        widget=placed.widget.id,
        target=target,
        participant=doer.participant,
        assurance=doer.assurance,
        key=doer.key,
        at=moment,
        day=moment.astimezone(zone).date().isoformat(),
        tag=doer.tag,
        part=part,
        parts_most=parts_most,
        came=None if came_on is None else datetime.combine(came_on, time(), zone),
    )


def decide(
    placed: Placed, action: Action[BaseModel], target: str, form: BaseModel, assurance: Assurance, moment: datetime
) -> Sequence[Effect]:
    """The effects of an act, as declared or as `decide` says. Raises `Conflict` or `Invalid` on a refusal."""
    if action.decide is None:
        return [React(action.reaction or "", int(getattr(form, "value", 1)))]
    known = view(placed, _UNNARROWED, placed.widget.spoken, moment, _NOTHING_READ)
    answer = action.decide(Act(placed.settings, action.name, target, form, moment, assurance), known)
    if isinstance(answer, Refusal):
        if answer.field is None:
            raise Conflict(answer.message)
        raise Invalid(say("Nothing was sent yet. Check the fields below."), {answer.field: answer.message})
    if undeclared := {type(effect) for effect in answer} - action.effects:
        raise RuntimeError(f"{placed.installed.type.name}.{action.name} has undeclared effects: {undeclared}")
    states = {effect.state for effect in answer if isinstance(effect, SetState) and effect.state}
    if undeclared_states := states - placed.installed.type.states.keys():
        raise RuntimeError(f"{placed.installed.type.name}.{action.name} sets undeclared states: {undeclared_states}")
    if others := {effect.how for effect in answer if isinstance(effect, Relate)} - {DOUBLE}:
        raise RuntimeError(f"{placed.installed.type.name}.{action.name} relates in ways that are not served: {others}")
    return answer


def check_open(placed: Placed, moment: datetime) -> None:
    """Before a form is shown. Raises `Gone` or `Closed`. An act itself is judged by the store, in its transaction,
    so that the retry of one that was in time is answered as it was then."""
    widget = placed.widget
    if widget.withdrawn is not None:
        raise Gone(say("This has been withdrawn by the organisation."))
    state = widget.phase.state(moment)
    if state is State.PLANNED:
        raise Closed(say("You can take part from the date on the page. What you typed was not sent."))
    if state is State.CLOSED:
        raise Closed(say("This has closed. What you typed was not sent and does not count."))


def check_assurance(placed: Placed, assurance: Assurance) -> None:
    """Raises `Forbidden` when an act like this would not count: better said than silently dropped."""
    if assurance < placed.widget.least:
        raise Forbidden(say("It would not count from here. Take part on the full page; the link is below."))


def takes(placed: Placed, action: Action[BaseModel], target: str) -> bool:
    """Whether this is a target of that action."""
    try:
        check_target(placed, action, target)
    except NotFound:
        return False
    return True


def check_target(placed: Placed, action: Action[BaseModel], target: str) -> tuple[str | None, int]:
    """The label of a subject to make on first use and how many there may be, or (None, 0). Raises `NotFound`."""
    if len(target) > limits.TARGET_CHARS_MAX:
        raise NotFound(say("This address is too long. Check it, or start from the organisation's page."))
    if target == WHOLE and Targets.WHOLE in action.targets:
        return None, 0
    if target.startswith(ITEM) and target[1:].isdecimal() and Targets.ITEM in action.targets:
        return None, 0
    if Targets.PART in action.targets and target in {part.key for part in declared_parts(placed)}:
        return None, 0
    if Targets.SUBJECT in action.targets:
        return target, subject_of(placed, target).most
    raise NotFound(say("There is nothing here to do this with. Check the address, or start from the widget's page."))
