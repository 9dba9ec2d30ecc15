"""What a body is asked to do, as its officers and the office see it: cards, kept up to date in every chat."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from handlers.cards import shortened
from messages import buttons
from messages.buttons import Press, Pressed
from messages.content import Choice, Lane, Reply
from messages.contexts import duties as words
from messages.render import render
from messages.vi.duties import EVENT, NEED, STATE
from storage import bodies, duties
from storage.campaign import Campaign
from storage.database import Tx
from storage.outbox import Outgoing
from storage.records import (
    Address,
    Directive,
    DirectiveState,
    Need,
    Obligation,
    ObligationEvent,
    ObligationState,
)
from storage.records.duties import UNDONE

ACKNOWLEDGE, REPORT, PASS, FAIL, MORE = "nhan", "baocao", "dat", "chuadat", "bosung"
HISTORY, SAID, REPORTED = 4, 100, 350  # lines; characters of one; of the report


def button(code: str, action: str) -> str:
    """Data of a button on a duty's card."""
    return buttons.encode(Press(kind=Pressed.OBLIGATION, ref=code, choice=action))


def about(directive_id: int, action: str) -> str:
    """Data of a button on a directive."""
    return about_ref(str(directive_id), action)


def about_ref(ref: str, action: str) -> str:
    """The same with more in it than the directive's id: "12+nhan+943+0"."""
    return buttons.encode(Press(kind=Pressed.DIRECTIVE, ref=ref, choice=action))


def body_name(campaign: Campaign, key: str) -> str:
    """The name of the body with this key or code; the bare key if the campaign file no longer knows it."""
    scope = campaign.scope(key)
    return scope.name if scope else key


def who(actor: str) -> str:
    """The officer's name, without the account."""
    return actor.partition(" (")[0]


def officer_rows(directive: Directive, obligation: Obligation) -> tuple[tuple[Choice, ...], ...]:
    """What the officers of the body may press."""
    if directive.state is DirectiveState.RECALLED:
        return ()
    labels: list[tuple[str, str]] = []
    if obligation.state is ObligationState.WAITING:
        labels.append(("Đã nhận", ACKNOWLEDGE))
    if directive.need is not Need.ACKNOWLEDGE or obligation.state in {
        ObligationState.FAILED,
        ObligationState.MORE,
    }:
        told = {
            ObligationState.WAITING: "Đã thực hiện",
            ObligationState.ACKNOWLEDGED: "Đã thực hiện",
            ObligationState.DONE: "Sửa báo cáo",
            ObligationState.FAILED: "Báo cáo lại",
            ObligationState.MORE: "Báo cáo lại",
        }
        if obligation.state in told:
            labels.append((told[obligation.state], REPORT))
    made = tuple(Choice(label=label, data=button(obligation.code, action)) for label, action in labels)
    return (made,) if made else ()


def office_rows(directive: Directive, obligation: Obligation) -> tuple[tuple[Choice, ...], ...]:
    """What the office may press: the result of its check."""
    if directive.state is DirectiveState.RECALLED or obligation.state in {
        ObligationState.WAITING,
        ObligationState.ACKNOWLEDGED,
    }:
        return ()
    results = {PASS: "Đạt", FAIL: "Chưa đạt", MORE: "Cần bổ sung"}
    is_now = {ObligationState.PASSED: PASS, ObligationState.FAILED: FAIL, ObligationState.MORE: MORE}
    return (
        tuple(
            Choice(label=label, data=button(obligation.code, action))
            for action, label in results.items()
            if is_now.get(obligation.state) != action
        ),
    )


