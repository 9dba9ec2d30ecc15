"""/riengtu and /xoadulieu: what we keep and why, everything we hold to read, and erasing it."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import conversing
from handlers.choose import Option
from handlers.citizens import consent
from handlers.citizens.exported import exported
from handlers.citizens.menu import menu_rows
from handlers.closed import closed
from handlers.questions import choice_step, to
from handlers.registry import Command
from handlers.staff import unnamed
from handlers.staff.offers import falling
from handlers.steps import Answers, Facts, Flow, flow
from handlers.turn import Turn
from messages import buttons
from messages.content import Choice, Reply
from messages.contexts import privacy as words
from messages.vi.roles import ROLES
from storage import authored, erasure, offers, reports
from storage.campaign import Campaign
from storage.records import Grant, Offer

SHOW = "xem"
NAME = "xoadulieu"
_WITHDRAW, _KEEP = "rut", "giu"
_YES, _NO = "xoa", "khong"


async def notice(turn: Turn, argument: str) -> None:
    """What we keep, why, how long, and their rights; with "xem", everything we hold about them."""
    if argument == SHOW:
        turn.say(await exported(turn, roles(turn.campaign, turn.grants)), [turn.registry.buttons(NAME)])
        return
    retention = turn.campaign.retention
    text = words.Notice(
        managing_body=turn.campaign.contacts.managing_body,
        days=retention.raw_chat_days,
        unconsented_days=retention.unconsented_days,
        agreed=consent.has_agreed(turn),
    )
    rows: list[tuple[Choice, ...]] = [
        (Choice(label="Xem dữ liệu của tôi", data=buttons.command("riengtu", SHOW)),)
    ]
    if consent.has_agreed(turn):
        rows.append((Choice(label="Rút lại đồng ý", data=buttons.command("ngungtin")),))
    if turn.apps > 1:
        rows.append(tuple(turn.registry.buttons("lienket")))
    turn.say(text, [*rows, turn.registry.buttons(NAME)])


def roles(campaign: Campaign, grants: tuple[Grant, ...]) -> tuple[str, ...]:
    """The roles held, with what they are held for."""
    named = []
    for grant in grants:
        scope = campaign.scope(grant.scope) if grant.scope else None
        title = ROLES[grant.role.value]
        named.append(f"{title} ({scope.name})" if scope else title)
    return tuple(named)


async def ask_erase(turn: Turn, argument: str) -> None:
    """Asks whether to erase everything, then what becomes of open matters."""
    # What is open is read again when it is done; these codes are for the questions only.
    codes = await authored.open_codes(turn.tx, turn.person.id)
    await conversing.enter(turn, NAME, argument, {"codes": codes})


def _sure_asks(answers: Answers, facts: Facts) -> words.AskSure:
    return words.AskSure(open=len(answers["codes"]), roles=roles(facts.campaign, facts.grants))


def _sure_options(_answers: Answers, _facts: Facts) -> list[Option]:
    return [Option(key=_YES, label="Đúng, xóa dữ liệu"), Option(key=_NO, label="Không, giữ lại")]


def _after_sure(answers: Answers, _facts: Facts) -> str | None:
    return "sent" if answers["sure"] == _YES and answers["codes"] else None


def _sent_asks(answers: Answers, _facts: Facts) -> words.AskSent:
    return words.AskSent(codes=tuple(answers["codes"]))


def _sent_options(_answers: Answers, _facts: Facts) -> list[Option]:
    return [
        Option(key=_WITHDRAW, label="Rút lại các việc đó"),
        Option(key=_KEEP, label="Giữ lại, không kèm tên tôi"),
    ]


async def _finish(turn: Turn, answers: Answers) -> None:
    if answers["sure"] != _YES:
        turn.say(words.NotErased(), menu_rows(turn))
        return
    await erase(turn, keep_sent=answers.get("sent") == _KEEP)


async def erase(turn: Turn, *, keep_sent: bool) -> None:
    """Erase the person who speaks, with a receipt that leaves no trace of them."""
    await consent.prove_withdrawn(turn)
    agreed = await unnamed.agreed_by(turn)
    promised = [each for each in await offers.of_person(turn.tx, turn.person.id) if each.need]
    erased = await erasure.erase(turn.tx, [turn.person.id], turn.now, turn.wall, keep_sent=keep_sent)
    if not keep_sent:
        await _parted(turn, promised, erased.sent.withdrawn)
    turn.position, turn.erased = None, True
    for card in erased.sent.emptied:
        reply = Reply(text=turn.words(words.CardEmptied(code=card.code)))
        turn.out.append(replace(card.outgoing, reply=reply))
    turn.out.extend(erased.sent.changed)
    for code in agreed:
        await unnamed.tell(turn, code)
    turn.say(words.Erased(at=turn.local, withdrawn=erased.sent.withdrawn, kept=erased.sent.kept))


async def _parted(turn: Turn, promised: Sequence[Offer], withdrawn: Sequence[str]) -> None:
    """Families that counted on what they had offered hear that; so do those who would have helped them."""
    for offer in promised:
        if offer.code in withdrawn:
            await falling.taken_back(turn, offer)
    for code in withdrawn:
        report = await reports.get(turn.tx, code)
        if report is not None:
            await closed(turn, report)


FLOWS: tuple[Flow, ...] = (
    flow(
        NAME,
        "xóa dữ liệu",
        (
            choice_step("sure", _sure_asks, _sure_options, _after_sure),
            choice_step("sent", _sent_asks, _sent_options, to(None)),
        ),
        finish=_finish,
        cancelled="Dạ, chúng tôi không xóa gì cả.",
        guard=False,
    ),
)
COMMANDS: tuple[Command, ...] = (
    Command(
        name="riengtu",
        title="Quyền riêng tư",
        run=notice,
        words=("riêng tư", "dữ liệu của tôi", "bảo mật", "rút lại đồng ý"),
    ),
    Command(
        name=NAME,
        title="Xóa dữ liệu của tôi",
        run=ask_erase,
        words=("xóa dữ liệu", "xóa hết dữ liệu", "xóa thông tin của tôi"),
    ),
)
ACTIONS = ()