def draw(
    campaign: Campaign,
    directive: Directive,
    obligation: Obligation,
    story: Sequence[ObligationEvent],
    now: datetime,
) -> str:
    """The card's rich text."""
    late = directive.due_at < now and obligation.state in UNDONE
    recalled = directive.state is DirectiveState.RECALLED
    return render(
        words.DutyCard(
            code=obligation.code,
            title=directive.title,
            body=body_name(campaign, obligation.body),
            text=directive.text,
            files=len(directive.attachments),
            due=campaign.local(directive.due_at),
            late=late,
            need=NEED[directive.need.value],
            state=STATE[obligation.state.value],
            reported=shortened(obligation.words, REPORTED),
            number=obligation.number,
            sent_files=len(obligation.attachments),
            history=tuple(_line(campaign, event) for event in story[-HISTORY:]),
            recalled=(directive.reason or "không ghi") if recalled else "",
        )
    )


def _line(campaign: Campaign, event: ObligationEvent) -> words.DutyEvent:
    # What was reported stands on the card itself; only what a check said is told with its event.
    said = (
        event.words
        if event.kind not in {ObligationState.DONE.value, ObligationState.ACKNOWLEDGED.value}
        else ""
    )
    return words.DutyEvent(
        at=campaign.local(event.at), who=who(event.actor), what=EVENT[event.kind], words=shortened(said, SAID)
    )


async def put(
    tx: Tx,
    campaign: Campaign,
    directive: Directive,
    owed: Sequence[Obligation],
    readers: Mapping[str, Sequence[Address]],
    now: datetime,
    *,
    name: str = "",
) -> list[Outgoing]:
    """New cards, and the files that came with the directive, for the officers of each body.

    An officer gets each card once under the same `name`, however often this is asked.
    """
    out: list[Outgoing] = []
    for obligation in owed:
        found = readers.get(obligation.body, ())
        story = await duties.story(tx, obligation) if found and obligation.version else ()
        text = draw(campaign, directive, obligation, story, now) if found else ""
        card = Reply(text=text, rows=officer_rows(directive, obligation))
        for address in found:
            out += _shown(directive, obligation, address, card, name)
    return out


def _shown(
    directive: Directive, obligation: Obligation, address: Address, card: Reply, name: str
) -> list[Outgoing]:
    named = card_name(obligation, address) + (f":{name}" if name else "")
    said = [Outgoing(address=address, reply=card, lane=Lane.ALERTS, subject=obligation.code, dedupe=named)]
    if directive.attachments:
        told = words.DutyFiles(code=obligation.code, count=len(directive.attachments), reported=False)
        files = Reply(text=render(told), attachments=directive.attachments)
        said.append(
            Outgoing(
                address=address,
                reply=files,
                lane=Lane.ALERTS,
                subject=obligation.code,
                dedupe=f"files:{named}",
            )
        )
    return said


def card_name(obligation: Obligation, address: Address) -> str:
    """The outbox name of a card in a chat, by which it is found again."""
    return f"duty:{obligation.code}:{address.id}"


async def refresh(
    tx: Tx,
    campaign: Campaign,
    directive: Directive,
    owed: Sequence[Obligation],
    now: datetime,
    addresses: Mapping[int, Address],
) -> list[Outgoing]:
    """Edits that bring the cards of these obligations up to date in these chats (by address id)."""
    out: list[Outgoing] = []
    for obligation in owed:
        shown = [each for each in await bodies.shown(tx, f"duty:{obligation.code}") if each[1] in addresses]
        if not shown:
            continue
        text = draw(campaign, directive, obligation, await duties.story(tx, obligation), now)
        card = Reply(text=text, rows=officer_rows(directive, obligation))
        out += [
            Outgoing(address=addresses[at], reply=card, target=row, subject=obligation.code)
            for row, at in shown
        ]
    return out


async def follow(
    tx: Tx, campaign: Campaign, directive: Directive, obligation: Obligation, now: datetime
) -> list[Outgoing]:
    """After a move: the cards of all officers of the body say so."""
    found = await bodies.people_of(tx, obligation.body)
    return await refresh(tx, campaign, directive, [obligation], now, {each.id: each for each in found})
